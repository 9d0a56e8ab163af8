//! The books in `tests/books`, each of which exercises one subject of the typesetting.
//!
//! Every one is built without a message; its layout is compared with the `layout.txt`
//! beside it; and its pages are held to the rules of good setting, whatever that file
//! says. `TRIFOLD_BOOKS` may name more project folders, divided by colons, to be held
//! to the rules.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use trifold::ast::Numbering;
use trifold::build::books;
use trifold::diag::Sink;
use trifold::files::{Limits, read};
use trifold::layout::{
    Artifact, Element, ElementId, Item, ItemKind, Kid, Mark, MarkId, Print, Role, layout,
};
use trifold::length::Length;
use trifold::project::{Wishes, load, plan};
use trifold::source::Sources;

/// Every page size of every edition of a project, by name.
fn prints(folder: &Path) -> Vec<(String, Print)> {
    let (mut sources, mut sink) = (Sources::default(), Sink::default());
    let files = read(folder, &Limits::default(), &mut sink).unwrap();
    let project = load(&files, &mut sources, &mut sink)
        .unwrap_or_else(|_| panic!("{}: {:#?}", folder.display(), sink.messages()));
    let plan = plan(&project, &Wishes::default(), &mut sink).unwrap();
    let mut wanted: Vec<(usize, usize)> =
        plan.jobs.iter().map(|job| (job.edition, job.page)).collect();
    wanted.sort_unstable();
    wanted.dedup();
    let editions: Vec<usize> = wanted.iter().map(|&(edition, _)| edition).collect();
    let made = books(&project, &sources, &editions, &|_| {}, &mut sink);
    let made = made.unwrap_or_else(|_| panic!("{folder:?}: {:#?}", sink.messages()));
    let prints = wanted
        .iter()
        .zip(&made)
        .map(|(&(edition, page), book)| {
            let edition = &project.editions[edition];
            let size = &edition.pages[page];
            let theme = &project.themes[edition.theme];
            let print = layout(book, theme, size, plan.stamp, &mut sink);
            let print = print.unwrap_or_else(|_| panic!("{:#?}", sink.messages()));
            (format!("{} on {}", edition.name, size.name), print)
        })
        .collect();
    // what a book shows is told, and allowed there
    let allowed = sink.allow(&project.allowed);
    assert!(!allowed.contains(&0), "{}: {allowed:?}", folder.display());
    let told = sink.messages();
    assert!(told.is_empty(), "{}: {told:#?}", folder.display());
    prints
}

/// The folders in `tests/books`.
fn folders() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/books");
    let mut found: Vec<PathBuf> = std::fs::read_dir(&root)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.join("trifold.toml").exists())
        .collect();
    found.sort();
    assert!(!found.is_empty());
    found
}

/// Points with two digits: enough to see what moved.
fn points(length: Length) -> String {
    format!("{:.2}", length.to_points())
}

/// The sheets as text: a line for each line of type, rule and picture.
fn dump(print: &Print) -> String {
    let mut out = String::new();
    for sheet in &print.sheets {
        writeln!(out, "page {}", sheet.label).unwrap();
        let mut line: Option<(Length, Mark, String)> = None;
        for item in &sheet.items {
            match &item.kind {
                ItemKind::Run(run) => match &mut line {
                    Some((y, mark, text))
                        if *y == run.y && kind(*mark) == kind(item.mark) =>
                    {
                        text.push_str(&run.text);
                    }
                    _ => {
                        end(&mut line, &mut out);
                        let place = format!(
                            "  {} {} {}{}",
                            points(run.x),
                            points(run.y),
                            points(run.size),
                            kind(item.mark)
                        );
                        line = Some((run.y, item.mark, format!("{place} {}", run.text)));
                    }
                },
                ItemKind::Fill { rect, .. } | ItemKind::Picture { rect, .. } => {
                    end(&mut line, &mut out);
                    let name = match item.kind {
                        ItemKind::Picture { .. } => "picture",
                        _ => "fill",
                    };
                    let (x, y) = (points(rect.x), points(rect.y));
                    let (width, height) = (points(rect.width), points(rect.height));
                    writeln!(out, "  {x} {y} {name} {width} × {height}").unwrap();
                }
            }
        }
        end(&mut line, &mut out);
    }
    out.push_str("structure\n");
    let texts = texts(print);
    tree(print, &texts, ElementId(0), 1, &mut out);
    out
}

