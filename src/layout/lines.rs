//! Paragraphs to lines, by total fit.
//!
//! Donald E. Knuth and Michael F. Plass, "Breaking Paragraphs into Lines", Software:
//! Practice and Experience 11 (1981), 1119–1184, with the fitness classes of that paper,
//! and with margin kerning and font expansion as in Hàn Thế Thành, "Micro-typographic
//! extensions to the TeX typesetting system" (2000), chapters 3 and 4.

use super::breaks::{Break, BreakKind};
use super::paragraph::Form;
use crate::length::{Length, Short};
use crate::theme::Align;

/// What stands in a line before a byte of the text, summed from the start.
#[derive(Debug, Default, Copy, Clone)]
pub(super) struct Sum {
    /// Width of everything.
    pub(super) width: i64,
    /// Width of the spaces in it.
    pub(super) spaces: i64,
}

/// What the breaker knows of a paragraph.
#[derive(Debug)]
pub(super) struct Measured {
    /// How it is set.
    pub(super) form: Form,
    /// Where lines may end.
    pub(super) breaks: Vec<Break>,
    /// The same places, measured.
    points: Vec<Point>,
    /// How far the start of the first line hangs into the margin.
    first_start: i64,
    /// Whether some break ends before the line after the one before it begins.
    overlaps: bool,
    /// Whether it has letters that are joined with their neighbours.
    pub(super) joined: bool,
}

/// What stands before a break.
#[derive(Debug, Copy, Clone)]
struct Point {
    /// Up to the end of its line, with what that shows.
    end: Sum,
    /// The width from there to the start of the next line, with what of that hangs into
    /// the margin; and the width of the spaces in it.
    next: (Short, Short),
    edge: Edge,
}

/// What is at a break beside the text.
#[derive(Debug, Default, Copy, Clone)]
pub(super) struct Edge {
    /// The width of what its line shows at its end (an added hyphen), less what of that
    /// end hangs into the margin.
    pub(super) shown: Short,
    /// How far the start of the next line hangs into the margin.
    pub(super) hang: Short,
    /// How much of the last character of its line counts as a space.
    pub(super) glue: Short,
}

/// A chosen line.
#[derive(Debug, Copy, Clone, PartialEq, Eq)]
pub(super) struct Chosen {
    /// First byte of its text.
    pub(super) start: u32,
    /// The break it ends at, by number.
    pub(super) end: usize,
    /// Whether it does not fit, however its spaces shrink.
    pub(super) overfull: bool,
    /// How far its spaces are from their own width: 100 where they give all they may.
    pub(super) badness: u16,
}

/// How much a space may grow and shrink, in thousandths of its width: a half and a third,
/// as in Knuth and Plass, section "The total-fit algorithm" (and in Computer Modern).
pub(super) const SPACE_STRETCH: i64 = 500;
/// See [`SPACE_STRETCH`].
pub(super) const SPACE_SHRINK: i64 = 333;
/// How far letters move apart in a line whose spaces have grown by all they may, in
/// thousandths of their widths: too little to be seen, enough to spare the spaces.
pub(super) const LETTERS_APART: i64 = 10;

/// Demerits of every line, so that fewer lines are better.
const LINE: f64 = 10.0;
/// Demerits when a tight line stands next to a loose one.
const FITNESS: f64 = 6_000.0;
/// Demerits of a second hyphen below another.
const DOUBLE_HYPHEN: f64 = 30_000.0;
/// Demerits of a hyphen in the line before the last.
const HYPHEN_BEFORE_LAST: f64 = 20_000.0;
/// Demerits of a last line shorter than an eighth of the measure.
const SHORT_LAST: f64 = 12_000.0;
/// Demerits of a last line shorter than the indent of a paragraph: the white below and
/// above it would be taken for a space between paragraphs.
const STUB_LAST: f64 = 400_000.0;
/// What a hyphen costs beside its own penalty where the edge is ragged anyway.
const RAGGED_HYPHEN: f64 = 300.0;
/// No more hyphens than this stand below one another.
const MOST_HYPHENS: u8 = 2;
/// How a paragraph is tried, pass by pass: the badness at which a line is refused, and
/// whether lines may be stretched beyond that in an emergency.
const PASSES: [Pass; 4] = [
    Pass { tolerance: 200.0, emergency: false, force: false },
    Pass { tolerance: 2_000.0, emergency: false, force: false },
    Pass { tolerance: 10_000.0, emergency: true, force: false },
    Pass { tolerance: f64::INFINITY, emergency: true, force: true },
];
/// The pass in which more or fewer lines than the best number are looked for: no line
/// whose spaces give more than they may.
const STRICT: Pass = Pass { tolerance: 100.0, emergency: false, force: false };

