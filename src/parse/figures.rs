//! What the braces of a picture say of its place and its size.

use comrak::nodes::{Attributes, Node, NodeLink};

use crate::ast::{LinePicture, Placement, RefKind, Size, legible_text};
use crate::diag::nearest;
use crate::length::Length;
use crate::source::Span;

use super::Reader;
use super::attributes::take;
use super::inlines::Surroundings;

/// What the numbers of code lines may begin with.
const MOST_LINES: u32 = 999_999;
/// The classes of pictures.
const CLASSES: [&str; 3] = ["decorative", "float", "wide"];
/// The widest picture that can be meant.
const WIDEST: Length = Length::points(14_400);

/// Takes `.float` out of a set of attributes.
pub(super) fn take_float(attributes: &mut Attributes) -> Placement {
    if take_class(attributes, "float") { Placement::Float } else { Placement::Here }
}

/// Takes `.wide` out of a set of attributes: whether it was there.
pub(super) fn take_wide(attributes: &mut Attributes) -> bool {
    take_class(attributes, "wide")
}

/// Takes a class out of a set of attributes: whether it was there.
pub(super) fn take_class(attributes: &mut Attributes, name: &str) -> bool {
    let count = attributes.classes.len();
    attributes.classes.retain(|class| class != name);
    attributes.classes.len() < count
}

impl Reader<'_> {
    /// A picture in a line. Its words in brackets are the alternative text.
    pub(super) fn line_picture<'n>(
        &mut self,
        node: Node<'n>,
        link: &NodeLink,
        span: Span,
        around: Surroundings,
    ) -> LinePicture {
        let mut attributes = node.data().attrs.as_deref().cloned().unwrap_or_default();
        let decorative = take_class(&mut attributes, "decorative");
        let width = match self.width(&mut attributes, span) {
            Some(Size::Length(length)) => Some(length),
            Some(Size::Share(_)) => {
                let message = "a picture in a line is no part of the line wide".to_owned();
                let help = "write a length, such as `width=8mm`, or put the picture in a \
                            paragraph of its own";
                self.error("bad-width", message, span, help);
                None
            }
            None => None,
        };
        let height = self.height(&mut attributes, span);
        self.foreign_classes(&mut attributes, span);
        let takes = "takes `.decorative`, `width=8mm` and `height=5mm`; all else takes one \
                     in a paragraph of its own";
        self.unknown_attributes(&attributes, "a picture in a line", takes, span);
        let image = self.reference(span, &link.url, RefKind::Picture);
        let words = self.inlines(node, around);
        self.forget_links(image);
        let alt = legible_text(&words, &|_| String::new()).trim().to_owned();
        let decorative = decorative | self.check_alt(&alt, decorative, span);
        let title = self.link_title(&link.title, span);
        LinePicture { image, alt, decorative, title, width, height }
    }

    /// Takes classes out of the attributes of a picture that are none of ours, nor nearly:
    /// what a style sheet of a web page makes of them.
    pub(super) fn foreign_classes(&mut self, attributes: &mut Attributes, span: Span) {
        self.other_classes(attributes, (&CLASSES, "a picture"), span);
    }

    /// Takes out of a set of attributes the classes that say how something looks, which is
    /// told, and leaves those that are meant for one of its own.
    pub(super) fn other_classes(
        &mut self,
        attributes: &mut Attributes,
        (own, of): (&[&str], &str),
        span: Span,
    ) {
        let (ours, foreign): (Vec<String>, Vec<String>) =
            std::mem::take(&mut attributes.classes).into_iter().partition(|class| {
                own.contains(&class.as_str())
                    || nearest(class, own.iter().copied()).is_some()
            });
        attributes.classes = ours;
        let names: Vec<String> = foreign.iter().map(|class| format!(".{class}")).collect();
        self.left_out_of(of, names.iter().map(String::as_str), span);
    }

    /// Takes `width=…` out of a set of attributes.
    pub(super) fn width(
        &mut self,
        attributes: &mut Attributes,
        span: Span,
    ) -> Option<Size> {
        let at = attributes.pairs.iter().position(|(key, _)| key == "width")?;
        let (_, value) = attributes.pairs.remove(at);
        let size = size(&value);
        if size.is_none() {
            let message = format!("`{value}` is no width");
            let help = "write a part of the line, such as `width=60%`, or a length: \
                        `8cm`, `45mm`, `3in`, `200pt`, `300px`";
            self.error("bad-width", message, span, help);
        }
        size
    }

    /// Takes `height=…` out of a set of attributes.
    pub(super) fn height(
        &mut self,
        attributes: &mut Attributes,
        span: Span,
    ) -> Option<Length> {
        let value = take(attributes, "height")?;
        match size(&value) {
            Some(Size::Length(length)) => Some(length),
            Some(Size::Share(_)) | None => {
                let message = format!("`{value}` is no height");
                let help = "write a length: `4cm`, `45mm`, `3in`, `200pt`, `300px`";
                self.error("bad-height", message, span, help);
                None
            }
        }
    }

    /// Takes out of the attributes of code what numbers its lines, and gives the number of
    /// the first: Pandoc's `.numberLines` with `startFrom=…` (User's Guide, "Fenced code
    /// blocks"), Quarto's `code-line-numbers="true"`.
    pub(super) fn line_numbers(
        &mut self,
        attributes: &mut Attributes,
        span: Span,
    ) -> Option<u32> {
        let classes = ["numberLines", "number-lines"];
        let asked = classes.map(|class| take_class(attributes, class)).contains(&true);
        let quarto = take(attributes, "code-line-numbers");
        let start = take(attributes, "startFrom").or(take(attributes, "start-from"));
        let wanted = match quarto.as_deref() {
            None => asked,
            Some("true") => true,
            Some("false") => false,
            Some(other) => {
                let message = format!("lines of code are numbered or not: `{other}`");
                let help = "write `code-line-numbers=\"true\"`";
                self.error("bad-line-numbers", message, span, help);
                return None;
            }
        };
        let Some(start) = start else { return wanted.then_some(1) };
        let number = start.parse().ok().filter(|&number| number <= MOST_LINES);
        if number.is_none() || !wanted {
            let message = match number {
                None => format!("`{start}` is no number of a line"),
                Some(_) => {
                    "the number of the first line is given, but none are wanted".to_owned()
                }
            };
            let help = "write `{.numberLines startFrom=10}`";
            self.error("bad-line-numbers", message, span, help);
        }
        number
    }
}

