//! Escaped text: the only way from the words of a book into markup.

use serde::Serialize;

use crate::escape::push_escaped;
use crate::math;

/// Markup whose every text is escaped.
///
/// Made by [`escape`], by this module's writer and by templates, never from a
/// string as it is, so that no word of a manuscript can become a tag.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Html(String);

impl Html {
    /// The markup.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The markup, as a string to hand on.
    pub fn into_string(self) -> String {
        self.0
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Adds text.
    pub fn text(&mut self, text: &str) {
        for c in text.chars() {
            push_escaped(c, &mut self.0);
        }
    }

    /// Adds markup.
    pub fn append(&mut self, other: &Self) {
        self.0.push_str(&other.0);
    }

    /// The same without addresses: for what stands elsewhere with them.
    pub(super) fn without_ids(&self) -> Self {
        let mut out = String::with_capacity(self.0.len());
        // text has no `<` in it, and no value a quote
        for (turn, tag) in self.0.split('<').enumerate() {
            if turn > 0 {
                out.push('<');
            }
            let end = tag.find('>').unwrap_or(0);
            let (inside, text) = tag.split_at(end);
            match inside.split_once(" id=\"") {
                Some((before, rest)) => {
                    out.push_str(before);
                    out.push_str(rest.split_once('"').map_or("", |(_, after)| after));
                }
                None => out.push_str(inside),
            }
            out.push_str(text);
        }
        Self(out)
    }

    /// Adds a formula; its markup is escaped where it is made.
    pub(super) fn formula(&mut self, tex: &str, display: bool, syntax: Syntax) {
        let Ok(row) = math::read(tex) else {
            crate::bug!("a formula that was read once cannot be read again")
        };
        let namespace = match syntax {
            Syntax::Html => "",
            Syntax::Xhtml => math::NAMESPACE,
        };
        self.0.push_str(&math::mathml(&row, display, namespace));
    }

    /// Ends a line of the source, so that people can read it.
    pub(super) fn line_end(&mut self) {
        self.0.push('\n');
    }

    /// Opens an element; an attribute without a value is left out.
    pub(super) fn open(
        &mut self,
        name: &'static str,
        attributes: &[(&'static str, Option<&str>)],
    ) {
        self.start(name, attributes);
        self.0.push('>');
    }

    /// Closes an element.
    pub(super) fn close(&mut self, name: &'static str) {
        self.0.push_str("</");
        self.0.push_str(name);
        self.0.push('>');
    }

    /// An element that has no content: `<br>` in HTML, `<br/>` in XHTML.
    pub(super) fn void(
        &mut self,
        syntax: Syntax,
        name: &'static str,
        attributes: &[(&'static str, Option<&str>)],
    ) {
        self.start(name, attributes);
        self.0.push_str(match syntax {
            Syntax::Html => ">",
            Syntax::Xhtml => "/>",
        });
    }

    fn start(&mut self, name: &'static str, attributes: &[(&'static str, Option<&str>)]) {
        self.0.push('<');
        self.0.push_str(name);
        for (attribute, value) in attributes {
            let Some(value) = value else { continue };
            self.0.push(' ');
            self.0.push_str(attribute);
            self.0.push_str("=\"");
            self.text(value);
            self.0.push('"');
        }
    }
}

/// A longer word may have to break on a phone.
const UNBROKEN_LETTERS: usize = 14;

/// Which markup is written.
#[derive(Debug, Copy, Clone, PartialEq, Eq)]
pub enum Syntax {
    /// HTML for the web.
    Html,
    /// XHTML for EPUB: XML, with `epub:type` beside each role.
    Xhtml,
}

/// The markup that shows a text as it is, in an element or in a quoted attribute.
///
/// ```
/// # use trifold::backend::markup::escape;
/// assert_eq!(escape("a < b & \"c\"").as_str(), "a &lt; b &amp; &quot;c&quot;");
/// ```
pub fn escape(text: &str) -> Html {
    let mut html = Html::default();
    html.text(text);
    html
}

/// A title for display: short words with a hyphen (`well-being`) stay on one line.
pub fn display(text: &str) -> Html {
    let mut html = Html::default();
    for word in text.split_inclusive(' ') {
        let unbroken = word.contains('-') && word.chars().count() <= UNBROKEN_LETTERS;
        if unbroken {
            html.open("span", &[("class", Some("unbroken"))]);
            html.text(word.trim_end());
            html.close("span");
            html.text(&word[word.trim_end().len()..]);
        } else {
            html.text(word);
        }
    }
    html
}

/// An address that may leave the book: `https:`, `http:` or `mailto:`.
pub fn is_outside(url: &str) -> bool {
    let scheme = url.split_once(':').map(|(scheme, _)| scheme.to_ascii_lowercase());
    matches!(scheme.as_deref(), Some("https" | "http" | "mailto"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_of_the_web_and_of_mail_lead_out() {
        assert!(is_outside("https://doi.org/10.1/x"));
        assert!(is_outside("mailto:a@example.org"));
        assert!(!is_outside("javascript:alert(1)"));
        assert!(!is_outside("data:text/html,x"));
        assert!(!is_outside("//example.org"));
    }
}
