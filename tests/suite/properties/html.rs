//! Random blocks of HTML, with Markdown in them and behind them.

use super::author::Author;
use super::blocks::Depth;

impl Author<'_> {
    /// A block of HTML, with what may stand right behind it.
    pub(super) fn html_block(&mut self, depth: Depth, inner: Depth) -> String {
        match self.choices.below(8) {
            0 => {
                let words = self.plain_words(4);
                format!("<p>{words} <em>{}</em></p>", self.plain())
            }
            1 => {
                let (first, second) = (self.plain_words(2), self.plain_words(2));
                let list = self.choices.one(&["ul", "ol start=\"3\""]);
                let end = &list[..2];
                format!("<{list}>\n<li>{first}\n<li>{second}</li>\n</{end}>")
            }
            2 => {
                let kind = self.choices.one(&[
                    "div",
                    "section",
                    "center",
                    "div class=\"warning\"",
                ]);
                let end = kind.split(' ').next().unwrap_or(kind);
                let count = 1 + self.choices.below(2);
                let text = self.blocks(count, inner);
                format!("<{kind}>\n\n{text}\n\n</{end}>")
            }
            3 => {
                let first = self.plain_words(3);
                let text = self.blocks(1, inner);
                // colons end the HTML above them
                format!(
                    "::: {{lang=fr}}\n<p>{first}</p>\n::: {{dir=ltr}}\n{text}\n:::\n:::"
                )
            }
            4 => {
                let (term, meaning) = (self.plain_words(2), self.plain_words(4));
                format!("<dl>\n<dt>{term}\n<dd>{meaning}\n</dl>")
            }
            5 => {
                let words = self.plain_words(3);
                format!("<blockquote><p>{words}</p></blockquote>")
            }
            6 if depth.top => {
                let alternative = self.alternative(3);
                let picture =
                    format!("<img src=\"images/wide.svg\" alt=\"{alternative}\">");
                let caption = self.plain_words(3);
                format!(
                    "<figure>\n{picture}\n<figcaption>{caption}</figcaption>\n</figure>"
                )
            }
            _ => {
                let text = self.plain_words(3);
                format!(
                    "<pre><code class=\"language-rust\">{text}\n  {}</code></pre>",
                    self.plain()
                )
            }
        }
    }
}
