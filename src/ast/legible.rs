//! The words of a line where no marks can be: in bookmarks, in the names of files for
//! readers, in menus. What cannot be raised there is written so that nobody reads it
//! otherwise: `10⁻³` and not `10-3`.

use super::{CiteId, Inline, InlineKind, LineCode};
use crate::source::Span;

/// Letters, and the signs that Unicode has for them above and below the line: `.` where it
/// has none.
const SIGNS: [(&str, &str, &str); 8] = [
    ("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹", "₀₁₂₃₄₅₆₇₈₉"),
    ("+-−=()", "⁺⁻⁻⁼⁽⁾", "₊₋₋₌₍₎"),
    ("abcdefghijklm", "ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐ", "ₐ...ₑ..ₕᵢⱼₖₗₘ"),
    ("nopqrstuvwxyz", "ⁿᵒᵖ.ʳˢᵗᵘᵛʷˣʸᶻ", "ₙₒₚ.ᵣₛₜᵤᵥ.ₓ.."),
    ("ABDEGHIJKLM", "ᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹ", "..........."),
    ("NOPRTUVW", "ᴺᴼᴾᴿᵀᵁⱽᵂ", "........"),
    ("βγδφχ", "ᵝᵞᵟᵠᵡ", "ᵦᵧ.ᵩᵪ"),
    ("ρ", ".", "ᵨ"),
];

/// Fractions that are one sign.
const FRACTIONS: [(&str, &str); 15] = [
    ("1/2", "½"),
    ("1/3", "⅓"),
    ("2/3", "⅔"),
    ("1/4", "¼"),
    ("3/4", "¾"),
    ("1/5", "⅕"),
    ("2/5", "⅖"),
    ("3/5", "⅗"),
    ("4/5", "⅘"),
    ("1/6", "⅙"),
    ("5/6", "⅚"),
    ("1/8", "⅛"),
    ("3/8", "⅜"),
    ("5/8", "⅝"),
    ("7/8", "⅞"),
];

/// More letters than this are hard to read as signs, and screen readers name each.
const MOST_LETTERS: usize = 3;

/// What stands above the line and says the same on it.
const ANYWHERE: &str = "®™©*†‡§°ªº";

/// The words of inlines where no marks can be; `said` gives those of citations and cross
/// references.
///
/// Raised and lowered letters become the signs that Unicode has for them, or else stand in
/// brackets behind `^` and `_`; struck words stay, between the marks of Markdown, and no
/// fraction runs into the number before it. In everything else it is what
/// [`plain_text`](super::plain_text) is.
pub fn legible_text(inlines: &[Inline], said: &impl Fn(CiteId) -> String) -> String {
    let mut out = String::new();
    for inline in inlines {
        match &inline.kind {
            InlineKind::Text(text) | InlineKind::Code(LineCode { text, .. }) => {
                out.push_str(text);
            }
            InlineKind::Superscript(inner) => {
                out.push_str(&moved(&legible_text(inner, said), true));
            }
            InlineKind::Subscript(inner) => {
                out.push_str(&moved(&legible_text(inner, said), false));
            }
            InlineKind::Strike(inner) => {
                let words = legible_text(inner, said);
                out.push_str(&format!("~~{words}~~"));
            }
            InlineKind::Span { attributes, text } => {
                let words = legible_text(text, said);
                let fraction = attributes.fraction.then(|| fraction(&words)).flatten();
                out.push_str(&fraction.unwrap_or(words));
            }
            InlineKind::Emph(inner)
            | InlineKind::Strong(inner)
            | InlineKind::Insert(inner)
            | InlineKind::Keys(inner)
            | InlineKind::Link { text: inner, .. } => {
                out.push_str(&legible_text(inner, said));
            }
            InlineKind::Cite(id) => out.push_str(&said(*id)),
            InlineKind::Math(_)
            | InlineKind::Picture(_)
            | InlineKind::Note(_)
            | InlineKind::SoftBreak
            | InlineKind::HardBreak => {
                out.push_str(&super::plain_text(std::slice::from_ref(inline)));
            }
        }
    }
    out
}

/// Inlines of which the words say all, also where a reader takes nothing but these: in place
/// of raised, lowered and struck words, fractions and formulas stands what
/// [`legible_text`] says.
pub fn flat(inlines: &[Inline]) -> Vec<Inline> {
    let flat_one = |inline: &Inline| {
        let kind = match &inline.kind {
            InlineKind::Emph(inner) => InlineKind::Emph(flat(inner)),
            InlineKind::Strong(inner) => InlineKind::Strong(flat(inner)),
            InlineKind::Insert(inner) => InlineKind::Insert(flat(inner)),
            InlineKind::Keys(inner) => InlineKind::Keys(flat(inner)),
            InlineKind::Span { attributes, text } if !attributes.fraction => {
                InlineKind::Span { attributes: attributes.clone(), text: flat(text) }
            }
            InlineKind::Superscript(_)
            | InlineKind::Subscript(_)
            | InlineKind::Strike(_)
            | InlineKind::Math(_)
            | InlineKind::Span { .. } => {
                let one = std::slice::from_ref(inline);
                InlineKind::Text(legible_text(one, &|_| String::new()))
            }
            kind @ (InlineKind::Text(_)
            | InlineKind::Code(_)
            | InlineKind::Link { .. }
            | InlineKind::Cite(_)
            | InlineKind::Note(_)
            | InlineKind::Picture(_)
            | InlineKind::SoftBreak
            | InlineKind::HardBreak) => kind.clone(),
        };
        Inline { span: inline.span, kind }
    };
    inlines.iter().map(flat_one).collect()
}

