//! The graphics state (ISO 32000-1, 8.4 and 9.3).

use std::sync::Arc;

use super::colours::Space;
use super::fonts::Font;
use super::geometry::{Matrix, Rect};
use super::model::Rgb;

/// A paint: its space, and the colour in it if it can be told.
#[derive(Debug, Copy, Clone)]
pub(super) struct Paint {
    pub(super) space: Space,
    pub(super) colour: Option<Rgb>,
    /// How much of it is put on, 0 to 1.
    pub(super) alpha: f64,
}

impl Paint {
    const BLACK: Self = Self { space: Space::Gray, colour: Some([0; 3]), alpha: 1.0 };
}

/// The graphics state, with that of text.
#[derive(Debug, Clone)]
pub(super) struct State {
    pub(super) matrix: Matrix,
    /// Around what the clipping path leaves.
    pub(super) clip: Rect,
    pub(super) fill: Paint,
    pub(super) stroke: Paint,
    /// Whether paint is put on in another way than over what is there, or through a mask.
    pub(super) is_blended: bool,
    pub(super) line_width: f64,
    pub(super) font: Option<Arc<Font>>,
    pub(super) size: f64,
    pub(super) char_spacing: f64,
    pub(super) word_spacing: f64,
    /// The horizontal scale: 1 by itself.
    pub(super) scale: f64,
    pub(super) leading: f64,
    pub(super) rise: f64,
    pub(super) mode: i64,
}

impl State {
    /// The state at the head of a page.
    pub(super) fn new() -> Self {
        Self {
            matrix: Matrix::IDENTITY,
            clip: Rect::ALL,
            fill: Paint::BLACK,
            stroke: Paint::BLACK,
            is_blended: false,
            line_width: 1.0,
            font: None,
            size: 0.0,
            char_spacing: 0.0,
            word_spacing: 0.0,
            scale: 1.0,
            leading: 0.0,
            rise: 0.0,
            mode: 0,
        }
    }
}

/// The path in the making: what is known of it.
#[derive(Debug)]
pub(super) struct Path {
    pub(super) bounds: Rect,
    /// The rectangles in it (`re`), and whether there is anything else.
    pub(super) rectangles: usize,
    pub(super) has_lines: bool,
    pub(super) clips: bool,
}

impl Path {
    pub(super) const EMPTY: Self =
        Self { bounds: Rect::NOTHING, rectangles: 0, has_lines: false, clips: false };
}