/// What a pass allows.
#[derive(Debug, Copy, Clone)]
struct Pass {
    /// Badness at which a line is refused.
    tolerance: f64,
    /// Whether every line may be stretched by some more (TeX's `\emergencystretch`).
    emergency: bool,
    /// Whether a line is taken that fits by no means, where there is no other.
    force: bool,
}

#[derive(Debug, Copy, Clone)]
struct Node {
    /// The break, by number; `usize::MAX` for the start.
    at: usize,
    previous: usize,
    fitness: i8,
    hyphens: u8,
    /// Lines before it, where they are counted.
    lines: u32,
    demerits: f64,
    overfull: bool,
}

const START: Node = Node {
    at: usize::MAX,
    previous: usize::MAX,
    fitness: 1,
    hyphens: 0,
    lines: 0,
    demerits: 0.0,
    overfull: false,
};

/// Chooses the lines with the fewest demerits.
///
/// Every byte of the text but spaces at line ends is in exactly one line, in order. A
/// word wider than the measure gets a line that is marked overfull.
pub(super) fn choose(measured: &Measured) -> Vec<Chosen> {
    let best = |&pass: &Pass| {
        let (nodes, head) = attempt(measured, pass, false)?;
        fewest(&nodes, head, None).map(|last| trace(measured, &nodes, last))
    };
    let chosen: Vec<Chosen> = PASSES.iter().find_map(best).unwrap_or_default();
    let looseness = isize::from(measured.form.looseness);
    if looseness == 0 {
        return chosen;
    }
    loosened(measured, chosen.len().saturating_add_signed(looseness), chosen.len())
        .unwrap_or(chosen)
}

/// The lines of the number that is nearest to the wanted one, on the way to it from the
/// best one, with the fewest demerits; none where no other can be had in the first pass.
fn loosened(measured: &Measured, wanted: usize, best: usize) -> Option<Vec<Chosen>> {
    let (nodes, head) = attempt(measured, PASSES[0], true)?;
    let between = best.min(wanted)..=best.max(wanted);
    let ends = nodes[head..].iter().map(|node| node.lines as usize);
    let nearest = ends
        .filter(|lines| *lines != best && between.contains(lines))
        .min_by_key(|&lines| lines.abs_diff(wanted))?;
    let last = fewest(&nodes, head, u32::try_from(nearest).ok())?;
    Some(trace(measured, &nodes, last))
}

/// For some numbers of lines, the lines of that number with the fewest demerits; none
/// where they cannot be had without a line whose spaces give more than they may.
pub(super) fn counted<const N: usize>(
    measured: &Measured,
    counts: [Option<usize>; N],
) -> [Option<Vec<Chosen>>; N] {
    if counts.iter().all(Option::is_none) {
        return [const { None }; N];
    }
    let Some((nodes, head)) = attempt(measured, STRICT, true) else {
        return [const { None }; N];
    };
    counts.map(|count| {
        let count = u32::try_from(count?).ok();
        let last = fewest(&nodes, head, Some(count?))?;
        Some(trace(measured, &nodes, last))
    })
}

