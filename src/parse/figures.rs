//! What the braces of a picture say of its place and its size.

use comrak::nodes::Attributes;

use crate::ast::{Placement, Size};
use crate::length::Length;
use crate::source::Span;

use super::Reader;

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
                        `8cm`, `45mm`, `3in`, `200pt`";
            self.error("bad-width", message, span, help);
        }
        size
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
        for wrong in ["0%", "120%", "8", "8em", "", "wide", "-3cm", "0pt"] {
            assert_eq!(size(wrong), None, "{wrong}");
        }
    }
}
