//! The logical structure: elements, and which of them owns which content
//! (ISO 32000-1, 14.7).

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use lopdf::{Dictionary, Document, Object, ObjectId, dictionary};

use super::content::to_i64;
use super::objects::{catalog, literal, reals, references, text};
use super::paint::{Painted, corners};
use super::roles::{self, tag};
use super::tree::{self, Tree};
use super::write::Row;
use crate::ast::Numbering;
use crate::bug;
use crate::layout::{Element, ElementId, Kid, LinkTarget, MarkId, Print, Role, Scope};
use crate::project::Standard;

/// Which element names which mark and which link among its kids.
pub(super) struct Owners<'a> {
    structure: &'a [Element],
    standard: Standard,
    by_mark: Vec<Option<ElementId>>,
}

impl<'a> Owners<'a> {
    /// Asks every element for its marks.
    pub(super) fn of(print: &'a Print, standard: Standard) -> Self {
        let mut by_mark: Vec<Option<ElementId>> = Vec::new();
        for (number, element) in (0u32..).zip(&print.structure) {
            for kid in &element.kids {
                let Kid::Mark(mark) = *kid else { continue };
                let index = mark.0 as usize;
                if by_mark.len() <= index {
                    by_mark.resize(index + 1, None);
                }
                if let Some(other) = by_mark[index].replace(ElementId(number)) {
                    bug!("elements {} and {number} both own mark {index}", other.0);
                }
            }
        }
        Self { structure: &print.structure, standard, by_mark }
    }

    /// The element that owns a mark.
    fn owner(&self, mark: MarkId) -> ElementId {
        self.by_mark
            .get(mark.0 as usize)
            .copied()
            .flatten()
            .unwrap_or_else(|| bug!("no element owns mark {}", mark.0))
    }

    /// The structure type of the element that owns a mark.
    pub(super) fn tag(&self, mark: MarkId) -> &'static str {
        tag(self.structure[self.owner(mark).0 as usize].role, self.standard).0
    }
}

/// What the structure refers to in the rest of the document.
pub(super) struct Surroundings<'a> {
    pub(super) print: &'a Print,
    pub(super) standard: Standard,
    pub(super) owners: &'a Owners<'a>,
    pub(super) sheets: &'a [Painted],
    pub(super) pages: &'a [ObjectId],
    /// By sheet and link.
    pub(super) annotations: &'a [Vec<ObjectId>],
    /// By the number of their element, the files that say formulas in MathML.
    pub(super) formulas: BTreeMap<usize, ObjectId>,
}

/// A marked content.
#[derive(Debug, Copy, Clone)]
struct Place {
    mark: MarkId,
    sheet: usize,
    number: usize,
}

/// The numbers of the elements in the document: that of the first; the others follow.
#[derive(Debug, Copy, Clone)]
pub(super) struct ElementIds(u32);

impl ElementIds {
    /// The object of an element.
    pub(super) const fn get(self, element: ElementId) -> ObjectId {
        (self.0 + element.0, 0)
    }
}

