//! The numbers of chapters, sections, and of what has a label.
//!
//! A label is an address that the author gave and that says what it is the address of:
//! `#fig-map`, as Quarto and pandoc-crossref have it. Without one nothing but chapters and
//! sections is counted, and these where the project file wants it.

use std::collections::BTreeMap;

use crate::ast::{
    AnchorId, Block, BlockKind, CalloutKind, InlineKind, label_prefix, plain_text_with,
    visit_inlines,
};
use crate::project::{ChapterFile, ChapterRole, Edition, Matter, Numbers, Project};

use super::appendices::letter;
use super::{Anchor, Chapter, Number, NumberKind, Text, Words};

/// What a label says that it is the label of.
pub(super) fn kind_of(label: &str) -> Option<NumberKind> {
    match label_prefix(label)? {
        "fig-" => Some(NumberKind::Figure),
        "tbl-" => Some(NumberKind::Table),
        "eq-" => Some(NumberKind::Equation),
        "lst-" => Some(NumberKind::Listing),
        "sec-" => Some(NumberKind::Section),
        "nte-" => Some(NumberKind::Callout(CalloutKind::Note)),
        "tip-" => Some(NumberKind::Callout(CalloutKind::Tip)),
        "imp-" => Some(NumberKind::Callout(CalloutKind::Important)),
        "wrn-" => Some(NumberKind::Callout(CalloutKind::Warning)),
        "cau-" => Some(NumberKind::Callout(CalloutKind::Caution)),
        _ => None,
    }
}

/// Numbers the places of all texts; `anchors` are theirs.
pub(super) fn give(
    project: &Project,
    edition: &Edition,
    texts: &[Text<'_>],
    anchors: &mut [Vec<Anchor>],
) {
    let (numbers, language) = (project.numbers, project.info.language.as_str());
    let mut counter = Counter { numbers, language, ..Counter::default() };
    for (number, (text, own)) in texts.iter().zip(anchors).enumerate() {
        let role = edition.chapters.get(number).filter(|_| text.notice.is_none());
        counter.begin(role.map(|&file| &project.chapters[file]));
        text.document.visit(&mut |block| {
            if is_panel(block, own) {
                return;
            }
            if let Some((anchor, found)) = counter.block(text, block) {
                letter_panels(block, &found, text.words, own);
                let anchor = &mut own[anchor.0 as usize];
                if let Some(lead) = text.words.heading_lead(&found) {
                    anchor.title.insert_str(0, &lead);
                }
                anchor.number = Some(found);
            }
        });
    }
}

/// Whether a block is a panel that has its letter already.
fn is_panel(block: &Block, own: &[Anchor]) -> bool {
    let BlockKind::Figure { anchor, .. } = &block.kind else { return false };
    own[anchor.0 as usize].number.is_some()
}

/// Gives the panels of a numbered figure their letters; a picture that says nothing has
/// none.
fn letter_panels(block: &Block, figure: &Number, words: &Words, own: &mut [Anchor]) {
    let BlockKind::Panels(panels) = &block.kind else { return };
    let said = panels.panels.iter().filter_map(|panel| {
        let BlockKind::Figure { anchor, decorative: false, .. } = &panel.kind else {
            return None;
        };
        Some(anchor)
    });
    for (turn, anchor) in (0..).zip(said) {
        let text = words.panel(&figure.text, turn);
        let kind = NumberKind::Panel(turn);
        own[anchor.0 as usize].number = Some(Number { kind, text });
    }
}

/// Puts the words of cross references into the names of headings: they are known only
/// when all is numbered, and `parse` left them out.
pub(super) fn say_references(chapter: &mut Chapter, words: &Words) {
    let mut named = Vec::new();
    chapter.document.visit(&mut |block| {
        let BlockKind::Heading { anchor, text, .. } = &block.kind else { return };
        let mut refers = false;
        visit_inlines(text, &mut |inline| {
            refers |= matches!(&inline.kind, InlineKind::Cite(id)
                if !chapter.reference_words(*id).is_empty());
        });
        if refers {
            let said = plain_text_with(text, &|id| chapter.reference_words(id));
            let number = chapter.anchor(*anchor).number.as_ref();
            let lead = number.and_then(|number| words.heading_lead(number));
            named.push((*anchor, lead.unwrap_or_default() + said.trim()));
        }
    });
    for (anchor, title) in named {
        if chapter.title_anchor == Some(anchor) {
            chapter.title.clone_from(&title);
        }
        chapter.anchors[anchor.0 as usize].title = title;
    }
}

/// What was counted so far.
#[derive(Default)]
struct Counter<'p> {
    numbers: Numbers,
    /// The language of the book: its letters count all appendices, whatever theirs is.
    language: &'p str,
    chapters: u32,
    appendices: u32,
    /// What is counted through the book.
    book: BTreeMap<NumberKind, u32>,
    /// What is counted in this chapter.
    chapter: BTreeMap<NumberKind, u32>,
    /// The sections around what comes next, from the outermost.
    sections: [u32; 5],
    role: Option<ChapterRole>,
    /// Whether this chapter has no number, nor what is in it.
    plain: bool,
    /// The number of this chapter, if it has one.
    of: Option<String>,
    /// The level of the heading without a number that what comes next is below.
    unnumbered: Option<u8>,
}

