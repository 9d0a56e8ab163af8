//! Sheets to content streams. Nothing is decided here but the order of operators.

use super::content::{Content, hundredths, thousandths};
use super::fonts::{Codes, FaceCodes};
use super::glyphs::{are_composed, cluster_text, clusters, is_same};
use super::inks::Inks;
use super::objects::deflate;
use super::paper::Paper;
use super::pictures::picture_name;
use super::structure::Owners;
use crate::layout::{Glyph, Item, ItemKind, Mark, MarkId, Print, Rect, Run, Sheet};
use crate::length::{Length, UNITS_PER_POINT};
use crate::par;

/// A sheet as a content stream.
pub(super) struct Painted {
    /// The compressed stream.
    pub(super) content: Vec<u8>,
    /// The marks on the sheet: the number of a marked content is its index here. A mark
    /// that is interrupted by something else is here twice.
    pub(super) marks: Vec<MarkId>,
    /// For each of them where on the sheet it is read.
    pub(super) order: Vec<usize>,
}

/// Paints all sheets.
pub(super) fn paint(
    print: &Print,
    fonts: &Codes<'_>,
    owners: &Owners<'_>,
    (paper, inks): (Paper, &Inks),
) -> Vec<Painted> {
    let height = print.size.height;
    par::map_quiet(&print.sheets, |sheet| {
        paint_sheet(sheet, (height, paper, inks), fonts, owners)
    })
}

/// The corners of a rectangle in the space of the page: left, bottom, right, top, in
/// hundredths of a point. Rectangles that touch on the sheet touch here.
pub(super) fn corners(rect: &Rect, height: Length) -> [i64; 4] {
    [
        hundredths(rect.x),
        hundredths(height - rect.y - rect.height),
        hundredths(rect.x + rect.width),
        hundredths(height - rect.y),
    ]
}

/// The smallest rectangle around all others.
pub(super) fn around(rects: &[Rect]) -> Rect {
    let left = rects.iter().map(|rect| rect.x).min().unwrap_or_default();
    let top = rects.iter().map(|rect| rect.y).min().unwrap_or_default();
    let right = rects.iter().map(|rect| rect.x + rect.width).max().unwrap_or_default();
    let bottom = rects.iter().map(|rect| rect.y + rect.height).max().unwrap_or_default();
    Rect { x: left, y: top, width: right - left, height: bottom - top }
}

fn paint_sheet(
    sheet: &Sheet,
    (height, paper, inks): (Length, Paper, &Inks),
    fonts: &Codes<'_>,
    owners: &Owners<'_>,
) -> Painted {
    let mut content = Content::default();
    let (mut marks, mut order) = (Vec::new(), Vec::new());
    let placed = as_they_stand(&sheet.items);
    let joined = |one: &(usize, &Item), next: &(usize, &Item)| {
        one.1.mark == next.1.mark && one.0 + 1 == next.0
    };
    for items in placed.chunk_by(joined) {
        let (first, item) = items[0];
        match item.mark {
            Mark::Artifact(artifact) => content.begin_artifact(artifact),
            Mark::Content(mark) => {
                content.begin_marked(owners.tag(mark), marks.len());
                marks.push(mark);
                order.push(first);
            }
        }
        paint_items(items, (height, paper, inks), fonts, &mut content);
        content.end_marked();
    }
    paper.mark(&mut content, inks);
    Painted { content: deflate(&content.finish()), marks, order }
}

/// The items of a sheet in the order in which they are painted, with their numbers.
///
/// What stands on a line with text from right to left is painted as it stands, from left
/// to right: readers of pages expect that and turn it around, and one that finds text to
/// the left of the last takes it for the same word. The structure keeps the order of
/// reading.
fn as_they_stand(items: &[Item]) -> Vec<(usize, &Item)> {
    let mut placed: Vec<(usize, &Item)> = items.iter().enumerate().collect();
    let mut rest = placed.as_mut_slice();
    while !rest.is_empty() {
        let (line, after) = rest.split_at_mut(line_length(rest));
        if line.iter().any(|(_, item)| matches!(&item.kind, ItemKind::Run(run) if run.rtl))
        {
            // what lies behind words is painted before them
            line.sort_by_key(|(_, item)| match &item.kind {
                ItemKind::Run(run) => (true, run.x),
                ItemKind::Fill { .. } | ItemKind::Picture { .. } => (false, Length::ZERO),
            });
        }
        rest = after;
    }
    placed
}

/// How many items the first of some stands on one line with: text, each less than half a
/// size of type above the other, and the grounds and rules of words between; at least 1.
fn line_length(items: &[(usize, &Item)]) -> usize {
    let Some((_, Item { kind: ItemKind::Run(first), .. })) = items.first() else {
        return 1;
    };
    let (mut before, mut length) = (first, 1);
    for (number, (_, item)) in items.iter().enumerate().skip(1) {
        match &item.kind {
            ItemKind::Run(run) => {
                let apart =
                    if before.y > run.y { before.y - run.y } else { run.y - before.y };
                if apart >= before.size.max(run.size) / 2 {
                    break;
                }
                (before, length) = (run, number + 1);
            }
            ItemKind::Fill { rect, .. } if rect.height <= before.size * 2 => {}
            ItemKind::Fill { .. } | ItemKind::Picture { .. } => break,
        }
    }
    length
}

