//! Citations and references as a style prints them.

use std::collections::BTreeSet;

use hayagriva::citationberg::taxonomy::{Locator, OtherTerm, Term};
use hayagriva::citationberg::{
    Collapse, Display, FontStyle, FontVariant, FontWeight, IndependentStyle, Locale,
    LocaleCode, TermForm, ToFormatting, VerticalAlign,
};
use hayagriva::{
    BibliographyDriver, BibliographyItem, BibliographyRequest, CitationItem,
    CitationRequest, CitePurpose, Elem, ElemChild, ElemChildren, ElemMeta, Formatting,
    LocatorPayload, Rendered, SpecificLocator,
};

use crate::ast::CiteItem;

use super::piece::{self, Goal, Piece, PieceStyle, Raise, ReferenceId};
use super::tidy::tidy;
use super::{Library, Style, alike, identifiers, instead, locales, others, rich};

/// An item of a citation group and the work it cites.
#[derive(Debug, Copy, Clone)]
pub struct Cited<'a> {
    /// Number of the work in the library.
    pub work: usize,
    /// The item as written.
    pub item: &'a CiteItem,
}

/// All citations and references of an edition.
#[derive(Debug, Default)]
pub struct Formatted {
    /// The text of each citation, in reading order.
    pub citations: Vec<Vec<Piece>>,
    /// The references in the order of the list, by [`ReferenceId`].
    pub entries: Vec<Entry>,
}

/// A reference as printed, and its facts.
#[derive(Debug)]
pub struct Entry {
    /// Number of the work in the library.
    pub work: usize,
    /// `[1]` in a numeric style.
    pub label: Option<String>,
    /// The rest.
    pub text: Vec<Piece>,
    /// Title of the work, plain.
    pub title: String,
    /// Authors as `Family, Given`, plain.
    pub authors: Vec<String>,
    /// Year of publication.
    pub year: Option<i32>,
    /// Title of the journal or book it stands in.
    pub container: Option<String>,
}

