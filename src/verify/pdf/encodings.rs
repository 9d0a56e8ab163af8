//! What simple fonts without `ToUnicode` mean: codes of WinAnsi (ISO 32000-1, annex D)
//! and the more frequent names of glyphs.

/// A character of WinAnsi.
pub(super) fn latin(code: u8) -> Option<char> {
    const SIGNS: [char; 32] = [
        '€', '•', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '•', 'Ž', '•',
        '•', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '•', 'ž', 'Ÿ',
    ];
    match code {
        0..0x20 => None,
        0x7F => Some('•'),
        0x80..=0x9F => SIGNS.get(usize::from(code - 0x80)).copied(),
        0xA0 => Some(' '),
        0xAD => Some('-'),
        0x20..=0x7E | 0xA1..=0xFF => Some(char::from(code)),
    }
}

/// The characters of a glyph's name: `A`, `uni00E9`, `u1F600`, `f_i`, `comma`, …
/// (Adobe Glyph List Specification 1.7, section 2).
pub(super) fn glyph(name: &[u8]) -> Option<String> {
    let name = std::str::from_utf8(name).ok()?;
    let base = name.split('.').next().filter(|base| !base.is_empty())?;
    base.split('_').map(component).collect()
}

fn component(name: &str) -> Option<String> {
    let mut chars = name.chars();
    if let (Some(only), None) = (chars.next(), chars.next()) {
        return Some(only.to_string());
    }
    if let Some((_, text)) = NAMES.iter().find(|(known, _)| *known == name) {
        return Some((*text).to_owned());
    }
    let digits = name.strip_prefix("uni").or_else(|| name.strip_prefix('u'))?;
    let code = u32::from_str_radix(digits, 16).ok().filter(|_| digits.len() >= 4)?;
    char::from_u32(code).map(String::from)
}

const NAMES: &[(&str, &str)] = &[
    ("space", " "),
    ("exclam", "!"),
    ("quotedbl", "\""),
    ("numbersign", "#"),
    ("dollar", "$"),
    ("percent", "%"),
    ("ampersand", "&"),
    ("quotesingle", "'"),
    ("parenleft", "("),
    ("parenright", ")"),
    ("asterisk", "*"),
    ("plus", "+"),
    ("comma", ","),
    ("hyphen", "-"),
    ("period", "."),
    ("slash", "/"),
    ("zero", "0"),
    ("one", "1"),
    ("two", "2"),
    ("three", "3"),
    ("four", "4"),
    ("five", "5"),
    ("six", "6"),
    ("seven", "7"),
    ("eight", "8"),
    ("nine", "9"),
    ("colon", ":"),
    ("semicolon", ";"),
    ("less", "<"),
    ("equal", "="),
    ("greater", ">"),
    ("question", "?"),
    ("at", "@"),
    ("bracketleft", "["),
    ("backslash", "\\"),
    ("bracketright", "]"),
    ("underscore", "_"),
    ("braceleft", "{"),
    ("bar", "|"),
    ("braceright", "}"),
    ("quoteleft", "‘"),
    ("quoteright", "’"),
    ("quotedblleft", "“"),
    ("quotedblright", "”"),
    ("endash", "–"),
    ("emdash", "—"),
    ("ellipsis", "…"),
    ("bullet", "•"),
    ("fi", "fi"),
    ("fl", "fl"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_glyphs_mean_characters() {
        for (name, text) in [
            ("A", "A"),
            ("uni00E9", "é"),
            ("u1F600", "😀"),
            ("f_i.alt", "fi"),
            ("comma", ","),
        ] {
            assert_eq!(glyph(name.as_bytes()).as_deref(), Some(text));
        }
        assert_eq!(glyph(b"unheard"), None);
    }
}