/// Adds the structure to a document.
///
/// The elements and the lists of the owners on each page are most of a book's objects.
/// They are not kept in the document but given as rows, made when they are written.
/// Their numbers begin at `elements`, which [`reserve`] gave.
pub(super) fn add<'a>(
    document: &mut Document,
    elements: ElementIds,
    around: &'a Surroundings<'a>,
) -> Vec<Row<'a>> {
    let print = around.print;
    let root = document.add_object(Object::Null);
    let mut places: Vec<Place> = Vec::new();
    for (sheet, painted) in around.sheets.iter().enumerate() {
        let marks = painted.marks.iter().enumerate();
        places.extend(marks.map(|(number, &mark)| Place { mark, sheet, number }));
    }
    // what is painted in the order in which it stands is read in another
    let read = |place: &Place| around.sheets[place.sheet].order[place.number];
    places.sort_by_key(|place| (place.mark, place.sheet, read(place)));

    let owned = reserve_numbers(document, around.sheets.len());
    let keys: Vec<_> = parent_entries(elements, owned.clone(), around).collect();
    let next_key = to_i64(keys.len());
    let parents = tree::add(document, Tree::Numbers, keys);

    let headings = print.structure.iter().map(|element| element.role);
    let mut levels = headings.filter_map(|role| {
        let Role::Heading(level) = role else { return None };
        Some(level)
    });
    let first_heading = levels.next();
    let mut keys = dictionary! {
        "Type" => "StructTreeRoot",
        "K" => elements.get(ElementId(0)),
        "ParentTree" => parents,
        "ParentTreeNextKey" => next_key,
        "RoleMap" => roles::role_map(first_heading),
    };
    let headers = print.structure.iter().flat_map(|own| &own.headers);
    let mut names = Names {
        headers: headers.map(|header| header.0 as usize).collect(),
        ..Names::default()
    };
    if around.standard.is_pdf_2() {
        let namespace = document.add_object(
            dictionary! { "Type" => "Namespace", "NS" => literal(roles::PDF_2) },
        );
        let older = document.add_object(
            dictionary! { "Type" => "Namespace", "NS" => literal(roles::PDF_1_7) },
        );
        keys.set("Namespaces", references([namespace, older]));
        names.pdf_2 = Some(namespace);
        names.pdf_1_7 = Some(older);
        names.refs = refs(print);
    }
    let ids = ids(elements, &print.structure, &names.headers);
    if !ids.is_empty() {
        keys.set("IDTree", tree::add(document, Tree::Names, ids));
    }
    document.set_object(root, keys);
    let catalog = catalog(document);
    catalog.set("StructTreeRoot", root);
    let mut about = dictionary! { "Marked" => true };
    if print.structure.iter().any(|element| element.version.is_some()) {
        about.set("UserProperties", true);
    }
    catalog.set("MarkInfo", about);

    vec![
        Row {
            first: elements.0,
            count: print.structure.len(),
            make: Box::new(move |index| {
                element_object(index, (root, elements), &places, around, &names)
            }),
        },
        Row {
            first: owned.start,
            count: owned.len(),
            make: Box::new(move |sheet| {
                let marks = &around.sheets[sheet].marks;
                references(
                    marks.iter().map(|mark| elements.get(around.owners.owner(*mark))),
                )
            }),
        },
    ]
}

/// Sets numbers aside for the elements, so that others can refer to them.
pub(super) fn reserve(document: &mut Document, print: &Print) -> ElementIds {
    ElementIds(reserve_numbers(document, print.structure.len()).start)
}

fn reserve_numbers(document: &mut Document, count: usize) -> Range<u32> {
    let first = document.max_id + 1;
    let count = u32::try_from(count).unwrap_or_else(|_| bug!("{count} objects"));
    document.max_id += count;
    first..first + count
}

/// What each `StructParents` and `StructParent` leads to: pages by their number, then
/// annotations in the order of [`annotation_keys`].
fn parent_entries<'a>(
    elements: ElementIds,
    owned: Range<u32>,
    around: &'a Surroundings<'a>,
) -> impl Iterator<Item = (Object, Object)> + 'a {
    let pages = owned.map(|number| (number, 0));
    let links = around.print.sheets.iter().flat_map(|sheet| &sheet.links);
    let links = links.map(move |link| elements.get(link.element));
    let targets = pages.chain(links).enumerate();
    targets.map(|(key, target)| (to_i64(key).into(), Object::Reference(target)))
}

/// The first `StructParent` of each sheet's annotations.
pub(super) fn annotation_keys(print: &Print) -> Vec<usize> {
    let mut next = print.sheets.len();
    let sheets = print.sheets.iter();
    sheets
        .map(|sheet| {
            let first = next;
            next += sheet.links.len();
            first
        })
        .collect()
}

/// The namespaces and mutual references of PDF 2.0; none in PDF 1.7.
#[derive(Debug, Default)]
struct Names {
    pdf_2: Option<ObjectId>,
    pdf_1_7: Option<ObjectId>,
    /// By the number of the element.
    refs: BTreeMap<usize, Vec<ElementId>>,
    /// The numbers of the cells that others name as headers.
    headers: BTreeSet<usize>,
}

/// Which elements belong together: what refers to a place and what it refers to. A note
/// also names what refers to it (ISO 14289-2, 8.2.5.8 and 8.2.5.14).
fn refs(print: &Print) -> BTreeMap<usize, Vec<ElementId>> {
    let targets: BTreeMap<&str, ElementId> =
        print.destinations.iter().map(|place| (&*place.name, place.element)).collect();
    let mut refs: BTreeMap<usize, Vec<ElementId>> = BTreeMap::new();
    let mut add = |from: ElementId, to: ElementId| {
        let listed = refs.entry(from.0 as usize).or_default();
        if !listed.contains(&to) {
            listed.push(to);
        }
    };
    for link in print.sheets.iter().flat_map(|sheet| &sheet.links) {
        let LinkTarget::Destination(name) = &link.target else { continue };
        let Some(&to) = targets.get(&**name) else { continue };
        let from = referring(&print.structure, link.element);
        add(from, to);
        if print.structure[to.0 as usize].role == Role::Note {
            add(to, from);
        }
    }
    refs
}

