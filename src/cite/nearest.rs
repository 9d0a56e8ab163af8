//! The name an author may have meant.

/// The candidate that is most like `name`, if one is like it at all.
///
/// Likeness is the number of characters to add, remove, change or swap with their
/// neighbour (restricted Damerau–Levenshtein distance), not counting case. Among
/// equals the first is taken.
pub fn nearest<'a>(
    name: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let wanted: Vec<char> = name.to_lowercase().chars().collect();
    let allowed = (wanted.len() / 3).max(1);
    let mut best: Option<(usize, &str)> = None;
    for candidate in candidates {
        let letters: Vec<char> = candidate.to_lowercase().chars().collect();
        let limit = best.map_or(allowed, |(least, _)| least - 1);
        if letters.len().abs_diff(wanted.len()) > limit {
            continue;
        }
        let distance = distance(&wanted, &letters);
        if distance <= limit {
            best = Some((distance, candidate));
            if distance == 0 {
                break;
            }
        }
    }
    best.map(|(_, candidate)| candidate)
}

fn distance(a: &[char], b: &[char]) -> usize {
    let mut two_before = vec![0; b.len() + 1];
    let mut before: Vec<usize> = (0..=b.len()).collect();
    for (i, left) in a.iter().enumerate() {
        let mut row = vec![i + 1; b.len() + 1];
        for (j, right) in b.iter().enumerate() {
            let change = before[j] + usize::from(left != right);
            row[j + 1] = change.min(before[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && *left == b[j - 1] && a[i - 1] == *right {
                row[j + 1] = row[j + 1].min(two_before[j - 1] + 1);
            }
        }
        two_before = std::mem::replace(&mut before, row);
    }
    before[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_most_alike_name_is_found() {
        let names = ["install", "instance", "usage"];
        assert_eq!(nearest("instal", names), Some("install"));
        assert_eq!(nearest("isntall", names), Some("install"));
        assert_eq!(nearest("USAGE", names), Some("usage"));
        assert_eq!(nearest("chapter", names), None);
        assert_eq!(nearest("", names), None);
    }
}