fn kind(mark: Mark) -> &'static str {
    match mark {
        Mark::Artifact(_) => " artifact",
        Mark::Content(_) => "",
    }
}

fn end(line: &mut Option<(Length, Mark, String)>, out: &mut String) {
    if let Some((_, _, text)) = line.take() {
        writeln!(out, "{}", text.replace('\u{ad}', "-").trim_end()).unwrap();
    }
}

/// The text of every marked content.
fn texts(print: &Print) -> BTreeMap<MarkId, String> {
    let mut texts: BTreeMap<MarkId, String> = BTreeMap::new();
    for item in print.sheets.iter().flat_map(|sheet| &sheet.items) {
        if let (Mark::Content(mark), ItemKind::Run(run)) = (item.mark, &item.kind) {
            texts.entry(mark).or_default().push_str(&run.text);
        }
    }
    texts
}

fn tree(
    print: &Print,
    texts: &BTreeMap<MarkId, String>,
    element: ElementId,
    depth: usize,
    out: &mut String,
) {
    let found = &print.structure[element.0 as usize];
    let indent = "  ".repeat(depth);
    match found.role {
        Role::L { numbering: None | Some(Numbering::Decimal) } => {
            let ordered = found.role != Role::L { numbering: None };
            write!(out, "{indent}L {{ ordered: {ordered} }}").unwrap();
        }
        role => write!(out, "{indent}{role:?}").unwrap(),
    }
    for (name, value) in [("lang", &found.language), ("alt", &found.alt)] {
        if let Some(value) = value {
            write!(out, " {name}={value:?}").unwrap();
        }
    }
    out.push('\n');
    for kid in &found.kids {
        match kid {
            Kid::Element(inner) => tree(print, texts, *inner, depth + 1, out),
            Kid::Mark(mark) => {
                let text = texts.get(mark).map_or("", String::as_str);
                let words: Vec<&str> = text.split_whitespace().collect();
                let first = words.iter().take(4).copied().collect::<Vec<_>>().join(" ");
                let more = if words.len() > 4 { " …" } else { "" };
                writeln!(out, "{indent}  “{}{more}”", first.replace('\u{ad}', "-"))
                    .unwrap();
            }
            Kid::Link { .. } => writeln!(out, "{indent}  link area").unwrap(),
        }
    }
}

/// The innermost block that every marked content is part of.
fn blocks(print: &Print) -> BTreeMap<MarkId, ElementId> {
    let mut out = BTreeMap::new();
    for (number, element) in (0u32..).zip(&print.structure) {
        for kid in &element.kids {
            if let Kid::Mark(mark) = kid {
                out.insert(*mark, block(&print.structure, ElementId(number)));
            }
        }
    }
    out
}

/// The element itself or the nearest one around it that is a block.
fn block(structure: &[Element], element: ElementId) -> ElementId {
    let found = &structure[element.0 as usize];
    let inline = matches!(
        found.role,
        Role::Link | Role::Reference | Role::Em | Role::Strong | Role::Span
    ) || found.role == Role::Code
        && found.parent.is_some_and(|parent| {
            matches!(
                structure[parent.0 as usize].role,
                Role::P | Role::Heading(_) | Role::TD | Role::TH(..) | Role::Caption
            )
        });
    match found.parent {
        Some(parent) if inline => block(structure, parent),
        _ => element,
    }
}

