//! What codes of a font mean in Unicode: `ToUnicode` (ISO 32000-1, 9.10.3).

use std::collections::BTreeMap;

use super::file::utf16;

/// More codes than this are not read of one file.
const MOST_CODES: usize = 1 << 17;

/// The characters of each code.
pub(super) fn to_unicode(data: &[u8]) -> BTreeMap<u32, String> {
    let mut codes = BTreeMap::new();
    let mut tokens = Tokens { data, at: 0 };
    while let Some(token) = tokens.next() {
        match token {
            Token::Word(b"beginbfchar") => characters(&mut tokens, &mut codes),
            Token::Word(b"beginbfrange") => ranges(&mut tokens, &mut codes),
            Token::Word(_) | Token::Hex(_) | Token::Open | Token::Close => {}
        }
        if codes.len() > MOST_CODES {
            break;
        }
    }
    codes
}

fn characters(tokens: &mut Tokens<'_>, codes: &mut BTreeMap<u32, String>) {
    while let (Some(Token::Hex(code)), Some(value)) = (tokens.next(), tokens.next()) {
        if let Token::Hex(value) = value {
            codes.insert(number(&code), utf16(&value));
        }
    }
}

fn ranges(tokens: &mut Tokens<'_>, codes: &mut BTreeMap<u32, String>) {
    while let (Some(Token::Hex(first)), Some(Token::Hex(last))) =
        (tokens.next(), tokens.next())
    {
        let (first, last) = (number(&first), number(&last));
        match tokens.next() {
            Some(Token::Hex(value)) => {
                for code in first..=last.min(first.saturating_add(0xFFFF)) {
                    if codes.len() > MOST_CODES {
                        return;
                    }
                    codes.insert(code, following(&value, code - first));
                }
            }
            Some(Token::Open) => {
                let mut code = first;
                while let Some(Token::Hex(value)) = tokens.next() {
                    if code <= last {
                        codes.insert(code, utf16(&value));
                    }
                    code = code.saturating_add(1);
                }
            }
            Some(Token::Word(_) | Token::Close) | None => return,
        }
    }
}

/// The characters of a value whose last unit is counted on; where that leads out of a
/// pair of surrogates, the character is.
fn following(value: &[u8], steps: u32) -> String {
    let text = utf16(value);
    let mut chars: Vec<char> = text.chars().collect();
    if let Some(last) = chars.pop() {
        let next = (last as u32).saturating_add(steps);
        chars.push(char::from_u32(next).unwrap_or(char::REPLACEMENT_CHARACTER));
    }
    chars.into_iter().collect()
}

fn number(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0, |number, &byte| number << 8 | u32::from(byte))
}

/// A word of a character map.
enum Token<'a> {
    Word(&'a [u8]),
    Hex(Vec<u8>),
    Open,
    Close,
}

struct Tokens<'a> {
    data: &'a [u8],
    at: usize,
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        loop {
            let byte = *self.data.get(self.at)?;
            match byte {
                b'%' => self.at += self.until(|byte| matches!(byte, b'\n' | b'\r')),
                b'[' | b']' => {
                    self.at += 1;
                    return Some(if byte == b'[' { Token::Open } else { Token::Close });
                }
                b'<' if self.data.get(self.at + 1) != Some(&b'<') => {
                    self.at += 1;
                    let inside = self.take(|byte| byte == b'>');
                    self.at += 1;
                    return Some(Token::Hex(hex(inside)));
                }
                b'<' | b'>' | b'(' | b')' | b'{' | b'}' | 0 => self.at += 1,
                _ if byte.is_ascii_whitespace() => self.at += 1,
                _ => {
                    // a name begins with its slash
                    let start = self.at;
                    self.at += 1;
                    self.take(|byte| {
                        byte.is_ascii_whitespace() || b"/<>[](){}%\0".contains(&byte)
                    });
                    return Some(Token::Word(&self.data[start..self.at]));
                }
            }
        }
    }
}

impl<'a> Tokens<'a> {
    fn until(&self, end: impl Fn(u8) -> bool) -> usize {
        let rest = &self.data[self.at..];
        rest.iter().position(|&byte| end(byte)).unwrap_or(rest.len())
    }

    fn take(&mut self, end: impl Fn(u8) -> bool) -> &'a [u8] {
        let length = self.until(end);
        let taken = &self.data[self.at..self.at + length];
        self.at += length;
        taken
    }
}

/// The bytes of hexadecimal digits; a last one without a partner is followed by 0.
pub(super) fn hex(digits: &[u8]) -> Vec<u8> {
    let digits = digits.iter().filter_map(|&digit| char::from(digit).to_digit(16));
    let digits: Vec<u8> = digits.filter_map(|digit| u8::try_from(digit).ok()).collect();
    digits.chunks(2).map(|pair| pair[0] << 4 | pair.get(1).unwrap_or(&0)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(map: &str, expected: &[(u32, &str)]) {
        let read = to_unicode(map.as_bytes());
        let read: Vec<(u32, &str)> =
            read.iter().map(|(code, text)| (*code, &**text)).collect();
        assert_eq!(read, expected);
    }

    #[test]
    fn characters_may_be_several_and_beyond_the_first_plane() {
        let map = "2 beginbfchar <0001> <00660069> <0002><D83DDE00>\nendbfchar";
        check(map, &[(1, "fi"), (2, "😀")]);
    }

    #[test]
    fn ranges_count_on_or_list() {
        let map = "2 beginbfrange <0003> <0005> <0061> <06> <07> [<0078> <0079007A>]
            endbfrange 1 beginbfchar <09> <D83DDFFF> endbfchar";
        check(map, &[(3, "a"), (4, "b"), (5, "c"), (6, "x"), (7, "yz"), (9, "🟿")]);
    }

    #[test]
    fn several_sections_and_comments_are_read() {
        let map = "1 begincodespacerange <0000> <FFFF> endcodespacerange % <0001> <0041>
            1 beginbfchar <0001> <0042> endbfchar 1 beginbfchar <0002> <0043> endbfchar";
        check(map, &[(1, "B"), (2, "C")]);
    }

    #[test]
    fn a_range_without_end_is_cut() {
        let read = to_unicode(b"beginbfrange <00000000> <FFFFFFFF> <0041> endbfrange");
        assert!(read.len() <= MOST_CODES + 1);
    }
}
