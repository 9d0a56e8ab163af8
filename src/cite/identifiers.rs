//! Identifiers and addresses of works.

/// The bare DOI in what an author wrote, if it is one.
///
/// DOI Handbook, section 2.2: `10.`, a registrant of digits and dots, `/`, and anything.
pub(super) fn doi(written: &str) -> Option<String> {
    let mut rest = written.trim();
    let lower = rest.to_ascii_lowercase();
    let prefixes = [
        "https://doi.org/",
        "http://doi.org/",
        "https://dx.doi.org/",
        "http://dx.doi.org/",
        "doi:",
    ];
    if let Some(prefix) = prefixes.iter().find(|prefix| lower.starts_with(**prefix)) {
        rest = rest[prefix.len()..].trim();
    }
    let (registrant, name) = rest.strip_prefix("10.")?.split_once('/')?;
    let fit = registrant.len() >= 4
        && registrant
            .split('.')
            .all(|part| !part.is_empty() && part.chars().all(|c| c.is_ascii_digit()))
        && !name.is_empty()
        && !name.contains(|c: char| c.is_whitespace() || c.is_control());
    fit.then(|| rest.to_owned())
}

/// The address of a DOI, with what an address may not contain percent-encoded.
pub(super) fn address(doi: &str) -> String {
    let mut out = "https://doi.org/".to_owned();
    for c in doi.chars() {
        if "#?%".contains(c) { encode(c, &mut out) } else { push(c, &mut out) }
    }
    out
}

/// An address with what it may not contain percent-encoded, if it is one that leads out
/// of the book.
pub(super) fn url(written: &str) -> Option<String> {
    let written = written.trim();
    let lower = written.to_ascii_lowercase();
    let absolute = ["https://", "http://"]
        .iter()
        .any(|scheme| lower.strip_prefix(scheme).is_some_and(|rest| !rest.is_empty()));
    if !absolute {
        return None;
    }
    let mut out = String::new();
    for c in written.chars() {
        push(c, &mut out);
    }
    Some(out)
}

/// The bare number that PubMed gave a work, in what an author wrote, if it is one.
pub(super) fn pmid(written: &str) -> Option<String> {
    let mut rest = written.trim();
    let lower = rest.to_ascii_lowercase();
    let prefixes = [
        "https://pubmed.ncbi.nlm.nih.gov/",
        "http://pubmed.ncbi.nlm.nih.gov/",
        "pmid:",
        "pmid",
    ];
    if let Some(prefix) = prefixes.iter().find(|prefix| lower.starts_with(**prefix)) {
        rest = rest[prefix.len()..].trim();
    }
    let rest = rest.trim_end_matches('/');
    let fit = (1..=8).contains(&rest.len())
        && !rest.starts_with('0')
        && rest.chars().all(|c| c.is_ascii_digit());
    fit.then(|| rest.to_owned())
}

/// The address of a work at PubMed.
pub(super) fn pmid_address(pmid: &str) -> String {
    format!("https://pubmed.ncbi.nlm.nih.gov/{pmid}/")
}

/// Whether a text is the number of a book, with or without hyphens.
///
/// ISO 2108: weights 10 to 1 modulo 11 of ten digits, where `X` is ten; 1 and 3 in turn
/// modulo 10 of thirteen, which begin with 978 or 979.
pub(super) fn isbn(written: &str) -> bool {
    let digits: String =
        written.chars().filter(|c| !matches!(c, '-' | '‐' | '–')).collect();
    match digits.len() {
        10 => weighted(&digits, 10),
        13 => {
            let values: Option<Vec<u32>> = digits.chars().map(|c| c.to_digit(10)).collect();
            let sum = values.map(|values| {
                (0..).zip(&values).map(|(at, value)| value * (1 + at % 2 * 2)).sum::<u32>()
            });
            (digits.starts_with("978") || digits.starts_with("979"))
                && sum.is_some_and(|sum| sum % 10 == 0)
        }
        _ => false,
    }
}

/// Whether a text is the number of a journal: ISO 3297, weights 8 to 1 modulo 11.
pub(super) fn issn(written: &str) -> bool {
    let digits: String =
        written.chars().filter(|c| !matches!(c, '-' | '‐' | '–')).collect();
    digits.len() == 8 && weighted(&digits, 8)
}

/// Whether digits, weighted from `length` down to 1, give a multiple of 11; the last may be
/// `X`, ten.
fn weighted(digits: &str, length: u32) -> bool {
    let values: Option<Vec<u32>> = (1..=length)
        .zip(digits.chars())
        .map(|(at, c)| {
            let ten = at == length && matches!(c, 'X' | 'x');
            if ten { Some(10) } else { c.to_digit(10) }
        })
        .collect();
    let sum = values.map(|values| {
        (0..length).zip(&values).map(|(at, value)| (length - at) * value).sum::<u32>()
    });
    sum.is_some_and(|sum| sum % 11 == 0)
}

/// RFC 3986, section 2: everything but unreserved, reserved and `%` is encoded.
fn push(c: char, out: &mut String) {
    if c.is_ascii_alphanumeric() || "-._~:/?#[]@!$&'()*+,;=%".contains(c) {
        out.push(c);
    } else {
        encode(c, out);
    }
}

fn encode(c: char, out: &mut String) {
    let mut buffer = [0; 4];
    for byte in c.encode_utf8(&mut buffer).bytes() {
        out.push_str(&format!("%{byte:02X}"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_doi_is_bared() {
        let wanted = Some("10.3389/fpsyt.2024.1416420".to_owned());
        assert_eq!(doi("10.3389/fpsyt.2024.1416420"), wanted);
        assert_eq!(doi(" https://doi.org/10.3389/fpsyt.2024.1416420 "), wanted);
        assert_eq!(doi("DOI:10.3389/fpsyt.2024.1416420"), wanted);
    }

    #[test]
    fn what_is_no_doi_is_refused() {
        for wrong in ["", "10.1/x", "10.3389/", "11.3389/x", "10.3389/a b", "10.33x9/a"] {
            assert_eq!(doi(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn check_digits_are_counted() {
        for good in ["0-306-40615-2", "978-0-306-40615-7", "080442957X", "9791034304974"] {
            assert!(isbn(good), "{good}");
        }
        for wrong in
            ["0-306-40615-3", "978-0-306-40615-8", "977-0-306-40615-8", "12345", ""]
        {
            assert!(!isbn(wrong), "{wrong}");
        }
        assert!(issn("1664-0640") && issn("0378-5955") && issn("2434-561X"));
        assert!(!issn("1664-0641") && !issn("1664"));
    }

    #[test]
    fn a_number_of_pubmed_is_bared() {
        for good in
            ["39351327", "PMID: 39351327", "https://pubmed.ncbi.nlm.nih.gov/39351327/"]
        {
            assert_eq!(pmid(good).as_deref(), Some("39351327"));
        }
        for wrong in ["", "0123", "123456789", "PMC123", "12a"] {
            assert_eq!(pmid(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn addresses_are_encoded() {
        assert_eq!(
            address("10.1002/(SICI)1<1::A#2>"),
            "https://doi.org/10.1002/(SICI)1%3C1::A%232%3E"
        );
        assert_eq!(url("http://x.org/ä b"), Some("http://x.org/%C3%A4%20b".to_owned()));
        assert_eq!(url("www.x.org"), None);
    }
}
