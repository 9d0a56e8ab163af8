//! Whether pages, tag tree and parent tree say the same (ISO 32000-1, 14.7.4).

use std::collections::BTreeMap;

use super::model::{Element, Fault, Finding, Kid, Mark, Page, Pdf, What};
use super::structure::Parents;

/// What elements hold, by place: the number of the element that does.
#[derive(Default)]
struct Held {
    marks: BTreeMap<(usize, Mark), Option<i32>>,
    annotations: BTreeMap<(usize, usize), Option<i32>>,
    findings: Vec<Finding>,
}

/// Adds to the findings of a file, and puts them in order.
pub(super) fn check(pdf: &mut Pdf, parents: &Parents) {
    let mut held = Held::default();
    if let Some(root) = &pdf.structure {
        held.walk(root);
    }
    let is_tagged = pdf.structure.is_some();
    let mut findings = std::mem::take(&mut held.findings);
    for (index, page) in pdf.pages.iter_mut().enumerate() {
        let mut find = |element, fault| {
            findings.push(Finding { page: Some(index), element, fault });
        };
        for fault in std::mem::take(&mut page.faults) {
            // marks mean nothing where no tags hold them
            let is_of_marks =
                matches!(fault, Fault::MarkTwice(_) | Fault::MarkedArtifact(_));
            if is_tagged || !is_of_marks {
                find(None, fault);
            }
        }
        characters(page, &mut find);
        if is_tagged {
            untagged(page, &mut find);
            reversed(page, &mut find);
            marks(index, page, &held, parents, &mut find);
            annotations(index, page, &held, &mut find);
        }
    }
    for (&(page, mark), &element) in &held.marks {
        if !pdf.pages.get(page).is_some_and(|page| page.marks.contains_key(&mark)) {
            let fault = Fault::ElementWithoutMark(mark);
            findings.push(Finding { page: Some(page), element, fault });
        }
    }
    pdf.findings.append(&mut findings);
    pdf.findings.sort_by_key(|finding| (finding.page.is_none(), finding.page));
}

impl Held {
    fn walk(&mut self, element: &Element) {
        let own = element.object;
        for kid in &element.kids {
            match *kid {
                Kid::Element(ref inner) => self.walk(inner),
                Kid::Marked { page: Some(page), mark } => {
                    if self.marks.insert((page, mark), own).is_some() {
                        let fault = Fault::HeldTwice(mark);
                        self.findings.push(Finding {
                            page: Some(page),
                            element: own,
                            fault,
                        });
                    }
                }
                Kid::Object { page: Some(page), annotation: Some(annotation) } => {
                    self.annotations.insert((page, annotation), own);
                }
                Kid::Marked { page: None, .. } | Kid::Object { .. } => {
                    let fault = Fault::BrokenElement;
                    self.findings.push(Finding { page: None, element: own, fault });
                }
            }
        }
    }
}

/// Glyphs without characters, where no replacement text says them.
fn characters(page: &Page, find: &mut impl FnMut(Option<i32>, Fault)) {
    for (index, painted) in page.painted.iter().enumerate() {
        let What::Text(run) = &painted.what else { continue };
        let context = page.contexts.get(painted.context);
        if run.unmapped > 0 && context.is_none_or(|own| own.actual.is_none()) {
            find(None, Fault::GlyphsWithoutText(index));
        }
        if run.missing > 0 {
            find(None, Fault::MissingGlyphs(index));
        }
    }
}

fn untagged(page: &Page, find: &mut impl FnMut(Option<i32>, Fault)) {
    for (index, painted) in page.painted.iter().enumerate() {
        let context = page.contexts.get(painted.context);
        if context.is_some_and(|own| own.mark.is_some() || own.artifact.is_some()) {
            continue;
        }
        match painted.what {
            What::Text(_) => find(None, Fault::UntaggedText(index)),
            What::Area(_) | What::Image(_) => find(None, Fault::UntaggedPaint(index)),
        }
    }
}

/// Reversed text whose parts are not in the order of reading.
fn reversed(page: &Page, find: &mut impl FnMut(Option<i32>, Fault)) {
    for painted in page.marks.values() {
        for pair in painted.windows(2) {
            if let &[one, next] = pair
                && page.goes_on_to_the_right(one, next)
            {
                find(None, Fault::ReversedOutOfOrder(one));
            }
        }
    }
}

fn marks(
    index: usize,
    page: &Page,
    held: &Held,
    parents: &Parents,
    find: &mut impl FnMut(Option<i32>, Fault),
) {
    for &mark in page.marks.keys() {
        let Some(&holder) = held.marks.get(&(index, mark)) else {
            find(None, Fault::MarkWithoutElement(mark));
            continue;
        };
        let said = page.keys.get(&mark.form).and_then(|key| parents.marks.get(key));
        let number = usize::try_from(mark.mcid).ok();
        let said = said.zip(number).and_then(|(said, at)| said.get(at).copied().flatten());
        if said != holder {
            find(holder, Fault::OtherParent(mark, said));
        }
    }
    for (&form, key) in &page.keys {
        let said = parents.marks.get(key).map_or(&[][..], Vec::as_slice);
        for (mcid, said) in (0..).zip(said) {
            let mark = Mark { form, mcid };
            if said.is_some() && !page.marks.contains_key(&mark) {
                find(None, Fault::OtherParent(mark, *said));
            }
        }
    }
}

fn annotations(
    index: usize,
    page: &Page,
    held: &Held,
    find: &mut impl FnMut(Option<i32>, Fault),
) {
    for (own, annotation) in page.annotations.iter().enumerate() {
        let holder = held.annotations.get(&(index, own)).copied().flatten();
        if holder != annotation.element {
            find(annotation.element, Fault::OtherAnnotationParent(own, holder));
        }
    }
}