/// What is wrong with the pages, by the rules of good setting.
fn faults(print: &Print) -> Vec<String> {
    let blocks = blocks(print);
    let mut found = Vec::new();
    // of every paragraph: its lines, as sheet, baseline and whether a hyphen ends it
    let mut lines: BTreeMap<ElementId, Vec<(usize, Length, bool)>> = BTreeMap::new();
    for (number, sheet) in print.sheets.iter().enumerate() {
        for item in &sheet.items {
            let Some((owner, y, text)) = line_of(item, &blocks) else { continue };
            let hyphen = text.ends_with('\u{ad}');
            let own = lines.entry(owner).or_default();
            match own.last_mut() {
                Some(last) if last.0 == number && (last.1 - y).0.abs() < size(item) => {
                    last.2 = hyphen;
                }
                _ => own.push((number, y, hyphen)),
            }
        }
        let last = sheet.items.iter().rev().find_map(|item| line_of(item, &blocks));
        if let Some((owner, _, text)) = last
            && matches!(print.structure[owner.0 as usize].role, Role::Heading(_))
            && number + 1 < print.sheets.len()
            && sheet.items.len() > 4
        {
            found.push(format!("page {}: `{text}` alone at the foot", sheet.label));
        }
    }
    for (owner, lines) in &lines {
        if print.structure[owner.0 as usize].role != Role::P {
            continue;
        }
        let mut run = 0;
        for (sheet, _, hyphen) in lines {
            run = if *hyphen { run + 1 } else { 0 };
            if run > 2 {
                let label = &print.sheets[*sheet].label;
                found.push(format!("page {label}: {run} hyphens one below the other"));
            }
        }
        let sheets: BTreeSet<usize> = lines.iter().map(|line| line.0).collect();
        if sheets.len() < 2 || lines.len() < 4 {
            continue;
        }
        for sheet in sheets {
            let here = lines.iter().filter(|line| line.0 == sheet).count();
            if here < 2 {
                let label = &print.sheets[sheet].label;
                let first = lines.first().is_some_and(|line| line.0 == sheet);
                let name = if first { "an orphan" } else { "a widow" };
                found.push(format!("page {label}: {name}"));
            }
        }
    }
    found
}

/// How the pages of an edition whose pages face each other end.
#[derive(Debug, Default)]
struct Ends {
    /// Pairs of facing pages that are both full of one chapter.
    spreads: usize,
    /// Those of them that end at different heights.
    uneven: Vec<String>,
    /// Pages that end in the middle of a word.
    hyphens: Vec<String>,
    /// The right-hand pages among them.
    turns: Vec<String>,
}

fn ends(print: &Print) -> Ends {
    let blocks = blocks(print);
    let role = |owner: ElementId| print.structure[owner.0 as usize].role;
    let in_note = |owner: ElementId| {
        let mut up = Some(owner);
        while let Some(element) = up {
            if role(element) == Role::Note {
                return true;
            }
            up = print.structure[element.0 as usize].parent;
        }
        false
    };
    // of every page: its last line of text, whether it has notes, and whether it goes on
    let mut pages = Vec::new();
    for (number, sheet) in print.sheets.iter().enumerate() {
        let lines = || sheet.items.iter().filter_map(|item| line_of(item, &blocks));
        let text = || lines().filter(|(owner, ..)| !in_note(*owner));
        let last = text().max_by_key(|(_, y, _)| *y);
        let noted = lines().any(|(owner, ..)| in_note(owner));
        let next = print.sheets.get(number + 1);
        let next =
            next.and_then(|next| next.items.iter().find_map(|i| line_of(i, &blocks)));
        let goes_on = next.is_some_and(|(owner, ..)| role(owner) != Role::Heading(1));
        pages.push((last, noted, goes_on));
    }
    let mut ends = Ends::default();
    let facing = print.sheets.iter().flat_map(|sheet| &sheet.items);
    if !facing.into_iter().any(|item| item.mark == Mark::Artifact(Artifact::Header)) {
        return ends;
    }
    for (number, (last, noted, goes_on)) in pages.iter().enumerate() {
        let label = &print.sheets[number].label;
        let Some((owner, y, text)) = last else { continue };
        if text.ends_with('\u{ad}') && role(*owner) == Role::P {
            ends.hyphens.push(label.clone());
            if number % 2 == 0 {
                ends.turns.push(label.clone());
            }
        }
        let Some((Some((_, other, _)), noted_other, true)) = pages.get(number + 1) else {
            continue;
        };
        // where a page of floats ends is told by what they are
        let text = |owner: ElementId| role(owner) != Role::Caption;
        let both = text(*owner) && pages[number + 1].0.is_some_and(|(own, ..)| text(own));
        if number % 2 == 1 && *goes_on && !noted && !noted_other && both {
            ends.spreads += 1;
            if (*y - *other).0.abs() > Length::points(1).0 {
                ends.uneven.push(label.clone());
            }
        }
    }
    ends
}

