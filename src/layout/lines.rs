//! Paragraphs to lines, by total fit.
//!
//! Donald E. Knuth and Michael F. Plass, "Breaking Paragraphs into Lines", Software:
//! Practice and Experience 11 (1981), 1119–1184, with the fitness classes of that paper,
//! and with margin kerning and font expansion as in Hàn Thế Thành, "Micro-typographic
//! extensions to the TeX typesetting system" (2000), chapters 3 and 4.

use super::breaks::{Break, BreakKind};
use super::paragraph::Form;
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
pub(super) struct Measured<'a> {
    /// How it is set.
    pub(super) form: &'a Form,
    /// One for each byte of the text and one for its end.
    pub(super) sums: &'a [Sum],
    /// Where lines may end.
    pub(super) breaks: &'a [Break],
    /// For each break, the width of what its line shows at its end beside the text (an
    /// added hyphen), less what of that end hangs into the margin.
    pub(super) ends: &'a [i64],
    /// For each break, how far the start of the next line hangs into the margin.
    pub(super) starts: &'a [i64],
    /// The same for the first line.
    pub(super) first_start: i64,
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
}

/// How much a space may grow and shrink, in thousandths of its width.
const SPACE_STRETCH: i64 = 500;
/// See [`SPACE_STRETCH`].
pub(super) const SPACE_SHRINK: i64 = 300;

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
/// No more hyphens than this stand below one another.
const MOST_HYPHENS: u8 = 2;
/// Badness at which a line is refused, pass by pass.
const TOLERANCE: [f64; 3] = [200.0, 2_000.0, 10_000.0];

#[derive(Debug, Copy, Clone)]
struct Node {
    /// The break, by number; `usize::MAX` for the start.
    at: usize,
    previous: usize,
    fitness: i8,
    hyphens: u8,
    demerits: f64,
    overfull: bool,
}

/// Chooses the lines with the fewest demerits.
///
/// Every byte of the text but spaces at line ends is in exactly one line, in order. A
/// word wider than the measure gets a line that is marked overfull.
pub(super) fn choose(measured: &Measured<'_>) -> Vec<Chosen> {
    for (pass, &tolerance) in TOLERANCE.iter().enumerate() {
        let emergency = if pass == 2 { measured.form.measure.0 / 8 } else { 0 };
        if let Some(lines) = attempt(measured, tolerance, emergency, false) {
            return lines;
        }
    }
    let emergency = measured.form.measure.0 / 8;
    attempt(measured, f64::INFINITY, emergency, true).unwrap_or_default()
}

fn attempt(
    measured: &Measured<'_>,
    tolerance: f64,
    emergency: i64,
    force: bool,
) -> Option<Vec<Chosen>> {
    let start = Node {
        at: usize::MAX,
        previous: usize::MAX,
        fitness: 1,
        hyphens: 0,
        demerits: 0.0,
        overfull: false,
    };
    let mut nodes = vec![start];
    let mut active = vec![0usize];
    let mut survivors = Vec::new();
    for (number, place) in measured.breaks.iter().enumerate() {
        let forced = matches!(place.kind, BreakKind::Forced | BreakKind::End);
        // the best way to reach this break, by fitness class and run of hyphens
        let mut best: [Option<Node>; 12] = [None; 12];
        survivors.clear();
        let mut last_dropped = None;
        for &from in &active {
            let node = nodes[from];
            let fit = measured.fit(node.at, number, emergency);
            let fits = fit.ratio >= -1.0;
            if fits && !forced {
                survivors.push(from);
            } else if !fits {
                last_dropped = Some(from);
            }
            if fits && fit.badness <= tolerance {
                consider(measured, &nodes, from, number, &fit, false, &mut best);
            }
        }
        let nothing = survivors.is_empty() && best.iter().all(Option::is_none);
        if nothing && force {
            // the line is too wide, or too empty: take it all the same
            let from = last_dropped.or(active.last().copied())?;
            let fit = measured.fit(nodes[from].at, number, emergency);
            consider(measured, &nodes, from, number, &fit, fit.ratio < -1.0, &mut best);
        }
        std::mem::swap(&mut active, &mut survivors);
        for node in best.into_iter().flatten() {
            nodes.push(node);
            active.push(nodes.len() - 1);
        }
        if active.is_empty() {
            return None;
        }
    }
    let last =
        active.into_iter().min_by(|&a, &b| nodes[a].demerits.total_cmp(&nodes[b].demerits));
    Some(trace(measured, &nodes, last?))
}

