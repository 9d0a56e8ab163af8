//! Tables: column widths, cells, rows.

use super::build::{Builder, Spot};
use super::flow::{Content, TableRow};
use super::inline::{Gather, Type};
use super::paragraph::{Form, Paragraph};
use super::setting;
use super::sheet::{ElementId, Role, Scope};
use crate::ast::{Alignment, Cell, Table};
use crate::length::Length;
use crate::resolve::{Chapter, Position};
use crate::theme::Align;

impl<'a> Builder<'a> {
    /// Prints a table: a rule above, a rule below the header, a rule at the end.
    pub(super) fn table(&mut self, spot: Spot, chapter: &'a Chapter, table: &'a Table) {
        let leading = self.theme.tokens.text.leading;
        let element = self.structure.add(spot.element, Role::Table);
        let rows: Vec<(bool, &[Cell])> = std::iter::once((true, table.head.as_slice()))
            .chain(table.rows.iter().map(|row| (false, row.as_slice())))
            .collect();
        let mut head = None;
        let mut body = None;
        let mut made: Vec<(bool, Vec<Paragraph>)> = Vec::with_capacity(rows.len());
        for &(is_head, cells) in &rows {
            let group = if is_head {
                *head.get_or_insert_with(|| self.structure.add(element, Role::THead))
            } else {
                *body.get_or_insert_with(|| self.structure.add(element, Role::TBody))
            };
            let row = self.structure.add(group, Role::TR);
            let paragraphs = cells
                .iter()
                .zip(&table.columns)
                .map(|(cell, &alignment)| {
                    self.cell(chapter, cell, alignment, (row, is_head), spot)
                })
                .collect();
            made.push((is_head, paragraphs));
        }
        let columns = i64::try_from(table.columns.len()).unwrap_or(i64::MAX).max(1);
        let gap = self.theme.tokens.text.size.min(spot.width / columns / 2);
        let widths = self.column_widths(&made, spot.width, gap);
        let total: Length = widths.iter().map(|&w| w + gap).sum::<Length>() - gap;
        let count = made.len();
        for (number, (is_head, paragraphs)) in made.into_iter().enumerate() {
            let mut x = Length::ZERO;
            let mut cells = Vec::with_capacity(paragraphs.len());
            for (mut paragraph, &width) in paragraphs.into_iter().zip(&widths) {
                paragraph.form.measure = width;
                cells.push((self.add(paragraph), x));
                x += width + gap;
            }
            let start = rows[number].1.first().map(|cell| Position {
                division: spot.division,
                block: cell.id,
                offset: 0,
            });
            let thick = Length::from_points(0.8);
            let thin = Length::from_points(0.4);
            let above = if is_head { thick } else { Length::ZERO };
            let below = match (is_head, number + 1 == count) {
                (_, true) => thick,
                (true, false) => thin,
                (false, false) => Length::ZERO,
            };
            let header = (number > 0).then_some(number);
            let row =
                TableRow { cells, start, rules: (above, below), width: total, header };
            let space = if is_head { leading } else { Length::ZERO };
            self.item(spot, space, space / 2, Content::Row(row));
            if is_head && let Some(item) = self.last_item() {
                item.keep_with_next = true;
            }
        }
        self.pending.space = leading;
    }

    fn cell(
        &mut self,
        chapter: &'a Chapter,
        cell: &'a Cell,
        alignment: Alignment,
        (row, is_head): (ElementId, bool),
        spot: Spot,
    ) -> Paragraph {
        let role = if is_head { Role::TH(Scope::Column) } else { Role::TD };
        let element = self.structure.add(row, role);
        let base = self.small_type();
        let weight = if is_head { 600 } else { 400 };
        let color = self.theme.tokens.light.text;
        let kind = Type { weight, color, ..base };
        let mut gather =
            Gather::new(self.book, self.theme, &mut self.structure, &mut self.links);
        gather.inlines(chapter, &cell.text, &kind, element);
        self.pending.anchors.append(&mut gather.anchors);
        let align = match alignment {
            Alignment::Start => Align::Left,
            Alignment::Center => Align::Center,
            Alignment::End => Align::Right,
        };
        let (text, spans) = (gather.text, gather.spans);
        let form = Form { align, ..self.small_form(spot.width) };
        let place = Some(Self::place(chapter.source, cell.span));
        Paragraph { text, spans, form, block: Some((spot.division, cell.id)), place }
    }

    /// Natural widths if they fit; else what the narrowest need and a share of the rest
    /// in proportion to what each would like.
    fn column_widths(
        &mut self,
        rows: &[(bool, Vec<Paragraph>)],
        measure: Length,
        gap: Length,
    ) -> Vec<Length> {
        let columns = rows.iter().map(|(_, row)| row.len()).max().unwrap_or(0);
        let mut least = vec![Length::ZERO; columns];
        let mut most = vec![Length::ZERO; columns];
        for (_, row) in rows {
            for (column, paragraph) in row.iter().enumerate() {
                let (narrow, wide) = setting::extent(paragraph, &mut self.shaper);
                least[column] = least[column].max(narrow);
                most[column] = most[column].max(wide);
            }
        }
        let gaps = gap * i64::try_from(columns.saturating_sub(1)).unwrap_or(0);
        let room = measure - gaps;
        let wanted: Length = most.iter().copied().sum();
        if wanted <= room {
            return most;
        }
        let needed: Length = least.iter().copied().sum();
        if needed >= room {
            let needed = needed.0.max(1);
            return least.iter().map(|width| room.scale(width.0, needed)).collect();
        }
        let spare = room - needed;
        let longing: i64 =
            most.iter().zip(&least).map(|(m, l)| (*m - *l).0).sum::<i64>().max(1);
        least
            .iter()
            .zip(&most)
            .map(|(&l, &m)| l + spare.scale((m - l).0, longing))
            .collect()
    }
}
