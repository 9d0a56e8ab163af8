//! Lengths in style sheets: between which bounds they lie, whatever page is read with.

/// What one of a unit is at least and at most, in sizes of type.
fn unit(name: &str, percent: (f64, f64)) -> Option<(f64, f64)> {
    Some(match name {
        "" | "em" | "rem" | "pc" => (1.0, 1.0),
        "lh" | "rlh" => (1.0, 2.0),
        "ex" | "ch" | "rex" | "rch" => (0.4, 0.7),
        "px" => (1.0 / 16.0, 1.0 / 16.0),
        "pt" => (1.0 / 12.0, 1.0 / 12.0),
        "mm" => (0.236, 0.237),
        "cm" => (2.36, 2.37),
        "in" => (6.0, 6.0),
        // of pages from 20 to 120 sizes of type
        "vw" | "vi" | "vh" | "vb" | "vmin" | "vmax" | "svw" | "svh" | "lvh" | "dvh" => {
            (0.2, 1.2)
        }
        "%" => percent,
        _ => return None,
    })
}

/// A percentage of the width of what holds it, in sizes of type.
pub(super) const OF_WIDTH: (f64, f64) = (0.1, 0.5);

/// A percentage of a size of type.
pub(super) const OF_TYPE: (f64, f64) = (0.01, 0.01);

/// The bounds of a length or a number, in sizes of type; none of what is neither.
pub(super) fn bounds(value: &str, percent: (f64, f64)) -> Option<(f64, f64)> {
    let mut reader = Reader { rest: value.trim(), percent, depth: 0 };
    let found = reader.sum()?;
    reader.rest.trim().is_empty().then_some(found)
}

/// Nothing is read that lies deeper.
const MOST_DEPTH: usize = 16;

struct Reader<'a> {
    rest: &'a str,
    percent: (f64, f64),
    depth: usize,
}

impl Reader<'_> {
    fn eat(&mut self, word: &str) -> bool {
        self.rest = self.rest.trim_start();
        let rest = self.rest.strip_prefix(word);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    fn sum(&mut self) -> Option<(f64, f64)> {
        let mut sum = self.product()?;
        loop {
            if self.eat("+") {
                let next = self.product()?;
                sum = (sum.0 + next.0, sum.1 + next.1);
            } else if self.eat("-") {
                let next = self.product()?;
                sum = (sum.0 - next.1, sum.1 - next.0);
            } else {
                return Some(sum);
            }
        }
    }

    fn product(&mut self) -> Option<(f64, f64)> {
        let mut product = self.factor()?;
        loop {
            let next = if self.eat("*") {
                self.factor()?
            } else if self.eat("/") {
                let by = self.factor()?;
                if by.0 <= 0.0 {
                    return None;
                }
                (1.0 / by.1, 1.0 / by.0)
            } else {
                return Some(product);
            };
            let all = [
                product.0 * next.0,
                product.0 * next.1,
                product.1 * next.0,
                product.1 * next.1,
            ];
            let least = all.into_iter().fold(f64::INFINITY, f64::min);
            let most = all.into_iter().fold(f64::NEG_INFINITY, f64::max);
            product = (least, most);
        }
    }

    fn factor(&mut self) -> Option<(f64, f64)> {
        self.depth += 1;
        if self.depth > MOST_DEPTH {
            return None;
        }
        let found = self.one();
        self.depth -= 1;
        found
    }

    fn one(&mut self) -> Option<(f64, f64)> {
        for name in ["calc(", "("] {
            if self.eat(name) {
                let inner = self.sum()?;
                return self.eat(")").then_some(inner);
            }
        }
        for (name, most) in [("min(", false), ("max(", true)] {
            if self.eat(name) {
                let all = self.list()?;
                let pick = if most { f64::max } else { f64::min };
                return all.into_iter().reduce(|a, b| (pick(a.0, b.0), pick(a.1, b.1)));
            }
        }
        if self.eat("clamp(") {
            let all = self.list()?;
            let [least, value, most] = *all.as_slice() else { return None };
            let held = |least: f64, value: f64, most: f64| value.min(most).max(least);
            let low = held(least.0, value.0, most.0);
            return Some((low, held(least.1, value.1, most.1)));
        }
        self.number()
    }

    fn list(&mut self) -> Option<Vec<(f64, f64)>> {
        let mut all = vec![self.sum()?];
        while self.eat(",") {
            all.push(self.sum()?);
        }
        self.eat(")").then_some(all)
    }

    fn number(&mut self) -> Option<(f64, f64)> {
        self.rest = self.rest.trim_start();
        let sign = usize::from(self.rest.starts_with(['-', '+']));
        let digits = self.rest[sign..].find(|c: char| !c.is_ascii_digit() && c != '.');
        let end = digits.map_or(self.rest.len(), |at| at + sign);
        let number: f64 = self.rest[..end].parse().ok()?;
        let after = &self.rest[end..];
        let length = after.find(|c: char| !c.is_ascii_alphabetic() && c != '%');
        let name = &after[..length.unwrap_or(after.len())];
        let (least, most) = unit(name, self.percent)?;
        self.rest = &after[name.len()..];
        let (one, other) = (number * least, number * most);
        Some((one.min(other), one.max(other)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_lie_between_bounds() {
        for (value, least, most) in [
            ("0", 0.0, 0.0),
            ("-1.5em", -1.5, -1.5),
            ("32px", 2.0, 2.0),
            ("100vw", 20.0, 120.0),
            ("-10%", -5.0, -1.0),
            ("calc(-2 * 1.25rem)", -2.5, -2.5),
            ("clamp(1em, 8vw, 5em)", 1.6, 5.0),
            ("min(10em, 1em + 2em)", 3.0, 3.0),
            ("calc((1em + 1em) / 2)", 1.0, 1.0),
        ] {
            let (low, high) = bounds(value, OF_WIDTH).unwrap();
            let is = |one: f64, other: f64| (one - other).abs() < 1e-9;
            assert!(is(low, least) && is(high, most), "{value}: {low} to {high}");
        }
        for value in ["auto", "1deg", "calc(1em", "1em 2em", "anchor(top)"] {
            assert_eq!(bounds(value, OF_WIDTH), None, "{value}");
        }
    }
}
