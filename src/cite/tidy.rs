//! Punctuation that meets, as CSL wants it: hayagriva 0.10 leaves marks of parts that are
//! not there, `(2001,).`, and marks behind quotation marks that belong inside.

use super::piece::{Goal, Piece};

/// Puts the punctuation of a citation or a reference in order. `inside`: a comma or a full
/// stop stands before the closing quotation mark, as in American English.
pub(super) fn tidy(pieces: &mut Vec<Piece>, inside: bool) {
    // each character with the piece it is set as
    let mut all: Vec<(char, usize)> = Vec::new();
    for (number, piece) in pieces.iter().enumerate() {
        all.extend(piece.text.chars().map(|c| (c, number)));
    }
    let is_address = |number: usize| matches!(pieces[number].to, Some(Goal::Url(_)));
    let mut out: Vec<(char, usize)> = Vec::with_capacity(all.len());
    for (at, &(c, number)) in all.iter().enumerate() {
        let next = all.get(at + 1).map(|(next, _)| *next);
        if is_address(number) {
            out.push((c, number));
            continue;
        }
        // what a part that is not there leaves behind
        let lost = c == ','
            && matches!(next, Some('.' | ',' | ')' | ']' | ';'))
            && out.last().is_some_and(|(before, _)| !before.is_whitespace());
        if lost {
            continue;
        }
        if c == ' ' && out.last().is_some_and(|(before, _)| *before == ' ') {
            continue;
        }
        let stop = |c: char| matches!(c, '.' | '?' | '!');
        let closing = |c: char| matches!(c, '”' | '’');
        let mut back = out.iter().rev();
        let before = back.next().map(|(c, _)| *c);
        let further = back.next().map(|(c, _)| *c);
        if c == '.' {
            let quoted = before.is_some_and(closing) && further.is_some_and(stop);
            // `eds..`, but not `...`
            let doubled = before == Some('.') && further != Some('.') && next != Some('.');
            if quoted && inside || doubled {
                continue;
            }
        }
        let behind = matches!(c, '.' | ',') && before == Some('”');
        match out.pop() {
            Some(quote)
                if behind
                    && inside
                    && further.is_some_and(|c| !c.is_ascii_punctuation()) =>
            {
                out.push((c, quote.1));
                out.push(quote);
            }
            Some(last) => out.extend([last, (c, number)]),
            None => out.push((c, number)),
        }
    }
    for piece in pieces.iter_mut() {
        piece.text.clear();
    }
    for (c, number) in out {
        pieces[number].text.push(c);
    }
    pieces.retain(|piece| !piece.text.is_empty());
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cite::piece::{PieceStyle, text};

    fn tidied(written: &str, inside: bool) -> String {
        let style = PieceStyle::default();
        let mut pieces = vec![Piece { text: written.to_owned(), style, to: None }];
        tidy(&mut pieces, inside);
        text(&pieces)
    }

    #[test]
    fn marks_of_parts_that_are_not_there_are_taken_out() {
        assert_eq!(tidied("Ash, A. (2001,). J,. A, B.", true), "Ash, A. (2001). J. A, B.");
        assert_eq!(
            tidied("C. D. (eds..). And so on...", true),
            "C. D. (eds.). And so on..."
        );
    }

    #[test]
    fn a_stop_stands_inside_quotation_marks_where_that_is_the_custom() {
        assert_eq!(tidied("“How.”. “What”, so “Now”.", true), "“How.” “What,” so “Now.”");
        assert_eq!(tidied("“What”, so “Now”.", false), "“What”, so “Now”.");
    }
}
