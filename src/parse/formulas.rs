//! Formulas in TeX notation: `$…$` in a line, `$$…$$` displayed.
//!
//! Pandoc User's Guide, "Math": a dollar sign that opens has no space behind it, one that
//! closes none before it and no digit behind it. A displayed formula may stand in the
//! middle of a paragraph; the text before and behind it are paragraphs then.

use std::ops::Range;

use comrak::nodes::{Node, NodeMath, NodeValue};

use crate::ast::{Block, BlockKind, Inline, InlineKind, Tag};
use crate::diag::Diagnostic;
use crate::math;
use crate::source::Span;

use super::attributes::braces;
use super::inlines::{Surroundings, Unit};
use super::{Reader, lines, smart};

/// What to do about a displayed formula among words.
const ALONE: &str =
    "put it into a paragraph of the text, or write it with one `$` on each side";

impl Reader<'_> {
    /// A formula in a line.
    pub(super) fn formula(
        &mut self,
        math: &NodeMath,
        span: Span,
        depth: usize,
    ) -> Option<InlineKind> {
        if math.display_math {
            if self.display_depth != Some(depth) {
                let message = "a displayed formula cannot stand here".to_owned();
                self.error("bad-formula", message, span, ALONE);
            }
            return None;
        }
        self.check_formula(&math.literal, &math.literal, span);
        Some(InlineKind::Math(math.literal.trim().to_owned()))
    }

    /// Tells what is wrong with a formula; of what was `written` it may have blanks.
    fn check_formula(&mut self, tex: &str, written: &str, span: Span) {
        let Err(problem) = math::read(tex.trim()) else { return };
        let before = tex.len() - tex.trim_start().len();
        let start = self.written(span).find(written);
        let start = start.map(|at| at + before + span.start as usize);
        let place = match (start, problem.part) {
            (Some(start), Some(part)) => {
                lines::clipped(self.text, start + part.start, start + part.end)
            }
            _ => span,
        };
        let diagnostic = Diagnostic::new("bad-formula", problem.message)
            .at(self.place(place))
            .help(problem.help);
        self.sink.error(diagnostic);
    }

    /// The blocks of a paragraph in which formulas are displayed.
    pub(super) fn displayed<'n>(
        &mut self,
        node: Node<'n>,
        depth: usize,
    ) -> Option<Vec<Block>> {
        if !matches!(node.data().value, NodeValue::Paragraph) {
            return None;
        }
        let shown = |child: &Node<'n>| matches!(&child.data().value, NodeValue::Math(math) if math.display_math);
        if !node.children().any(|child| shown(&child)) {
            return None;
        }
        let whole = self.block_span(node);
        let mut blocks = Vec::new();
        let mut from = whole.start as usize;
        for child in node.children().filter(shown) {
            let span = self.lines.span(self.text, child.data().sourcepos);
            let NodeValue::Math(math) = &child.data().value else { continue };
            self.words_between(node, from..span.start as usize, depth, &mut blocks);
            let id = self.next_id();
            let (tex, tag) = self.tagged(&math.literal, span);
            self.check_formula(&tex, &math.literal, span);
            let end = span.end as usize;
            let rest = self.text.get(end..whole.end as usize).unwrap_or_default();
            let spaces = rest.len() - rest.trim_start_matches([' ', '\t']).len();
            let mut anchor = None;
            from = end;
            if let Some(found) = braces(&rest[spaces..]) {
                from = end + spaces + found.length;
                let place = lines::clipped(self.text, end + spaces, from);
                let name = self.only_id(&found.attributes, "a formula", place);
                anchor = name.map(|id| {
                    let text = id.clone();
                    self.anchor(span, Some(id), text)
                });
            }
            let tex = tex.trim().to_owned();
            blocks.push(Block::new(id, span, BlockKind::Equation { anchor, tex, tag }));
        }
        self.words_between(node, from..whole.end as usize, depth, &mut blocks);
        Some(blocks)
    }

    /// A displayed formula without its tag, with blanks in its place, and the tag.
    fn tagged(&mut self, tex: &str, span: Span) -> (String, Option<Tag>) {
        let found = match tag(tex) {
            Ok(found) => found,
            Err((part, message)) => {
                let start = self.written(span).find(tex).unwrap_or_default();
                let start = start + span.start as usize;
                let place = lines::clipped(self.text, start + part.start, start + part.end);
                let help = "write one `\\tag{…}` with plain words behind the whole formula, or at \
                            the end of each line of `align` or `gather`";
                self.error("bad-formula", message.to_owned(), place, help);
                // it is told once
                return (tex.replace(r"\tag", "    "), None);
            }
        };
        let Some((part, text, bare)) = found else { return (tex.to_owned(), None) };
        let text = smart::text(text, self.marks);
        let mut rest = tex.to_owned();
        rest.replace_range(part.clone(), &" ".repeat(part.len()));
        (rest, Some(Tag { text, bare }))
    }

    /// The words of a part of a paragraph, if there are any, as a paragraph.
    fn words_between<'n>(
        &mut self,
        node: Node<'n>,
        part: Range<usize>,
        depth: usize,
        blocks: &mut Vec<Block>,
    ) {
        if self.text.get(part.clone()).is_none_or(|words| words.trim().is_empty()) {
            return;
        }
        let id = self.next_id();
        let before = self.display_depth.replace(depth + 1);
        let text = self.inlines_within(node, Surroundings::block(depth + 1), part);
        self.display_depth = before;
        let text = trimmed(text);
        let (Some(first), Some(last)) = (text.first(), text.last()) else { return };
        let span = Span::new(first.span.start, last.span.end);
        blocks.push(Block::new(id, span, BlockKind::Paragraph(text)));
    }

    /// Tells of two dollar signs that begin no formula.
    pub(super) fn check_dollars(&mut self, units: &[Unit]) {
        let two = units.windows(2).find(|pair| {
            pair.iter().all(|unit| unit.syntax() == Some('$'))
                && pair[0].end() == pair[1].start()
        });
        if let Some(pair) = two {
            let span = lines::clipped(self.text, pair[0].start(), pair[1].end());
            let message = "`$$` begins no formula".to_owned();
            let help = "no line in a formula is empty or begins with `-`, `+`, `*`, `>` or \
                        `#` and a space; for dollar signs write `\\$\\$`";
            self.error("bad-formula", message, span, help);
        }
    }
}

