//! Code blocks: their language, and what else stands behind the fence.
//!
//! Pandoc and Quarto write it in braces: `{.rust #lst-main caption="…"}`. Docusaurus,
//! MkDocs and mdBook write words behind the language: `js title="src/a.js"`,
//! `rust,ignore`.

use comrak::nodes::{Attributes, Node, NodeCodeBlock};

use crate::ast::{BlockKind, Inline, InlineKind, plain_text};
use crate::highlight;
use crate::source::Span;

use super::Reader;
use super::attributes::{braces, take};
use super::figures::take_wide;

impl Reader<'_> {
    /// A code block.
    pub(super) fn code<'n>(
        &mut self,
        node: Node<'n>,
        code: &NodeCodeBlock,
        span: Span,
        depth: usize,
    ) -> BlockKind {
        if code.fenced && !code.closed {
            self.unclosed_code(span);
        }
        let raw = code.info.trim().strip_prefix("{=").and_then(|own| own.strip_suffix('}'));
        if let Some(name) = raw {
            self.raw_format(name.trim(), span);
        }
        let mut language = language(&code.info);
        let (mut wide, mut id, mut numbers) = (false, None, None);
        let file = file_name(&code.info).map(str::to_owned);
        let mut file = file.map(|name| file_caption(&name, span));
        let mut caption = Vec::new();
        if let Some(attributes) = &node.data().attrs {
            let mut rest = (**attributes).clone();
            wide = take_wide(&mut rest);
            // for who puts values into the text, before it is read
            take(&mut rest, "shortcodes");
            numbers = self.line_numbers(&mut rest, span);
            if language.is_none() && !rest.classes.is_empty() {
                language = Some(rest.classes.remove(0));
            }
            id = rest.id.take();
            let named = take(&mut rest, "filename").filter(|name| !name.trim().is_empty());
            file = named.map(|name| file_caption(&name, span)).or(file);
            caption = self.code_caption(&mut rest, span, depth);
            self.code_left_out(&rest, span);
        }
        if code.fenced && caption.is_empty() {
            caption = self.fence_title(span, depth);
        }
        if caption.is_empty() {
            caption.extend(file);
        }
        let anchor = id.map(|id| {
            let words = plain_text(&caption);
            let text = if words.is_empty() { id.clone() } else { words };
            self.anchor(span, Some(id), text)
        });
        let text = code.literal.clone();
        let tokens = language.as_deref().map(|name| highlight::tokens(name, &text));
        let tokens = tokens.unwrap_or_default();
        BlockKind::Code { language, text, tokens, wide, numbers, anchor, caption }
    }

    /// Warns of code without its end: what follows belongs to it (`CommonMark` 4.5).
    fn unclosed_code(&mut self, span: Span) {
        let fence = self.written(span).lines().next().unwrap_or_default().trim_end();
        let sign = fence.chars().next().unwrap_or('`');
        let length = fence.chars().take_while(|&c| c == sign).count();
        let message =
            "this code does not end: all that follows is shown as code".to_owned();
        let help = format!("write `{}` on a line of its own below it", &fence[..length]);
        let end = span.start + u32::try_from(fence.len()).unwrap_or_default();
        self.warn("unclosed-code", message, Span::new(span.start, end), &help);
    }

    /// Tells which attributes of code have no meaning here: what other tools do with it.
    fn code_left_out(&mut self, rest: &Attributes, span: Span) {
        let classes = rest.classes.iter().map(|class| format!(".{class}"));
        let names: Vec<String> =
            classes.chain(rest.pairs.iter().map(|(key, _)| key.clone())).collect();
        if names.is_empty() {
            return;
        }
        let message = format!("a code block is set without its `{}`", names.join("`, `"));
        let help = "it takes its language, `.wide`, an address like `{#lst-main}`, \
                    `.numberLines`, `startFrom=…`, `caption=\"…\"`, and `title` or \
                    `filename`";
        self.attribute_left_out(message, span, help);
    }

    /// Takes the caption out of the attributes of code: Markdown in the value of `caption`,
    /// of Quarto's `lst-cap`, or of `title`.
    fn code_caption(
        &mut self,
        attributes: &mut Attributes,
        span: Span,
        depth: usize,
    ) -> Vec<Inline> {
        let line = self.written(span).lines().next().unwrap_or_default();
        let at = line.find('{').unwrap_or_default();
        let found = braces(&line[at..]).unwrap_or_default();
        let keys = (["caption", "lst-cap", "title"].as_slice(), "code");
        let start = span.start as usize + at;
        self.caption_value(attributes, keys, (&found, start), depth)
    }
}

/// A caption that is the name of a file.
fn file_caption(name: &str, span: Span) -> Inline {
    Inline { span, kind: InlineKind::Code(name.trim().to_owned().into()) }
}

/// The language behind a fence: `rust` of `rust,ignore`, `js` of `js{1,3}`.
fn language(info: &str) -> Option<String> {
    let word = info.split_whitespace().next()?;
    let end = word.find([',', '{']).filter(|&end| end > 0);
    Some(word[..end.unwrap_or(word.len())].to_owned())
}

/// The value of `filename` behind the language.
fn file_name(info: &str) -> Option<&str> {
    const KEY: &str = "filename=";
    let spaced = |at: &usize| info[..*at].ends_with(char::is_whitespace);
    let at = info.match_indices(KEY).map(|(at, _)| at).find(spaced)?;
    let value = &info[at + KEY.len()..];
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''));
    let value = match quote {
        Some(quote) => value[1..].split(quote).next(),
        None => value.split_whitespace().next(),
    };
    value.filter(|value| !value.trim().is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_stands_first_behind_a_fence() {
        for (info, expected) in [
            ("rust", Some("rust")),
            ("rust,ignore", Some("rust")),
            ("js{1,3-4} title=\"a\"", Some("js")),
            ("c++ startline=3", Some("c++")),
            (";", Some(";")),
            (",x", Some(",x")),
            ("", None),
        ] {
            assert_eq!(language(info).as_deref(), expected, "{info}");
        }
    }

    #[test]
    fn the_name_of_a_file_stands_behind_the_language() {
        for (info, expected) in [
            ("js filename=\"src/a b.js\" x", Some("src/a b.js")),
            ("js {1} filename=a.js", Some("a.js")),
            ("js filename='a'", Some("a")),
            ("js myfilename=a", None),
            ("js filename=\"\"", None),
            ("filename=a", None),
        ] {
            assert_eq!(file_name(info), expected, "{info}");
        }
    }
}
