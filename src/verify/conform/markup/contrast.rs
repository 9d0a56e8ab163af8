//! Contrast of words, as the style sheets of the finished page have it.

use super::Rule;
use super::page::{Faults, Page};
use crate::verify::markup::style::Pale;

/// Words stand out from what is behind them, by day and by night.
pub(super) const TEXT: Rule = Rule { name: "text-contrast", clause: "WCAG 2.2, 1.4.3" };

/// Links in a text are told from it by more than a colour.
pub(super) const LINKS: Rule = Rule { name: "link-distinction", clause: "WCAG 2.2, 1.4.1" };

/// Tells the words of a page that are hard to see.
pub(super) fn check(page: &Page<'_>, pale: &[Pale], faults: &mut Faults) {
    for one in pale {
        let scheme = if one.dark { " in the dark" } else { "" };
        let (has, wanted) = (one.contrast, one.wanted);
        if one.link {
            let what = format!(
                "which is a link that only a colour tells from the text, {has:.2} to 1 apart\
                 {scheme}: 3 to 1 or an underline is needed"
            );
            faults.element(&LINKS, page, one.id, &what);
        } else {
            let what = format!(
                "with a contrast of {has:.2} to 1{scheme}: {wanted} to 1 is needed"
            );
            faults.element(&TEXT, page, one.id, &what);
        }
    }
}
