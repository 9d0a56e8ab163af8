//! EPUB 3.3, EPUB Accessibility 1.1, HTML and WCAG 2.2 in the pages of an EPUB, a site and
//! the single page.

use super::Rule;

/// The rules that pages are held against.
pub(crate) const RULES: &[Rule] = &[];
