//! How light a colour is, and how far two are apart (WCAG 2.2).

/// The relative luminance of a colour of red, green and blue, from 0 to 1 (WCAG 2.2,
/// "relative luminance").
pub fn luminance((r, g, b): (u8, u8, u8)) -> f64 {
    let linear = |channel: u8| {
        let value = f64::from(channel) / 255.0;
        if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b)
}

/// The contrast of two colours, 1 to 21 (WCAG 2.2, "contrast ratio").
pub fn contrast(one: (u8, u8, u8), other: (u8, u8, u8)) -> f64 {
    let (a, b) = (luminance(one), luminance(other));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

/// A colour that can be read on paper and on light grounds: this one, darkened as far as
/// text needs it (WCAG 2.2, 1.4.3, with some room for tints).
pub fn legible((r, g, b): (u8, u8, u8)) -> (u8, u8, u8) {
    const WHITE: (u8, u8, u8) = (255, 255, 255);
    const LEAST: f64 = 5.5;
    let darkened = |keep: u16| {
        let channel =
            |value: u8| u8::try_from(u16::from(value) * keep / 255).unwrap_or(value);
        (channel(r), channel(g), channel(b))
    };
    let mut kept = (0..=255).rev().map(darkened);
    kept.find(|&one| contrast(one, WHITE) >= LEAST).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_are_darkened_until_they_can_be_read() {
        assert_eq!(legible((0, 0, 255)), (0, 0, 255));
        assert_eq!(legible((255, 255, 255)), (104, 104, 104));
        let (r, g, b) = legible((255, 165, 0));
        assert!(r > g && g > b && contrast((r, g, b), (255, 255, 255)) >= 5.5);
    }
}