fn paint_items(
    items: &[(usize, &Item)],
    (height, paper, inks): (Length, Paper, &Inks),
    fonts: &Codes<'_>,
    content: &mut Content,
) {
    let mut in_text = false;
    for (_, item) in items {
        let is_run = matches!(item.kind, ItemKind::Run(_));
        if is_run != in_text {
            if is_run {
                content.begin_text()
            } else {
                content.end_text()
            }
            in_text = is_run;
        }
        match &item.kind {
            ItemKind::Run(run) => {
                content.set_color(inks.ink(run.color));
                paint_run(run, height, fonts.get(run.face), content);
            }
            ItemKind::Fill { rect, color } => {
                content.set_color(inks.ink(*color));
                content.fill(paper.bled(rect, corners(rect, height)));
            }
            ItemKind::Picture { picture, rect } => {
                content.draw(&picture_name(*picture), corners(rect, height));
            }
        }
    }
    if in_text {
        content.end_text();
    }
}

fn paint_run(run: &Run, height: Length, font: &FaceCodes<'_>, content: &mut Content) {
    let size = thousandths(run.size);
    content.set_font(run.face, size);
    content.set_stretch(run.stretch);
    if run.rtl {
        paint_leftward(run, height, font, content);
    } else {
        content.move_to(hundredths(run.x), hundredths(height - run.y));
        let mut pen = Pen::new(size, run.stretch);
        stretches(run, font, |stretch| {
            if let Some(text) = stretch.replaced {
                content.begin_replaced(text);
            }
            for glyph in stretch.glyphs {
                pen.show(glyph, font, content);
            }
            if stretch.replaced.is_some() {
                content.end_marked();
            }
        });
    }
    content.set_rise(0);
}

/// A run from right to left: what is shown at once is shown from left to right, with a mark
/// that tells those who read the tags that its characters stand in reverse. Where that takes
/// several strings, as with points above and below letters, they come in the order in which
/// they are read (ISO 32000-1, 14.8.2.5.3).
fn paint_leftward(run: &Run, height: Length, font: &FaceCodes<'_>, content: &mut Content) {
    let mut parts = Vec::new();
    let mut due = Length::ZERO;
    stretches(run, font, |stretch| {
        let one = stretch.replaced.is_some();
        for glyphs in stretch.glyphs.chunk_by(|left, right| one || left.dy == right.dy) {
            parts.push((due, Stretch { glyphs, ..stretch }));
            due += glyphs.iter().map(|glyph| glyph.advance.long()).sum::<Length>();
        }
    });
    for (due, part) in parts.into_iter().rev() {
        content.move_to(hundredths(run.x + due), hundredths(height - run.y));
        match part.replaced {
            Some(text) => content.begin_replaced(text),
            None => content.begin_reversed(),
        }
        let mut pen = Pen::new(thousandths(run.size), run.stretch);
        for glyph in part.glyphs {
            pen.show(glyph, font, content);
        }
        content.end_marked();
    }
}

/// Neighbouring glyphs of a run that a reader takes for their own texts, or else for
/// `replaced`.
#[derive(Copy, Clone)]
struct Stretch<'a> {
    glyphs: &'a [Glyph],
    replaced: Option<&'a str>,
}

/// Cuts a run where the text of its glyphs begins or ends to differ from its own.
fn stretches<'a>(run: &'a Run, font: &FaceCodes<'_>, mut give: impl FnMut(Stretch<'a>)) {
    let mut done = 0;
    let mut first = None;
    let mut end = 0;
    for cluster in clusters(run) {
        let plain = reads_as(cluster, cluster_text(run, &cluster[0]), run.rtl, font);
        // Readers turn text from right to left around glyph by glyph: what stands for
        // several glyphs would be read backwards among them.
        let parted = run.rtl && !plain;
        if first.is_some_and(|first| first != plain || parted) {
            give(stretch(run, done, end, first == Some(true)));
            done = end;
        }
        first = Some(plain);
        end += cluster.len();
    }
    if let Some(plain) = first {
        give(stretch(run, done, end, plain));
    }
}

fn stretch(run: &Run, from: usize, to: usize, plain: bool) -> Stretch<'_> {
    let glyphs = &run.glyphs[from..to];
    if plain {
        return Stretch { glyphs, replaced: None };
    }
    let (first, last) = (glyphs[0], glyphs[glyphs.len() - 1]);
    let (first, last) = if run.rtl { (last, first) } else { (first, last) };
    let start = first.start as usize;
    let end = (last.start + last.len) as usize;
    Stretch { glyphs, replaced: Some(&run.text[start..end]) }
}

