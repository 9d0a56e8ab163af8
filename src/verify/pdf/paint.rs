//! Operators of paths, colours and the graphics state (ISO 32000-1, 8.4 to 8.7).

use hayro_syntax::object::{Dict, Object};

use super::colours::{self, Space};
use super::content::Reader;
use super::geometry::{Matrix, Rect};
use super::model::{Area, Shape};
use super::resources::Resources;
use super::state::{Paint, Path};

/// The operands of an operator, one after the other.
pub(super) type Next<'n, 'b> = &'n mut dyn FnMut() -> Option<&'b Object<'b>>;

/// The next operands, if they are so many numbers.
pub(super) fn reals<const N: usize>(next: Next<'_, '_>) -> Option<[f64; N]> {
    let mut all = [0.0; N];
    for one in &mut all {
        let Some(Object::Number(number)) = next() else { return None };
        *one = number.as_f64();
    }
    Some(all)
}

/// Obeys an operator; `false` if it is none of these.
pub(super) fn operate<'a>(
    reader: &mut Reader<'a>,
    resources: &Resources<'a>,
    operator: &[u8],
    next: Next<'_, '_>,
) -> bool {
    construct(reader, operator, next)
        || finish(reader, operator)
        || colour(reader, resources, operator, next)
        || set(reader, resources, operator, next)
}

/// Path construction.
fn construct(reader: &mut Reader<'_>, operator: &[u8], next: Next<'_, '_>) -> bool {
    let matrix = reader.state.matrix;
    let path = &mut reader.path;
    let mut add = |points: &[f64]| {
        path.has_lines = true;
        for point in points.as_chunks::<2>().0 {
            path.bounds = path.bounds.with(matrix.apply((point[0], point[1])));
        }
    };
    match operator {
        b"m" | b"l" => {
            if let Some(points) = reals::<2>(next) {
                add(&points);
            }
        }
        b"c" => {
            if let Some(points) = reals::<6>(next) {
                add(&points);
            }
        }
        b"v" | b"y" => {
            if let Some(points) = reals::<4>(next) {
                add(&points);
            }
        }
        b"re" => {
            if let Some([x, y, width, height]) = reals(next) {
                path.rectangles += 1;
                for corner in
                    [(x, y), (x + width, y), (x, y + height), (x + width, y + height)]
                {
                    path.bounds = path.bounds.with(matrix.apply(corner));
                }
            }
        }
        b"h" => {}
        b"W" | b"W*" => path.clips = true,
        _ => return false,
    }
    true
}

/// Path painting.
fn finish(reader: &mut Reader<'_>, operator: &[u8]) -> bool {
    let (fills, strokes) = match operator {
        b"f" | b"F" | b"f*" => (true, false),
        b"S" | b"s" => (false, true),
        b"B" | b"B*" | b"b" | b"b*" => (true, true),
        b"n" => (false, false),
        _ => return false,
    };
    let path = std::mem::replace(&mut reader.path, Path::EMPTY);
    if fills && (path.rectangles != 1 || path.has_lines) {
        reader.odd("a shape other than a rectangle");
    }
    let state = &reader.state;
    let is_rectangle =
        path.rectangles == 1 && !path.has_lines && state.matrix.keeps_upright();
    let (fill, stroke) = (state.fill, state.stroke);
    let (clip, is_blended) = (state.clip, state.is_blended);
    let grown = path.bounds.grown(state.line_width * state.matrix.width() / 2.0);
    let mut put = |bounds: Rect, paint: Paint, shape| {
        let bounds = bounds.intersection(clip);
        if bounds.x0 <= bounds.x1 && bounds.y0 <= bounds.y1 {
            let shape = if is_blended { Shape::Blended } else { shape };
            reader.area(Area { bounds, colour: paint.colour, alpha: paint.alpha, shape });
        }
    };
    if fills {
        put(path.bounds, fill, if is_rectangle { Shape::Rectangle } else { Shape::Filled });
    }
    if strokes {
        put(grown, stroke, Shape::Stroked);
    }
    if path.clips {
        reader.state.clip = clip.intersection(path.bounds);
    }
    true
}

