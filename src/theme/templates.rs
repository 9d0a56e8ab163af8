//! The templates of a theme. The owner of `handlebars`.

use std::collections::BTreeMap;

use handlebars::Handlebars;
use serde::Serialize;

use crate::diag::{Diagnostic, Reported, Sink};
use crate::source::{Place, SourceId, Sources, Span};

/// Compiled templates by name, and where they were read.
pub(super) struct Templates {
    registry: Handlebars<'static>,
    sources: BTreeMap<String, (SourceId, String)>,
}

impl Templates {
    /// Compiles templates: name (without `.hbs`), path for messages, text.
    ///
    /// # Errors
    /// When one does not compile; every such template is told.
    pub(super) fn compile(
        texts: Vec<(String, String, String)>,
        sources: &mut Sources,
        sink: &mut Sink,
    ) -> Result<Self, Reported> {
        let mut registry = Handlebars::new();
        registry.set_strict_mode(true);
        registry.set_prevent_indent(true);
        registry.register_escape_fn(escape);
        let mut templates = Self { registry, sources: BTreeMap::new() };
        let mut outcome = Ok(());
        for (name, path, text) in texts {
            let source = sources.add(path, text.clone());
            let compiled = templates.registry.register_template_string(&name, &text);
            if let Err(error) = compiled {
                let place = Place { source, span: line_span(&text, error.pos()) };
                let message = format!("the template does not compile: {}", error.reason());
                let message = message.replace(['\n', '\r'], " ");
                outcome = Err(sink.error(
                    Diagnostic::new("bad-template", message)
                        .at(place)
                        .help("templates are written in Handlebars: `{{title}}`"),
                ));
            }
            templates.sources.insert(name, (source, text));
        }
        outcome.map(|()| templates)
    }

    /// Fills a template; names may end in `.hbs` or not.
    pub(super) fn render<T: Serialize>(
        &self,
        template: &str,
        data: &T,
    ) -> Result<String, Diagnostic> {
        let name = template.strip_suffix(".hbs").unwrap_or(template);
        self.registry.render(name, data).map_err(|error| {
            let at = error.line_no.zip(error.column_no);
            let inner = error.template_name.as_deref().unwrap_or(name);
            let message = format!("the template `{inner}` fails: {}", error.reason());
            let message = Diagnostic::new("bad-template", message.replace('\n', " "))
                .help("a theme can use only what the program hands to this template");
            match self.sources.get(inner) {
                Some((source, text)) => {
                    message.at(Place { source: *source, span: line_span(text, at) })
                }
                None => message,
            }
        })
    }
}

impl Templates {
    /// Where a style sheet says something of a selector, whatever spaces stand between.
    pub(super) fn place_of_style(&self, said: &str, of: &str) -> Option<Place> {
        let plain = |text: &str| -> String {
            text.chars().filter(|c| !c.is_whitespace()).collect()
        };
        let (said, of) = (plain(said), plain(of) + "{");
        let sheets = self.sources.iter().filter(|(name, _)| name.ends_with(".css"));
        sheets.into_iter().find_map(|(_, (source, text))| {
            let kept: Vec<(usize, char)> =
                text.char_indices().filter(|(_, c)| !c.is_whitespace()).collect();
            let squeezed: String = kept.iter().map(|(_, c)| *c).collect();
            let block = squeezed.find(&of)? + of.len();
            let start = block + squeezed[block..].to_ascii_lowercase().find(&said)?;
            let number = squeezed[..start].chars().count();
            let last = number + said.chars().count() - 1;
            let (start, end) = (kept.get(number)?.0, kept.get(last)?.0 + 1);
            let span = Span::new(u32::try_from(start).ok()?, u32::try_from(end).ok()?);
            Some(Place { source: *source, span })
        })
    }
}

/// The place of a line and column that Handlebars counts: line from 1, column from 1.
#[expect(clippy::cast_possible_truncation, reason = "a template is below 4 GiB")]
fn line_span(text: &str, at: Option<(usize, usize)>) -> Span {
    let Some((line, column)) = at else { return Span::default() };
    let start: usize =
        text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let rest = text[start..].lines().next().unwrap_or_default();
    let skip: usize = rest.chars().take(column.saturating_sub(1)).map(char::len_utf8).sum();
    Span::new((start + skip) as u32, (start + rest.len()) as u32)
}

/// Text as content or as the value of an attribute, whichever quotes a theme writes.
fn escape(text: &str) -> String {
    crate::escape::escape(text).replace('\'', "&#39;")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn compile(text: &str) -> (Result<Templates, Reported>, Sources, Sink) {
        let (mut sources, mut sink) = (Sources::default(), Sink::default());
        let texts = vec![("a".to_owned(), "a.hbs".to_owned(), text.to_owned())];
        let templates = Templates::compile(texts, &mut sources, &mut sink);
        (templates, sources, sink)
    }

    #[test]
    fn text_is_escaped_and_markup_is_not() {
        let (templates, ..) = compile("<p>{{text}}{{{html}}}</p>");
        let data = serde_json::json!({ "text": "a<b & \"c\"", "html": "<br>" });
        let html = templates.unwrap().render("a.hbs", &data).unwrap();
        assert_eq!(html, "<p>a&lt;b &amp; &quot;c&quot;<br></p>");
    }

    #[test]
    fn a_name_that_is_not_there_is_an_error_with_its_line() {
        let (templates, sources, _) = compile("<p>\n  {{nobody}}</p>");
        let error = templates.unwrap().render("a", &serde_json::json!({})).unwrap_err();
        assert_eq!(error.code.0, "bad-template");
        assert_eq!(sources.line_column(error.labels[0].place).line, 2);
        assert!(error.message.contains("nobody"), "{}", error.message);
    }

    #[test]
    fn a_template_that_does_not_compile_is_told_with_its_line() {
        let (templates, sources, sink) = compile("<p>\n{{#if x}}</p>\n");
        assert!(templates.is_err());
        let message = &sink.messages()[0].1;
        assert!(sources.line_column(message.labels[0].place).line >= 2);
    }
}