/// Whether the texts of the glyphs, one after the other, are `text`.
fn reads_as(cluster: &[Glyph], text: &str, rtl: bool, font: &FaceCodes<'_>) -> bool {
    if rtl && text.chars().nth(cluster.len()).is_some() {
        let texts = cluster.iter().map(|glyph| &*font.shown(glyph.id).text);
        return are_composed(texts, text);
    }
    if let [glyph] = cluster {
        return !text.is_empty() && is_same(&font.shown(glyph.id).text, text);
    }
    let mut rest = text;
    for at in 0..cluster.len() {
        let glyph = &cluster[if rtl { cluster.len() - 1 - at } else { at }];
        let own = &font.shown(glyph.id).text;
        match rest.strip_prefix(&**own) {
            Some(after) if !own.is_empty() => rest = after,
            Some(_) | None => return false,
        }
    }
    rest.is_empty()
}

/// Where the next glyph of a run belongs, and where a viewer would put it.
struct Pen {
    /// From the start of the run to where the next glyph belongs.
    due: Length,
    /// From the start of the run to where a viewer puts it, in thousandths of the size.
    reached: i64,
    /// Size of type in thousandths of a point times stretch in thousandths.
    scale: i64,
}

/// The greatest distance from its place, in thousandths of the size of type, at which a
/// glyph is left where a viewer puts it: a fortieth of a point in running text. The
/// distance is carried on and never adds up.
const TOLERANCE: i64 = 2;

impl Pen {
    fn new(size: i64, stretch: u16) -> Self {
        Self { due: Length::ZERO, reached: 0, scale: (size * i64::from(stretch)).max(1) }
    }

    fn show(&mut self, glyph: &Glyph, font: &FaceCodes<'_>, content: &mut Content) {
        let shown = font.shown(glyph.id);
        content.set_rise(hundredths(glyph.dy.long()));
        let due = self.thousandths(self.due + glyph.dx);
        let gap = due - self.reached;
        if gap.abs() > TOLERANCE {
            content.skip(gap);
            self.reached = due;
        }
        content.show(shown.code);
        self.reached += shown.width;
        self.due += glyph.advance;
    }

    /// A length in thousandths of the size of type, to nearest.
    fn thousandths(&self, length: Length) -> i64 {
        let dividend = length.0 * 1_000_000_000;
        let divisor = UNITS_PER_POINT * self.scale;
        (dividend + divisor / 2).div_euclid(divisor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_length_in_thousandths_of_the_type_counts_its_stretch() {
        let pen = Pen::new(10_000, 1000);
        assert_eq!(pen.thousandths(Length::points(5)), 500);
        assert_eq!(pen.thousandths(Length::points(-5)), -500);
        let pen = Pen::new(10_000, 500);
        assert_eq!(pen.thousandths(Length::points(5)), 1000);
    }

    #[test]
    fn rectangles_that_touch_on_the_sheet_touch_on_the_page() {
        let height = Length::points(100);
        let edge = Length(UNITS_PER_POINT / 3);
        let above = Rect { y: Length::ZERO, height: edge, ..Rect::default() };
        let below = Rect { y: edge, height: edge, ..Rect::default() };
        let [_, bottom, ..] = corners(&above, height);
        let [.., top] = corners(&below, height);
        assert_eq!(bottom, top);
    }

    fn run_at(x: i64, y: i64, rtl: bool) -> Item {
        let run = Run {
            face: crate::theme::FaceId(0),
            size: Length::points(10),
            stretch: 1000,
            x: Length::points(x),
            y: Length::points(y),
            color: crate::theme::Color { r: 0, g: 0, b: 0 },
            rtl,
            text: String::new(),
            glyphs: std::sync::Arc::default(),
        };
        Item { mark: Mark::Content(MarkId(0)), kind: ItemKind::Run(run) }
    }

    fn order(items: &[Item]) -> Vec<usize> {
        as_they_stand(items).into_iter().map(|(number, _)| number).collect()
    }

    #[test]
    fn a_line_from_right_to_left_is_painted_as_it_stands() {
        let line = [run_at(90, 50, true), run_at(60, 52, false), run_at(20, 50, true)];
        assert_eq!(order(&line), [2, 1, 0]);
        let lines = [run_at(90, 50, true), run_at(20, 62, true)];
        assert_eq!(order(&lines), [0, 1]);
        let columns = [run_at(90, 50, false), run_at(20, 50, false)];
        assert_eq!(order(&columns), [0, 1]);
    }

    /// A ground or a rule, so high.
    fn fill_at(x: i64, y: i64, height: i64) -> Item {
        let [x, y, width, height] = [x, y, 20, height].map(Length::points);
        let color = crate::theme::Color { r: 9, g: 9, b: 9 };
        let kind = ItemKind::Fill { rect: Rect { x, y, width, height }, color };
        Item { mark: Mark::Artifact(crate::layout::Artifact::Layout), kind }
    }

    #[test]
    fn the_ground_of_a_word_ends_no_line() {
        let line = [run_at(90, 50, true), fill_at(20, 41, 12), run_at(20, 50, true)];
        assert_eq!(order(&line), [1, 2, 0]);
        let table = [run_at(90, 50, true), fill_at(0, 54, 1), run_at(20, 66, true)];
        assert_eq!(order(&table), [0, 1, 2]);
        let frame = [run_at(90, 50, true), fill_at(0, 0, 90), run_at(20, 50, true)];
        assert_eq!(order(&frame), [0, 1, 2]);
    }
}
