//! Digital object identifiers and addresses of works.

/// The bare DOI in what an author wrote, if it is one.
///
/// DOI Handbook, section 2.2: `10.`, a registrant of digits and dots, `/`, and anything.
pub(super) fn bare(written: &str) -> Option<String> {
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
        assert_eq!(bare("10.3389/fpsyt.2024.1416420"), wanted);
        assert_eq!(bare(" https://doi.org/10.3389/fpsyt.2024.1416420 "), wanted);
        assert_eq!(bare("DOI:10.3389/fpsyt.2024.1416420"), wanted);
    }

    #[test]
    fn what_is_no_doi_is_refused() {
        for wrong in ["", "10.1/x", "10.3389/", "11.3389/x", "10.3389/a b", "10.33x9/a"] {
            assert_eq!(bare(wrong), None, "{wrong}");
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