/// Offers a line from a node to a break.
fn consider(
    measured: &Measured<'_>,
    nodes: &[Node],
    from: usize,
    to: usize,
    fit: &Fit,
    overfull: bool,
    best: &mut [Option<Node>; 12],
) {
    let node = nodes[from];
    let place = measured.breaks[to];
    let hyphens = if place.kind.is_hyphen() { node.hyphens + 1 } else { 0 };
    if hyphens > MOST_HYPHENS && !overfull {
        return;
    }
    let base = LINE + fit.badness.min(10_000.0);
    let penalty = f64::from(place.penalty);
    let mut demerits = node.demerits + base * base + penalty * penalty;
    if (fit.fitness - node.fitness).abs() > 1 {
        demerits += FITNESS;
    }
    if hyphens > 1 {
        demerits += DOUBLE_HYPHEN;
    }
    if place.kind == BreakKind::End && node.hyphens > 0 {
        demerits += HYPHEN_BEFORE_LAST;
    }
    if place.kind == BreakKind::End && node.at != usize::MAX && fit.short {
        demerits += SHORT_LAST;
    }
    if overfull {
        demerits += 1e12;
    }
    #[expect(clippy::cast_sign_loss, reason = "fitness classes are 0 to 3")]
    let slot = fit.fitness as usize * 3 + usize::from(hyphens.min(2));
    if best[slot].is_none_or(|known| demerits < known.demerits) {
        best[slot] = Some(Node {
            at: to,
            previous: from,
            fitness: fit.fitness,
            hyphens: hyphens.min(2),
            demerits,
            overfull,
        });
    }
}

fn trace(measured: &Measured<'_>, nodes: &[Node], last: usize) -> Vec<Chosen> {
    let mut lines = Vec::new();
    let mut current = last;
    while nodes[current].at != usize::MAX {
        let node = nodes[current];
        let before = nodes[node.previous].at;
        let start = if before == usize::MAX { 0 } else { measured.breaks[before].next };
        lines.push(Chosen { start, end: node.at, overfull: node.overfull });
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
    /// Whether it fills less than an eighth of the measure.
    short: bool,
}

impl Measured<'_> {
    /// The natural width of the line from after break `from` to break `to`, what hangs
    /// into the margins left out, and the width of the spaces in it.
    pub(super) fn natural(&self, from: usize, to: usize) -> Sum {
        let (start, hangs) = if from == usize::MAX {
            (0, self.first_start)
        } else {
            (self.breaks[from].next as usize, self.starts[from])
        };
        let end = (self.breaks[to].end as usize).max(start);
        let (a, b) = (self.sums[start], self.sums[end]);
        Sum {
            width: b.width - a.width + self.ends[to] - hangs,
            spaces: b.spaces - a.spaces,
        }
    }

    /// How the line from after break `from` to break `to` fills the measure.
    #[expect(clippy::cast_precision_loss, reason = "widths are far below 2^53")]
    pub(super) fn fit(&self, from: usize, to: usize, emergency: i64) -> Fit {
        let natural = self.natural(from, to);
        let form = self.form;
        let indent = if from == usize::MAX { form.indent.0 } else { 0 };
        let target = form.measure.0 - indent;
        let missing = target - natural.width;
        let last = matches!(self.breaks[to].kind, BreakKind::End | BreakKind::Forced);
        let flex =
            (natural.width - natural.spaces).max(0) * i64::from(form.expansion) / 1000;
        let justified = form.align == Align::Justify;
        let shrink =
            if justified { natural.spaces * SPACE_SHRINK / 1000 + flex } else { 0 };
        let stretch = if justified {
            natural.spaces * SPACE_STRETCH / 1000 + flex + emergency
        } else {
            form.measure.0 / 3
        };
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
        Fit { missing, ratio, badness, fitness, short: natural.width < target / 8 }
    }
}

/// How far a character at the end of a line hangs into the margin, in thousandths of its
/// own width.
pub(super) const fn hangs_at_end(character: char) -> i64 {
    match character {
        '.' | ',' | '-' | '\u{2010}' | '\u{AD}' | '\u{2019}' | '\u{201D}' | '\'' | '"' => {
            700
        }
        ':' | ';' => 500,
        '–' => 300,
        '—' => 200,
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