/// A share of the measure up to all of it, or a length.
fn size(text: &str) -> Option<Size> {
    let digits = text.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
    let (number, unit) = text.split_at(text.len() - digits.len());
    let number: f64 = number.parse().ok()?;
    let length = match unit {
        "%" => {
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "checked to be a part of the whole"
            )]
            let share = (number > 0.0 && number <= 100.0).then_some((number * 10.0) as u16);
            return share.filter(|&share| share > 0).map(Size::Share);
        }
        "pt" => Length::from_points(number),
        "mm" => Length::from_millimetres(number),
        "cm" => Length::from_millimetres(number * 10.0),
        "in" => Length::from_inches(number),
        // CSS Values and Units Level 4, 6.2: 96 of them are an inch
        "px" => Length::from_points(number * 0.75),
        _ => return None,
    };
    (length > Length::ZERO && length <= WIDEST).then_some(Size::Length(length))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_width_is_a_share_or_a_length() {
        assert_eq!(size("60%"), Some(Size::Share(600)));
        assert_eq!(size("33.3%"), Some(Size::Share(333)));
        assert_eq!(size("3in"), Some(Size::Length(Length::points(216))));
        assert_eq!(size("96px"), Some(Size::Length(Length::points(72))));
        for wrong in ["0%", "120%", "8", "8em", "", "wide", "-3cm", "0pt"] {
            assert_eq!(size(wrong), None, "{wrong}");
        }
    }
}