fn line_of<'i>(
    item: &'i Item,
    blocks: &BTreeMap<MarkId, ElementId>,
) -> Option<(ElementId, Length, &'i str)> {
    match (item.mark, &item.kind) {
        (Mark::Content(mark), ItemKind::Run(run)) => {
            blocks.get(&mark).map(|owner| (*owner, run.y, run.text.as_str()))
        }
        _ => None,
    }
}

/// Half a size of type: what raised text may stand off its line.
fn size(item: &Item) -> i64 {
    match &item.kind {
        ItemKind::Run(run) => run.size.0 * 2 / 3,
        _ => 0,
    }
}

#[test]
fn the_layout_is_the_one_that_was_looked_at() {
    let bless = std::env::var_os("TRIFOLD_BLESS").is_some();
    let mut changed = Vec::new();
    for folder in folders() {
        let mut text = String::new();
        for (name, print) in prints(&folder) {
            writeln!(text, "{name}").unwrap();
            text.push_str(&dump(&print));
        }
        let path = folder.join("layout.txt");
        let known = std::fs::read_to_string(&path).unwrap_or_default();
        if bless {
            std::fs::write(&path, text).unwrap();
        } else if known != text {
            let pairs = known.lines().zip(text.lines()).enumerate();
            let first = pairs.into_iter().find(|(_, (old, new))| old != new);
            changed.push(format!("{}: {first:?}", path.display()));
        }
    }
    assert!(changed.is_empty(), "look at the pages, then `make bless`: {changed:#?}");
}

#[test]
fn pages_keep_the_rules_of_good_setting() {
    let more = std::env::var("TRIFOLD_BOOKS").unwrap_or_default();
    let article = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let more = more.split(':').filter(|path| !path.is_empty()).map(PathBuf::from);
    for folder in folders().into_iter().chain([article]).chain(more) {
        for (name, print) in prints(&folder) {
            assert_eq!(faults(&print), Vec::<String>::new(), "{name} of {folder:?}");
        }
    }
}

#[test]
fn facing_pages_end_level_and_no_leaf_turns_inside_a_word() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/books/pages");
    let mut spreads = 0;
    for (name, print) in prints(&folder) {
        let ends = ends(&print);
        // code and floats leave one that cannot be helped
        assert!(ends.uneven.len() <= 1, "{name}: {:?}", ends.uneven);
        assert_eq!(ends.turns, Vec::<String>::new(), "{name}");
        spreads += ends.spreads;
    }
    assert!(spreads > 10, "{spreads} spreads");
}

