//! Attributes in braces: `{#id .class key=value}`.

use comrak::nodes::Attributes;

use crate::source::Span;

use super::Reader;

impl Reader<'_> {
    /// The id, if it can be one; everything else in the braces is an error.
    pub(super) fn only_id(
        &mut self,
        attributes: &Attributes,
        of: &str,
        span: Span,
    ) -> Option<String> {
        let rest = Attributes { id: None, ..attributes.clone() };
        self.unknown_attributes(&rest, of, "takes an address like `{#the-map}`", span);
        self.checked_id(attributes, span)
    }

    /// The id, if it is fit to be an address in all formats.
    pub(super) fn checked_id(
        &mut self,
        attributes: &Attributes,
        span: Span,
    ) -> Option<String> {
        let id = attributes.id.as_ref()?;
        let fit = id.starts_with(|c: char| c.is_ascii_alphabetic())
            && id
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'));
        if !fit {
            let message = format!("`{id}` cannot be an address");
            let help = "begin with a letter, then use letters of the English alphabet, \
                        digits, `-`, `_` and `.`";
            self.error("bad-id", message, span, help);
            return None;
        }
        Some(id.clone())
    }

    /// Refuses every attribute of a set.
    pub(super) fn unknown_attributes(
        &mut self,
        attributes: &Attributes,
        of: &str,
        takes: &str,
        span: Span,
    ) {
        let ids = attributes.id.iter().map(|id| format!("#{id}"));
        let classes = attributes.classes.iter().map(|class| format!(".{class}"));
        let pairs = attributes.pairs.iter().map(|(key, value)| format!("{key}={value}"));
        let all: Vec<String> = ids.chain(classes).chain(pairs).collect();
        for attribute in all {
            let message = format!("{of} does not take `{attribute}`");
            let help = format!("remove it: {of} {takes}");
            self.error("unknown-attribute", message, span, &help);
        }
    }
}
