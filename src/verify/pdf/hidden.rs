//! Text that is in the file and not to be seen, or hardly.

use super::colours::{contrast, mixed};
use super::geometry::Rect;
use super::model::{Page, Pdf, Rgb, Run, Shape, What};

/// What counts as hidden.
#[derive(Debug, Copy, Clone)]
pub(crate) struct Limits {
    /// A lower contrast with what is under the text, 1 to 21 (WCAG 2.2).
    pub(crate) contrast: f64,
    /// A smaller size of type, in points.
    pub(crate) size: f64,
    /// A greater share of the text, 0 to 1, covered, cut off or outside.
    pub(crate) share: f64,
}

/// A run that is hidden.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Hidden {
    /// The index of the page.
    pub(crate) page: usize,
    /// The index of the run among what is painted.
    pub(crate) run: usize,
    /// In what way.
    pub(crate) why: Why,
}

/// In what way a run is hidden.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Why {
    /// This share of it is outside of what viewers show.
    Outside(f64),
    /// This share of it is outside of what is left after trimming.
    Trimmed(f64),
    /// The clipping path cuts off this share of it.
    Clipped(f64),
    /// The rendering mode draws nothing.
    Invisible,
    /// Only this much of the paint is put on.
    Transparent(f64),
    /// It is this small, in points.
    Small(f64),
    /// Its contrast is this low.
    Contrast {
        /// The ratio, 1 to 21.
        ratio: f64,
        /// The colour of the text.
        text: Rgb,
        /// The colour under it.
        ground: Rgb,
    },
    /// Its colour, or what is under it, cannot be told: a picture, a pattern.
    UnknownContrast,
    /// Something painted later covers a part of it.
    Covered {
        /// The index of what covers it.
        by: usize,
        /// The part.
        share: f64,
        /// Whether it is known to hide it: a shape other than a rectangle may not.
        certain: bool,
    },
    /// There is too much on the page to look at it all.
    Unchecked,
}

/// What is lower than this share of the size of type is a line, and no ground.
const THIN: f64 = 0.15;

/// More comparisons are not made on a page.
const MOST_COMPARISONS: usize = 50_000_000;

impl Pdf {
    /// The runs that are hidden, by page and in the order of painting; one run may be
    /// hidden in several ways. Runs of nothing but spaces are never.
    pub(crate) fn hidden(&self, limits: &Limits) -> Vec<Hidden> {
        let pages: Vec<(usize, &Page)> = self.pages.iter().enumerate().collect();
        let found = crate::par::map_quiet(&pages, |(index, page)| {
            let mut found = Vec::new();
            page.hidden(limits, |run, why| found.push(Hidden { page: *index, run, why }));
            found
        });
        found.into_iter().flatten().collect()
    }
}

impl Page {
    fn hidden(&self, limits: &Limits, mut give: impl FnMut(usize, Why)) {
        let grounds: Vec<usize> = (0..self.painted.len())
            .filter(|&index| !matches!(self.painted[index].what, What::Text(_)))
            .collect();
        let mut comparisons = 0;
        for (index, run) in self.runs() {
            if run.text.trim().is_empty() {
                continue;
            }
            self.alone(run, limits, |why| give(index, why));
            comparisons += grounds.len();
            if comparisons > MOST_COMPARISONS {
                give(index, Why::Unchecked);
                return;
            }
            let later = grounds.partition_point(|&ground| ground < index);
            let (under, over) = grounds.split_at(later);
            if let Some(why) = self.on_ground(run, under, limits) {
                give(index, why);
            }
            for &by in over {
                if let Some((share, certain)) = self.covers(by, run)
                    && share > limits.share
                {
                    give(index, Why::Covered { by, share, certain });
                }
            }
        }
    }

    /// In what ways a run is hidden whatever else is painted.
    fn alone(&self, run: &Run, limits: &Limits, mut give: impl FnMut(Why)) {
        if run.invisible {
            give(Why::Invisible);
        }
        if run.alpha < 1.0 {
            give(Why::Transparent(run.alpha));
        }
        let size = run.size * self.unit;
        if size < limits.size {
            give(Why::Small(size));
        }
        let outside = |of: Rect| 1.0 - run.bounds.share_in(of);
        let clipped = outside(run.clip);
        if clipped > limits.share {
            give(Why::Clipped(clipped));
        }
        let shown = outside(self.crop);
        if shown > limits.share {
            give(Why::Outside(shown));
        } else if let Some(trimmed) = self.trim.map(outside)
            && trimmed > limits.share
        {
            give(Why::Trimmed(trimmed));
        }
    }

    /// The contrast of a run with what is painted before it, if it is too low.
    fn on_ground(&self, run: &Run, under: &[usize], limits: &Limits) -> Option<Why> {
        let band = band(run);
        let height = f64::midpoint(band.y0, band.y1);
        let mut lowest: Option<(f64, Rgb)> = None;
        for share in [0.02, 0.25, 0.5, 0.75, 0.98] {
            let point = (band.x0 + (band.x1 - band.x0) * share, height);
            let (Some(ground), Some(text)) =
                (self.ground(point, under, run.size), run.colour)
            else {
                return Some(Why::UnknownContrast);
            };
            let ratio = contrast(mixed(text, ground, run.alpha), ground);
            if lowest.is_none_or(|(least, _)| ratio < least) {
                lowest = Some((ratio, ground));
            }
        }
        let (ratio, ground) = lowest.filter(|(ratio, _)| *ratio < limits.contrast)?;
        run.colour.map(|text| Why::Contrast { ratio, text, ground })
    }

    /// The colour at a point after these have been painted on white paper; `None` if it
    /// cannot be told.
    fn ground(&self, point: (f64, f64), under: &[usize], size: f64) -> Option<Rgb> {
        let mut colour = Some([255; 3]);
        for &index in under {
            match &self.painted[index].what {
                // a line through the words, or under them
                What::Area(area) if area.bounds.y1 - area.bounds.y0 < THIN * size => {}
                What::Area(area) if area.bounds.holds(point) => match area.shape {
                    Shape::Rectangle if area.alpha >= 1.0 => colour = area.colour,
                    Shape::Rectangle => {
                        colour = colour
                            .zip(area.colour)
                            .map(|(under, paint)| mixed(paint, under, area.alpha));
                    }
                    Shape::Filled | Shape::Blended => colour = None,
                    Shape::Stroked => {}
                },
                What::Image(image) if image.bounds.holds(point) => colour = None,
                What::Area(_) | What::Image(_) | What::Text(_) => {}
            }
        }
        colour
    }

    /// How much of a run something covers, and whether that is certain.
    fn covers(&self, by: usize, run: &Run) -> Option<(f64, bool)> {
        let (bounds, certain) = match &self.painted[by].what {
            What::Area(area) => match area.shape {
                _ if area.alpha <= 0.0 => return None,
                Shape::Rectangle => (area.bounds, area.alpha >= 1.0),
                Shape::Filled | Shape::Blended => (area.bounds, false),
                Shape::Stroked => return None,
            },
            What::Image(image) => (image.bounds, image.opaque),
            What::Text(_) => return None,
        };
        let share = band(run).share_in(bounds);
        (share > 0.0).then_some((share, certain))
    }
}

/// Where the small letters of a run stand: lines under and over it do not cover it.
fn band(run: &Run) -> Rect {
    if !run.level {
        return run.bounds;
    }
    let foot = run.baseline + run.rise;
    Rect { y0: foot, y1: foot + 0.45 * run.size, ..run.bounds }
}
