//! Text that only some formats or editions show, as in Quarto: `::: {.content-visible
//! when-format="pdf"}`, `[text]{.content-hidden when-edition="handout"}`.
//!
//! The blocks of such a block in colons stand where it stands, each with its condition, so
//! that headings among them are headings of the chapter.

use comrak::nodes::{Attributes, Node, NodeValue};

use crate::ast::{
    Block, BlockKind, Condition, Formats, Inline, InlineKind, Question, visit_inlines,
};
use crate::diag::nearest;
use crate::source::Span;

use super::attributes::{Braces, braces};
use super::{Reader, lines};

const VISIBLE: &str = "content-visible";
const HIDDEN: &str = "content-hidden";

/// Where conditions cannot stand, for messages.
const VERSE: &str = "a line of verse";

/// What a condition may ask.
pub(super) const KEYS: [&str; 4] =
    ["when-format", "unless-format", "when-edition", "unless-edition"];

/// The names of formats: those of the project file, and two more.
const FORMATS: [(&str, Formats); 6] = [
    ("epub", Formats::EPUB),
    ("pdf", Formats::PDF),
    ("html", Formats::HTML),
    ("site", Formats::SITE),
    ("print", Formats::PDF),
    ("web", Formats::HTML.or(Formats::SITE)),
];