/// The node with the fewest demerits from `head` on, of those behind so many lines.
fn fewest(nodes: &[Node], head: usize, lines: Option<u32>) -> Option<usize> {
    (head..nodes.len())
        .filter(|&node| lines.is_none_or(|lines| nodes[node].lines == lines))
        .min_by(|&a, &b| nodes[a].demerits.total_cmp(&nodes[b].demerits))
}

/// One pass over the breaks: all nodes, and the first of those at the end of the text.
/// With `count`, paragraphs of different numbers of lines are kept apart (Knuth and
/// Plass, section "Looseness").
fn attempt(measured: &Measured, pass: Pass, count: bool) -> Option<(Vec<Node>, usize)> {
    // the nodes from `head` on are active; they stand in the order of their breaks
    let mut nodes = Vec::with_capacity(measured.breaks.len());
    nodes.push(START);
    let mut head = 0;
    // the best ways to reach a break, by fitness class, run of hyphens, and lines
    let mut best: Vec<Node> = Vec::new();
    let step = u32::from(count);
    for (number, place) in measured.breaks.iter().enumerate() {
        let forced = matches!(place.kind, BreakKind::Forced | BreakKind::End);
        best.clear();
        let mut known: Option<(usize, Fit)> = None;
        let mut last_dropped = None;
        let mut too_loose: Option<i64> = None;
        let first_active = head;
        for (from, &node) in nodes.iter().enumerate().skip(first_active) {
            let fit = match known {
                Some((at, fit)) if at == node.at => fit,
                Some(_) | None => measured.fit(node.at, number, pass.emergency),
            };
            known = Some((node.at, fit));
            if fit.ratio < -1.0 {
                if from == head {
                    head += 1;
                    last_dropped = Some(from);
                }
            } else if fit.badness <= pass.tolerance {
                let line = measured.line(&node, from, number, &fit, step);
                keep_best(line, &mut best);
            } else {
                // what begins later is shorter still, but for what hangs into the margin
                let first = *too_loose.get_or_insert(fit.missing);
                if fit.missing > first + measured.form.leading.0 {
                    break;
                }
            }
        }
        if forced {
            head = nodes.len();
        }
        if head == nodes.len() && best.is_empty() && pass.force {
            // the line is too wide, or too empty: take it all the same
            let from = last_dropped.unwrap_or(nodes.len() - 1);
            let fit = measured.fit(nodes[from].at, number, pass.emergency);
            best.extend(measured.forced(&nodes[from], from, number, &fit));
        }
        nodes.append(&mut best);
        if head == nodes.len() {
            return None;
        }
    }
    Some((nodes, head))
}

/// Keeps a line that ends at a break, if none of its kind has fewer demerits.
fn keep_best(line: Option<Node>, best: &mut Vec<Node>) {
    let Some(new) = line else { return };
    let same = |known: &&mut Node| {
        (known.fitness, known.hyphens, known.lines) == (new.fitness, new.hyphens, new.lines)
    };
    match best.iter_mut().find(same) {
        Some(known) if known.demerits <= new.demerits => {}
        Some(known) => *known = new,
        None => best.push(new),
    }
}

fn trace(measured: &Measured, nodes: &[Node], last: usize) -> Vec<Chosen> {
    let mut lines = Vec::new();
    let mut current = last;
    while nodes[current].at != usize::MAX {
        let node = nodes[current];
        let before = nodes[node.previous].at;
        let start = if before == usize::MAX { 0 } else { measured.breaks[before].next };
        let badness = measured.fit(before, node.at, false).badness;
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a number from 0 to 10,000"
        )]
        let badness = badness.min(10_000.0) as u16;
        lines.push(Chosen { start, end: node.at, overfull: node.overfull, badness });
        current = node.previous;
    }
    lines.reverse();
    lines
}

/// How a line fills the measure.
#[derive(Debug, Copy, Clone)]
pub(super) struct Fit {
    /// What is missing in the measure; negative when the line is too wide.
    pub(super) missing: i64,
    /// `missing` as a part of what the line can give; below -1 it does not fit.
    ratio: f64,
    badness: f64,
    /// 0 tight, 1 decent, 2 loose, 3 very loose.
    fitness: i8,
    /// What a last line of its width costs.
    short: f64,
}

