//! Figures within a figure.

use serde::{Deserialize, Serialize};

use super::{AnchorId, Block, Caption, Placement};

/// Pictures beside one another: one figure, or several that share a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Panels {
    /// Its address, if it has one.
    pub anchor: Option<AnchorId>,
    /// How the panels share lines.
    pub arrangement: Arrangement,
    /// The panels, each a [`BlockKind::Figure`](super::BlockKind::Figure); never empty.
    pub panels: Vec<Block>,
    /// The caption of the whole, below it.
    pub caption: Option<Caption>,
    /// Where it may stand.
    pub placement: Placement,
    /// Whether it runs across all columns in print.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub wide: bool,
}

/// How panels share lines, where these are wide enough.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Arrangement {
    /// So many beside one another, as high as each other: 1 or more.
    Columns(u16),
    /// Of each row how wide its panels are, in proportion to one another: 1 or more each.
    /// There are as many as there are panels.
    Rows(Vec<Vec<u16>>),
}

impl Arrangement {
    /// The rows where as many as `most` panels stand beside one another: in each the widths
    /// of its panels in proportion to one another. A row of more becomes several.
    pub fn rows(&self, panels: usize, most: usize) -> Vec<Vec<u16>> {
        let most = most.max(1);
        match self {
            Self::Columns(columns) => {
                // a row that is too long is cut into equal parts
                let columns = usize::from(*columns).max(1);
                let columns = columns.div_ceil(columns.div_ceil(most));
                let full = std::iter::repeat_n(vec![1; columns], panels / columns);
                let rest = panels % columns;
                full.chain((rest > 0).then(|| vec![1; rest])).collect()
            }
            Self::Rows(rows) => {
                let parts = rows.iter().flat_map(|row| {
                    let lines = row.len().div_ceil(most).max(1);
                    row.chunks(row.len().div_ceil(lines).max(1)).map(<[u16]>::to_vec)
                });
                parts.collect()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_that_are_too_long_become_several() {
        let columns = Arrangement::Columns(3);
        assert_eq!(columns.rows(4, 9), [vec![1; 3], vec![1]]);
        assert_eq!(columns.rows(4, 2), [vec![1; 2], vec![1; 2]]);
        assert_eq!(Arrangement::Columns(4).rows(4, 3), [vec![1; 2], vec![1; 2]]);
        let rows = Arrangement::Rows(vec![vec![2, 1, 1, 2], vec![1]]);
        assert_eq!(rows.rows(5, 4), [vec![2, 1, 1, 2], vec![1]]);
        assert_eq!(rows.rows(5, 3), [vec![2, 1], vec![1, 2], vec![1]]);
        assert_eq!(rows.rows(5, 1).len(), 5);
    }
}