#[test]
fn floats_stand_on_no_page_before_the_one_they_are_written_on() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/books/pages");
    for (name, print) in prints(&folder) {
        let place = |wanted: &str| {
            let found = print.destinations.iter().find(|place| place.name == wanted);
            found.map(|place| (place.sheet, place.y)).unwrap_or_else(|| panic!("{wanted}"))
        };
        let floats = ["mill", "tower", "weir", "tower-2", "night"];
        let sheets: Vec<u32> =
            floats.iter().map(|id| place(&format!("fig-{id}")).0).collect();
        assert!(sheets.is_sorted(), "{name}: {sheets:?}");
        assert!(place("the-mill").0 <= sheets[0], "{name}");
        assert!(place("the-weir").0 <= sheets[2], "{name}");
        // the order of the structure is that of the manuscript
        let mut figures = Vec::new();
        let mut open = vec![ElementId(0)];
        while let Some(element) = open.pop() {
            let found = &print.structure[element.0 as usize];
            figures.extend(
                matches!(found.role, Role::Figure | Role::Table).then_some(found.role),
            );
            let kids = found.kids.iter().rev().filter_map(|kid| match kid {
                Kid::Element(kid) => Some(*kid),
                Kid::Mark(_) | Kid::Link { .. } => None,
            });
            open.extend(kids);
        }
        let (f, t) = (Role::Figure, Role::Table);
        assert_eq!(figures, [f, f, t, f, f, f], "{name}");
        // no text is lost below a float: every page keeps inside its text block
        for sheet in &print.sheets {
            let mut last = Length::ZERO;
            for item in sheet.items.iter().filter(|i| matches!(i.mark, Mark::Content(_))) {
                if let ItemKind::Run(run) = &item.kind {
                    last = last.max(run.y);
                }
            }
            assert!(
                last < print.size.height - Length::points(60),
                "{name} {}",
                sheet.label
            );
        }
    }
}

#[test]
fn lines_of_text_stand_on_the_baseline_grid() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/books/pages");
    let (_, print) =
        prints(&folder).into_iter().find(|(name, _)| name.starts_with("grid")).unwrap();
    let (size, leading) = (Length::from_points(10.5), Length::points(14));
    let blocks = blocks(&print);
    let mut places = BTreeSet::new();
    let mut count = 0;
    for item in print.sheets.iter().flat_map(|sheet| &sheet.items) {
        let Some((owner, y, _)) = line_of(item, &blocks) else { continue };
        let ItemKind::Run(run) = &item.kind else { continue };
        // titles of callouts are bold, and like headings not on the grid
        let found = &print.structure[owner.0 as usize];
        let aside = found
            .parent
            .is_some_and(|parent| print.structure[parent.0 as usize].role == Role::Aside);
        let running = found.role == Role::P && !aside;
        if running && run.size == size && count_of(&print, owner) {
            places.insert(y.0 % leading.0);
            count += 1;
        }
    }
    assert_eq!(places.len(), 1, "{places:?}");
    assert!(count > 300, "{count} runs");
}

/// Whether an element is part of a chapter's text and not of the pages before it.
fn count_of(print: &Print, element: ElementId) -> bool {
    let mut up = element;
    while let Some(parent) = print.structure[up.0 as usize].parent {
        if parent == ElementId(0) {
            break;
        }
        up = parent;
    }
    print.structure[up.0 as usize].title.is_some()
}

#[test]
fn the_rules_catch_what_breaks_them() {
    let article = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let (_, mut print) = prints(&article).swap_remove(0);
    // one line of a paragraph alone on a page that is added
    let blocks = blocks(&print);
    let is_text = |item: &Item| {
        line_of(item, &blocks)
            .is_some_and(|(owner, _, _)| print.structure[owner.0 as usize].role == Role::P)
    };
    let sheet = print
        .sheets
        .iter()
        .position(|sheet| sheet.items.iter().filter(|item| is_text(item)).count() > 12);
    let sheet = sheet.unwrap();
    let last = print.sheets[sheet].items.iter().rposition(is_text).unwrap();
    let moved = print.sheets[sheet].items[last].clone();
    let ItemKind::Run(run) = &moved.kind else { panic!() };
    let baseline = run.y;
    let mut page = print.sheets[sheet].clone();
    page.items.retain(|item| {
        item.mark == moved.mark
            && matches!(&item.kind, ItemKind::Run(run) if run.y == baseline)
    });
    print.sheets[sheet]
        .items
        .retain(|item| !(matches!(&item.kind, ItemKind::Run(run) if run.y == baseline)));
    print.sheets.insert(sheet + 1, page);
    assert!(faults(&print).iter().any(|fault| fault.contains("a widow")), "not caught");
}