/// The same inlines as if all of them were written at one place.
pub fn at(place: Span, inlines: &[Inline]) -> Vec<Inline> {
    let inner = |inlines: &[Inline]| at(place, inlines);
    let one = |inline: &Inline| {
        let kind = match &inline.kind {
            InlineKind::Emph(text) => InlineKind::Emph(inner(text)),
            InlineKind::Strong(text) => InlineKind::Strong(inner(text)),
            InlineKind::Strike(text) => InlineKind::Strike(inner(text)),
            InlineKind::Insert(text) => InlineKind::Insert(inner(text)),
            InlineKind::Keys(text) => InlineKind::Keys(inner(text)),
            InlineKind::Superscript(text) => InlineKind::Superscript(inner(text)),
            InlineKind::Subscript(text) => InlineKind::Subscript(inner(text)),
            InlineKind::Span { attributes, text } => {
                InlineKind::Span { attributes: attributes.clone(), text: inner(text) }
            }
            InlineKind::Link { to, text, title } => {
                InlineKind::Link { to: *to, text: inner(text), title: title.clone() }
            }
            kind @ (InlineKind::Text(_)
            | InlineKind::Code(_)
            | InlineKind::Math(_)
            | InlineKind::Cite(_)
            | InlineKind::Note(_)
            | InlineKind::Picture(_)
            | InlineKind::SoftBreak
            | InlineKind::HardBreak) => kind.clone(),
        };
        Inline { span: place, kind }
    };
    inlines.iter().map(one).collect()
}

/// Words above or below the line.
fn moved(words: &str, above: bool) -> String {
    if words.trim().is_empty() || (above && words.chars().all(|c| ANYWHERE.contains(c))) {
        return words.to_owned();
    }
    let mark = if above { '^' } else { '_' };
    let letters = words.chars().filter(|c| c.is_alphabetic()).count();
    let short = words.chars().take_while(|_| letters <= MOST_LETTERS);
    let signs: Option<String> = short.map(|c| sign(c, above)).collect();
    let signs = signs.filter(|signs| !signs.is_empty());
    signs.unwrap_or_else(|| format!("{mark}({words})"))
}

/// The sign that Unicode has for a letter above or below the line.
fn sign(letter: char, above: bool) -> Option<char> {
    SIGNS.iter().find_map(|(letters, high, low)| {
        let at = letters.chars().position(|own| own == letter)?;
        let signs = if above { high } else { low };
        signs.chars().nth(at).filter(|&sign| sign != '.')
    })
}

/// A fraction that runs into no number before it.
fn fraction(words: &str) -> Option<String> {
    let known = FRACTIONS.iter().find(|(own, _)| *own == words);
    if let Some((_, sign)) = known {
        return Some((*sign).to_owned());
    }
    let (above, below) = words.split_once(['/', '\u{2044}'])?;
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|c| c.is_ascii_digit());
    (digits(above) && digits(below))
        .then(|| format!("{}\u{2044}{}", moved(above, true), moved(below, false)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ast::Attributes;

    fn inline(kind: InlineKind) -> Inline {
        Inline { span: Span::new(0, 0), kind }
    }

    fn text(words: &str) -> Vec<Inline> {
        vec![inline(InlineKind::Text(words.to_owned()))]
    }

    fn legible(kind: InlineKind) -> String {
        legible_text(&[inline(kind)], &|_| String::new())
    }

    #[test]
    fn raised_and_lowered_letters_become_signs() {
        let above = |words| legible(InlineKind::Superscript(text(words)));
        let below = |words| legible(InlineKind::Subscript(text(words)));
        assert_eq!(above("-3"), "⁻³");
        assert_eq!(above("−3"), "⁻³");
        assert_eq!(above("2+"), "²⁺");
        assert_eq!(above("st"), "ˢᵗ");
        assert_eq!(above("®"), "®");
        assert_eq!(below("2"), "₂");
        assert_eq!(below("max"), "ₘₐₓ");
        // for some letters there are no signs
        assert_eq!(above("2q"), "^(2q)");
        assert_eq!(below("b"), "_(b)");
        assert_eq!(above("1–2"), "^(1–2)");
        assert_eq!(above("more"), "^(more)");
        let inner = vec![inline(InlineKind::Subscript(text("2")))];
        assert_eq!(legible(InlineKind::Superscript(inner)), "^(₂)");
    }

    #[test]
    fn struck_words_stay_and_show_that_they_are_struck() {
        assert_eq!(legible(InlineKind::Strike(text("5"))), "~~5~~");
    }

    #[test]
    fn fractions_do_not_run_into_numbers() {
        let fraction = |words: &str| {
            let attributes =
                Box::new(Attributes { fraction: true, ..Attributes::default() });
            legible(InlineKind::Span { attributes, text: text(words) })
        };
        assert_eq!(fraction("1/2"), "½");
        assert_eq!(fraction("5/12"), "⁵⁄₁₂");
        assert_eq!(fraction("a/b"), "a/b");
    }

    #[test]
    fn what_is_flat_keeps_other_marks() {
        let inner = vec![inline(InlineKind::Superscript(text("-3")))];
        let flat = flat(&[inline(InlineKind::Emph(inner))]);
        assert_eq!(flat, [inline(InlineKind::Emph(text("⁻³")))]);
    }

    #[test]
    fn every_sign_has_its_letter() {
        for (letters, above, below) in SIGNS {
            let count = letters.chars().count();
            assert_eq!((above.chars().count(), below.chars().count()), (count, count));
        }
    }
}