/// Formats all citations of an edition, given in reading order, and their references.
///
/// `further` are works that are listed although nobody cites them. `language` is a BCP 47
/// tag; a language that CSL does not know gives English terms.
pub fn format(
    library: &Library,
    style: &Style,
    language: &str,
    (groups, further): (&[Vec<Cited<'_>>], &[usize]),
) -> Formatted {
    let chosen = locales::nearest(language);
    let own = style
        .written
        .default_locale
        .as_ref()
        .map_or("en", |code| locales::primary(&code.0));
    let files = locales::of(&[locales::primary(&chosen.0), own]);
    let locale = (&chosen, files.as_slice());
    let context = Context::new(library, style, locale);
    let cut = vec![true; groups.len()];
    let mut entries = entries(library, style, (groups, further));
    let mut rendered = render(&entries, style, locale, (groups, further), &cut);
    if another_way(&mut entries, library, &rendered) {
        rendered = render(&entries, style, locale, (groups, further), &cut);
    }
    let cut: Vec<bool> = rendered
        .citations
        .iter()
        .zip(groups)
        .map(|(citation, group)| {
            let whole = citation_pieces(&context, &citation.citation, group, None, true);
            piece::text(&whole).contains(char::is_alphanumeric)
        })
        .collect();
    if cut.contains(&false) {
        // Some styles, like that of the Modern Language Association, print nothing but
        // the author: where the author is left out, the citation is written in full.
        rendered = render(&entries, style, locale, (groups, further), &cut);
    }
    let items = rendered.bibliography.map(|list| list.items).unwrap_or_default();
    let entries: Vec<Entry> = items.into_iter().map(|item| entry(&context, item)).collect();
    let mut ids = vec![ReferenceId(0); library.works().len()];
    for (number, entry) in (0..).zip(&entries) {
        ids[entry.work] = ReferenceId(number);
    }
    let citations = rendered
        .citations
        .iter()
        .zip(groups)
        .zip(cut)
        .map(|((citation, group), cut)| {
            citation_pieces(&context, &citation.citation, group, Some(&ids), cut)
        })
        .collect();
    Formatted { citations, entries }
}

/// What the text of all citations and references depends on.
struct Context<'a> {
    library: &'a Library,
    style: &'a Style,
    and: String,
    et_al: String,
    /// Whether punctuation stands inside quotation marks.
    inside: bool,
}

impl<'a> Context<'a> {
    fn new(
        library: &'a Library,
        style: &'a Style,
        (code, files): (&LocaleCode, &[Locale]),
    ) -> Self {
        let term = |term: OtherTerm, otherwise: &str| {
            let found = locales::look_up(&style.written, code, files, &|locale| {
                let found = locale.term(Term::Other(term), TermForm::Long)?;
                found.single().map(str::to_owned)
            });
            found.unwrap_or_else(|| otherwise.to_owned())
        };
        let inside = locales::look_up(&style.written, code, files, &|locale| {
            locale.style_options.as_ref()?.punctuation_in_quote
        });
        let (and, et_al) = (term(OtherTerm::And, "and"), term(OtherTerm::EtAl, "et al."));
        Self { library, style, and, et_al, inside: inside.unwrap_or_default() }
    }

    /// Finishes a text of hayagriva: names, then styles, then punctuation.
    fn finish(&self, pieces: &mut Vec<Piece>, cited: bool) {
        if cited {
            alike::in_citation(pieces)
        } else {
            alike::in_list(pieces)
        }
        others::print(pieces, (&self.et_al, &self.and));
        rich::decode(pieces);
        tidy(pieces, self.inside);
    }
}

/// The entries of all works as they are given to hayagriva.
fn entries(
    library: &Library,
    style: &Style,
    (groups, further): (&[Vec<Cited<'_>>], &[usize]),
) -> Vec<hayagriva::Entry> {
    let mut all: Vec<hayagriva::Entry> =
        library.works().iter().map(|work| work.entry.clone()).collect();
    let Some(rule) = style.given_names.filter(|_| !style.numeric && !style.notes) else {
        return all;
    };
    let cited: BTreeSet<usize> = groups
        .iter()
        .flatten()
        .map(|cited| cited.work)
        .chain(further.iter().copied())
        .collect();
    let mut listed: Vec<hayagriva::Entry> =
        cited.iter().map(|work| all[*work].clone()).collect();
    alike::mark(&mut listed, rule);
    for (work, entry) in cited.into_iter().zip(listed) {
        all[work] = entry;
    }
    all
}

/// Says works in another way where the style leaves out what they cannot do without:
/// editors where there is no author, the pages and the publisher of a paper. Whether it did.
fn another_way(
    entries: &mut [hayagriva::Entry],
    library: &Library,
    rendered: &Rendered,
) -> bool {
    let mut changed = false;
    let items = rendered.bibliography.iter().flat_map(|list| &list.items);
    for item in items {
        let Some(work) = library.find(&item.key) else { continue };
        let mut pieces = Vec::new();
        flatten(&item.content, &mut pieces);
        if let Some(other) = instead::of(&entries[work], &piece::text(&pieces)) {
            entries[work] = other;
            changed = true;
        }
    }
    changed
}

/// The authors of a work as a sentence names them: `Knuth and Plass`, `Li et al.`; its
/// title where it has none.
pub fn named(work: &super::Work, and: &str) -> String {
    let entry = &work.entry;
    let persons = entry.authors().or_else(|| entry.editors()).unwrap_or_default();
    match persons {
        [] => entry.title().map(plain).unwrap_or_default(),
        [one] => one.name.clone(),
        [one, unnamed] if others::is(unnamed) => format!("{} et al.", one.name),
        [one, other] => format!("{} {and} {}", one.name, other.name),
        [one, ..] => format!("{} et al.", one.name),
    }
}

/// Lets hayagriva print everything. A group of which `cut` is false keeps its authors.
fn render(
    entries: &[hayagriva::Entry],
    style: &Style,
    (locale, files): (&LocaleCode, &[Locale]),
    (groups, further): (&[Vec<Cited<'_>>], &[usize]),
    cut: &[bool],
) -> Rendered {
    let mut driver = BibliographyDriver::new();
    for (number, (group, &cut)) in (1..).zip(groups.iter().zip(cut)) {
        let items =
            group.iter().map(|cited| request_item(entries, style, cited, cut)).collect();
        driver.citation(CitationRequest::new(
            items,
            style_for(style, group),
            Some(locale.clone()),
            files,
            style.notes.then_some(number),
        ));
    }
    if !further.is_empty() {
        let hidden =
            |&work: &usize| CitationItem::new(&entries[work], None, None, true, None);
        let items = further.iter().map(hidden).collect();
        let locale = Some(locale.clone());
        driver.citation(CitationRequest::new(items, &style.written, locale, files, None));
    }
    driver.finish(BibliographyRequest {
        style: &style.list,
        locale: Some(locale.clone()),
        locale_files: files,
    })
}

/// The style of a group: an item with words of its own never hides in `[1–3]`.
fn style_for<'s>(style: &'s Style, group: &[Cited<'_>]) -> &'s IndependentStyle {
    let own_words = group.iter().any(|Cited { item, .. }| {
        item.locator.is_some() || !item.prefix.is_empty() || !item.suffix.is_empty()
    });
    if own_words { &style.apart } else { &style.written }
}

/// Whether the author is left out. A number names no author.
fn without_author(style: &Style, item: &CiteItem) -> bool {
    item.suppress_author && !style.numeric && !style.notes
}

fn request_item<'a>(
    entries: &'a [hayagriva::Entry],
    style: &Style,
    cited: &Cited<'a>,
    cut: bool,
) -> CitationItem<'a, hayagriva::Entry> {
    let locator = cited.item.locator.as_ref().map(|locator| {
        let kind = locator.kind.parse().unwrap_or(Locator::Custom);
        SpecificLocator(kind, LocatorPayload::Str(&locator.value))
    });
    // hayagriva 0.10 has no purpose "all but the author"; `citation_pieces` cuts the
    // author off the form for prose.
    // A number names no author, and hayagriva no title where there is none:
    // `citation_pieces` writes it before the brackets.
    let prose =
        cited.item.narrative && !style.numeric || cut && without_author(style, cited.item);
    let purpose = prose.then_some(CitePurpose::Prose);
    CitationItem::new(&entries[cited.work], locator, None, false, purpose)
}

fn citation_pieces(
    context: &Context<'_>,
    children: &ElemChildren,
    group: &[Cited<'_>],
    ids: Option<&[ReferenceId]>,
    cut: bool,
) -> Vec<Piece> {
    let (library, style) = (context.library, context.style);
    let layout = &style.written.citation.layout;
    let (open, close) = affixes(style);
    // hayagriva writes the brackets of a group only if no item is written for prose.
    let own_brackets = cut && group.iter().any(|cited| without_author(style, cited.item));
    let around = apply(PieceStyle::default(), layout.to_formatting());
    let bracket = |text: &str| Piece { text: text.to_owned(), style: around, to: None };
    let mut out = Vec::new();
    if own_brackets {
        piece::push(&mut out, bracket(open));
    }
    for (at, child) in children.0.iter().enumerate() {
        match child {
            ElemChild::Text(text)
                if layout.delimiter.as_ref() == Some(&text.text)
                    && years_only(context, &children.0[at + 1..], group) =>
            {
                piece::push(&mut out, bracket(", "));
            }
            ElemChild::Elem(elem) if cited_by(elem, group).is_some() => {
                let Some(cited) = cited_by(elem, group) else { continue };
                let mut pieces = Vec::new();
                flatten(&elem.children, &mut pieces);
                context.finish(&mut pieces, true);
                if cut && without_author(style, cited.item) {
                    cut_author(&mut pieces, open, close);
                } else if cited.item.narrative && !style.numeric {
                    cut_empty_brackets(&mut pieces, open, close);
                }
                let goal = ids.map(|ids| Goal::Reference(ids[cited.work]));
                if style.notes {
                    // a note is long: its beginning leads to the reference
                    link(&mut pieces, library.work(cited.work).doi.as_deref());
                    pieces.iter_mut().take(1).for_each(|piece| piece.to = goal.clone());
                } else {
                    pieces.iter_mut().for_each(|piece| piece.to = goal.clone());
                }
                add_words(&mut out, pieces, cited.item, around);
            }
            ElemChild::Elem(_)
            | ElemChild::Text(_)
            | ElemChild::Markup(_)
            | ElemChild::Link { .. }
            | ElemChild::Transparent { .. } => {
                flatten(&ElemChildren(vec![child.clone()]), &mut out);
            }
        }
    }
    if own_brackets {
        piece::push(&mut out, bracket(close));
    }
    // quotation marks in words of the author stay as they are
    let quotes =
        |one: &Cited<'_>| one.item.suffix.contains('”') || one.item.prefix.contains('”');
    tidy(&mut out, context.inside && !group.iter().any(quotes));
    piece::trim(&mut out);
    if style.notes {
        piece::capitalize(&mut out);
    }
    if let [Cited { work, item }] = group
        && item.narrative
    {
        let to = ids.map(|ids| Goal::Reference(ids[*work]));
        name_before(context, *work, to, &mut out);
    }
    out
}

/// Writes who wrote a work before its number, or its title before its year, where hayagriva
/// names nobody.
fn name_before(context: &Context<'_>, work: usize, to: Option<Goal>, out: &mut Vec<Piece>) {
    let style = context.style;
    let (open, _) = affixes(style);
    let name = named(context.library.work(work), &context.and);
    let text = piece::text(out);
    let unnamed = text.is_empty()
        || !open.is_empty() && text.starts_with(open) && !text.contains(&name);
    if !style.numeric && (style.notes || !unnamed) {
        return;
    }
    let raised = out.first().is_some_and(|first| first.style.raise == Raise::Super);
    let space = if raised || out.is_empty() { "" } else { " " };
    let text = format!("{name}{space}");
    let name = Piece { text, style: PieceStyle::default(), to };
    let whole = std::mem::take(out);
    [name].into_iter().chain(whole).for_each(|piece| piece::push(out, piece));
}

/// Whether an item follows that leaves out its author, who is that of the item before: its
/// year is parted by a comma, where hayagriva 0.10 parts it as it parts works.
fn years_only(context: &Context<'_>, rest: &[ElemChild], group: &[Cited<'_>]) -> bool {
    let collapses = matches!(
        context.style.written.citation.collapse,
        Some(Collapse::Year | Collapse::YearSuffix | Collapse::YearSuffixRanged)
    );
    let Some(ElemChild::Elem(elem)) = rest.first().filter(|_| collapses) else {
        return false;
    };
    let Some(cited) = cited_by(elem, group).filter(|one| !one.item.suppress_author) else {
        return false;
    };
    let entry = &context.library.work(cited.work).entry;
    let persons = entry.authors().or_else(|| entry.editors()).unwrap_or_default();
    let mut pieces = Vec::new();
    flatten(&elem.children, &mut pieces);
    let text = piece::text(&pieces);
    text.starts_with(|c: char| c.is_ascii_digit())
        && persons.first().is_some_and(|first| !text.contains(&first.name))
}

/// The item that an element stands for.
fn cited_by<'g>(elem: &Elem, group: &'g [Cited<'g>]) -> Option<&'g Cited<'g>> {
    match elem.meta {
        Some(ElemMeta::Entry(index)) => group.get(index),
        Some(_) | None => None,
    }
}

/// The brackets of a citation.
fn affixes(style: &Style) -> (&str, &str) {
    let layout = &style.written.citation.layout;
    (layout.prefix.as_deref().unwrap_or("("), layout.suffix.as_deref().unwrap_or(")"))
}

/// Cuts `Doe (1999, p. 3)` down to `1999, p. 3`.
fn cut_author(pieces: &mut Vec<Piece>, open: &str, close: &str) {
    let text = piece::text(pieces);
    let Some(at) = text.find(open) else { return };
    piece::drop_start(pieces, at + open.len());
    if text.ends_with(close) {
        piece::drop_end(pieces, close.len());
    }
}

/// Cuts `Doe ()`, which a style without years makes of prose, down to `Doe`.
fn cut_empty_brackets(pieces: &mut Vec<Piece>, open: &str, close: &str) {
    let empty = format!("{open}{close}");
    if !empty.is_empty() && piece::text(pieces).ends_with(&empty) {
        piece::drop_end(pieces, empty.len());
    }
    piece::trim(pieces);
}

/// Adds an item with the author's own words before and after it.
fn add_words(out: &mut Vec<Piece>, item: Vec<Piece>, words: &CiteItem, style: PieceStyle) {
    let plain = |text: String| Piece { text, style, to: None };
    if !words.prefix.is_empty() {
        // A style may part its numbers by a bare comma.
        let joined = out.last().is_some_and(|last| {
            !last.text.ends_with(|c: char| c.is_whitespace() || "([".contains(c))
        });
        let space = if joined { " " } else { "" };
        piece::push(out, plain(format!("{space}{} ", words.prefix)));
    }
    for piece in item {
        piece::push(out, piece);
    }
    let suffix = &words.suffix;
    let parted = suffix.starts_with(|c: char| c.is_alphanumeric() || "([“‘".contains(c));
    let space = if parted { " " } else { "" };
    piece::push(out, plain(format!("{space}{suffix}")));
}

fn entry(context: &Context<'_>, item: BibliographyItem) -> Entry {
    let library = context.library;
    let work = library.find(&item.key).unwrap_or_default();
    let written = &library.work(work).entry;
    let mut children = item.content;
    let first = item.first_field.or_else(|| take_margin(&mut children));
    let label = first.map(|field| {
        let mut pieces = Vec::new();
        flatten(&ElemChildren(vec![field]), &mut pieces);
        piece::text(&pieces).trim().to_owned()
    });
    let mut text = Vec::new();
    flatten(&children, &mut text);
    context.finish(&mut text, false);
    link(&mut text, library.work(work).doi.as_deref());
    link_pmid(&mut text, library.work(work).pmid.as_deref());
    piece::trim(&mut text);
    Entry {
        work,
        label: label.filter(|label| !label.is_empty()),
        text,
        title: written.title().map(plain).unwrap_or_default(),
        authors: written
            .authors()
            .unwrap_or_default()
            .iter()
            .filter(|person| !others::is(person))
            .map(|person| person.name_first(false, false))
            .collect(),
        year: written.date_any().map(|date| date.year),
        container: written.parents().iter().find_map(|parent| parent.title()).map(plain),
    }
}

fn plain(title: &hayagriva::types::FormatString) -> String {
    rich::plain(&title.to_string())
}

/// Takes out what the style sets in the margin.
fn take_margin(children: &mut ElemChildren) -> Option<ElemChild> {
    let at = children.0.iter().position(|child| {
        matches!(child, ElemChild::Elem(elem) if elem.display == Some(Display::LeftMargin))
    })?;
    Some(children.0.remove(at))
}

/// Makes addresses whole; a DOI that the style prints without a link gets one.
pub(super) fn link(pieces: &mut Vec<Piece>, bare: Option<&str>) {
    for piece in pieces.iter_mut() {
        let Some(Goal::Url(url)) = &piece.to else { continue };
        let is_doi = bare.is_some_and(|bare| *url == format!("https://doi.org/{bare}"));
        if let Some(pmid) = url.strip_prefix("https://www.ncbi.nlm.nih.gov/pubmed/") {
            piece.to = Some(Goal::Url(identifiers::pmid_address(pmid)));
            continue;
        }
        piece.to = match bare {
            Some(bare) if is_doi => Some(Goal::Url(identifiers::address(bare))),
            Some(_) | None => identifiers::url(url).map(Goal::Url),
        };
    }
    let Some(bare) = bare else { return };
    let goal = Goal::Url(identifiers::address(bare));
    if pieces.iter().any(|piece| piece.to.as_ref() == Some(&goal)) {
        return;
    }
    let found = pieces.iter().enumerate().find_map(|(number, piece)| {
        let at = piece.to.is_none().then(|| piece.text.find(bare)).flatten()?;
        let start = piece.text[..at].strip_suffix("https://doi.org/").map_or(at, str::len);
        Some((number, start, at + bare.len()))
    });
    if let Some((number, start, end)) = found {
        link_part(pieces, number, (start, end), goal);
    }
}

/// The number of PubMed gets a link where the style prints it.
pub(super) fn link_pmid(pieces: &mut Vec<Piece>, pmid: Option<&str>) {
    let Some(pmid) = pmid else { return };
    let found = pieces.iter().enumerate().find_map(|(number, piece)| {
        let named = piece.to.is_none().then(|| piece.text.find("PMID")).flatten()? + 4;
        let rest = &piece.text[named..];
        let start =
            named + rest.len() - rest.trim_start_matches([':', ' ', '\u{a0}']).len();
        piece.text[start..].starts_with(pmid).then_some((number, start, start + pmid.len()))
    });
    if let Some((number, start, end)) = found {
        let goal = Goal::Url(identifiers::pmid_address(pmid));
        link_part(pieces, number, (start, end), goal);
    }
}

/// Gives a part of a piece a link.
fn link_part(
    pieces: &mut Vec<Piece>,
    number: usize,
    (start, end): (usize, usize),
    goal: Goal,
) {
    let whole = pieces.remove(number);
    let part = |text: &str, to| Piece { text: text.to_owned(), style: whole.style, to };
    let parts = [
        part(&whole.text[..start], None),
        part(&whole.text[start..end], Some(goal)),
        part(&whole.text[end..], None),
    ];
    let parts = parts.into_iter().filter(|piece| !piece.text.is_empty());
    pieces.splice(number..number, parts);
}

/// Elements of hayagriva as pieces.
fn flatten(children: &ElemChildren, out: &mut Vec<Piece>) {
    for child in &children.0 {
        match child {
            ElemChild::Text(text) => {
                let style = style_of(&text.formatting);
                // hayagriva leaves the space before a month that is not known: `2002 ;935`
                if text.text.starts_with([';', ',', '.']) || text.text.starts_with(": ") {
                    piece::close_up(out);
                }
                piece::push(out, Piece { text: text.text.clone(), style, to: None });
            }
            ElemChild::Elem(elem) => {
                // What stands on a line of its own is at least a word apart.
                let apart = matches!(
                    elem.display,
                    Some(Display::Block | Display::Indent | Display::RightInline)
                );
                if apart
                    && !out.is_empty()
                    && !piece::text(out).ends_with(char::is_whitespace)
                {
                    let style = PieceStyle::default();
                    piece::push(out, Piece { text: " ".to_owned(), style, to: None });
                }
                flatten(&elem.children, out);
            }
            // A formula in a title stands as it was written.
            ElemChild::Markup(text) => {
                let style = PieceStyle::default();
                piece::push(out, Piece { text: text.clone(), style, to: None });
            }
            ElemChild::Link { text, url } => {
                let style = style_of(&text.formatting);
                let to = Some(Goal::Url(url.clone()));
                piece::push(out, Piece { text: text.text.clone(), style, to });
            }
            // Only made for locators that are not text; ours are.
            ElemChild::Transparent { .. } => {}
        }
    }
}

fn style_of(formatting: &Formatting) -> PieceStyle {
    PieceStyle {
        italic: formatting.font_style == FontStyle::Italic,
        bold: formatting.font_weight == FontWeight::Bold,
        small_caps: formatting.font_variant == FontVariant::SmallCaps,
        raise: raise(formatting.vertical_align),
    }
}

fn apply(style: PieceStyle, formatting: hayagriva::citationberg::Formatting) -> PieceStyle {
    PieceStyle {
        italic: formatting.font_style.map_or(style.italic, |set| set == FontStyle::Italic),
        bold: formatting.font_weight.map_or(style.bold, |set| set == FontWeight::Bold),
        small_caps: formatting
            .font_variant
            .map_or(style.small_caps, |set| set == FontVariant::SmallCaps),
        raise: formatting.vertical_align.map_or(style.raise, raise),
    }
}

fn raise(align: VerticalAlign) -> Raise {
    match align {
        VerticalAlign::Sup => Raise::Super,
        VerticalAlign::Sub => Raise::Sub,
        VerticalAlign::None | VerticalAlign::Baseline => Raise::None,
    }
}