#[test]
fn every_note_begins_on_the_page_of_its_first_mark() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/books/notes");
    for (name, print) in prints(&folder) {
        let place = |wanted: &str| {
            let mut all = print.destinations.iter();
            all.find(|place| place.name == wanted).map(|place| (place.sheet, place.y))
        };
        let mut count = 0;
        while let Some((sheet, y)) = place(&format!("fn-{}", count + 1)) {
            let mark = place(&format!("fnref-{}", count + 1)).unwrap();
            assert_eq!(mark.0, sheet, "note {} of {name}", count + 1);
            assert!(mark.1 < y, "note {} of {name} stands above its mark", count + 1);
            count += 1;
        }
        let notes = print.structure.iter().filter(|element| element.role == Role::Note);
        assert_eq!(notes.count(), count, "{name}");
        assert!(count > 20, "{name}: {count} notes");
    }
}

/// Of every sheet, the lines of the text in its two columns: owner and baseline, without
/// what stands in notes or runs across.
fn columns(print: &Print) -> Vec<[Vec<(ElementId, Length)>; 2]> {
    let blocks = blocks(print);
    let sheets = print.sheets.iter().map(|sheet| {
        let mut columns = [Vec::new(), Vec::new()];
        let text: Vec<_> = sheet
            .items
            .iter()
            .filter_map(|item| Some((item, line_of(item, &blocks)?)))
            .collect();
        for (item, (owner, y, _)) in text {
            let Some(x) = start_of(item) else { continue };
            let is_text = print.structure[owner.0 as usize].role == Role::P
                && size(item) == Length::from_points(9.5).0 * 2 / 3;
            let lines: &mut Vec<(ElementId, Length)> =
                &mut columns[usize::from(x > print.size.width / 2)];
            if is_text && lines.last() != Some(&(owner, y)) {
                lines.push((owner, y));
            }
        }
        columns
    });
    sheets.collect()
}

fn start_of(item: &Item) -> Option<Length> {
    match &item.kind {
        ItemKind::Run(run) => Some(run.x),
        ItemKind::Fill { .. } | ItemKind::Picture { .. } => None,
    }
}

#[test]
fn columns_end_level_and_the_last_page_is_balanced() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/books/columns");
    let leading = Length::points(12);
    let mut balanced = 0;
    for (name, print) in prints(&folder) {
        let columns = columns(&print);
        let opens = |sheet: usize| {
            let titles = ["dances", "the-mill", "a-short-one"];
            let mut places = print.destinations.iter();
            places.any(|place| {
                place.sheet as usize == sheet && titles.contains(&place.name.as_str())
            })
        };
        for (number, sheet) in columns.iter().enumerate() {
            let last =
                |column: &[(ElementId, Length)]| column.iter().map(|line| line.1).max();
            let (Some(first), Some(second)) = (last(&sheet[0]), last(&sheet[1])) else {
                continue;
            };
            if number + 1 < columns.len() && opens(number + 1) {
                let longer = first - second;
                let label = &print.sheets[number].label;
                // a line longer at most, or two where one would be left alone
                let even = longer > -leading / 2 && longer <= leading * 2;
                assert!(even, "{name}, page {label}: {longer:?}");
                balanced += 1;
            }
        }
    }
    assert_eq!(balanced, 4);
}

#[test]
fn no_column_begins_or_ends_with_a_line_alone() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/books/columns");
    for (name, print) in prints(&folder) {
        let mut lines: BTreeMap<ElementId, Vec<usize>> = BTreeMap::new();
        for (number, column) in columns(&print).iter().flatten().enumerate() {
            for (owner, _) in column {
                lines.entry(*owner).or_default().push(number);
            }
        }
        for (owner, columns) in lines.iter().filter(|(_, columns)| columns.len() > 3) {
            for column in columns {
                let here = columns.iter().filter(|other| *other == column).count();
                assert!(here > 1, "{name}: {owner:?} in column {column}");
            }
        }
    }
}

