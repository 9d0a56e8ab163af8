//! Text put together: in the order of the tags, and as it stands on the page.

use std::sync::Arc;

use super::model::{Artifact, Element, Kid, Mark, Page, Painted, Pdf, Run, What};

/// A line as it stands on a page.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Line {
    /// Its text. Where runs stand apart without a space in the file, there is one.
    pub(crate) text: String,
    /// Its left edge, in points.
    pub(crate) x0: f64,
    /// Its right edge.
    pub(crate) x1: f64,
    /// Its baseline.
    pub(crate) baseline: f64,
    /// Present if it is an artifact: a running head, a folio.
    pub(crate) artifact: Option<Arc<Artifact>>,
}

/// A replacement text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Replaced {
    /// What is read.
    pub(crate) text: String,
    /// What the glyphs stand for by themselves.
    pub(crate) shown: String,
    /// The index of the first run in it; `None` if nothing is shown.
    pub(crate) first: Option<usize>,
}

/// Runs whose baselines are nearer than this share of the size stand on one line.
const SAME_LINE: f64 = 0.4;
/// Runs farther apart than this share of the size have a space between them.
const APART: f64 = 0.15;

impl Pdf {
    /// The text of an element and of all it holds, in the order of the tags, just as the
    /// file has it: nothing is put between lines, cells or blocks. A replacement text
    /// stands for what it replaces, once. Text from right to left whose parts stand in the
    /// order of the page is read in its own ([`super::Fault::ReversedOutOfOrder`]).
    pub(crate) fn text_of(&self, element: &Element) -> String {
        let mut text = String::new();
        self.add_text(element, &mut text);
        text
    }

    /// The page on which an element begins; `None` if it has no content.
    pub(crate) fn page_of(&self, element: &Element) -> Option<usize> {
        element.kids.iter().find_map(|kid| match kid {
            Kid::Element(inner) => self.page_of(inner),
            Kid::Marked { page, .. } | Kid::Object { page, .. } => *page,
        })
    }

    fn add_text(&self, element: &Element, text: &mut String) {
        if let Some(actual) = &element.actual {
            text.push_str(actual);
            return;
        }
        for kid in &element.kids {
            match *kid {
                Kid::Element(ref inner) => self.add_text(inner, text),
                Kid::Marked { page: Some(page), mark } => {
                    if let Some(page) = self.pages.get(page) {
                        page.add_text_of(mark, text);
                    }
                }
                Kid::Marked { page: None, .. } | Kid::Object { .. } => {}
            }
        }
    }
}

impl Page {
    /// The text of a marked content, in the order of painting.
    pub(crate) fn text_of(&self, mark: Mark) -> String {
        let mut text = String::new();
        self.add_text_of(mark, &mut text);
        text
    }

    fn add_text_of(&self, mark: Mark, text: &mut String) {
        let Some(painted) = self.marks.get(&mark) else { return };
        let mut last = None;
        let chains = painted.chunk_by(|one, next| self.goes_on_to_the_right(*one, *next));
        for chain in chains {
            if let [only] = chain {
                self.add_piece(*only, &mut last, text);
            } else {
                // from the right to the left
                chain.iter().rev().for_each(|one| self.add_piece(*one, &mut last, text));
            }
        }
    }

    /// Adds the text of something painted; `last` is the replacement text just added.
    fn add_piece(&self, index: usize, last: &mut Option<usize>, text: &mut String) {
        let Some(painted) = self.painted.get(index) else { return };
        let actual = self.contexts.get(painted.context).and_then(|own| own.actual);
        if let Some(actual) = actual {
            if *last != Some(actual) {
                text.push_str(self.replacements.get(actual).map_or("", String::as_str));
            }
        } else if let What::Text(run) = &painted.what {
            text.push_str(&run.text);
        }
        *last = actual;
    }

    /// Whether two parts of text from right to left, the one painted after the other, stand
    /// side by side from left to right: they are read the other way round.
    pub(super) fn goes_on_to_the_right(&self, one: usize, next: usize) -> bool {
        let (Some(one), Some(next)) = (self.painted.get(one), self.painted.get(next))
        else {
            return false;
        };
        let (What::Text(run), What::Text(after)) = (&one.what, &next.what) else {
            return false;
        };
        // most text is not, and to know that is cheap
        let is_leftward = |painted: &Painted| {
            let context = self.contexts.get(painted.context);
            context.is_some_and(|own| {
                let actual = own.actual.and_then(|at| self.replacements.get(at));
                own.reversed
                    || actual.is_some_and(|text| text.chars().any(is_from_the_right))
            })
        };
        let actual =
            |one: &Painted| self.contexts.get(one.context).and_then(|own| own.actual);
        // what one text stands for is read once, in whatever order it is painted
        let is_one = actual(one).is_some() && actual(one) == actual(next);
        is_leftward(one)
            && is_leftward(next)
            && !is_one
            && (after.x0 - run.x1).abs() < 0.05 * run.size
            && (after.baseline - run.baseline).abs() < 0.05 * run.size
    }