impl Counter<'_> {
    fn begin(&mut self, file: Option<&ChapterFile>) {
        self.role = file.map(|file| file.role);
        self.plain = file.is_some_and(|file| file.unnumbered);
        self.of = None;
        self.unnumbered = None;
        self.chapter.clear();
        if self.numbers.chapters {
            self.sections = [0; 5];
        }
    }

    fn block(&mut self, text: &Text<'_>, block: &Block) -> Option<(AnchorId, Number)> {
        let (anchor, kind) = match &block.kind {
            BlockKind::Heading { unlisted: true, .. } => return None,
            BlockKind::Heading { level, anchor, unnumbered, .. } => {
                return Some((*anchor, self.heading(*level, *unnumbered)?));
            }
            BlockKind::Figure { anchor, caption, .. } if !caption.is_empty() => {
                (*anchor, NumberKind::Figure)
            }
            BlockKind::Panels(panels) if panels.caption.is_some() => {
                (panels.anchor?, NumberKind::Figure)
            }
            BlockKind::Table(table) if table.caption.is_some() => {
                (table.anchor?, NumberKind::Table)
            }
            BlockKind::Equation { anchor, .. } => ((*anchor)?, NumberKind::Equation),
            BlockKind::Code { anchor, caption, .. } if !caption.is_empty() => {
                ((*anchor)?, NumberKind::Listing)
            }
            BlockKind::Callout(callout) => {
                (callout.anchor?, NumberKind::Callout(callout.kind))
            }
            BlockKind::Figure { .. }
            | BlockKind::Panels(_)
            | BlockKind::Table(_)
            | BlockKind::Paragraph(_)
            | BlockKind::Attribution(_)
            | BlockKind::Stanza(_)
            | BlockKind::List(_)
            | BlockKind::Quote(_)
            | BlockKind::Code { .. }
            | BlockKind::Rule
            | BlockKind::References
            | BlockKind::Definitions(_)
            | BlockKind::Details(_)
            | BlockKind::Div(_) => return None,
        };
        let label = text.document.anchors[anchor.0 as usize].id.as_deref()?;
        if let BlockKind::Equation { tag: Some(tag), .. } = &block.kind {
            // as in LaTeX, what has a tag is not counted
            let number = Number { kind, text: tag.text.clone() };
            return (kind_of(label) == Some(kind)).then_some((anchor, number));
        }
        (kind_of(label) == Some(kind)).then(|| (anchor, self.next(kind)))
    }

    /// The next number of what has a label.
    fn next(&mut self, kind: NumberKind) -> Number {
        let counts = if self.of.is_some() { &mut self.chapter } else { &mut self.book };
        let count = counts.entry(kind).or_insert(0);
        *count += 1;
        let text = match &self.of {
            Some(chapter) => format!("{chapter}.{count}"),
            None => count.to_string(),
        };
        Number { kind, text }
    }

    fn heading(&mut self, level: u8, unnumbered: bool) -> Option<Number> {
        let unnumbered = unnumbered || (level == 1 && self.plain);
        if self.unnumbered.is_some_and(|above| level > above) {
            return None;
        }
        self.unnumbered = unnumbered.then_some(level);
        if unnumbered {
            return None;
        }
        let depth = usize::from(level.checked_sub(1)?);
        if depth == 0 {
            return self.title();
        }
        let counted = match self.numbers.chapters {
            true => self.of.is_some(),
            false => self.role.and_then(ChapterRole::matter) == Some(Matter::Body),
        };
        if !counted || depth > usize::from(self.numbers.sections) {
            return None;
        }
        self.sections[depth - 1] += 1;
        self.sections[depth..].fill(0);
        let own = self.sections[..depth].iter().map(u32::to_string);
        let all: Vec<String> = self.of.iter().cloned().chain(own).collect();
        Some(Number { kind: NumberKind::Section, text: all.join(".") })
    }

    /// The number of the chapter, before its title.
    fn title(&mut self) -> Option<Number> {
        if !self.numbers.chapters {
            return None;
        }
        let (kind, text) = match self.role? {
            ChapterRole::Chapter => {
                self.chapters += 1;
                (NumberKind::Chapter, self.chapters.to_string())
            }
            ChapterRole::Appendix => {
                self.appendices += 1;
                (NumberKind::Appendix, letter(self.appendices, self.language))
            }
            ChapterRole::Dedication
            | ChapterRole::Epigraph
            | ChapterRole::Foreword
            | ChapterRole::Preface
            | ChapterRole::Acknowledgments
            | ChapterRole::Introduction
            | ChapterRole::Prologue
            | ChapterRole::Epilogue
            | ChapterRole::Conclusion
            | ChapterRole::Afterword
            | ChapterRole::Glossary
            | ChapterRole::Colophon => return None,
        };
        self.of = Some(text.clone());
        Some(Number { kind, text })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_says_what_it_is_of() {
        assert_eq!(kind_of("fig-map"), Some(NumberKind::Figure));
        assert_eq!(kind_of("fig-"), None);
        assert_eq!(kind_of("figure-map"), None);
    }
}