#[test]
fn lines_of_both_columns_stand_on_the_grid() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/books/columns");
    let (_, print) =
        prints(&folder).into_iter().find(|(name, _)| name.starts_with("grid")).unwrap();
    let text = |element: ElementId| {
        let parent = print.structure[element.0 as usize].parent;
        parent.is_some_and(|parent| print.structure[parent.0 as usize].role == Role::Sect)
            && count_of(&print, element)
    };
    let columns = columns(&print);
    let lines = columns.iter().flatten().flatten().filter(|(owner, _)| text(*owner));
    let places: Vec<i64> = lines.map(|(_, y)| y.0 % Length::points(12).0).collect();
    assert!(places.len() > 200, "{}", places.len());
    assert_eq!(places.iter().collect::<BTreeSet<_>>().len(), 1, "{places:?}");
}

#[test]
fn contents_lists_go_as_deep_as_the_edition_wants() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/books/columns");
    for (name, print) in prints(&folder) {
        let entries = print.structure.iter().filter(|one| one.role == Role::Toci).count();
        // `### Heights` is in the list of three levels alone; the other has lists of two
        // figures and two tables
        assert_eq!(entries, if name.starts_with("grid") { 8 } else { 7 + 4 }, "{name}");
    }
}

/// Of every sheet, what its text from right to left leaves free on the left and the right.
fn margins(print: &Print) -> Vec<Option<(Length, Length)>> {
    let sheets = print.sheets.iter().map(|sheet| {
        let content = |item: &&Item| matches!(item.mark, Mark::Content(_));
        let edges =
            sheet.items.iter().filter(content).filter_map(|item| match &item.kind {
                // spaces at the ends of lines hang unseen into the margin
                ItemKind::Run(run) if run.rtl && !run.text.trim().is_empty() => {
                    let width: Length = run.glyphs.iter().map(|glyph| glyph.advance).sum();
                    Some((run.x, run.x + width))
                }
                ItemKind::Run(_) | ItemKind::Fill { .. } | ItemKind::Picture { .. } => None,
            });
        edges.reduce(|one, other| (one.0.min(other.0), one.1.max(other.1)))
    });
    sheets
        .map(|edges| edges.map(|(left, right)| (left, print.size.width - right)))
        .collect()
}

#[test]
fn a_book_from_right_to_left_is_bound_on_the_right() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/books/leftward");
    let (_, print) = prints(&folder).swap_remove(0);
    let margins = margins(&print);
    // punctuation hangs into the margin
    let hanging = Length::points(2);
    let near = |one: Length, other: i64| (one - Length::points(other)).0.abs() < 65_536;
    for (number, sheet) in print.sheets.iter().enumerate() {
        let Some((left, right)) = margins[number] else { continue };
        let folio = sheet.items.iter().find_map(|item| match (&item.kind, item.mark) {
            (ItemKind::Run(run), Mark::Artifact(Artifact::Footer)) => Some(run.x),
            _ => None,
        });
        // a right-hand page of other books is one on the left here: its outer edge is left
        let recto = number % 2 == 0;
        assert!(
            right >= Length::points(if recto { 60 } else { 54 }) - hanging,
            "{number}: {left:?} {right:?}"
        );
        assert!(
            left >= Length::points(if recto { 54 } else { 60 }) - hanging,
            "{number}: {left:?} {right:?}"
        );
        if let Some(folio) = folio {
            assert_eq!(folio < print.size.width / 2, recto, "page {}", sheet.label);
        }
    }
    let opening = |title: &str| {
        let items = print.sheets.iter().flat_map(|sheet| &sheet.items);
        let titles = items.filter_map(|item| match &item.kind {
            ItemKind::Run(run) if run.text == title && run.size == Length::points(17) => {
                let width: Length = run.glyphs.iter().map(|glyph| glyph.advance).sum();
                Some(print.size.width - run.x - width)
            }
            _ => None,
        });
        titles.collect::<Vec<_>>()
    };
    // a comma at the end of a line hangs on the left
    let runs = print.sheets.iter().flat_map(|sheet| &sheet.items);
    let line = runs.filter_map(|item| match &item.kind {
        ItemKind::Run(run) if run.text.starts_with("הכול, ומי שיודע לחכות") => {
            Some(run.x)
        }
        _ => None,
    });
    assert!(line.min().is_some_and(|x| x < Length::points(53)));
    let title = opening("התנור");
    assert!(title.len() == 1 && (near(title[0], 60) || near(title[0], 54)), "{title:?}");
}