/// The element that refers where a link leads: the citation or contents entry around
/// it, or the link itself.
fn referring(structure: &[Element], link: ElementId) -> ElementId {
    let mut id = link;
    while let Some(parent) = structure[id.0 as usize].parent {
        let role = structure[parent.0 as usize].role;
        if role == Role::Toci {
            return parent;
        }
        if !matches!(
            role,
            Role::Reference | Role::Em | Role::Strong | Role::Span | Role::Sub
        ) {
            return id;
        }
        id = parent;
    }
    id
}

fn element_object(
    index: usize,
    (root, elements): (ObjectId, ElementIds),
    places: &[Place],
    around: &Surroundings<'_>,
    names: &Names,
) -> Object {
    let element = &around.print.structure[index];
    let parent = element.parent.map_or(root, |parent| elements.get(parent));
    let (kind, is_new) = tag(element.role, around.standard);
    let mut keys = dictionary! { "S" => kind, "P" => parent };
    if let Some(namespace) = if is_new { names.pdf_2 } else { names.pdf_1_7 } {
        keys.set("NS", namespace);
    }
    if let Some(refs) = names.refs.get(&index) {
        keys.set("Ref", references(refs.iter().map(|&id| elements.get(id))));
    }
    let mut kids = Kids { page: None, list: Vec::new(), around };
    for kid in &element.kids {
        match *kid {
            Kid::Element(kid) => kids.list.push(Object::Reference(elements.get(kid))),
            Kid::Mark(mark) => {
                let start = places.partition_point(|place| place.mark < mark);
                let same = places[start..].iter().take_while(|place| place.mark == mark);
                same.for_each(|place| kids.add_mark(place));
            }
            Kid::Link { sheet, link } => kids.add_link(sheet as usize, link as usize),
        }
    }
    if let Some(page) = kids.page {
        keys.set("Pg", around.pages[page]);
    }
    match kids.list.len() {
        0 => {}
        1 => keys.set("K", kids.list.remove(0)),
        _ => keys.set("K", kids.list),
    }
    if let Some(&file) = around.formulas.get(&index) {
        keys.set("AF", references([file]));
    }
    add_attributes(index, element, around, &mut keys);
    if names.headers.contains(&index) {
        keys.set("ID", header_id(index));
    }
    Object::Dictionary(keys)
}

/// The kids of an element in the making.
struct Kids<'a> {
    /// The sheet of the first marked content; others on it need not name it.
    page: Option<usize>,
    list: Vec<Object>,
    around: &'a Surroundings<'a>,
}

impl Kids<'_> {
    fn add_mark(&mut self, place: &Place) {
        let number = to_i64(place.number);
        self.list.push(if *self.page.get_or_insert(place.sheet) == place.sheet {
            number.into()
        } else {
            Object::Dictionary(dictionary! {
                "Type" => "MCR",
                "Pg" => self.around.pages[place.sheet],
                "MCID" => number,
            })
        });
    }

    fn add_link(&mut self, sheet: usize, link: usize) {
        self.list.push(Object::Dictionary(dictionary! {
            "Type" => "OBJR",
            "Pg" => self.around.pages[sheet],
            "Obj" => self.around.annotations[sheet][link],
        }));
    }
}

/// What the items of a list are numbered with (ISO 32000-1, 14.8.5.5).
fn name_of(numbering: Option<Numbering>) -> &'static str {
    match numbering {
        None => "Disc",
        Some(Numbering::Decimal) => "Decimal",
        Some(Numbering::LowerLetters) => "LowerAlpha",
        Some(Numbering::UpperLetters) => "UpperAlpha",
        Some(Numbering::LowerRoman) => "LowerRoman",
        Some(Numbering::UpperRoman) => "UpperRoman",
    }
}