    /// The runs, in the order of painting, with their indices.
    pub(crate) fn runs(&self) -> impl Iterator<Item = (usize, &Run)> {
        self.painted.iter().enumerate().filter_map(|(index, painted)| match &painted.what {
            What::Text(run) => Some((index, run)),
            What::Area(_) | What::Image(_) => None,
        })
    }

    /// The replacement texts of the page, each with what the glyphs in it stand for by
    /// themselves: what is shown where something else is read.
    pub(crate) fn replaced(&self) -> Vec<Replaced> {
        let mut all: Vec<Replaced> = Vec::with_capacity(self.replacements.len());
        for text in &self.replacements {
            all.push(Replaced { text: text.clone(), shown: String::new(), first: None });
        }
        for (index, run) in self.runs() {
            let context = self.painted.get(index).map_or(0, |painted| painted.context);
            let actual = self.contexts.get(context).and_then(|own| own.actual);
            if let Some(replaced) = actual.and_then(|at| all.get_mut(at)) {
                replaced.shown.push_str(&run.text);
                replaced.first = replaced.first.or(Some(index));
            }
        }
        all
    }

    /// The lines of the page in the order of painting; replacement texts stand for what
    /// they replace. Artifacts are lines of their own: what stands before and after a
    /// leader is one line.
    pub(crate) fn lines(&self) -> Vec<Line> {
        let mut lines: Vec<Line> = Vec::new();
        // the line that may go on, of text and of artifacts, with its last run
        let mut going: [Option<Going<'_>>; 2] = [None, None];
        for (index, run) in self.runs() {
            let context = self.painted.get(index).map_or(0, |painted| painted.context);
            let context = self.contexts.get(context);
            let artifact = context.and_then(|own| own.artifact.clone());
            let actual = context.and_then(|own| own.actual);
            let replaced = actual.and_then(|at| self.replacements.get(at));
            let text = replaced.map_or(&*run.text, String::as_str);
            let track = &mut going[usize::from(artifact.is_some())];
            let line =
                track.as_ref().filter(|going| going.goes_on(run)).and_then(|going| {
                    let line = lines.get_mut(going.line)?;
                    (line.artifact == artifact).then_some((going, line))
                });
            if let Some((going, line)) = line {
                let is_again = actual.is_some() && going.actual == actual;
                line.add(run, if is_again { "" } else { text });
                *track = Some(Going { run, actual, line: going.line });
            } else {
                *track = Some(Going { run, actual, line: lines.len() });
                let text = text.to_owned();
                let (x0, x1, baseline) = (run.x0, run.x1, run.baseline);
                lines.push(Line { text, x0, x1, baseline, artifact });
            }
        }
        lines
    }
}

/// Whether a character belongs to a script that is written from right to left (the blocks
/// that The Unicode Standard keeps for them).
fn is_from_the_right(character: char) -> bool {
    matches!(
        character,
        '\u{590}'..='\u{8FF}'
            | '\u{FB1D}'..='\u{FDFF}'
            | '\u{FE70}'..='\u{FEFF}'
            | '\u{10800}'..='\u{10FFF}'
            | '\u{1E800}'..='\u{1EFFF}'
    )
}

/// A line that may go on.
struct Going<'p> {
    run: &'p Run,
    actual: Option<usize>,
    line: usize,
}

impl Going<'_> {
    /// Whether a run stands on the line.
    fn goes_on(&self, run: &Run) -> bool {
        let size = run.size.max(self.run.size);
        (run.baseline - self.run.baseline).abs() < SAME_LINE * size
            && run.x0 > self.run.x0 - size
    }
}

impl Line {
    fn add(&mut self, run: &Run, text: &str) {
        let has_space = self.text.ends_with(char::is_whitespace)
            || text.starts_with(char::is_whitespace)
            || text.is_empty();
        if run.x0 - self.x1 > APART * run.size && !has_space {
            self.text.push(' ');
        }
        self.text.push_str(text);
        self.x0 = self.x0.min(run.x0);
        self.x1 = self.x1.max(run.x1);
    }
}
