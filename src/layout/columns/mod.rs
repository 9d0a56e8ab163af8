//! Text in two columns: the breaks with the least total cost over a whole group.
//!
//! `build` says what stands in columns and what runs across; `search` goes through all
//! pages there may be, with `fill` and `balance` for the two ways to set text in columns;
//! `areas` places what was chosen. The columns of tables are another matter, that of
//! `table_widths`.
//!
//! A page is a pile of strips: something that runs across both columns, or text in
//! columns. Text above something that runs across, and the last of a group, is balanced:
//! its columns are equally high, or the first is a line higher. Other text fills its
//! columns to the foot of the page. The search is that of `pages`, a column for a page:
//! widows, orphans and headings at the foot are out of the question in columns too, the
//! columns of a page and of facing pages are to end level, and a hyphen at the foot of
//! the first column costs less than one at the turn of a page.
//!
//! Notes stand at the foot of the column of their mark, where readers look for them (so
//! the journals and reference works of university presses). Below a strip that does not
//! reach the foot of the page they wait for the first column that does.

mod areas;
mod balance;
mod build;
mod fill;
mod search;

use std::ops::Range;

use super::floats::Floats;
use super::flow::Group;
use super::notes::Feet;
use super::pages::{BREACH, FIRST_LIMIT, Frameless, GOOD_PAGE, PageRows, Sums, share};
use super::rows::Row;
use super::states::{Bounds, State, States};
use crate::length::Length;

/// What stands in one column, or across both.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Area {
    /// The column in reading order, 0 or 1; none for what runs across.
    pub(super) column: Option<usize>,
    pub(super) rows: Range<usize>,
    /// The rows of notes at its foot, which is that of the page.
    pub(super) notes: Range<usize>,
    pub(super) floats: Range<usize>,
    /// From the top of the text block to its first row.
    pub(super) top: Length,
    /// From the top of the text block to its first float.
    pub(super) floats_top: Length,
    /// Whether floats stand below what is beside them: then space is above each.
    pub(super) below: bool,
    /// What is shared out among its spaces.
    pub(super) spread: Length,
}

/// The rows of a strip fill a column up to this part at least, in thirds, unless nothing
/// else is allowed.
const LEAST_THIRDS: i64 = 2;

/// What stands on the page that is being filled.
#[derive(Debug, Copy, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Filled {
    Nothing,
    Floats,
    Text,
}

/// How a node was reached from the one before it.
#[derive(Debug, Copy, Clone)]
enum Step {
    Start,
    /// The page ends; notes that wait stand at its foot, from this row on in the second
    /// column.
    Turn {
        split: usize,
    },
    /// Rows across both columns from this height; the page may end below them.
    Across {
        top: Length,
        turn: bool,
    },
    /// Floats across both columns from this height.
    Floats {
        top: Length,
    },
    /// A column of a strip that begins at this height.
    Column {
        top: Length,
    },
    /// Both columns of a balanced strip, and where the second begins.
    Balanced {
        top: Length,
        split: Ends,
    },
}

/// Where something ends: rows, rows of notes, floats.
#[derive(Debug, Copy, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Ends {
    row: usize,
    placed: usize,
    floated: usize,
}

#[derive(Debug, Copy, Clone)]
struct Node {
    /// What comes next.
    at: Ends,
    /// The column that comes next.
    column: usize,
    /// From the top of the text block: where what comes next may begin; for a second
    /// column where its strip begins.
    top: Length,
    /// Height of the notes that stand at the foot of the page already.
    foot: Length,
    page: Filled,
    /// What the column before is short of, in quarters of a leading, where what comes
    /// next stands beside it.
    short: i64,
    /// Whether this is a left-hand page.
    left: bool,
    previous: usize,
    step: Step,
    cost: f64,
}

impl State for Node {
    type Key = (Ends, (usize, Length, Length), Filled, i64, bool);

    fn row(&self) -> usize {
        self.at.row
    }

    fn key(&self) -> Self::Key {
        let place = (self.column, self.top, self.foot);
        (self.at, place, self.page, self.short, self.left)
    }

    fn kind(&self) -> usize {
        self.column * 2 + usize::from(self.page == Filled::Nothing)
    }

    fn cost(&self) -> f64 {
        self.cost
    }
}

/// What is looked at.
struct Search<'a> {
    rows: &'a [Row],
    /// For every row, whether it runs across.
    across: Vec<bool>,
    feet: &'a Feet,
    floats: &'a Floats,
    sums: Sums,
    form: Frameless,
    /// Whether lines stand on a grid.
    grid: bool,
    /// For every row, the first from it on that stands otherwise: that runs across where
    /// it does not, that does not where it does; or the end.
    strips: Vec<usize>,
    nodes: States<Node>,
}

