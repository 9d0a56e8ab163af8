//! Notices as sections, and said again at the foot of pages.

use serde::Serialize;

use super::html::Html;
use super::pages::PageMarks;
use super::{Writer, Writing, division};
use crate::length::Length;
use crate::project::{NoticeKind, NoticePosition};
use crate::resolve::{Book, Division, Notice};

/// The size of running text where readers set none, on screens and in print.
const TEXT_SIZE: Length = Length::points(12);

/// The size of notices at the foot of pages, as a part of that: `0.8em` in the style
/// sheets.
const FOOT_SIZE: (i64, i64) = (4, 5);

impl<'a> Writer<'a> {
    pub(super) fn notice(&mut self, notice: &'a Notice) {
        let (id, body) = (&notice.id, &notice.body);
        let sized = notice.is_sized();
        let mut class = format!("notice {}", word(notice.kind));
        if notice.place.own_page {
            class.push_str(" own-page");
        }
        if sized {
            class.push_str(&format!(" sized {}", class_of(notice)));
        }
        self.out.open(
            "section",
            &[
                ("class", Some(&class)),
                ("role", Some("doc-notice")),
                ("epub:type", self.epub("notice")),
                ("aria-labelledby", Some(id)),
                ("data-version", notice.version.as_deref()),
            ],
        );
        self.out.line_end();
        self.head_marks();
        self.heading(1, id, |writer| writer.out.text(&body.title));
        self.out.line_end();
        self.blocks(body, &body.document.blocks);
        self.notes(body);
        self.out.close("section");
        self.out.line_end();
    }

    /// The same at the foot of a page: its title begins its first line.
    fn notice_again(&mut self, notice: &'a Notice) {
        let body = &notice.body;
        let mut class = format!("notice-foot {}", word(notice.kind));
        if notice.is_sized() {
            class.push_str(&format!(" sized {}", class_of(notice)));
        }
        self.out.open(
            "section",
            &[
                ("class", Some(&class)),
                ("role", Some("doc-notice")),
                ("epub:type", self.epub("notice")),
                ("aria-label", Some(&body.title)),
                ("data-notice", Some(&notice.id)),
                ("data-version", notice.version.as_deref()),
            ],
        );
        self.out.line_end();
        self.out.open("p", &[("class", Some("notice-title"))]);
        self.out.text(&body.title);
        self.out.close("p");
        self.out.line_end();
        self.blocks(body, &body.document.blocks);
        self.out.close("section");
        self.out.line_end();
    }
}

impl Notice {
    /// Whether its project wants larger type than every notice has.
    fn is_sized(&self) -> bool {
        self.least_size > Length::points(6)
    }
}

/// What a notice that wants larger type than the style sheet gives it is set in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NoticeSize {
    /// The class of the notice.
    class: String,
    /// The size in full, as a part of that of the text: `1.167em`.
    full: Option<String>,
    /// The size at the foot of pages.
    foot: Option<String>,
}

/// The class of a notice: its name, without the dots that part classes in style sheets.
fn class_of(notice: &Notice) -> String {
    notice.id.replace('.', "--")
}

/// The sizes that the style sheet must say.
pub fn notice_sizes(book: &Book) -> Vec<NoticeSize> {
    let sized = book.notices.iter().filter(|notice| notice.is_sized());
    let sizes = sized.map(|notice| {
        let least = notice.least_size;
        let above = |usual: Length| (least > usual).then(|| font_size(least));
        NoticeSize {
            class: class_of(notice),
            full: above(TEXT_SIZE),
            foot: above(TEXT_SIZE.scale(FOOT_SIZE.0, FOOT_SIZE.1)),
        }
    });
    sizes.filter(|size| size.full.is_some() || size.foot.is_some()).collect()
}

/// What the notices say that stand at the foot of every page, without addresses: they
/// stand in full elsewhere. Nothing for the page on which one does, or where none is.
pub fn notice_feet(book: &Book, page: Option<Division>, writing: &Writing<'_>) -> Html {
    let marks = PageMarks::default();
    let mut all = Html::default();
    for (at, notice) in (0..).map(Division::Notice).zip(&book.notices) {
        if notice.place.at != NoticePosition::PageFoot || page == Some(at) {
            continue;
        }
        let mut writer = Writer::new(book, &marks, at, writing);
        writer.notice_again(notice);
        all.append(&writer.out.without_ids());
    }
    all
}

/// The notices that stand on the page with the title.
pub fn first_notices(book: &Book, marks: &PageMarks, writing: &Writing<'_>) -> Html {
    let mut all = Html::default();
    for &one in book.spine.iter().filter(|&&one| is_first(book, one)) {
        all.append(&division(book, marks, one, writing));
    }
    all
}

/// Whether a division is a notice that stands on the page with the title.
pub fn is_first(book: &Book, division: Division) -> bool {
    let Division::Notice(number) = division else { return false };
    book.notices[number as usize].place.at == NoticePosition::FirstPage
}

const fn word(kind: NoticeKind) -> &'static str {
    match kind {
        NoticeKind::Disclaimer => "disclaimer",
        NoticeKind::Warning => "warning",
        NoticeKind::Copyright => "copyright",
        NoticeKind::Funding => "funding",
        NoticeKind::ConflictOfInterest => "conflict-of-interest",
    }
}

/// A size of type in the style sheet, for who reads text in [`TEXT_SIZE`].
fn font_size(size: Length) -> String {
    let text = TEXT_SIZE.0;
    // never less than it
    let thousandths = (size.0 * 1000 + text - 1) / text;
    format!("{}.{:03}em", thousandths / 1000, thousandths % 1000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_count_in_that_of_the_text() {
        assert_eq!(font_size(Length::points(14)), "1.167em");
        assert_eq!(font_size(Length::points(12)), "1.000em");
    }
}
