//! Places on a page: rectangles and the matrices that move them.

/// A rectangle on a page, in points from its lower left corner; `y` grows upwards.
#[derive(Debug, Default, Copy, Clone, PartialEq)]
pub(crate) struct Rect {
    /// The left edge.
    pub(crate) x0: f64,
    /// The lower edge.
    pub(crate) y0: f64,
    /// The right edge.
    pub(crate) x1: f64,
    /// The upper edge.
    pub(crate) y1: f64,
}

impl Rect {
    /// What holds everything.
    pub(super) const ALL: Self = Self { x0: -1e9, y0: -1e9, x1: 1e9, y1: 1e9 };
    /// What holds nothing, to be widened with [`Self::with`].
    pub(super) const NOTHING: Self = Self { x0: 1e9, y0: 1e9, x1: -1e9, y1: -1e9 };

    /// The rectangle with these corners, in any order.
    pub(super) fn new(x0: f64, y0: f64, x1: f64, y1: f64) -> Self {
        Self { x0: x0.min(x1), y0: y0.min(y1), x1: x0.max(x1), y1: y0.max(y1) }
    }

    /// The smallest rectangle that holds this one and a point.
    pub(super) fn with(self, (x, y): (f64, f64)) -> Self {
        Self {
            x0: self.x0.min(x),
            y0: self.y0.min(y),
            x1: self.x1.max(x),
            y1: self.y1.max(y),
        }
    }

    /// What both hold; empty where they have nothing in common.
    pub(crate) fn intersection(self, other: Self) -> Self {
        Self {
            x0: self.x0.max(other.x0),
            y0: self.y0.max(other.y0),
            x1: self.x1.min(other.x1),
            y1: self.y1.min(other.y1),
        }
    }

    /// Whether it has no inside.
    pub(crate) fn is_empty(self) -> bool {
        self.x1 <= self.x0 || self.y1 <= self.y0
    }

    /// Its size in square points; 0 if it is empty.
    pub(crate) fn area(self) -> f64 {
        if self.is_empty() { 0.0 } else { (self.x1 - self.x0) * (self.y1 - self.y0) }
    }

    /// Whether a point lies in it.
    pub(crate) fn holds(self, (x, y): (f64, f64)) -> bool {
        x >= self.x0 && x <= self.x1 && y >= self.y0 && y <= self.y1
    }

    /// It with a margin all around.
    pub(super) fn grown(self, by: f64) -> Self {
        Self { x0: self.x0 - by, y0: self.y0 - by, x1: self.x1 + by, y1: self.y1 + by }
    }

    /// The part of it, 0 to 1, that lies in `other`. One without an inside counts as it
    /// would with a little of it.
    pub(super) fn share_in(self, other: Self) -> f64 {
        const LEAST: f64 = 1e-3;
        let own = if self.is_empty() { self.grown(LEAST) } else { self };
        let area = own.area();
        if area > 0.0 { own.intersection(other).area() / area } else { 0.0 }
    }
}

/// A transformation (ISO 32000-1, 8.3.3): x' = a x + c y + e, y' = b x + d y + f.
#[derive(Debug, Copy, Clone, PartialEq)]
pub(super) struct Matrix(pub(super) [f64; 6]);

impl Matrix {
    pub(super) const IDENTITY: Self = Self([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);

    /// This one first, then the other.
    pub(super) fn then(self, after: Self) -> Self {
        let [a, b, c, d, e, f] = self.0;
        let [g, h, i, j, k, l] = after.0;
        Self([
            a * g + b * i,
            a * h + b * j,
            c * g + d * i,
            c * h + d * j,
            e * g + f * i + k,
            e * h + f * j + l,
        ])
    }

    /// Where a point goes.
    pub(super) fn apply(self, (x, y): (f64, f64)) -> (f64, f64) {
        let [a, b, c, d, e, f] = self.0;
        (a * x + c * y + e, b * x + d * y + f)
    }

    /// The smallest rectangle around what a rectangle becomes.
    pub(super) fn bounds(self, of: Rect) -> Rect {
        [(of.x0, of.y0), (of.x1, of.y0), (of.x0, of.y1), (of.x1, of.y1)]
            .into_iter()
            .fold(Rect::NOTHING, |bounds, corner| bounds.with(self.apply(corner)))
    }

    /// Whether upright rectangles stay upright.
    pub(super) fn keeps_upright(self) -> bool {
        let [a, b, c, d, ..] = self.0.map(f64::abs);
        (b + c) < (a + d) * 1e-6 || (a + d) < (b + c) * 1e-6
    }

    /// How tall something of height 1 becomes.
    pub(super) fn height(self) -> f64 {
        self.0[2].hypot(self.0[3])
    }

    /// How wide something of width 1 becomes.
    pub(super) fn width(self) -> f64 {
        self.0[0].hypot(self.0[1])
    }
}
