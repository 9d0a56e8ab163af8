//! How pictures that stand beside one another share lines.

use crate::ast::{Arrangement, BlockKind, Panels};
use crate::length::Length;

use super::{Book, Chapter, Target};

/// The least share of a panel, in thousandths of an equal one, at which those of a row are
/// made as high as each other: captions need room too.
const LEAST_SHARE: u64 = 600;

/// Panels beside one another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PanelRow {
    /// How much of the line they take together, in thousandths.
    pub part: u32,
    /// Whether they are to be as high as each other.
    pub level: bool,
    /// How they share that, in thousandths; of each panel, and never 0.
    pub shares: Vec<u32>,
}

/// The rows of panels where as many as `most` stand beside one another. A row of a figure
/// in columns that is not full takes as many parts of the line as it has panels.
pub fn panel_rows(
    book: &Book,
    chapter: &Chapter,
    panels: &Panels,
    most: usize,
) -> Vec<PanelRow> {
    let sizes: Vec<Option<(Length, Length)>> =
        panels.panels.iter().map(|panel| free_size(book, chapter, &panel.kind)).collect();
    let rows = panels.arrangement.rows(sizes.len(), most);
    let full = rows.iter().map(Vec::len).max().unwrap_or(1);
    let mut rest = sizes.as_slice();
    let mut out = Vec::with_capacity(rows.len());
    for weights in rows {
        let (own, after) = rest.split_at(weights.len().min(rest.len()));
        rest = after;
        out.push(match panels.arrangement {
            Arrangement::Columns(_) => {
                let found = level(own);
                PanelRow {
                    part: thousandths(weights.len() as u64, full as u64),
                    level: found.is_some(),
                    shares: found.unwrap_or_else(|| shares(&vec![1; own.len()])),
                }
            }
            Arrangement::Rows(_) => {
                let weights: Vec<u64> = weights.into_iter().map(u64::from).collect();
                PanelRow { part: 1000, level: false, shares: shares(&weights) }
            }
        });
    }
    out
}

/// The size of a picture whose width is not said.
fn free_size(book: &Book, chapter: &Chapter, kind: &BlockKind) -> Option<(Length, Length)> {
    let BlockKind::Figure { image, width: None, height: None, .. } = kind else {
        return None;
    };
    let Target::Picture(picture) = *chapter.target(*image) else { return None };
    Some(book.picture(picture).printed())
}

/// The shares with which pictures are as high as each other, if none becomes too narrow.
fn level(sizes: &[Option<(Length, Length)>]) -> Option<Vec<u32>> {
    let ratio = |size: &Option<(Length, Length)>| {
        let (width, height) = (*size)?;
        u64::try_from(width.scale(10_000, height.0.max(1)).0).ok()
    };
    let widths: Vec<u64> = sizes
        .iter()
        .map(|size| ratio(&size.map(|(w, h)| (Length(w.0), Length(h.0)))))
        .collect::<Option<_>>()?;
    let sum: u64 = widths.iter().sum();
    let least = widths.iter().copied().min()?;
    let equal = sum / widths.len() as u64;
    (least * 1000 >= equal * LEAST_SHARE && least > 0).then(|| shares(&widths))
}

fn shares(weights: &[u64]) -> Vec<u32> {
    let sum = weights.iter().sum::<u64>();
    weights.iter().map(|&weight| thousandths(weight, sum)).collect()
}

fn thousandths(part: u64, whole: u64) -> u32 {
    u32::try_from((part * 1000 + whole / 2) / whole.max(1)).unwrap_or(1000).clamp(1, 1000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_of_like_shape_are_as_high_as_each_other() {
        let size = |w, h| Some((Length::points(w), Length::points(h)));
        assert_eq!(level(&[size(100, 100), size(300, 200)]), Some(vec![400, 600]));
        assert_eq!(level(&[size(100, 400), size(300, 100)]), None);
        assert_eq!(level(&[size(100, 100), None]), None);
        assert_eq!(shares(&[1, 1, 1]), [333, 333, 333]);
    }
}