fn add_attributes(
    index: usize,
    element: &Element,
    around: &Surroundings<'_>,
    keys: &mut Dictionary,
) {
    // ISO 32000-1, 14.9.5
    if let Some(expansion) = &element.expansion {
        keys.set("E", text(expansion));
    }
    if let Some(alt) = &element.alt {
        keys.set("Alt", text(alt));
    }
    if let Some(language) = &element.language {
        keys.set("Lang", literal(language));
    }
    if let Some(title) = &element.title {
        keys.set("T", text(title));
    }
    match element.role {
        Role::L { numbering } => {
            let numbering = name_of(numbering);
            let list = dictionary! { "O" => "List", "ListNumbering" => numbering };
            keys.set("A", list);
        }
        Role::TH(scope) => {
            let scope = match scope {
                Scope::Row => "Row",
                Scope::Column => "Column",
                Scope::Both => "Both",
            };
            keys.set("A", cell_attributes(element, Some(scope)));
        }
        Role::TD if element.spans != (1, 1) || !element.headers.is_empty() => {
            keys.set("A", cell_attributes(element, None));
        }
        Role::Note => {
            keys.set("ID", note_id(index));
            if around.standard.is_pdf_2() {
                // ISO 32000-2, table 377
                let kind = dictionary! { "O" => "FENote", "NoteType" => "Footnote" };
                keys.set("A", kind);
            }
        }
        Role::Document
        | Role::Part
        | Role::Sect
        | Role::Div
        | Role::Aside
        | Role::Title
        | Role::Heading(_)
        | Role::P
        | Role::LI
        | Role::Lbl
        | Role::LBody
        | Role::BlockQuote
        | Role::Code
        | Role::Table
        | Role::THead
        | Role::TBody
        | Role::TR
        | Role::TD
        | Role::Figure
        | Role::Formula
        | Role::Caption
        | Role::Link
        | Role::Reference
        | Role::BibEntry
        | Role::Toc
        | Role::Toci
        | Role::Index
        | Role::Em
        | Role::Strong
        | Role::Sub
        | Role::Span => {}
    }
    add_version(element, keys);
    if element.role == Role::Formula && !element.in_line {
        // else it is taken for one in the text (ISO 32000-1, 14.8.4.5)
        keys.set("A", dictionary! { "O" => "Layout", "Placement" => "Block" });
    }
    if let Some((_, rect)) = &element.bounds {
        let place = dictionary! {
            "O" => "Layout",
            "Placement" => if element.in_line { "Inline" } else { "Block" },
            "BBox" => reals(corners(rect, around.print.size.height)),
        };
        keys.set("A", place);
    }
}

/// The version of a notice, as a user property (ISO 32000-1, 14.7.5.4).
fn add_version(element: &Element, keys: &mut Dictionary) {
    if let Some(version) = &element.version {
        let property = dictionary! { "N" => text("Version"), "V" => text(version) };
        let all = vec![Object::Dictionary(property)];
        keys.set("A", dictionary! { "O" => "UserProperties", "P" => all });
    }
}

/// What a cell is the header of, and how many columns and rows it takes (ISO 32000-1,
/// 14.8.5.7).
fn cell_attributes(element: &Element, scope: Option<&'static str>) -> Dictionary {
    let mut keys = dictionary! { "O" => "Table" };
    if let Some(scope) = scope {
        keys.set("Scope", scope);
    }
    if !element.headers.is_empty() {
        let ids = element.headers.iter().map(|header| header_id(header.0 as usize));
        keys.set("Headers", ids.collect::<Vec<Object>>());
    }
    let (columns, rows) = element.spans;
    for (key, count) in [("ColSpan", columns), ("RowSpan", rows)] {
        if count > 1 {
            keys.set(key, i64::from(count));
        }
    }
    keys
}

/// The name that a note must have (ISO 14289-1, 7.9).
fn note_id(index: usize) -> Object {
    literal(&format!("note-{index}"))
}

/// The name of a cell that others have as a header.
fn header_id(index: usize) -> Object {
    literal(&format!("head-{index}"))
}

/// The names of notes, and of cells that others name as headers.
fn ids(
    elements: ElementIds,
    structure: &[Element],
    headers: &BTreeSet<usize>,
) -> Vec<(Object, Object)> {
    let all = (0u32..).zip(structure);
    let named = all.filter_map(|(number, element)| {
        let index = number as usize;
        let id = if element.role == Role::Note {
            note_id(index)
        } else if headers.contains(&index) {
            header_id(index)
        } else {
            return None;
        };
        Some((id, Object::Reference(elements.get(ElementId(number)))))
    });
    named.collect()
}