#[test]
fn columns_and_code_know_their_direction() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/books/leftward");
    let (_, print) = prints(&folder).pop().unwrap();
    let place = |words: &str| {
        let found = print.sheets.iter().enumerate().find_map(|(number, sheet)| {
            sheet.items.iter().find_map(|item| match &item.kind {
                ItemKind::Run(run) if run.text.starts_with(words) => Some((number, run.x)),
                _ => None,
            })
        });
        found.unwrap_or_else(|| panic!("{words}"))
    };
    // the second column stands on the left
    let (first, second) = (place("לחם נעשה"), place("הרבה אופים"));
    assert_eq!(first.0, second.0);
    assert!(second.1 < print.size.width / 2, "{second:?}");
    // code begins at the left edge of its column, and its lines run to the right
    let (def, back) = (place("def"), place("    "));
    assert_eq!(def, back);
    let flour = place("(flour");
    assert!(flour.0 == def.0 && flour.1 > def.1, "{flour:?}");
}

#[test]
fn a_wide_heading_callout_and_code_part_the_columns() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/books/across");
    let (_, print) = prints(&folder).swap_remove(0);
    let block = print.size.width - Length::points(54) - Length::from_points(61.2);
    let sheet = print.sheets.iter().find(|sheet| sheet.label == "1").unwrap();
    // the grounds of the callout and of the code are as wide as the text block
    let grounds = sheet.items.iter().filter_map(|item| match &item.kind {
        ItemKind::Fill { rect, .. } if rect.height > Length::points(20) => Some(rect),
        _ => None,
    });
    let wide = grounds.filter(|rect| (rect.width - block).0.abs() < 65_536).count();
    assert_eq!(wide, 2);
    // above the heading the columns are balanced
    let place = print.destinations.iter().find(|place| place.name == "kept").unwrap();
    let blocks = blocks(&print);
    let mut last = [Length::ZERO; 2];
    for item in &sheet.items {
        if let (Some((owner, y, _)), Some(x)) = (line_of(item, &blocks), start_of(item))
            && y < place.y
            && print.structure[owner.0 as usize].role == Role::P
        {
            let column = &mut last[usize::from(x > print.size.width / 2)];
            *column = (*column).max(y);
        }
    }
    assert!(last[0] > Length::ZERO && last[0] - last[1] <= Length::points(12), "{last:?}");
}

#[test]
fn a_table_goes_on_in_the_next_column_below_its_header() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/books/across");
    let (_, print) = prints(&folder).swap_remove(0);
    let runs = || {
        let sheets = print.sheets.iter().enumerate();
        sheets.flat_map(|(number, sheet)| {
            sheet.items.iter().filter_map(move |item| match &item.kind {
                ItemKind::Run(run) => Some((number, item.mark, run)),
                ItemKind::Fill { .. } | ItemKind::Picture { .. } => None,
            })
        })
    };
    let heads: Vec<_> = runs().filter(|(_, _, run)| run.text == "Freight").collect();
    // read once, and repeated at the head of each column after the first
    let read = heads.iter().filter(|head| matches!(head.1, Mark::Content(_))).count();
    assert_eq!((heads.len(), read), (3, 1));
    assert_eq!(heads[0].0, heads[1].0, "the second column of the same page");
    assert!(heads[1].2.x > print.size.width / 2 && heads[2].0 == heads[1].0 + 1);
    // every row once, in order, each below a header of its column
    let first = |name: &str| runs().filter(|(_, _, run)| run.text == name).count();
    for ship in ["Anna", "Zephyr", "Anna II", "Wanderer", "Zephyr II"] {
        assert_eq!(first(ship), 1, "{ship}");
    }
}
