//! The name somebody meant.

/// The candidate nearest to a word, if one is near enough to be a slip.
///
/// Counts insertions, deletions, replacements and exchanges of neighbours, after
/// Damerau, "A technique for computer detection and correction of spelling errors",
/// Communications of the ACM 7 (1964), 171–176. At most a third of the letters may
/// differ; of equally near ones the first is taken. Case does not count.
pub fn nearest<'a>(
    word: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let wanted: Vec<char> = word.to_lowercase().chars().take(LONGEST).collect();
    candidates
        .into_iter()
        .map(|candidate| {
            let letters: Vec<char> =
                candidate.to_lowercase().chars().take(LONGEST).collect();
            let allowed = wanted.len().max(letters.len()).div_ceil(3);
            (distance(&wanted, &letters), allowed, candidate)
        })
        .filter(|&(distance, allowed, _)| distance <= allowed)
        .min_by_key(|&(distance, _, _)| distance)
        .map(|(_, _, candidate)| candidate)
}

/// Letters that are compared; names are shorter.
const LONGEST: usize = 100;

fn distance(a: &[char], b: &[char]) -> usize {
    let mut rows = vec![vec![0; b.len() + 1]; a.len() + 1];
    for (i, row) in rows.iter_mut().enumerate() {
        row[0] = i;
    }
    for (j, cell) in rows[0].iter_mut().enumerate() {
        *cell = j;
    }
    for i in 1..=a.len() {
        for j in 1..=b.len() {
            let replaced = rows[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
            let mut best = replaced.min(rows[i - 1][j] + 1).min(rows[i][j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                best = best.min(rows[i - 2][j - 2] + 1);
            }
            rows[i][j] = best;
        }
    }
    rows[a.len()][b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_finds_the_word_that_was_meant() {
        let keys = ["title", "subtitle", "language"];
        assert_eq!(nearest("titel", keys), Some("title"));
        assert_eq!(nearest("Langage", keys), Some("language"));
        assert_eq!(nearest("price", keys), None);
    }
}
