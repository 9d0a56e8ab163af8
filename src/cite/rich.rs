//! Italics and the like in titles: what CSL-JSON and RIS write as `<i>…</i>`.
//!
//! Hayagriva 0.10 has no formatted titles. So that nothing is lost, tags pass through it
//! as characters of Plane 16, which nobody writes, and become styles behind it.

use hayagriva::types::{ChunkKind, ChunkedString, FormatString, StringChunk};

use super::mend::is_mixed;
use super::piece::{self, Piece, PieceStyle, Raise};

/// Tags that CSL-JSON knows ("Citation Style Language 1.0.2", Rich text), how they begin and
/// end, and the character that stands for each.
const TAGS: [(&str, &str, char); 7] = [
    ("<i>", "</i>", '\u{10FF00}'),
    ("<em>", "</em>", '\u{10FF00}'),
    ("<b>", "</b>", '\u{10FF01}'),
    ("<sc>", "</sc>", '\u{10FF02}'),
    ("<sup>", "</sup>", '\u{10FF03}'),
    ("<sub>", "</sub>", '\u{10FF04}'),
    ("<span style=\"font-variant: small-caps;\">", "</span>", '\u{10FF02}'),
];

/// A style, by what it is called.
#[derive(Debug, Copy, Clone, PartialEq, Eq)]
pub(super) enum Mark {
    Italic,
    Bold,
    SmallCaps,
    Super,
    Sub,
}

/// A text in a style, as it passes through Hayagriva.
pub(super) fn marked(mark: Mark, text: &str) -> String {
    let mark = match mark {
        Mark::Italic => '\u{10FF00}',
        Mark::Bold => '\u{10FF01}',
        Mark::SmallCaps => '\u{10FF02}',
        Mark::Super => '\u{10FF03}',
        Mark::Sub => '\u{10FF04}',
    };
    format!("{mark}{text}{END}")
}

/// What ends the innermost style.
const END: char = '\u{10FF0F}';

/// Stands for nothing: it keeps what is around it from being taken apart.
pub(super) const NOTHING: char = '\u{10FF0E}';

/// A text whose letters keep their case.
const VERBATIM: &str = "<span class=\"nocase\">";

/// A text with tags as Hayagriva takes it.
pub(super) fn encode(written: &str) -> FormatString {
    if !written.contains('<') {
        return FormatString::with_value(written);
    }
    let mut chunks: Vec<StringChunk> = Vec::new();
    let mut rest = written;
    while let Some((before, after)) = rest.split_once(VERBATIM) {
        let Some((kept, after)) = after.split_once("</span>") else { break };
        words(&tagged(before), &mut chunks);
        chunks.push(StringChunk::verbatim(tagged(kept)));
        rest = after;
    }
    words(&tagged(rest), &mut chunks);
    chunks.retain(|chunk| !chunk.value.is_empty());
    FormatString { value: ChunkedString(chunks), short: None }
}

/// Adds a text; a word in which a style begins or ends keeps its case, for Hayagriva would
/// take `CO2` with a lowered figure for no word of capitals, and print `Co2`. So does one
/// with capitals inside.
pub(super) fn words(text: &str, chunks: &mut Vec<StringChunk>) {
    let apart = |c: char| c.is_whitespace() || "-–—/".contains(c);
    for word in text.split_inclusive(apart) {
        if word.contains(is_mark) || is_mixed(word) {
            // what follows is a word of its own
            let kept = word.trim_end_matches(apart);
            chunks.push(StringChunk::verbatim(kept));
            if kept.len() < word.len() {
                chunks.push(StringChunk::normal(&word[kept.len()..]));
            }
        } else if let Some(last) =
            chunks.last_mut().filter(|last| last.kind == ChunkKind::Normal)
        {
            last.value.push_str(word);
        } else {
            chunks.push(StringChunk::normal(word));
        }
    }
}

/// Tags that are closed as characters; others stay as they are.
fn tagged(text: &str) -> String {
    let mut out = text.to_owned();
    for (open, close, mark) in TAGS {
        while let Some(start) = out.find(open) {
            let inner = start + open.len();
            let Some(length) = out[inner..].find(close) else { break };
            out.replace_range(
                inner + length..inner + length + close.len(),
                &END.to_string(),
            );
            out.replace_range(start..inner, &mark.to_string());
        }
    }
    out
}

/// Makes styles of the characters that [`encode`] wrote.
pub(super) fn decode(pieces: &mut Vec<Piece>) {
    if !piece::text(pieces).contains(is_mark) {
        return;
    }
    let mut open: Vec<char> = Vec::new();
    let mut out = Vec::new();
    for whole in std::mem::take(pieces) {
        for part in whole.text.split_inclusive(is_mark) {
            let mark = part.chars().last().filter(|c| is_mark(*c));
            let text = part.trim_end_matches(is_mark).to_owned();
            let style = open.iter().fold(whole.style, |style, mark| styled(style, *mark));
            piece::push(&mut out, Piece { text, style, to: whole.to.clone() });
            match mark {
                Some(END) => {
                    open.pop();
                }
                Some(NOTHING) => {}
                Some(mark) => open.push(mark),
                None => {}
            }
        }
    }
    *pieces = out;
}

/// A text without them.
pub(super) fn plain(text: &str) -> String {
    text.replace(is_mark, "")
}

fn is_mark(c: char) -> bool {
    ('\u{10FF00}'..='\u{10FF0F}').contains(&c)
}

/// Italics within italics are upright, as everywhere in typography.
fn styled(style: PieceStyle, mark: char) -> PieceStyle {
    match mark {
        '\u{10FF00}' => PieceStyle { italic: !style.italic, ..style },
        '\u{10FF01}' => PieceStyle { bold: !style.bold, ..style },
        '\u{10FF02}' => PieceStyle { small_caps: true, ..style },
        '\u{10FF03}' => PieceStyle { raise: Raise::Super, ..style },
        '\u{10FF04}' => PieceStyle { raise: Raise::Sub, ..style },
        _ => style,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_become_styles() {
        let title = encode(
            "On <i>E. coli</i> and CO<sub>2</sub>, a < b <span class=\"nocase\">iOS</span>",
        );
        let text = title.value.to_string();
        let style = PieceStyle::default();
        let mut pieces = vec![Piece { text: text.clone(), style, to: None }];
        decode(&mut pieces);
        assert_eq!(piece::text(&pieces), "On E. coli and CO2, a < b iOS");
        let italic: Vec<_> = pieces.iter().filter(|one| one.style.italic).collect();
        assert_eq!(italic[0].text, "E. coli");
        assert_eq!(pieces[3].style.raise, Raise::Sub);
        assert_eq!(plain(&text), "On E. coli and CO2, a < b iOS");
        assert!(matches!(title.value.0.last().unwrap().kind, ChunkKind::Verbatim));
    }
}
