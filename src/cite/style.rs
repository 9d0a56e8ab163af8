//! Citation styles: CSL files and the styles that come with hayagriva.

use hayagriva::archive::ArchivedStyle;
use hayagriva::citationberg::taxonomy::{NumberVariable, Variable};
use hayagriva::citationberg::{
    self, CitationFormat, DisambiguationRule, IndependentStyle, StyleCategory, StyleClass,
};

use crate::diag::{Diagnostic, Reported, Sink, nearest};
use crate::picture;
use crate::project::StyleChoice;
use crate::source::{Place, Sources, Span};

use super::repair::{self, repair};

/// A citation style, ready to use.
#[derive(Debug)]
pub struct Style {
    /// As the style is written.
    pub(super) written: IndependentStyle,
    /// The same, but never `[1–3]`: used where an item has words of its own.
    pub(super) apart: IndependentStyle,
    /// The same, for the list of references.
    pub(super) list: IndependentStyle,
    /// Whether the style tells authors with one family name apart by their given names.
    pub(super) given_names: Option<DisambiguationRule>,
    /// Whether citations are numbers or labels.
    pub(super) numeric: bool,
    /// Whether citations stand in notes.
    pub notes: bool,
    /// Whether citations name the place in a work: `p. 3`.
    pub prints_places: bool,
}

/// The style of a project that names none.
const DEFAULT: &str = "ieee";

impl Style {
    /// The style that a project chose.
    ///
    /// # Errors
    /// When there is no such style, or its file is not one that can be used.
    pub fn choose(
        choice: &StyleChoice,
        sources: &Sources,
        sink: &mut Sink,
    ) -> Result<Self, Reported> {
        match choice {
            StyleChoice::Default => bundled(DEFAULT, None, sink),
            StyleChoice::Bundled(name, place) => bundled(name, Some(*place), sink),
            StyleChoice::File(file) => {
                let text = &sources.get(file.source).text;
                let start = Place { source: file.source, span: Span::new(0, 0) };
                match citationberg::Style::from_xml(text) {
                    Ok(style) => ready(style, start, sink),
                    Err(error) => Err(sink.error(xml_message(text, start, &error))),
                }
            }
        }
    }
}

fn bundled(name: &str, place: Option<Place>, sink: &mut Sink) -> Result<Style, Reported> {
    let Some(style) = ArchivedStyle::by_name(name) else {
        let mut diagnostic = Diagnostic::new(
            "missing-style",
            format!("no citation style is called `{name}`"),
        );
        let names = ArchivedStyle::all().iter().flat_map(|style| style.names());
        let close = nearest(name, names.copied());
        diagnostic = diagnostic.help(match close {
            Some(close) => format!("did you mean `{close}`?"),
            None => {
                "name a style like `ieee`, `apa` or `vancouver`, or a CSL file".to_owned()
            }
        });
        if let Some(place) = place {
            diagnostic = diagnostic.at(place);
        }
        return Err(sink.error(diagnostic));
    };
    // A bundled style is known to be readable; only its kind can be wrong.
    let place = place
        .unwrap_or(Place { source: crate::source::SourceId(0), span: Span::new(0, 0) });
    ready(style.get(), place, sink)
}

/// Checks what kind of style it is, and follows a style to the one it depends on.
fn ready(
    style: citationberg::Style,
    place: Place,
    sink: &mut Sink,
) -> Result<Style, Reported> {
    let mut written = match style {
        citationberg::Style::Independent(style) => style,
        citationberg::Style::Dependent(style) => {
            let parent =
                ArchivedStyle::by_id(&style.parent_link.href).map(ArchivedStyle::get);
            let Some(citationberg::Style::Independent(parent)) = parent else {
                let message =
                    format!("the style only refers to `{}`", style.parent_link.href);
                let help = "use the CSL file it refers to";
                let diagnostic = Diagnostic::new("bad-style", message).at(place).help(help);
                return Err(sink.error(diagnostic));
            };
            parent
        }
    };
    let notes = written.settings.class == StyleClass::Note;
    if written.bibliography.is_none() {
        let message = "the style has no list of references";
        let help = "choose a style that has one, like `ieee` or `apa`";
        return Err(sink.error(Diagnostic::new("bad-style", message).at(place).help(help)));
    }
    let numeric = written.info.category.iter().any(|category| {
        matches!(
            category,
            StyleCategory::CitationFormat {
                format: CitationFormat::Numeric | CitationFormat::Label
            }
        )
    });
    repair(&mut written);
    let place_of = Variable::Number(NumberVariable::Locator);
    let layout = &written.citation.layout;
    let prints_places = layout.find_variable_element(place_of, &written.macros).is_some();
    // `alike` does it: hayagriva 0.10 does it in part, and takes it for done
    let by_given = std::mem::take(&mut written.citation.disambiguate_add_givenname);
    let given_names = by_given.then_some(written.citation.givenname_disambiguation_rule);
    let mut apart = written.clone();
    apart.citation.collapse = None;
    let list = repair::for_list(&written);
    Ok(Style { written, apart, list, given_names, numeric, notes, prints_places })
}

/// Where and why a CSL file cannot be read.
fn xml_message(text: &str, start: Place, error: &citationberg::XmlDeError) -> Diagnostic {
    if let Some((span, why)) = picture::xml_problem(text) {
        let message = format!("the citation style is not well-formed: {why}");
        return Diagnostic::new("bad-style", message)
            .at(Place { span, ..start })
            .help("correct the file, or fetch it again");
    }
    let path = error.path.as_ref().map(ToString::to_string).unwrap_or_default();
    let element =
        path.rsplit('.').find(|part| part.starts_with(|c: char| c.is_alphabetic()));
    let at = element.and_then(|name| text.find(&format!("<{name}")));
    let number = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    let span = at.map_or(start.span, |at| {
        let end = text[at..].find('>').map_or(text.len(), |length| at + length + 1);
        Span::new(number(at), number(end))
    });
    let message = format!("this is no citation style that can be used: {}", error.source);
    Diagnostic::new("bad-style", message)
        .at(Place { span, ..start })
        .help("use a style in CSL 1.0, such as those of the Zotero style repository")
}
