//! The proof that style sheets say nothing that can hide or add words where the proof does
//! not see it.

use crate::diag::{Diagnostic, Sink};

use super::markup::dom::{Dom, NodeId, Space};
use super::markup::hiding::{Doubt, Sheets};
use super::markup::publication::{File, Publication, joined};
use super::report::Subject;

/// As many doubts are told of a sheet.
const MOST_TOLD: usize = 12;

const HELP: &str = "what hides or adds words only in some browsers or on some pages cannot be \
     proven not to: leave it out of the theme's style sheet, or say it in plainer properties; \
     `trifold explain unproven-style` names what is known";

/// Tells what style sheets and elements of pages say that is in doubt.
pub(super) fn check(
    pages: &Publication,
    sheets: &dyn Fn(&str) -> Option<String>,
    subject: &Subject,
    sink: &mut Sink,
) {
    let mut before: (Vec<(String, String)>, Sheets) = Default::default();
    let mut told: Vec<(String, Doubt)> = Vec::new();
    for file in &pages.files {
        let texts = texts(file, sheets, subject, sink);
        let is_known = texts == before.0;
        if !is_known {
            let all = Sheets::new(texts.iter().map(|(_, text)| text.as_str()));
            before = (texts, all);
        }
        let (texts, all) = &before;
        let mut own: Vec<(String, Doubt)> = Vec::new();
        if !is_known {
            for (path, text) in texts {
                let doubts = all.doubts(text).into_iter().take(MOST_TOLD);
                own.extend(doubts.map(|one| (path.clone(), one)));
            }
        }
        let dom = &file.dom;
        for id in dom.below(Dom::root()) {
            let Some(style) = dom.attribute(id, "style") else { continue };
            // what formulas say is compared with what they should
            if dom.element(id).is_some_and(|one| one.space == Space::Html) {
                let style = without_number(dom, id, style);
                let doubts =
                    all.doubts_of(dom.name(id), &style).into_iter().take(MOST_TOLD);
                own.extend(doubts.map(|one| (file.path.clone(), one)));
            }
        }
        for one in own {
            if !told.contains(&one) {
                tell(&one, subject, sink);
                told.push(one);
            }
        }
    }
}

/// The style of a list of steps without the number that it begins with, which it says
/// itself.
fn without_number(dom: &Dom, id: NodeId, style: &str) -> String {
    let start = dom.attribute(id, "start").and_then(|start| start.parse::<i64>().ok());
    let number = start.map(|start| format!("counter-reset: step {}", start - 1));
    number.map_or_else(|| style.to_owned(), |own| style.replacen(&own, "", 1))
}

fn tell((path, doubt): &(String, Doubt), subject: &Subject, sink: &mut Sink) {
    let part = (*path != subject.path).then(|| path.clone());
    let subject = Subject { part, ..subject.clone() };
    let message = match doubt.of.as_str() {
        "" => format!("{} says `{}` in its style", subject.name(), doubt.said),
        of => format!("{} says `{}` of `{of}` in its style", subject.name(), doubt.said),
    };
    let message = format!("{message}, line {}: words may be hidden by it", doubt.line);
    sink.error(Diagnostic::new("unproven-style", message).help(HELP));
}

/// The style sheets of a page, each with the path of the file it stands in.
fn texts(
    file: &File,
    sheets: &dyn Fn(&str) -> Option<String>,
    subject: &Subject,
    sink: &mut Sink,
) -> Vec<(String, String)> {
    let dom = &file.dom;
    let mut found = Vec::new();
    let mut odd = |what: &str| {
        let part = (file.path != subject.path).then(|| file.path.clone());
        let subject = Subject { part, ..subject.clone() };
        let message = format!("{} {what}: words may be hidden by it", subject.name());
        sink.error(Diagnostic::new("unproven-style", message).help(HELP));
    };
    for id in dom.below(Dom::root()) {
        let said = |name: &str| dom.attribute(id, name).unwrap_or_default();
        let for_some = !matches!(said("media").trim(), "" | "all");
        match dom.name(id) {
            "style" if for_some => odd("has a style sheet for some readers alone"),
            "style" => found.push((file.path.clone(), dom.text(id))),
            "link" if said("rel").to_ascii_lowercase().contains("stylesheet") => {
                let path = joined(&file.path, said("href"));
                match sheets(&path) {
                    Some(_) if for_some || said("rel") != "stylesheet" => {
                        odd("has a style sheet for some readers alone");
                    }
                    Some(text) => found.push((path, text)),
                    None => {
                        odd(&format!("names a style sheet `{path}`, which is not there"))
                    }
                }
            }
            _ => {}
        }
    }
    found
}
