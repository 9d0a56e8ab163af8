//! What style sheets may not take from words that are raised, lowered or struck out: of
//! 10⁻³ without it 10-3 is left, of words that no longer hold words that do.

use super::lengths::{OF_TYPE, bounds};
use super::safe::{is_made, may_be, might_be};

/// Whether a property keeps what such elements say; `None` where it says nothing of it.
///
/// `lasts` are the last parts of the selectors.
pub(super) fn keeps(name: &str, lasts: &[&str], value: &str) -> Option<bool> {
    let own: Vec<&str> = lasts.iter().copied().filter(|last| !is_made(last)).collect();
    let can = |names: &[&str]| {
        // what is led to has an address, which none of these has
        let mut own = own.iter().filter(|last| **last != ":target");
        own.any(|last| names.iter().any(|name| might_be(last, name)))
    };
    let named = |names: &[&str]| {
        let is_one = |last: &&str| names.iter().any(|name| may_be(last, name));
        (own.iter().any(is_one), own.len() == lasts.len() && own.iter().all(is_one))
    };
    // the classes that such elements may have
    let raised = ["sup", ".note-mark", ".unbroken"];
    let (lowered, struck) = (["sub", ".unbroken"], ["s", "del", "strike"]);
    match name {
        "vertical-align" => {
            let (up, down) = (
                can(&raised[..1]) || named(&raised).0,
                can(&lowered[..1]) || named(&lowered).0,
            );
            let length = bounds(value, OF_TYPE);
            let is_up = value == "super" || length.is_some_and(|(low, _)| low >= 0.2);
            let is_down = value == "sub" || length.is_some_and(|(_, high)| high <= -0.1);
            let keeps = value == "revert" || (!up || is_up) && (!down || is_down);
            (!keeps).then_some(false)
        }
        "top" | "bottom" | "inset" | "inset-block" | "inset-block-start"
        | "inset-block-end" => {
            let moved = named(&raised).0 || named(&lowered).0;
            (moved && !matches!(value, "0" | "auto")).then_some(false)
        }
        "text-decoration" | "text-decoration-line" if can(&struck) => {
            let mut words = value.split(' ');
            let is_through = value == "revert"
                || words.all(|one| {
                    matches!(one, "line-through" | "solid" | "double" | "currentcolor")
                }) && value.contains("line-through");
            Some(is_through && named(&struck).1)
        }
        "text-decoration-color" if can(&struck) => Some(value == "currentcolor"),
        "text-decoration-thickness" if can(&struck) => {
            let seen = bounds(value, OF_TYPE).is_some_and(|(low, _)| low >= 0.04);
            (!seen && !matches!(value, "auto" | "from-font")).then_some(false)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn raised_lowered_and_struck_words_stay_so() {
        let gone = [
            ("vertical-align", "sup", "baseline"),
            ("vertical-align", "sub", "unset"),
            ("vertical-align", "sup", "sub"),
            ("vertical-align", ".a sup[id]", "0.1em"),
            ("vertical-align", "*", "baseline"),
            ("vertical-align", ".note-mark", "baseline"),
            ("vertical-align", ".unbroken", "baseline"),
            ("top", "sup", "0.5em"),
            ("text-decoration", "s", "none"),
            ("text-decoration-line", "del", "underline"),
            ("text-decoration", "*", "inherit"),
            ("text-decoration-color", "s", "transparent"),
            ("text-decoration-thickness", "s", "0"),
        ];
        for (name, last, value) in gone {
            let lasts = [last.rsplit(' ').next().unwrap_or_default()];
            assert_eq!(keeps(name, &lasts, value), Some(false), "{last} {name}: {value}");
        }
        let kept = [
            ("vertical-align", "sup", "super"),
            ("vertical-align", "sup", "0.4em"),
            ("vertical-align", "sub", "-0.2em"),
            ("vertical-align", "td", "baseline"),
            ("text-decoration", "s", "line-through"),
            ("text-decoration", "a", "none"),
            ("text-decoration", ":target", "underline"),
            ("text-decoration-thickness", "del", "from-font"),
            ("bottom", ".page", "0.5em"),
        ];
        for (name, last, value) in kept {
            let kept = keeps(name, &[last], value);
            assert_ne!(kept, Some(false), "{last} {name}: {value}");
        }
    }
}
