//! The reading order of an edition, and where notices stand in it.

use super::{Book, Chapter, Division, Notice, Reference};
use crate::project::{BookInfo, Format, Matter, NoticePosition};

/// The reading order: a copyright page if there is something to say on it, dedication and
/// epigraph before the contents, the rest of the front matter after it; the references
/// before the back matter.
pub(super) fn of(
    info: &BookInfo,
    chapters: &[Chapter],
    references: &[Reference],
    notices: &[Notice],
) -> Vec<Division> {
    let of = |wanted: Matter| {
        (0u32..).zip(chapters).filter(move |(_, chapter)| chapter.matter == wanted)
    };
    let displayed = of(Matter::Front).filter(|(_, chapter)| chapter.role.is_displayed());
    let others = of(Matter::Front).filter(|(_, chapter)| !chapter.role.is_displayed());
    let mut spine = vec![Division::TitlePage];
    if info.has_copyright_page() {
        spine.push(Division::Copyright);
    }
    spine.extend(displayed.map(|(at, _)| Division::Chapter(at)));
    spine.push(Division::Contents);
    spine.extend(others.map(|(at, _)| Division::Chapter(at)));
    let mut part = None;
    for (at, chapter) in of(Matter::Body).chain(of(Matter::Back)) {
        if chapter.part.is_some() && chapter.part != part {
            spine.extend(chapter.part.map(Division::Part));
        }
        part = chapter.part;
        spine.push(Division::Chapter(at));
    }
    let listed = references.iter().any(|one| one.home == Division::References);
    spine.extend(listed.then_some(Division::References));
    with_notices(spine, chapters, notices, None)
}

/// Puts a division behind what is read, and before notices that end the book.
pub(super) fn add_last(
    spine: &mut Vec<Division>,
    notices: &[Notice],
    last: Option<Division>,
) {
    if let Some(last) = last {
        let at = spine.iter().rposition(|one| !is_last(*one, notices));
        spine.insert(at.map_or(0, |at| at + 1), last);
    }
}

/// Whether a division is a notice that nothing but such notices follows.
fn is_last(division: Division, notices: &[Notice]) -> bool {
    let Division::Notice(number) = division else { return false };
    matches!(
        notices[number as usize].place.at,
        NoticePosition::LastPage | NoticePosition::PageFoot
    )
}

/// A reading order with the notices at their places, wherever they stood in it.
fn with_notices(
    mut spine: Vec<Division>,
    chapters: &[Chapter],
    notices: &[Notice],
    statement: Option<Division>,
) -> Vec<Division> {
    spine.retain(|one| !matches!(one, Division::Notice(_)));
    let at = |wanted: NoticePosition| {
        let numbered = (0..).zip(notices);
        let there = numbered.filter(move |(_, notice)| notice.place.at == wanted);
        there.map(|(number, _)| Division::Notice(number))
    };
    let front = |division: &Division| match division {
        Division::TitlePage
        | Division::Copyright
        | Division::Contents
        | Division::List(_) => true,
        Division::Chapter(number) => chapters[*number as usize].matter == Matter::Front,
        Division::Part(_)
        | Division::References
        | Division::Notice(_)
        | Division::Index => false,
    };
    // from the end, so that what stands before keeps its place
    let ends = |one: &Division| *one == Division::Index || Some(*one) == statement;
    let end = spine.iter().position(ends).unwrap_or(spine.len());
    spine.splice(end..end, at(NoticePosition::AfterBody));
    let body = spine.iter().position(|one| !front(one)).unwrap_or(spine.len());
    spine.splice(body..body, at(NoticePosition::BeforeBody));
    let title = spine.iter().position(|&one| one == Division::TitlePage);
    let title = title.map_or(0, |at| at + 1);
    spine.splice(title..title, at(NoticePosition::FirstPage));
    spine.extend(at(NoticePosition::LastPage));
    spine.extend(at(NoticePosition::PageFoot));
    spine
}

impl Book {
    /// Puts the notices where a format has them.
    pub(super) fn place_notices(&mut self, format: Format) {
        for notice in &mut self.notices {
            notice.place = notice.places.of(format);
        }
        let spine = std::mem::take(&mut self.spine);
        self.spine = with_notices(spine, &self.chapters, &self.notices, self.statement);
    }

    /// Whether a format has notices at other places than print.
    pub(super) fn has_notices_elsewhere(&self, format: Format) -> bool {
        let mut notices = self.notices.iter();
        notices.any(|notice| notice.places.of(format) != notice.place)
    }

    /// Whether a division stands at another place of the reading order than in print.
    pub fn is_displaced(&self, division: Division) -> bool {
        let Division::Notice(number) = division else { return false };
        let notice = &self.notices[number as usize];
        notice.place.at != notice.places.pdf.at
    }
}
