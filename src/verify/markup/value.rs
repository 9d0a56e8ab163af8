//! Values of properties: colours, sizes, numbers (CSS Values and Units Level 4, CSS Color
//! Level 4). What is not understood is none.

use std::collections::BTreeMap;

/// The size of type that readers start with, in CSS pixels.
pub(super) const ROOT_SIZE: f64 = 16.0;

/// Puts the values of custom properties in their places.
pub(super) fn resolved(value: &str, variables: &BTreeMap<String, String>) -> String {
    let mut value = value.to_owned();
    for _ in 0..8 {
        let Some(start) = value.find("var(") else { break };
        let inner = &value[start + 4..];
        let Some(end) = inner.find(')') else { break };
        let (name, other) = inner[..end].split_once(',').unwrap_or((&inner[..end], ""));
        let held = variables.get(name.trim()).cloned();
        let held = held.unwrap_or_else(|| other.trim().to_owned());
        value = format!("{}{held}{}", &value[..start], &inner[end + 1..]);
    }
    value
}

/// Colours by their names (CSS Color Level 4, 6.1), those that are often used.
const NAMED: [(&str, [u8; 3]); 22] = [
    ("aqua", [0, 255, 255]),
    ("black", [0; 3]),
    ("blue", [0, 0, 255]),
    ("darkgray", [0xa9; 3]),
    ("darkgrey", [0xa9; 3]),
    ("dimgray", [0x69; 3]),
    ("dimgrey", [0x69; 3]),
    ("fuchsia", [255, 0, 255]),
    ("gray", [0x80; 3]),
    ("green", [0, 0x80, 0]),
    ("grey", [0x80; 3]),
    ("lightgray", [0xd3; 3]),
    ("lightgrey", [0xd3; 3]),
    ("lime", [0, 255, 0]),
    ("maroon", [0x80, 0, 0]),
    ("navy", [0, 0, 0x80]),
    ("red", [255, 0, 0]),
    ("silver", [0xc0; 3]),
    ("teal", [0, 0x80, 0x80]),
    ("white", [255; 3]),
    ("whitesmoke", [0xf5; 3]),
    ("yellow", [255, 255, 0]),
];

/// The first colour of some words, of those that are colours.
pub(super) fn color_in(value: &str) -> Option<[u8; 3]> {
    value.split_whitespace().find_map(color)
}

/// A colour; one that lets something through is none.
pub(super) fn color(value: &str) -> Option<[u8; 3]> {
    if let Some((_, found)) = NAMED.iter().find(|(name, _)| *name == value.trim()) {
        return Some(*found);
    }
    if let Some(numbers) =
        value.strip_prefix("rgb(").and_then(|rest| rest.strip_suffix(')'))
    {
        let numbers = numbers.split([',', ' ']).filter(|one| !one.is_empty());
        let numbers: Option<Vec<u8>> = numbers.map(|one| one.parse().ok()).collect();
        return numbers?.try_into().ok();
    }
    let hex = value.trim().strip_prefix('#')?;
    let digits: Option<Vec<u8>> =
        hex.chars().map(|c| c.to_digit(16).and_then(|d| u8::try_from(d).ok())).collect();
    match *digits?.as_slice() {
        [r, g, b] => Some([r * 17, g * 17, b * 17]),
        [a, b, c, d, e, f] => Some([a * 16 + b, c * 16 + d, e * 16 + f]),
        _ => None,
    }
}

/// A size of type in CSS pixels; of one between bounds the least.
pub(super) fn size(value: &str, around: f64, root: f64) -> Option<f64> {
    if let Some(least) = value.strip_prefix("clamp(") {
        return size(least.split(',').next()?.trim(), around, root);
    }
    if let Some(all) = value.strip_prefix("max(").and_then(|all| all.strip_suffix(')')) {
        let all = all.split(',').filter_map(|one| size(one.trim(), around, root));
        return all.reduce(f64::max);
    }
    let steps = [
        ("inherit", around),
        ("smaller", around / 1.2),
        ("larger", around * 1.2),
        ("medium", ROOT_SIZE),
        ("small", 13.0),
        ("large", 18.0),
    ];
    if let Some((_, found)) = steps.into_iter().find(|(name, _)| *name == value) {
        return Some(found);
    }
    let end = value.find(|c: char| !c.is_ascii_digit() && c != '.')?;
    let number: f64 = value[..end].parse().ok()?;
    match &value[end..] {
        "px" => Some(number),
        "pt" => Some(number * 4.0 / 3.0),
        "em" => Some(number * around),
        "rem" => Some(number * root),
        "%" => Some(number * around / 100.0),
        _ => None,
    }
}

/// The contrast of two colours (WCAG 2.2, 1.4.3): 1 to 21.
pub(in crate::verify) fn contrast(one: [u8; 3], other: [u8; 3]) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

/// How bright a colour is (WCAG 2.2, relative luminance): 0 to 1.
pub(super) fn luminance([r, g, b]: [u8; 3]) -> f64 {
    let linear = |part: u8| {
        let part = f64::from(part) / 255.0;
        if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b)
}

/// The number with which a value begins.
pub(super) fn number(value: &str) -> Option<f64> {
    let end = value.find(|c: char| !c.is_ascii_digit() && c != '.' && c != '-');
    value[..end.unwrap_or(value.len())].parse::<f64>().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_are_written_in_many_ways() {
        for (value, found) in [
            ("#fff", Some([255; 3])),
            ("#0a0B0c", Some([10, 11, 12])),
            ("rgb(1, 2, 3)", Some([1, 2, 3])),
            ("rgb(1 2 3)", Some([1, 2, 3])),
            ("silver", Some([0xc0; 3])),
            ("#ffff", None),
            ("rgb(1 2 3 / 50%)", None),
            ("hsl(0 0% 60%)", None),
        ] {
            assert_eq!(color(value), found, "{value}");
        }
    }

    #[test]
    fn sizes_are_in_pixels() {
        let size = |value| size(value, 10.0, 20.0).map(|size| (size * 10.0).round());
        assert_eq!(size("12px"), Some(120.0));
        assert_eq!(size("12pt"), Some(160.0));
        assert_eq!((size("1.5em"), size("1.5rem")), (Some(150.0), Some(300.0)));
        assert_eq!(size("clamp(1rem, 2vw, 3rem)"), Some(200.0));
        assert_eq!(size("max(9px, 1em)"), Some(100.0));
        assert_eq!(size("calc(1rem + 2vw)"), None);
    }

    #[test]
    fn the_contrast_of_black_and_white_is_21() {
        assert!((contrast([0; 3], [255; 3]) - 21.0).abs() < 1e-9);
        assert!((contrast([9; 3], [9; 3]) - 1.0).abs() < 1e-9);
    }
}
