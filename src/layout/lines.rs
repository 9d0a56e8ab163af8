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
/// The passes in which more or fewer lines than the best number are looked for: no line
/// that would not be taken for its own sake.
const LOOSE_PASSES: [Pass; 2] = [
    Pass { tolerance: 100.0, emergency: false, force: false },
    Pass { tolerance: 400.0, emergency: false, force: false },
];

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

/// Chooses the lines with the fewest demerits, and of the wanted number
/// ([`Form::looseness`]) if they can be had without a line that is too loose.
///
/// Every byte of the text but spaces at line ends is in exactly one line, in order. A
/// word wider than the measure gets a line that is marked overfull.
pub(super) fn choose(measured: &Measured<'_>) -> Vec<Chosen> {
    let best =
        PASSES.iter().find_map(|&pass| attempt(measured, pass, None)).unwrap_or_default();
    let looseness = i64::from(measured.form.looseness);
    let count = i64::try_from(best.len()).unwrap_or(i64::MAX);
    if looseness == 0 || best.is_empty() {
        return best;
    }
    let target = count.saturating_add(looseness).max(1);
    let away =
        |lines: &[Chosen]| i64::try_from(lines.len()).unwrap_or(i64::MAX).abs_diff(target);
    let mut nearest = best;
    for pass in LOOSE_PASSES {
        let found = attempt(measured, pass, Some(target)).unwrap_or_default();
        if !found.is_empty() && away(&found) < away(&nearest) {
            nearest = found;
        }
        if away(&nearest) == 0 {
            break;
        }
    }
    nearest
}

/// One pass over the breaks. With `target`, paragraphs of different numbers of lines are
/// kept apart and the one nearest to it is taken (Knuth and Plass, section "Looseness").
fn attempt(
    measured: &Measured<'_>,
    pass: Pass,
    target: Option<i64>,
) -> Option<Vec<Chosen>> {
    // the nodes from `head` on are active; they stand in the order of their breaks
    let mut nodes = vec![START];
    let mut head = 0;
    // the best ways to reach a break, by fitness class, run of hyphens, and lines
    let mut best: Vec<Node> = Vec::new();
    let step = u32::from(target.is_some());
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
    let away =
        |node: &Node| target.map_or(0, |lines| i64::from(node.lines).abs_diff(lines));
    let last = (head..nodes.len()).min_by(|&a, &b| {
        let (a, b) = (&nodes[a], &nodes[b]);
        away(a).cmp(&away(b)).then(a.demerits.total_cmp(&b.demerits))
    });
    Some(trace(measured, &nodes, last?))
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

fn trace(measured: &Measured<'_>, nodes: &[Node], last: usize) -> Vec<Chosen> {
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

impl Measured<'_> {
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
    pub(super) fn fit(&self, from: usize, to: usize, emergency: bool) -> Fit {
        let natural = self.natural(from, to);
        let form = self.form;
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
        let form = self.form;
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
            looseness: 0,
        }
    }

    fn lines(text: &Text, form: &Form) -> Vec<Chosen> {
        let zeros = vec![0; text.breaks.len()];
        choose(&Measured {
            form,
            sums: &text.sums,
            breaks: &text.breaks,
            ends: &zeros,
            starts: &zeros,
            first_start: 0,
        })
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
        let mut form = form(48_000);
        let best = lines(&text, &form).len();
        for wanted in [-1, 1] {
            form.looseness = wanted;
            let count = lines(&text, &form).len();
            assert_eq!(Some(count), best.checked_add_signed(isize::from(wanted)));
        }
    }

    #[test]
    fn a_paragraph_that_cannot_be_longer_stays_as_it_is() {
        let text = text(&[3_000, 2_000, 3_000]);
        let mut form = form(32_000);
        let best = lines(&text, &form);
        for wanted in [-3, 1, 9] {
            form.looseness = wanted;
            assert_eq!(lines(&text, &form), best);
        }
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
