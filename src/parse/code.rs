//! Code in a line, and what is said of it: `` `let x = 1;`{.rust #main} ``, as in Pandoc.

use crate::ast::{Attributes, Inline, InlineKind, LineCode, LineLanguage};
use crate::highlight;
use crate::source::Span;

use super::{Reader, spans};

impl Reader<'_> {
    /// Code in a line; braces right behind it name its language and its address.
    pub(super) fn line_code(
        &mut self,
        text: &str,
        span: Span,
        has_braces: bool,
    ) -> InlineKind {
        let plain = InlineKind::Code(text.to_owned().into());
        if !has_braces {
            return plain;
        }
        let Some((braces, place)) = spans::at_end(self.text, span) else {
            let message = "the braces behind code cannot be read".to_owned();
            let help = "write its language, an address or both: `{.rust #main}`";
            self.error("unknown-attribute", message, span, help);
            return plain;
        };
        let mut written = braces.attributes;
        let name = (!written.classes.is_empty()).then(|| written.classes.remove(0));
        let language = name.map(|name| {
            let tokens = highlight::tokens(&name, text);
            Box::new(LineLanguage { name, tokens })
        });
        let id = written.id.take();
        let more: Vec<String> =
            written.classes.drain(..).map(|own| format!(".{own}")).collect();
        self.left_out_of("code in a line", more.iter().map(String::as_str), place);
        let takes = "takes its language and an address like `{.rust #main}`";
        self.unknown_attributes(&written, "code in a line", takes, place);
        let kind = InlineKind::Code(LineCode { text: text.to_owned(), language });
        let Some(id) = id else { return kind };
        let anchor = Some(self.anchor(span, Some(id), text.to_owned()));
        let attributes = Box::new(Attributes { anchor, ..Attributes::default() });
        InlineKind::Span { attributes, text: vec![Inline { span, kind }] }
    }
}