impl Measured {
    /// Measures the breaks of a paragraph with what stands before each byte (`sums`) and
    /// how far the start of its first line hangs into the margin.
    pub(super) fn new(
        form: &Form,
        sums: &[Sum],
        mut breaks: Vec<Break>,
        edges: impl Iterator<Item = Edge>,
        first_start: i64,
    ) -> Self {
        let mut before = 0;
        let mut overlaps = false;
        let points = breaks.iter().zip(edges).map(|(place, edge)| {
            overlaps |= place.end < before;
            before = place.next;
            let (end, next) = (sums[place.end as usize], sums[place.next as usize]);
            let end = Sum { width: end.width + edge.shown.long().0, ..end };
            let width = next.width + edge.hang.long().0 - end.width;
            let spaces = next.spaces - end.spaces;
            let next = (Length(width).into(), Length(spaces).into());
            Point { end, next, edge }
        });
        let points = points.collect();
        breaks.shrink_to_fit();
        Self { form: form.clone(), breaks, points, first_start, overlaps, joined: false }
    }

    /// How far the start of the line after a break hangs into the margin.
    pub(super) fn start(&self, before: usize) -> i64 {
        self.points.get(before).map_or(self.first_start, |point| point.edge.hang.long().0)
    }

    /// How much of the last character before a break counts as a space.
    pub(super) fn glue_at_end(&self, end: usize) -> i64 {
        self.points[end].edge.glue.long().0
    }

    /// The line from a node to a break; `None` when a hyphen at its end would be one too
    /// many.
    fn line(
        &self,
        node: &Node,
        from: usize,
        to: usize,
        fit: &Fit,
        step: u32,
    ) -> Option<Node> {
        let place = self.breaks[to];
        let hyphens = if place.kind.is_hyphen() { node.hyphens + 1 } else { 0 };
        if hyphens > MOST_HYPHENS {
            return None;
        }
        let base = LINE + fit.badness.min(10_000.0);
        let mut penalty = f64::from(place.penalty);
        if place.kind == BreakKind::Added && self.form.align != Align::Justify {
            penalty += RAGGED_HYPHEN;
        }
        let mut demerits = node.demerits + base * base + penalty * penalty;
        if (fit.fitness - node.fitness).abs() > 1 {
            demerits += FITNESS;
        }
        if hyphens > 1 {
            demerits += DOUBLE_HYPHEN;
        }
        if place.kind == BreakKind::End && node.at != usize::MAX {
            demerits += fit.short;
            if node.hyphens > 0 {
                demerits += HYPHEN_BEFORE_LAST;
            }
        }
        Some(Node {
            at: to,
            previous: from,
            fitness: fit.fitness,
            hyphens,
            lines: node.lines + step,
            demerits,
            overfull: false,
        })
    }

    /// The same where there is no other way.
    fn forced(&self, node: &Node, from: usize, to: usize, fit: &Fit) -> Option<Node> {
        let before = Node { hyphens: 0, ..*node };
        let mut line = self.line(&before, from, to, fit, 0)?;
        line.overfull = fit.ratio < -1.0;
        if line.overfull {
            line.demerits += 1e12;
        }
        Some(line)
    }

    /// The natural width of the line from after break `from` to break `to`, what hangs
    /// into the margins left out, and the width of the spaces in it.
    pub(super) fn natural(&self, from: usize, to: usize) -> Sum {
        let first = Sum { width: self.first_start, spaces: 0 };
        let start = self.points.get(from).map_or(first, |point| Sum {
            width: point.end.width + point.next.0.long().0,
            spaces: point.end.spaces + point.next.1.long().0,
        });
        let point = &self.points[to];
        if self.overlaps && from != usize::MAX {
            let (end, next) = (self.breaks[to].end, self.breaks[from].next);
            if end < next {
                let hang = self.points[from].edge.hang;
                let width = point.edge.shown.long() - hang.long();
                return Sum { width: width.0, spaces: 0 };
            }
        }
        Sum {
            width: point.end.width - start.width,
            spaces: point.end.spaces - start.spaces,
        }
    }