/// Chooses the pages of a group in columns.
pub(super) fn choose(
    group: &Group,
    rows: &[Row],
    (feet, floats): (&Feet, &Floats),
    form: Frameless,
    grid: bool,
) -> Vec<PageRows> {
    if rows.is_empty() && floats.len() == 0 {
        return Vec::new();
    }
    let sums = Sums::new(rows);
    let height = sums.height(0, rows.len()) + feet.height(&(0..feet.rows.len()));
    let pages = share(height, form.height);
    // floats that wait may cost much more
    let limit = if floats.len() == 0 {
        FIRST_LIMIT + GOOD_PAGE * (2.0 + pages)
    } else {
        BREACH / 2.0
    };
    let across: Vec<bool> = rows.iter().map(|row| group.items[row.item].across).collect();
    let mut search = Search::new(rows, across, (feet, floats), form, grid);
    let pages = Bounds::widening(limit).into_iter();
    pages.flat_map(|bounds| search.pages(bounds)).next().unwrap_or_default()
}

impl<'a> Search<'a> {
    fn new(
        rows: &'a [Row],
        across: Vec<bool>,
        (feet, floats): (&'a Feet, &'a Floats),
        form: Frameless,
        grid: bool,
    ) -> Self {
        let mut strips = vec![rows.len(); rows.len() + 1];
        for row in (1..rows.len()).rev() {
            let same = across[row - 1] == across[row];
            strips[row - 1] = if same { strips[row] } else { row };
        }
        let sums = Sums::new(rows);
        let nodes = States::none();
        Self { rows, across, feet, floats, sums, form, grid, strips, nodes }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::rows::RowKind;

    fn line(item: usize) -> Row {
        Row {
            item,
            space: Length::ZERO,
            top: Length::ZERO,
            stretch: Length::ZERO,
            height: Length(10),
            penalty: 0,
            kind: RowKind::Whole,
            start: None,
            repeat: None,
            inset: Length::ZERO,
            cells: Vec::new(),
        }
    }

    /// How many states a search goes on from for each row, and its pages.
    fn looked_at(rows: &[Row], across: Vec<bool>, floats: &Floats) -> (usize, usize) {
        let (height, leading) = (Length(400), Length(10));
        let form = Frameless { height, sink: leading, leading, starts_left: Some(false) };
        let feet = Feet::none();
        let mut search = Search::new(rows, across, (&feet, floats), form, false);
        let pages = search.pages(Bounds::widening(BREACH / 2.0)[0]).unwrap();
        (search.nodes.len() / rows.len(), pages.len())
    }

    #[test]
    fn a_strip_of_many_pages_needs_as_few_states_for_each_row_as_a_short_one() {
        let rows: Vec<Row> = (0..8_000).map(line).collect();
        let (states, pages) =
            looked_at(&rows, vec![false; 8_000], &Floats::of(0, Length(0), 1));
        assert!(pages <= 101, "{pages}");
        assert!(states < 40, "{states}");
    }

    #[test]
    fn floats_that_wait_do_not_multiply_the_states() {
        let rows: Vec<Row> = (0..1_200).map(line).collect();
        let floats = Floats::of(240, Length(170), 5);
        let (states, _) = looked_at(&rows, vec![false; 1_200], &floats);
        assert!(states < 130, "{states}");
    }

    #[test]
    fn notes_below_what_runs_across_are_shared_out() {
        let feet = Feet::of((0..6).map(line).collect());
        assert_eq!(feet.halve(&(0..6)), 3);
        assert_eq!(feet.halve(&(1..6)), 4);
        assert_eq!(feet.halve(&(2..2)), 2);
    }

    #[test]
    fn strips_end_where_something_runs_across() {
        let rows: Vec<Row> = (0..6).map(line).collect();
        let across = vec![false, false, true, true, false, false];
        let (feet, floats) = (Feet::none(), Floats::of(0, Length(0), 1));
        let (height, leading) = (Length(400), Length(10));
        let form = Frameless { height, sink: leading, leading, starts_left: None };
        let search = Search::new(&rows, across, (&feet, &floats), form, false);
        let ends: Vec<usize> = (0..=6).map(|row| search.strip_end(row)).collect();
        assert_eq!(ends, [2, 2, 2, 3, 6, 6, 6]);
    }
}