/// A tag: where it stands, its words, and whether it has no parentheses.
type FoundTag<'t> = (Range<usize>, &'t str, bool);

/// The tag of a formula (amsmath User's Guide, 3.3).
///
/// # Errors
/// Where one stands in a group, is the second, or holds more than words. Those of lines
/// stay where they are.
fn tag(tex: &str) -> Result<Option<FoundTag<'_>>, (Range<usize>, &'static str)> {
    let (mut inside, mut lines, mut found) = (0_usize, 0_usize, None);
    let mut at = 0;
    while let Some(c) = tex[at..].chars().next() {
        let rest = &tex[at..];
        at += c.len_utf8();
        match c {
            '{' => inside += 1,
            '}' => inside = inside.saturating_sub(1),
            '\\' if rest.starts_with(r"\begin{") => lines += 1,
            '\\' if rest.starts_with(r"\end{") => lines = lines.saturating_sub(1),
            '\\' => {
                let name = rest
                    .strip_prefix(r"\tag")
                    .filter(|rest| !rest.starts_with(|c: char| c.is_ascii_alphabetic()));
                let Some(after) = name else {
                    // what follows is escaped, or the name of another command
                    at += tex[at..].chars().next().map_or(0, char::len_utf8);
                    continue;
                };
                let start = at - 1;
                let bare = after.starts_with('*');
                let after = after.trim_start_matches('*').trim_start();
                let words = after.strip_prefix('{').and_then(|after| after.split_once('}'));
                let Some((words, _)) = words else {
                    return Err((start..start + 4, r"`\tag` has no words in braces"));
                };
                let end = tex.len() - after.len() + words.len() + 2;
                let problem = if inside > 0 {
                    r"`\tag` stands in a group"
                } else if found.is_some() && lines == 0 {
                    "a formula has two tags"
                } else if words.trim().is_empty()
                    || words.contains(['\\', '$', '{', '&', '%'])
                {
                    r"`\tag` takes plain words"
                } else if lines > 0 {
                    // it is that of a line
                    at = end;
                    continue;
                } else {
                    found = Some((start..end, words.trim(), bare));
                    at = end;
                    continue;
                };
                return Err((start..end, problem));
            }
            _ => {}
        }
    }
    Ok(found)
}

/// Inlines without line ends and spaces at their ends.
pub(super) fn trimmed(mut text: Vec<Inline>) -> Vec<Inline> {
    let is_end = |inline: &Inline| {
        matches!(inline.kind, InlineKind::SoftBreak | InlineKind::HardBreak)
            || matches!(&inline.kind, InlineKind::Text(text) if text.trim().is_empty())
    };
    while text.last().is_some_and(is_end) {
        text.pop();
    }
    while text.first().is_some_and(is_end) {
        text.remove(0);
    }
    if let Some(Inline { kind: InlineKind::Text(last), .. }) = text.last_mut() {
        last.truncate(last.trim_end().len());
    }
    if let Some(Inline { kind: InlineKind::Text(first), .. }) = text.first_mut() {
        *first = first.trim_start().to_owned();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_stands_beside_the_whole_formula() {
        assert_eq!(tag(r"x = \frac{1}{2}"), Ok(None));
        assert_eq!(tag(r"x \tag{a b} y"), Ok(Some((2..11, "a b", false))));
        assert_eq!(tag(r"\tag*{ * } \tagged"), Ok(Some((0..10, "*", true))));
        assert_eq!(tag(r"a \\tag{b}"), Ok(None));
        assert_eq!(tag(r"\begin{align} x \tag{a} \\ y \tag{b} \end{align}"), Ok(None));
        for (tex, part) in [
            (r"{x \tag{a}}", r"\tag{a}"),
            (r"x \tag{a} \tag{b}", r"\tag{b}"),
            (r"x \tag{$a$}", r"\tag{$a$}"),
            (r"x \tag{}", r"\tag{}"),
            (r"x \tag a", r"\tag"),
        ] {
            let told = tag(tex).unwrap_err().0;
            assert_eq!(&tex[told], part, "{tex}");
        }
    }
}
