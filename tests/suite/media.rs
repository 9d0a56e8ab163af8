//! Pictures of every kind: their points, and what is refused.

use std::fs;
use std::path::Path;

use trifold::picture::{Lettering, Picture, PictureKind, Pixels};

/// A picture of four quarters: red, green, blue, yellow.
fn quarters(name: &str) -> Picture {
    let file = format!("tests/books/media/manuscript/images/{name}");
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
    Picture::read(name, &fs::read(path).unwrap(), &Lettering::default()).unwrap()
}

/// The colours in the middle of the quarters, and what hides in the upper left corner.
fn seen(pixels: &Pixels) -> ([[u8; 3]; 4], u8) {
    let at = |x: usize, y: usize| y * 240 + x;
    let point = |x, y| pixels.samples[at(x, y) * 3..][..3].try_into().unwrap();
    let colors = [point(60, 40), point(180, 40), point(60, 120), point(180, 120)];
    (colors, pixels.alpha.as_ref().map_or(255, |alpha| alpha[at(1, 1)]))
}

#[test]
fn points_of_every_kind_have_their_colours() {
    let colors = [[200, 30, 40], [30, 140, 60], [30, 60, 180], [240, 200, 40]];
    for (name, corner) in [
        ("quarters.webp", 255),
        ("quarters.avif", 255),
        ("quarters-444.avif", 255),
        ("disc.webp", 0),
        ("disc.avif", 0),
        ("disc.gif", 0),
    ] {
        let picture = quarters(name);
        assert_eq!((picture.width, picture.height), (240, 160), "{name}");
        let pixels = picture.pixels().unwrap();
        let (found, alpha) = seen(&pixels);
        let distance = found.iter().flatten().zip(colors.iter().flatten());
        let distance = distance.map(|(a, b)| a.abs_diff(*b)).max();
        assert!(distance <= Some(2), "{name}: {found:?}");
        assert_eq!(alpha, corner, "{name}");
    }
}

#[test]
fn an_avif_is_a_png_in_an_epub() {
    for name in ["disc.avif", "quarters.avif"] {
        let picture = quarters(name);
        let png = picture.for_epub().unwrap();
        let again = Picture::read(name, &png, &Lettering::default()).unwrap();
        assert_eq!(again.kind, PictureKind::Png);
        assert_eq!(again.pixels(), picture.pixels(), "{name}");
    }
    let picture = quarters("disc.webp");
    assert_eq!(picture.for_epub().unwrap().as_ref(), picture.data);
}

#[test]
fn what_moves_or_lies_on_its_side_is_refused() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    for (name, code) in [
        ("moving.gif", "bad-picture"),
        ("moving.webp", "bad-picture"),
        ("moving.avif", "bad-picture"),
        ("turned.webp", "turned-picture"),
        ("turned.avif", "turned-picture"),
    ] {
        let path = folder.join("tests/fixtures/pictures").join(name);
        let bytes = fs::read(path).unwrap();
        let problem = Picture::read(name, &bytes, &Lettering::default()).unwrap_err();
        assert_eq!(problem.code, code, "{name}: {problem:?}");
        let moves = problem.message.contains("moves");
        assert_eq!(moves, name.starts_with("moving"), "{name}: {problem:?}");
    }
}

#[test]
fn a_picture_that_ends_early_is_broken() {
    for name in ["quarters.webp", "disc.webp", "disc.gif", "quarters.avif", "disc.avif"] {
        let whole = quarters(name).data;
        for end in (0..whole.len() - 2).step_by(7) {
            let read = Picture::read(name, &whole[..end], &Lettering::default());
            assert_eq!(
                read.map_err(|problem| problem.code),
                Err("bad-picture"),
                "{name}: {end}"
            );
        }
    }
}