/// Colours.
fn colour<'a>(
    reader: &mut Reader<'a>,
    resources: &Resources<'a>,
    operator: &[u8],
    next: Next<'_, '_>,
) -> bool {
    let device = match operator {
        b"g" | b"G" => Some(&b"DeviceGray"[..]),
        b"rg" | b"RG" => Some(&b"DeviceRGB"[..]),
        b"k" | b"K" => Some(&b"DeviceCMYK"[..]),
        _ => None,
    };
    if let Some(name) = device {
        colours::device(resources, name, &mut reader.page.means);
    }
    let strokes = operator.first().is_some_and(u8::is_ascii_uppercase);
    let paint = if strokes { &mut reader.state.stroke } else { &mut reader.state.fill };
    match operator {
        b"g" | b"G" => paint.space = Space::Gray,
        b"rg" | b"RG" => paint.space = Space::Rgb,
        b"k" | b"K" => paint.space = Space::Cmyk,
        b"cs" | b"CS" => {
            let Some(Object::Name(name)) = next() else { return true };
            let means = &mut reader.page.means;
            match resources.find("ColorSpace", name) {
                Some((_, space)) => colours::devices(reader.file, resources, &space, means),
                None => colours::device(resources, name, means),
            }
            paint.space = Space::device(name).unwrap_or_else(|| {
                let space = resources.find("ColorSpace", name);
                space.map_or(Space::Other, |(_, space)| Space::of(reader.file, &space))
            });
            paint.colour = paint.space.initial();
            return true;
        }
        b"sc" | b"SC" | b"scn" | b"SCN" => {}
        _ => return false,
    }
    let mut shares = Vec::with_capacity(4);
    while let Some(Object::Number(share)) = next() {
        shares.push(share.as_f64());
    }
    paint.colour = paint.space.colour(&shares);
    true
}

/// The rest of the graphics state.
fn set<'a>(
    reader: &mut Reader<'a>,
    resources: &Resources<'a>,
    operator: &[u8],
    next: Next<'_, '_>,
) -> bool {
    match operator {
        b"cm" => {
            if let Some(matrix) = reals::<6>(next) {
                let [across, b, c, up, ..] = matrix;
                if b.abs() + c.abs() > 1e-6 || across <= 0.0 || up <= 0.0 {
                    reader.odd("a turned or mirrored page or picture");
                }
                reader.state.matrix = Matrix(matrix).then(reader.state.matrix);
            }
        }
        b"w" => {
            if let Some([width]) = reals(next) {
                reader.state.line_width = width;
            }
        }
        b"gs" => {
            if let Some(Object::Name(name)) = next() {
                match resources.dict("ExtGState", name) {
                    Some(dict) => extend(reader, &dict),
                    None => reader.lacks(name),
                }
            }
        }
        b"sh" => {
            let (bounds, alpha) = (reader.state.clip, reader.state.fill.alpha);
            let shape = Shape::Rectangle;
            reader.area(Area { bounds, colour: None, alpha, shape });
        }
        _ => return false,
    }
    true
}

/// Takes over an external graphics state (ISO 32000-1, 8.4.5).
fn extend<'a>(reader: &mut Reader<'a>, dict: &Dict<'a>) {
    let file = reader.file;
    let state = &mut reader.state;
    state.fill.alpha = file.get(dict, "ca").unwrap_or(state.fill.alpha);
    state.stroke.alpha = file.get(dict, "CA").unwrap_or(state.stroke.alpha);
    state.line_width = file.get(dict, "LW").unwrap_or(state.line_width);
    let mask = file.get::<Object<'a>>(dict, "SMask");
    let mode = file.get::<Object<'a>>(dict, "BM");
    let is_name = |object: &Object<'_>, names: &[&[u8]]| matches!(object, Object::Name(name) if names.contains(&&**name));
    if mask.is_some() || mode.is_some() {
        let is_masked = mask.is_some_and(|mask| !is_name(&mask, &[b"None"]));
        let is_mixed =
            mode.is_some_and(|mode| !is_name(&mode, &[b"Normal", b"Compatible"]));
        state.is_blended = is_masked || is_mixed;
    }
    if dict.contains_key("Font") {
        // rare, and not read: what it shows is told as lacking a font
        state.font = None;
    }
}
