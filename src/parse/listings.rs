//! Code blocks: their language, and what else stands behind the fence.
//!
//! Pandoc and Quarto write it in braces: `{.rust #lst-main caption="…"}`. Docusaurus,
//! MkDocs and mdBook write words behind the language: `js title="src/a.js"`,
//! `rust,ignore`.

use comrak::nodes::{Attributes, Node, NodeCodeBlock};

use crate::ast::{BlockKind, Inline, InlineKind, plain_text};
use crate::highlight;
use crate::source::Span;

use super::attributes::{braces, take};
use super::figures::take_wide;
use super::inlines::Surroundings;
use super::{Reader, lines, smart};

impl Reader<'_> {
    /// A code block.
    pub(super) fn code<'n>(
        &mut self,
        node: Node<'n>,
        code: &NodeCodeBlock,
        span: Span,
        depth: usize,
    ) -> BlockKind {
        let mut language = language(&code.info);
        let (mut wide, mut id, mut numbers) = (false, None, None);
        let mut caption = match named(&code.info) {
            Some(name) => vec![self.file_caption(name, span)],
            None => Vec::new(),
        };
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
            let file = take(&mut rest, "filename").or(take(&mut rest, "title"));
            let own = self.code_caption(&mut rest, span, depth);
            if !own.is_empty() {
                caption = own;
            } else if let Some(file) = file.filter(|file| !file.trim().is_empty()) {
                caption = vec![self.file_caption(&file, span)];
            }
            self.code_left_out(&rest, span);
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

    /// A caption that is the name of a file, or else words.
    fn file_caption(&self, name: &str, span: Span) -> Inline {
        let name = name.trim();
        let kind = if name.contains(' ') {
            InlineKind::Text(smart::text(name, self.marks))
        } else {
            InlineKind::Code(name.to_owned().into())
        };
        Inline { span, kind }
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
    /// or of Quarto's `lst-cap`.
    fn code_caption(
        &mut self,
        attributes: &mut Attributes,
        span: Span,
        depth: usize,
    ) -> Vec<Inline> {
        let written = [take(attributes, "caption"), take(attributes, "lst-cap")];
        if written.iter().all(Option::is_none) {
            return Vec::new();
        }
        let line = self.written(span).lines().next().unwrap_or_default();
        let start = line.find('{').unwrap_or_default();
        let found = braces(&line[start..]).unwrap_or_default();
        let pairs = found.attributes.pairs.iter().zip(&found.values);
        let mut values = pairs
            .filter(|((key, _), _)| matches!(key.as_str(), "caption" | "lst-cap"))
            .map(|(_, at)| at.clone());
        let (first, second) = (values.next(), values.next());
        if second.is_some() {
            let message = "code has two captions".to_owned();
            self.error("two-captions", message, span, "remove one of them");
        }
        let Some(at) = first else { return Vec::new() };
        let from = span.start as usize + start;
        let place = lines::span(from + at.start, from + at.end);
        let before = self.text[..place.start as usize].chars().next_back();
        let quoted = before.filter(|c| matches!(c, '"' | '\''));
        let around = Surroundings { quoted, ..Surroundings::block(depth + 1) };
        let caption = self.title(place, around);
        if caption.is_empty() {
            let message = "a caption has no words".to_owned();
            self.error("empty-caption", message, place, "write them, or remove it");
        }
        caption
    }
}

/// The language behind a fence: `rust` of `rust,ignore`, `js` of `js{1,3}`.
fn language(info: &str) -> Option<String> {
    let word = info.split_whitespace().next()?;
    let end = word.find([',', '{']).filter(|&end| end > 0);
    Some(word[..end.unwrap_or(word.len())].to_owned())
}

/// The value of `title` or `filename` behind the language.
fn named(info: &str) -> Option<&str> {
    for key in ["filename=", "title="] {
        for (at, _) in info.match_indices(key) {
            if !info[..at].ends_with(char::is_whitespace) {
                continue;
            }
            let value = &info[at + key.len()..];
            let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''));
            let value = match quote {
                Some(quote) => value[1..].split(quote).next(),
                None => value.split_whitespace().next(),
            };
            return value.filter(|value| !value.trim().is_empty());
        }
    }
    None
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
            ("js title=\"src/a b.js\" x", Some("src/a b.js")),
            ("js {1} filename=a.js", Some("a.js")),
            ("js title='a'", Some("a")),
            ("js subtitle=a", None),
            ("js title=\"\"", None),
            ("title=a", None),
        ] {
            assert_eq!(named(info), expected, "{info}");
        }
    }
}
