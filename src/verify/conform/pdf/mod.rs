//! PDF/UA-1 by the conditions of the Matterhorn Protocol 1.1, and PDF/A-2a.

use super::Rule;

/// The rules that a PDF is held against.
pub(crate) const RULES: &[Rule] = &[];