    /// How the line from after break `from` to break `to` fills the measure.
    #[expect(clippy::cast_precision_loss, reason = "widths are far below 2^53")]
    pub(super) fn fit(&self, from: usize, to: usize, emergency: bool) -> Fit {
        let natural = self.natural(from, to);
        let form = &self.form;
        let indent = if from == usize::MAX { form.indent.0 } else { 0 };
        let target = form.measure.0 - indent;
        let missing = target - natural.width;
        let last = matches!(self.breaks[to].kind, BreakKind::End | BreakKind::Forced);
        let (shrink, stretch) = self.give(natural, emergency);
        let free = last && !form.balance;
        let ratio = if missing < 0 {
            if shrink > 0 { missing as f64 / shrink as f64 } else { -2.0 }
        } else if free || missing == 0 {
            0.0
        } else if stretch > 0 {
            missing as f64 / stretch as f64
        } else {
            1e3
        };
        let badness = 100.0 * ratio.abs() * ratio.abs() * ratio.abs();
        let fitness = if ratio < -0.5 {
            0
        } else if ratio <= 0.5 {
            1
        } else if ratio <= 1.0 {
            2
        } else {
            3
        };
        let short = if natural.width < form.indent.0.max(form.leading.0) {
            STUB_LAST
        } else if natural.width < target / 8 {
            SHORT_LAST
        } else {
            0.0
        };
        Fit { missing, ratio, badness, fitness, short }
    }

    /// How far a line can be narrowed and widened. Where the edge is ragged the spaces
    /// stay as they are and the edge gives: by two leadings, about two and a half ems
    /// (Knuth and Plass, section "Ragged-right and centred").
    fn give(&self, natural: Sum, emergency: bool) -> (i64, i64) {
        let form = &self.form;
        let measure = form.measure.0;
        if form.align == Align::Justify {
            let letters = (natural.width - natural.spaces).max(0);
            let flex = letters * i64::from(form.expansion) / 1000;
            let more = if emergency { measure / 8 } else { 0 };
            let spaces = natural.spaces;
            (
                spaces * SPACE_SHRINK / 1000 + flex,
                spaces * SPACE_STRETCH / 1000 + flex + more,
            )
        } else if form.balance {
            (0, measure / 3)
        } else {
            let zone = (form.leading.0 * 2).min(measure / 3);
            (0, if emergency { measure } else { zone })
        }
    }
}

/// How far a character at the end of a line hangs into the margin, in thousandths of its
/// own width.
pub(super) const fn hangs_at_end(character: char) -> i64 {
    match character {
        '.' | ',' | '-' | '\u{2010}' | '\u{AD}' | '\u{2019}' | '\u{201D}' | '\'' | '"' => {
            700
        }
        // commas and the full stop of Arabic and Urdu, the hyphen of Hebrew
        ':' | ';' | '\u{60C}' | '\u{61B}' | '\u{6D4}' | '\u{5BE}' => 500,
        '–' => 300,
        '—' => 200,
        '\u{61F}' => 150,
        '!' | '?' | ')' | ']' | '»' | '›' => 150,
        'r' | 't' | 'y' | 'v' | 'w' | 'k' | 'A' | 'F' | 'K' | 'L' | 'T' | 'V' | 'W'
        | 'X' | 'Y' => 50,
        _ => 0,
    }
}