impl Reader<'_> {
    /// The blocks of a block in colons that has a condition; none of another block.
    pub(super) fn conditional<'n>(
        &mut self,
        node: Node<'n>,
        depth: usize,
    ) -> Option<Vec<Block>> {
        let NodeValue::BlockDirective(div) = &node.data().value else { return None };
        let info = self.fence_info(&div.info)?;
        let found = braces(self.written(info))?;
        found.attributes.classes.iter().find(|one| is_condition(one))?;
        let mut rest = found.attributes.clone();
        let condition = self.condition(&mut rest, &found, info);
        let takes = "takes `when-format=…`, `unless-format=…`, `when-edition=…` and \
                     `unless-edition=…`; what else is to be said of its text, say in a \
                     block in colons inside it";
        self.unknown_attributes(&rest, "a condition", takes, info);
        self.conditions += 1;
        let mut blocks = self.div_blocks(node, depth);
        self.conditions -= 1;
        for block in &mut blocks {
            block.when.splice(0..0, condition.clone());
        }
        Some(blocks)
    }

    /// Takes a condition out of attributes, which stand in braces at `place`.
    pub(super) fn condition(
        &mut self,
        attributes: &mut Attributes,
        braces: &Braces,
        place: Span,
    ) -> Option<Condition> {
        let hidden = attributes.classes.iter().find(|one| is_condition(one))? == HIDDEN;
        attributes.classes.retain(|class| class != if hidden { HIDDEN } else { VISIBLE });
        let mut questions = Vec::new();
        for ((key, value), at) in braces.attributes.pairs.iter().zip(&braces.values) {
            if !KEYS.contains(&key.as_str()) {
                continue;
            }
            let start = place.start as usize;
            let at = lines::span(start + at.start, start + at.end);
            questions.extend(self.question(key, value, at));
        }
        let asks = attributes.pairs.iter().any(|(key, _)| KEYS.contains(&key.as_str()));
        attributes.pairs.retain(|(key, _)| !KEYS.contains(&key.as_str()));
        if !asks {
            let message = "a condition asks nothing".to_owned();
            let help = "write what it asks, such as `when-format=\"pdf\"` or \
                        `when-edition=\"handout\"`";
            self.error("bad-condition", message, place, help);
        }
        if questions.is_empty() {
            return None;
        }
        self.document.conditional = true;
        Some(Condition { span: place, hidden, questions })
    }

    fn question(&mut self, key: &str, value: &str, at: Span) -> Option<Question> {
        let names = value.split(|c: char| c == ',' || c.is_whitespace());
        let names: Vec<&str> = names.filter(|name| !name.is_empty()).collect();
        if names.is_empty() {
            let message = format!("`{key}` names nothing");
            self.error("bad-condition", message, at, "write one name or several in it");
            return None;
        }
        if key.ends_with("edition") {
            // whether there are such editions, `build` knows
            let names = names.into_iter().map(str::to_owned).collect();
            let unless = key == "unless-edition";
            return Some(match unless {
                true => Question::OtherEditions(names),
                false => Question::Editions(names),
            });
        }
        let mut formats = Formats::NONE;
        for name in names {
            match FORMATS.iter().find(|(known, _)| *known == name) {
                Some(&(_, format)) => formats = formats.or(format),
                None => {
                    self.unknown_format(name, at);
                    return None;
                }
            }
        }
        let formats = if key == "unless-format" { formats.others() } else { formats };
        Some(Question::Formats(formats))
    }

    fn unknown_format(&mut self, name: &str, at: Span) {
        let known = FORMATS.map(|(known, _)| known);
        let help = match nearest(name, known) {
            Some(near) => format!("the nearest is `{near}`"),
            None => format!("known are `{}`", known.join("`, `")),
        };
        self.error("bad-condition", format!("no format is called `{name}`"), at, &help);
    }

    /// Refuses conditions in words that name something: they are the same in all formats.
    pub(super) fn check_conditions(&mut self) {
        if !self.document.conditional {
            return;
        }
        let mut wrong: Vec<(Span, &str)> = Vec::new();
        let mut title = None;
        self.document.visit(&mut |block| {
            let mut check = |text: &[Inline], what| {
                visit_inlines(text, &mut |inline| {
                    if let InlineKind::Span { attributes, .. } = &inline.kind
                        && !attributes.when.is_empty()
                    {
                        wrong.push((inline.span, what));
                    }
                });
            };
            match &block.kind {
                BlockKind::Heading { text, level, .. } => {
                    check(text, "a heading");
                    if *level == 1 && !block.when.is_empty() {
                        title = Some(block.span);
                    }
                }
                BlockKind::Figure { caption, .. } | BlockKind::Code { caption, .. } => {
                    check(caption, "a caption");
                }
                BlockKind::Table(table) => {
                    if let Some(caption) = &table.caption {
                        check(&caption.text, "a caption");
                    }
                }
                BlockKind::Panels(panels) => {
                    if let Some(caption) = &panels.caption {
                        check(&caption.text, "a caption");
                    }
                }
                BlockKind::Callout(callout) => check(&callout.title, "a title"),
                BlockKind::Details(details) => check(&details.summary, "a title"),
                BlockKind::Stanza(lines) => {
                    lines.iter().for_each(|line| check(&line.text, VERSE));
                }
                BlockKind::Definitions(definitions) => {
                    for term in definitions.iter().flat_map(|one| &one.terms) {
                        check(&term.text, "a term");
                    }
                }
                BlockKind::Paragraph(_)
                | BlockKind::Attribution(_)
                | BlockKind::List(_)
                | BlockKind::Quote(_)
                | BlockKind::Rule
                | BlockKind::References
                | BlockKind::Div(_)
                | BlockKind::Equation { .. } => {}
            }
        });
        for (span, what) in wrong {
            let message = format!("a condition stands in {what}");
            let help = if what == VERSE {
                "its lines are the same in all formats: put a stanza, or all of it, into a \
                 block in colons with the condition"
            } else {
                "lists and links name it by its words: put all of it into a block in \
                 colons with the condition"
            };
            self.error("bad-condition", message, span, help);
        }
        if let Some(span) = title {
            let message = "the title of a chapter stands under a condition".to_owned();
            let help = "put it above; an edition leaves chapters out with `chapters`";
            self.error("bad-condition", message, span, help);
        }
    }
}

fn is_condition(class: &str) -> bool {
    matches!(class, VISIBLE | HIDDEN)
}
