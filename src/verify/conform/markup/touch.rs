//! What one presses, and what is seen of it when keys lead there, as the style sheets of the
//! finished page have it.

use super::Rule;
use super::page::{Faults, Page};
use crate::verify::markup::touch::{LEAST_FOCUS, LEAST_TARGET, Touch};

/// What one presses is high enough, unless it stands in a sentence.
pub(super) const SIZE: Rule = Rule { name: "target-size", clause: "WCAG 2.2, 2.5.8" };

/// One sees what has the focus.
pub(super) const FOCUS: Rule = Rule { name: "focus-visible", clause: "WCAG 2.2, 2.4.7" };

/// The outline of what has the focus stands out from what is behind it.
pub(super) const OUTLINE: Rule =
    Rule { name: "focus-contrast", clause: "WCAG 2.2, 1.4.11" };

/// Tells what is wrong with what one presses.
pub(super) fn check(page: &Page<'_>, touch: &Touch, faults: &mut Faults) {
    for &(id, height) in &touch.small {
        let what = format!(
            "which is {height:.1} CSS pixels high: {LEAST_TARGET} are needed where it stands \
             in no sentence"
        );
        faults.element(&SIZE, page, id, &what);
    }
    for &id in &touch.unshown {
        faults.element(&FOCUS, page, id, "which has no outline when it has the focus");
    }
    for &(id, contrast, dark) in &touch.faint {
        let scheme = if dark { " in the dark" } else { "" };
        let what = format!(
            "whose outline has a contrast of {contrast:.2} to 1 when it has the \
             focus{scheme}: {LEAST_FOCUS} to 1 is needed"
        );
        faults.element(&OUTLINE, page, id, &what);
    }
}
