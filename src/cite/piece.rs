//! Formatted text: short stretches with a style and a link.

use serde::Serialize;

use crate::ast::Inline;

/// A reference, by its number in the list of references.
#[derive(Debug, Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct ReferenceId(pub u32);

/// A stretch of formatted text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Piece {
    /// The text, never empty.
    pub text: String,
    /// How it is set.
    pub style: PieceStyle,
    /// Where it leads.
    pub to: Option<Goal>,
}

/// How a piece of formatted text is set.
#[derive(Debug, Default, Copy, Clone, PartialEq, Eq, Serialize)]
pub struct PieceStyle {
    /// Italic.
    pub italic: bool,
    /// Bold.
    pub bold: bool,
    /// Small capitals.
    pub small_caps: bool,
    /// Superscript or subscript.
    pub raise: Raise,
}

/// Whether text is raised.
#[derive(Debug, Default, Copy, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Raise {
    /// On the baseline.
    #[default]
    None,
    /// Superscript.
    Super,
    /// Subscript.
    Sub,
}

/// Where a piece leads.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Goal {
    /// To a reference.
    Reference(ReferenceId),
    /// Out of the book.
    Url(String),
    /// To a place in a text of the book.
    Place {
        /// What holds it.
        home: Home,
        /// The address there.
        id: String,
        /// Whether the page of the place is named too.
        page: bool,
        /// The text of the piece with the marks of the title that it names; nothing where
        /// that has none.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        words: Vec<Inline>,
    },
}

/// What holds a place.
#[derive(Debug, Copy, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Home {
    /// A text, by its number: chapters first, the bodies of notices after them.
    Text(u32),
    /// A part, by its number: the place is its name.
    Part(u32),
}

/// Adds a piece, to the one before it where both look and lead alike.
pub(super) fn push(pieces: &mut Vec<Piece>, piece: Piece) {
    if piece.text.is_empty() {
        return;
    }
    match pieces.last_mut() {
        Some(last) if last.style == piece.style && last.to == piece.to => {
            last.text.push_str(&piece.text);
        }
        Some(_) | None => pieces.push(piece),
    }
}

/// The text of pieces, one after the other.
pub(super) fn text(pieces: &[Piece]) -> String {
    pieces.iter().map(|piece| piece.text.as_str()).collect()
}

/// Removes the first `bytes` bytes.
pub(super) fn drop_start(pieces: &mut Vec<Piece>, mut bytes: usize) {
    for piece in pieces.iter_mut() {
        let taken = bytes.min(piece.text.len());
        piece.text.drain(..taken);
        bytes -= taken;
    }
    pieces.retain(|piece| !piece.text.is_empty());
}

/// Removes the last `bytes` bytes.
pub(super) fn drop_end(pieces: &mut Vec<Piece>, mut bytes: usize) {
    for piece in pieces.iter_mut().rev() {
        let taken = bytes.min(piece.text.len());
        piece.text.truncate(piece.text.len() - taken);
        bytes -= taken;
    }
    pieces.retain(|piece| !piece.text.is_empty());
}

/// Removes white space at both ends.
pub(super) fn trim(pieces: &mut Vec<Piece>) {
    let all = text(pieces);
    let kept = all.trim();
    drop_start(pieces, all.len() - all.trim_start().len());
    drop_end(pieces, all.trim_start().len() - kept.len());
}

/// Takes off the spaces at the end; those that do not break stay, as before a French `;`.
pub(super) fn close_up(pieces: &mut Vec<Piece>) {
    while let Some(last) = pieces.last_mut() {
        last.text.truncate(last.text.trim_end_matches(' ').len());
        if !last.text.is_empty() {
            break;
        }
        pieces.pop();
    }
}

/// Takes off the full stop at the end: the sentence around has its own.
pub fn without_stop(pieces: &mut Vec<Piece>) {
    if text(pieces).ends_with('.') {
        drop_end(pieces, 1);
    }
}

/// Puts a raised comma before or behind raised numbers, where the mark of a note stands:
/// `20` and `21` would be read as one number.
pub fn part_from_marks(pieces: &mut Vec<Piece>, [before, behind]: [bool; 2]) {
    let raised = |piece: Option<&Piece>| {
        let is = |one: &&Piece| one.style.raise == Raise::Super;
        piece.filter(is).map(|one| Piece {
            text: ",".to_owned(),
            to: None,
            style: one.style,
        })
    };
    if let Some(comma) = raised(pieces.first()).filter(|_| before) {
        pieces.insert(0, comma);
    }
    if let Some(comma) = raised(pieces.last()).filter(|_| behind) {
        pieces.push(comma);
    }
}

/// Makes the first letter a capital: a note is a sentence.
pub(super) fn capitalize(pieces: &mut [Piece]) {
    let Some(first) = pieces.first_mut() else { return };
    let mut chars = first.text.chars();
    if let Some(letter) = chars.next() {
        first.text = letter.to_uppercase().chain(chars).collect();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(text: &str) -> Piece {
        Piece { text: text.to_owned(), style: PieceStyle::default(), to: None }
    }

    #[test]
    fn trimming_crosses_pieces() {
        let italic = PieceStyle { italic: true, ..PieceStyle::default() };
        let mut pieces =
            vec![plain(" "), Piece { style: italic, ..plain(" a ") }, plain("b ")];
        trim(&mut pieces);
        assert_eq!(text(&pieces), "a b");
        assert_eq!(pieces.len(), 2);
    }

    #[test]
    fn pieces_that_look_alike_are_one() {
        let mut pieces = Vec::new();
        push(&mut pieces, plain("a"));
        push(&mut pieces, plain(""));
        push(&mut pieces, plain("b"));
        assert_eq!(pieces, [plain("ab")]);
    }
}
