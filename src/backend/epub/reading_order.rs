//! Every address of the publication in the order in which it is read.

/// The addresses of a page: the page itself, then every id in it, in order.
pub(super) fn addresses(href: &str, page: &str) -> Vec<String> {
    let ids = ids(page).into_iter().map(|id| format!("{href}#{id}"));
    std::iter::once(href.to_owned()).chain(ids).collect()
}

/// The ids of a page.
fn ids(page: &str) -> Vec<&str> {
    // Text has no `<` in it, and every value stands in double quotes with its own quotes
    // escaped, so what stands between a tag's quotes are its values in turn.
    let mut ids = Vec::new();
    for tag in page.split('<').skip(1) {
        let mut parts = tag.split('"');
        while let (Some(before), Some(value)) = (parts.next(), parts.next()) {
            if before.contains('>') {
                break;
            }
            if before.ends_with(" id=") {
                ids.push(value);
            }
        }
    }
    ids
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_found_in_tags_and_not_in_text() {
        let page = "<p id=\"a\" title=\" id=\">x id=\"no\" <b class=\"c\" id=\"b\"/></p>";
        assert_eq!(addresses("x.xhtml", page), ["x.xhtml", "x.xhtml#a", "x.xhtml#b"]);
    }
}
