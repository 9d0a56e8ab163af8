//! Colours and their spaces, as far as they can be told without profiles
//! (ISO 32000-1, 8.6).

use std::sync::LazyLock;

use hayro_syntax::object::Object;

use super::file::{File, number_of};
use super::model::{Means, Rgb};
use super::resources::Resources;

/// A colour space.
#[derive(Debug, Copy, Clone, PartialEq, Eq)]
pub(super) enum Space {
    /// Shades of grey.
    Gray,
    /// Light.
    Rgb,
    /// Inks.
    Cmyk,
    /// How much of black ink, or of all inks.
    Black,
    /// A pattern, an index, a spot colour: what is shown cannot be told.
    Other,
}

impl Space {
    /// The space of this object of a resource dictionary, or of the operator `cs`.
    pub(super) fn of<'a>(file: &'a File<'a>, object: &Object<'a>) -> Self {
        if let Object::Name(name) = object {
            return Self::named(name);
        }
        let Object::Array(array) = object else { return Self::Other };
        let mut parts = super::objects::items(array);
        let mut name = || file.resolve(parts.next()?)?.into_name();
        match name().as_deref() {
            Some(b"Separation") => match name().as_deref() {
                Some(b"Black" | b"All") => Self::Black,
                Some(_) | None => Self::Other,
            },
            Some(b"ICCBased") => {
                let number = parts.next().and_then(|profile| number_of(&profile));
                let profile =
                    number.and_then(|number| file.dict(number)).unwrap_or_default();
                match file.get::<u8>(&profile, "N") {
                    Some(1) => Self::Gray,
                    Some(3) => Self::Rgb,
                    Some(4) => Self::Cmyk,
                    Some(_) | None => Self::Other,
                }
            }
            Some(family) => Self::named(family),
            None => Self::Other,
        }
    }

    fn named(name: &[u8]) -> Self {
        match name {
            b"DeviceGray" | b"CalGray" | b"G" => Self::Gray,
            b"DeviceRGB" | b"CalRGB" | b"RGB" => Self::Rgb,
            b"DeviceCMYK" | b"CMYK" => Self::Cmyk,
            _ => Self::Other,
        }
    }

    /// The space that a name of the operator `cs` means without help of the resources.
    pub(super) fn device(name: &[u8]) -> Option<Self> {
        let is_device =
            matches!(name, b"DeviceGray" | b"DeviceRGB" | b"DeviceCMYK" | b"Pattern");
        is_device.then(|| Self::named(name))
    }

    /// The colour before one is set.
    pub(super) fn initial(self) -> Option<Rgb> {
        (self != Self::Other).then_some([0; 3])
    }

    /// The colour of these shares, 0 to 1.
    pub(super) fn colour(self, shares: &[f64]) -> Option<Rgb> {
        match (self, shares) {
            (Self::Gray, &[gray]) => Some([byte(gray); 3]),
            (Self::Black, &[ink]) => Some([byte(1.0 - ink); 3]),
            (Self::Rgb, &[red, green, blue]) => Some([byte(red), byte(green), byte(blue)]),
            (Self::Cmyk, &[cyan, magenta, yellow, black]) => {
                Some([cyan, magenta, yellow].map(|ink| byte((1.0 - ink) * (1.0 - black))))
            }
            (Self::Gray | Self::Black | Self::Rgb | Self::Cmyk | Self::Other, _) => None,
        }
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 255")]
fn byte(share: f64) -> u8 {
    (share.clamp(0.0, 1.0) * 255.0).round() as u8
}

/// Notes a colour space by its name, if it is that of an unknown device and the resources
/// do not say which device is meant (ISO 32000-1, 8.6.5.6).
pub(super) fn device(resources: &Resources<'_>, name: &[u8], means: &mut Means) {
    let (at, known) = match name {
        b"DeviceGray" | b"G" => (0, "DefaultGray"),
        b"DeviceRGB" | b"RGB" => (1, "DefaultRGB"),
        b"DeviceCMYK" | b"CMYK" => (2, "DefaultCMYK"),
        _ => return,
    };
    // a page sets thousands of colours
    if !means.devices[at] && resources.find("ColorSpace", known.as_bytes()).is_none() {
        means.devices[at] = true;
    }
}

/// Notes the devices of a colour space, and of what it stands for or is made of.
pub(super) fn devices<'a>(
    file: &'a File<'a>,
    resources: &Resources<'a>,
    space: &Object<'a>,
    means: &mut Means,
) {
    let mut space = space.clone();
    // a space lies below an index, a spot colour, a pattern: three deep at most
    for _ in 0..4 {
        let array = match space {
            Object::Name(name) => return device(resources, &name, means),
            Object::Array(array) => array,
            Object::Null(_)
            | Object::Boolean(_)
            | Object::Number(_)
            | Object::String(_)
            | Object::Dict(_)
            | Object::Stream(_) => return,
        };
        let mut parts = super::objects::items(&array);
        let family = parts.next().and_then(|part| file.resolve(part)?.into_name());
        let below = match family.as_deref() {
            Some(b"Indexed" | b"I" | b"Pattern") => parts.next(),
            Some(b"Separation" | b"DeviceN") => parts.nth(1),
            Some(name) => return device(resources, name, means),
            None => return,
        };
        let Some(next) = below.and_then(|part| file.resolve(part)) else { return };
        space = next;
    }
}

/// The share of the light of white that a colour sends back, 0 to 1 (WCAG 2.2,
/// relative luminance).
pub(super) fn luminance(colour: Rgb) -> f64 {
    static LINEAR: LazyLock<[f64; 256]> = LazyLock::new(|| {
        let mut shares = [0.0; 256];
        for (channel, share) in (0u8..=255).zip(&mut shares) {
            let own = f64::from(channel) / 255.0;
            *share = if own <= 0.040_45 {
                own / 12.92
            } else {
                ((own + 0.055) / 1.055).powf(2.4)
            };
        }
        shares
    });
    let [red, green, blue] = colour.map(|channel| LINEAR[usize::from(channel)]);
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/// The contrast of two colours, 1 to 21 (WCAG 2.2, contrast ratio).
pub(super) fn contrast(one: Rgb, other: Rgb) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

/// A colour put on another with this much of its paint.
pub(super) fn mixed(paint: Rgb, under: Rgb, alpha: f64) -> Rgb {
    let mix = |at: usize| {
        let (paint, under) = (f64::from(paint[at]), f64::from(under[at]));
        byte((paint * alpha + under * (1.0 - alpha)) / 255.0)
    };
    [mix(0), mix(1), mix(2)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contrast_is_that_of_the_guidelines() {
        assert!((contrast([0; 3], [255; 3]) - 21.0).abs() < 1e-9);
        // the grey that passes just so
        assert!((contrast([0x76; 3], [255; 3]) - 4.54).abs() < 0.01);
    }

    #[test]
    fn inks_become_light() {
        assert_eq!(Space::Cmyk.colour(&[0.0, 0.0, 0.0, 1.0]), Some([0; 3]));
        assert_eq!(Space::Cmyk.colour(&[1.0, 0.0, 0.0, 0.0]), Some([0, 255, 255]));
    }
}
