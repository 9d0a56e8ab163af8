//! What does not hold together, in words.

use super::model::{Context, Fault, Finding, Mark, Page, Pdf, What};

impl Pdf {
    /// A finding in words: what is wrong, with the text it is about.
    ///
    /// It goes on from the name of the file and stands before a place on a page: ``has no
    /// element for the marked content 7, `word` ``.
    pub(crate) fn told(&self, finding: &Finding) -> String {
        let page = finding.page.and_then(|page| self.pages.get(page));
        let marked = |mark: Mark| marked(page, mark);
        let text = |index: usize| text(page, index);
        let element = |number: Option<i32>| match number {
            Some(number) => format!("the object {number}"),
            None => "none".to_owned(),
        };
        match &finding.fault {
            Fault::UntaggedText(run) => {
                format!("has text outside of all tags{}", text(*run))
            }
            Fault::UntaggedPaint(_) => {
                "paints something that is neither tagged nor an artifact".to_owned()
            }
            Fault::MarkWithoutElement(mark) => {
                format!("has no element for the {}", marked(*mark))
            }
            Fault::ElementWithoutMark(mark) => {
                format!("has an element for the {}, which is not there", marked(*mark))
            }
            Fault::MarkTwice(mark) => format!("has the {} twice", marked(*mark)),
            Fault::HeldTwice(mark) => {
                format!("has several elements for the {}", marked(*mark))
            }
            Fault::OtherParent(mark, said) => format!(
                "names another parent of the {} than the element that holds it: {}",
                marked(*mark),
                element(*said)
            ),
            Fault::OtherAnnotationParent(index, holder) => format!(
                "names another parent of the annotation {} than the element that holds it: {}",
                index + 1,
                element(*holder)
            ),
            Fault::OtherElementParent(said) => format!(
                "names another parent of {} than the element that holds it: {}",
                element(finding.element),
                element(*said)
            ),
            Fault::ElementTwice => {
                format!("holds {} several times among its tags", element(finding.element))
            }
            Fault::BrokenElement => {
                format!("has an element that cannot be read: {}", element(finding.element))
            }
            Fault::MarkedArtifact(_) => {
                "has text that is tagged and an artifact".to_owned()
            }
            Fault::ReversedOutOfOrder(run) => format!(
                "has text from right to left in the order of the page and not of reading{}",
                text(*run)
            ),
            Fault::UnbalancedMarks => {
                "opens marked content that it does not close".to_owned()
            }
            Fault::GlyphsWithoutText(run) => {
                format!("has glyphs that stand for no characters{}", text(*run))
            }
            Fault::MissingGlyphs(run) => {
                format!("shows the glyph for what a font does not have{}", text(*run))
            }
            Fault::Layers => "has layers that can be shown or hidden".to_owned(),
            Fault::BrokenResource(name) => format!("names `{name}`, which cannot be read"),
        }
    }
}

/// A marked content by its number and its text.
fn marked(page: Option<&Page>, mark: Mark) -> String {
    let text = page.map(|page| page.text_of(mark)).unwrap_or_default();
    format!("marked content {}{}", mark.mcid, quoted(&text))
}

/// The text of a run, or what stands for it.
fn text(page: Option<&Page>, index: usize) -> String {
    let painted = page.and_then(|page| page.painted.get(index));
    let Some((page, painted)) = page.zip(painted) else { return String::new() };
    let context = page.contexts.get(painted.context);
    let actual = context.and_then(|own: &Context| own.actual);
    match (actual.and_then(|at| page.replacements.get(at)), &painted.what) {
        (Some(text), _) => quoted(text),
        (None, What::Text(run)) => quoted(&run.text),
        (None, What::Area(_) | What::Image(_)) => String::new(),
    }
}

/// The beginning of a text between marks, after a comma; nothing if there is none.
fn quoted(text: &str) -> String {
    const MOST: usize = 40;
    let text = text.trim();
    let mut short: String = text.chars().take(MOST).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    if short.is_empty() { short } else { format!(", `{short}`") }
}