/// The same at the start of a line.
pub(super) const fn hangs_at_start(character: char) -> i64 {
    match character {
        '\u{2018}' | '\u{201C}' | '\'' | '"' | '‚' | '„' => 600,
        '–' => 300,
        '—' => 200,
        '(' | '[' | '«' | '‹' => 100,
        'A' | 'T' | 'V' | 'W' | 'Y' | 'X' | 'J' | 'y' | 'v' | 'w' => 50,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::length::Length;

    /// Words of the given widths with spaces between them; no hyphens.
    struct Text {
        sums: Vec<Sum>,
        breaks: Vec<Break>,
    }

    const SPACE: i64 = 250;

    fn text(words: &[i64]) -> Text {
        let mut sum = Sum::default();
        let mut sums = Vec::new();
        let mut breaks = Vec::new();
        for (number, &width) in (0u32..).zip(words) {
            sums.push(sum);
            sum.width += width;
            sums.push(sum);
            sum.width += SPACE;
            sum.spaces += SPACE;
            let kind = if number as usize + 1 == words.len() {
                BreakKind::End
            } else {
                BreakKind::Plain
            };
            let (end, next) = (number * 2 + 1, number * 2 + 2);
            breaks.push(Break { end, next, penalty: 0, kind });
        }
        sums.push(sum);
        Text { sums, breaks }
    }

    fn form(measure: i64) -> Form {
        Form {
            align: Align::Justify,
            measure: Length(measure),
            indent: Length::ZERO,
            leading: Length(1_400),
            baseline: Length(1_000),
            hyphenate: false,
            protrusion: false,
            expansion: 20,
            balance: false,
            rtl: false,
            marked: false,
            numbers: None,
            looseness: 0,
        }
    }

    fn measured(text: &Text, form: &Form) -> Measured {
        let edges = std::iter::repeat(Edge::default());
        Measured::new(form, &text.sums, text.breaks.clone(), edges, 0)
    }

    fn lines(text: &Text, form: &Form) -> Vec<Chosen> {
        choose(&measured(text, form))
    }

    /// Words of uneven widths, always the same.
    fn words(count: u32) -> Vec<i64> {
        let mut seed = 12_345_u32;
        (0..count)
            .map(|_| {
                seed = seed.wrapping_mul(1_103_515_245).wrapping_add(12_345);
                800 + i64::from(seed >> 16) % 3_500
            })
            .collect()
    }

    #[test]
    fn every_word_is_in_one_line() {
        let text = text(&words(200));
        let lines = lines(&text, &form(32_000));
        let mut next = 0;
        for line in &lines {
            assert_eq!(line.start, next);
            assert!(!line.overfull);
            next = text.breaks[line.end].next;
        }
        assert_eq!(next as usize, text.breaks.len() * 2);
    }

    #[test]
    fn a_long_paragraph_can_be_a_line_longer_or_shorter() {
        // the last line of 885 of these words is short enough to be saved
        let text = text(&words(885));
        let measured = measured(&text, &form(48_000));
        let best = choose(&measured).len();
        let wanted = [best - 1, best + 1];
        let found = counted(&measured, wanted.map(Some));
        assert_eq!(found.map(|lines| lines.map(|lines| lines.len())), wanted.map(Some));
    }

    #[test]
    fn a_short_paragraph_has_no_other_number_of_lines() {
        let text = text(&[3_000, 2_000, 3_000]);
        let found = counted(&measured(&text, &form(32_000)), [0, 2, 10].map(Some));
        assert_eq!(found, [None, None, None]);
    }

    #[test]
    fn a_word_wider_than_the_measure_is_marked() {
        let text = text(&[3_000, 90_000, 3_000]);
        let lines = lines(&text, &form(32_000));
        let marked: Vec<bool> = lines.iter().map(|line| line.overfull).collect();
        assert_eq!(marked, [false, true, false]);
    }

    #[test]
    fn a_ragged_edge_is_even_too() {
        // first fit would set 9 + 9 + 9, 3, …
        let text = text(&[9_000, 9_000, 9_000, 3_000, 9_000, 9_000, 9_000, 3_000]);
        let form = Form { align: Align::Left, expansion: 0, ..form(28_000) };
        let widths: Vec<usize> = lines(&text, &form).iter().map(|line| line.end).collect();
        assert_eq!(widths, [2, 5, 7]);
    }
}
