//! Lengths on paper, as integers.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Div, Mul, Neg, Sub, SubAssign};

use serde::{Deserialize, Serialize};

/// A length on paper, counted in 1/65,536 of a point (1 pt = 1/72 inch).
///
/// Lengths are integers so that sums do not depend on the order of adding and
/// two builds agree to the last bit.
#[derive(
    Debug,
    Default,
    Copy,
    Clone,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
)]
#[serde(transparent)]
pub struct Length(pub i64);

/// Units of [`Length`] in one point.
pub const UNITS_PER_POINT: i64 = 65_536;

impl Length {
    /// No length at all.
    pub const ZERO: Self = Self(0);

    /// A whole number of points.
    pub const fn points(points: i64) -> Self {
        Self(points * UNITS_PER_POINT)
    }

    /// The length nearest to `points`; fractions of a unit are rounded.
    #[expect(clippy::cast_possible_truncation, reason = "page lengths are far below 2^53")]
    pub fn from_points(points: f64) -> Self {
        Self((points * UNITS_PER_POINT as f64).round() as i64)
    }

    /// The length nearest to `millimetres`.
    pub fn from_millimetres(millimetres: f64) -> Self {
        Self::from_points(millimetres * 72.0 / 25.4)
    }

    /// The length nearest to `inches`.
    pub fn from_inches(inches: f64) -> Self {
        Self::from_points(inches * 72.0)
    }

    /// This length in points.
    #[expect(clippy::cast_precision_loss, reason = "exact below 2^53 units")]
    pub fn to_points(self) -> f64 {
        self.0 as f64 / UNITS_PER_POINT as f64
    }

    /// This length in millimetres.
    pub fn to_millimetres(self) -> f64 {
        self.to_points() * 25.4 / 72.0
    }

    /// `self * numerator / denominator`, rounded to nearest; exact in between.
    ///
    /// # Panics
    /// If `denominator` is zero.
    #[expect(clippy::cast_possible_truncation, reason = "the quotient is a page length")]
    #[inline]
    pub fn scale(self, numerator: i64, denominator: i64) -> Self {
        // nearly always; a division of 128 bits takes several times as long
        if let Some(product) = self.0.checked_mul(numerator)
            && product.unsigned_abs() < 1 << 62
            && denominator.unsigned_abs() < 1 << 62
        {
            let half = denominator.abs() / 2;
            let rounded = if product >= 0 { product + half } else { product - half };
            return Self(rounded / denominator);
        }
        let product = i128::from(self.0) * i128::from(numerator);
        let half = i128::from(denominator.abs()) / 2;
        let rounded = if product >= 0 { product + half } else { product - half };
        Self((rounded / i128::from(denominator)) as i64)
    }

    /// The length without its sign.
    pub const fn abs(self) -> Self {
        Self(self.0.abs())
    }
}

/// A [`Length`] in half the memory, of at most 32,767 points either way: a book has
/// hundreds of thousands of them.
#[derive(Debug, Default, Copy, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Short(i32);

impl Short {
    /// No length at all.
    pub const ZERO: Self = Self(0);

    /// The same as a length.
    pub const fn long(self) -> Length {
        Length(self.0 as i64)
    }

    /// As [`Length::scale`].
    #[inline]
    pub fn scale(self, numerator: i64, denominator: i64) -> Self {
        self.long().scale(numerator, denominator).into()
    }
}

impl From<Length> for Short {
    /// What is longer than it can be is cut off.
    #[inline]
    fn from(length: Length) -> Self {
        let limit = if length.0 < 0 { i32::MIN } else { i32::MAX };
        Self(i32::try_from(length.0).unwrap_or(limit))
    }
}

impl From<Short> for Length {
    fn from(short: Short) -> Self {
        short.long()
    }
}

impl Add<Short> for Length {
    type Output = Self;
    fn add(self, other: Short) -> Self {
        self + other.long()
    }
}

impl AddAssign<Short> for Length {
    fn add_assign(&mut self, other: Short) {
        *self += other.long();
    }
}

impl Sum<Short> for Length {
    fn sum<I: Iterator<Item = Short>>(lengths: I) -> Self {
        lengths.map(Short::long).sum()
    }
}

impl Add for Length {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}

impl AddAssign for Length {
    fn add_assign(&mut self, other: Self) {
        self.0 += other.0;
    }
}

impl Sub for Length {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0 - other.0)
    }
}

impl SubAssign for Length {
    fn sub_assign(&mut self, other: Self) {
        self.0 -= other.0;
    }
}

impl Neg for Length {
    type Output = Self;
    fn neg(self) -> Self {
        Self(-self.0)
    }
}

impl Mul<i64> for Length {
    type Output = Self;
    fn mul(self, factor: i64) -> Self {
        Self(self.0 * factor)
    }
}

impl Div<i64> for Length {
    type Output = Self;
    fn div(self, divisor: i64) -> Self {
        Self(self.0 / divisor)
    }
}

impl Sum for Length {
    fn sum<I: Iterator<Item = Self>>(lengths: I) -> Self {
        lengths.fold(Self::ZERO, Add::add)
    }
}

impl fmt::Display for Length {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.2}pt", self.to_points())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_inch_is_seventy_two_points() {
        assert_eq!(Length::from_inches(1.0), Length::points(72));
        assert_eq!(Length::from_millimetres(25.4), Length::points(72));
    }

    #[test]
    fn scaling_rounds_to_nearest_on_both_sides_of_zero() {
        assert_eq!(Length(10).scale(1, 4), Length(3));
        assert_eq!(Length(-10).scale(1, 4), Length(-3));
        assert_eq!(Length(10).scale(1, -4), Length(-3));
    }

    #[test]
    fn a_short_length_is_cut_off_and_not_turned_around() {
        assert_eq!(Short::from(Length(-7)).long(), Length(-7));
        assert_eq!(Short::from(Length(1 << 40)).long(), Length(i32::MAX.into()));
        assert_eq!(Short::from(Length(-1 << 40)).long(), Length(i32::MIN.into()));
        assert_eq!(Length::points(3) + Short::from(Length::points(4)), Length::points(7));
    }

    #[test]
    fn scaling_is_exact_where_the_product_is_long() {
        let long = i64::MAX / 3;
        assert_eq!(Length(long).scale(9, 9), Length(long));
        assert_eq!(Length(-long).scale(9, 9), Length(-long));
        assert_eq!(Length(8).scale(long, long), Length(8));
    }
}
