//! What colours are written in: red, green and blue, shades of grey, or the inks of a
//! press.
//!
//! All that is drawn passes through here, so that a file for a press holds nothing but
//! its inks. What is nearly grey, as text and rules are, takes black ink only: four inks
//! one over another never lie exactly, and small type shows it.

use std::sync::Arc;

use moxcms::{
    ColorDateTime, ColorProfile, Layout, Transform8BitExecutor, TransformOptions,
};

use crate::bug;
use crate::diag::{Diagnostic, Reported, Sink};
use crate::project::{PdfColor, Press};
use crate::theme::Color;

/// A colour as an operator writes it, each share in thousandths.
#[derive(Debug, Copy, Clone, PartialEq, Eq)]
pub(super) enum Ink {
    /// A shade of grey: 0 is black.
    Gray(u16),
    /// Light of three colours.
    Rgb([u16; 3]),
    /// Cyan, magenta, yellow and black ink.
    Cmyk([u16; 4]),
}

/// The way to the colours of a file.
#[derive(Clone)]
pub(super) struct Inks {
    gray: Arc<Transform8BitExecutor>,
    kind: Kind,
}

#[derive(Clone)]
enum Kind {
    Rgb,
    Gray,
    Cmyk { transform: Arc<Transform8BitExecutor>, profile: Press },
}

/// What the colours of a file mean: a profile, its number of colours, and its name.
pub(super) struct Intent {
    pub(super) profile: Vec<u8>,
    pub(super) components: i64,
    pub(super) identifier: String,
    pub(super) info: String,
}

/// How far the channels of a colour lie apart that counts as grey.
const NEUTRAL: u8 = 24;
/// A grey up to here is black: text on paper.
const BLACK: u8 = 56;

impl Inks {
    /// # Errors
    /// `bad-profile` when the profile does not lead from colours to inks.
    pub(super) fn of(color: &PdfColor, sink: &mut Sink) -> Result<Self, Reported> {
        let srgb = ColorProfile::new_srgb();
        let options = TransformOptions::default();
        let gray = srgb
            .create_transform_8bit(Layout::Rgb, &gray_profile(), Layout::Gray, options)
            .unwrap_or_else(|error| bug!("there is no way to grey: {error}"));
        let kind = match color {
            PdfColor::Rgb => Kind::Rgb,
            PdfColor::Gray => Kind::Gray,
            PdfColor::Cmyk(profile) => {
                let made = ColorProfile::new_from_slice(&profile.data);
                // four channels are four channels: moxcms has one layout for them
                let made = made.and_then(|inks| {
                    srgb.create_transform_8bit(Layout::Rgb, &inks, Layout::Rgba, options)
                });
                let transform = made.map_err(|error| {
                    let message = format!("`{}` cannot be used: {error}", profile.path);
                    sink.error(
                        Diagnostic::new("bad-profile", message)
                            .at(profile.place)
                            .help("ask the printer for an ICC profile of the press"),
                    )
                })?;
                Kind::Cmyk { transform, profile: profile.clone() }
            }
        };
        Ok(Self { gray, kind })
    }

    /// The ink for a colour of text, a rule, a ground or a drawing.
    pub(super) fn ink(&self, color: Color) -> Ink {
        let share = |part: u8| thousandths(u32::from(part));
        let [r, g, b] = [color.r, color.g, color.b];
        let Kind::Cmyk { transform, profile } = &self.kind else {
            return match self.kind {
                Kind::Gray => Ink::Gray(thousandths(u32::from(self.shade(color)))),
                Kind::Rgb | Kind::Cmyk { .. } if r == g && g == b => Ink::Gray(share(r)),
                Kind::Rgb | Kind::Cmyk { .. } => Ink::Rgb([r, g, b].map(share)),
            };
        };
        if is_neutral(color) {
            return Ink::Cmyk([0, 0, 0, 1000 - thousandths(u32::from(self.shade(color)))]);
        }
        let mut inks = [0; 4];
        run(transform, &[r, g, b], &mut inks);
        limit(&mut inks, profile.limit);
        Ink::Cmyk(inks.map(share))
    }

    /// Points of a picture, three bytes each, as samples of the file's colours; `None`
    /// where they stay what they are.
    pub(super) fn points(&self, samples: &[u8]) -> Option<Vec<u8>> {
        let points = samples.len() / 3;
        match &self.kind {
            Kind::Rgb => None,
            Kind::Gray => {
                let mut out = vec![0; points];
                run(&self.gray, samples, &mut out);
                Some(out)
            }
            Kind::Cmyk { transform, profile } => {
                let mut out = vec![0; points * 4];
                run(transform, samples, &mut out);
                for point in out.as_chunks_mut::<4>().0 {
                    limit(point, profile.limit);
                }
                Some(out)
            }
        }
    }

    /// The colour space of [`Self::points`].
    pub(super) const fn space(&self) -> &'static str {
        match self.kind {
            Kind::Rgb => "DeviceRGB",
            Kind::Gray => "DeviceGray",
            Kind::Cmyk { .. } => "DeviceCMYK",
        }
    }

    /// What the colours mean.
    pub(super) fn intent(&self) -> Intent {
        match &self.kind {
            Kind::Rgb => Intent {
                profile: encoded(ColorProfile::new_srgb()),
                components: 3,
                identifier: "sRGB".into(),
                info: "sRGB IEC61966-2.1".into(),
            },
            Kind::Gray => Intent {
                profile: encoded(gray_profile()),
                components: 1,
                identifier: "Gray gamma 2.2".into(),
                info: "Shades of grey, gamma 2.2".into(),
            },
            Kind::Cmyk { profile, .. } => Intent {
                profile: profile.data.clone(),
                components: 4,
                identifier: profile.name.clone(),
                info: profile.name.clone(),
            },
        }
    }

    /// The shade of grey of a colour; black where it is nearly that.
    fn shade(&self, color: Color) -> u8 {
        let mut shade = [0];
        run(&self.gray, &[color.r, color.g, color.b], &mut shade);
        if is_neutral(color) && shade[0] <= BLACK { 0 } else { shade[0] }
    }
}

fn run(transform: &Arc<Transform8BitExecutor>, from: &[u8], to: &mut [u8]) {
    if let Err(error) = transform.transform(from, to) {
        bug!("colours were not converted: {error}");
    }
}

fn is_neutral(Color { r, g, b }: Color) -> bool {
    r.max(g).max(b) - r.min(g).min(b) <= NEUTRAL
}

/// Takes coloured ink away until all inks together are no more than a limit in percent:
/// black stays, for it is the shape.
fn limit(inks: &mut [u8; 4], percent: u16) {
    let [cyan, magenta, yellow, black] = inks.map(u32::from);
    let most = (u32::from(percent) * 255 / 100).saturating_sub(black);
    let colored = cyan + magenta + yellow;
    if colored > most {
        for ink in &mut inks[..3] {
            *ink = u8::try_from(u32::from(*ink) * most / colored).unwrap_or(*ink);
        }
    }
}

fn thousandths(part: u32) -> u16 {
    u16::try_from((part * 1000 + 127) / 255).unwrap_or(1000)
}

fn gray_profile() -> ColorProfile {
    ColorProfile::new_gray_with_gamma(2.2)
}

/// A profile of ours as bytes, the same each time.
fn encoded(mut profile: ColorProfile) -> Vec<u8> {
    // moxcms 0.9 puts in the time of day, and a tag that younger versions of ICC know.
    profile.creation_date_time = ColorDateTime {
        year: 2000,
        month: 1,
        day_of_the_month: 1,
        hours: 0,
        minutes: 0,
        seconds: 0,
    };
    profile.cicp = None;
    profile.encode().unwrap_or_else(|error| bug!("a profile cannot be written: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn press() -> Inks {
        let data = include_bytes!("../../../tests/books/production/manuscript/press.icc");
        let place = crate::source::Place {
            source: crate::source::SourceId(0),
            span: crate::source::Span::new(0, 0),
        };
        let profile = Press {
            path: "press.icc".into(),
            place,
            name: "Inks".into(),
            data: data.to_vec(),
            limit: 240,
        };
        Inks::of(&PdfColor::Cmyk(profile), &mut Sink::default()).unwrap()
    }

    fn color(r: u8, g: u8, b: u8) -> Color {
        Color { r, g, b }
    }

    #[test]
    fn text_takes_black_ink_only() {
        let inks = press();
        assert_eq!(inks.ink(color(0, 0, 0)), Ink::Cmyk([0, 0, 0, 1000]));
        assert_eq!(inks.ink(color(27, 36, 38)), Ink::Cmyk([0, 0, 0, 1000]));
        assert_eq!(inks.ink(color(255, 255, 255)), Ink::Cmyk([0; 4]));
        let Ink::Cmyk([0, 0, 0, black]) = inks.ink(color(82, 97, 100)) else { panic!() };
        assert!((550..750).contains(&black), "{black}");
        let Ink::Cmyk([_, magenta, yellow, _]) = inks.ink(color(220, 30, 30)) else {
            panic!()
        };
        assert!(magenta > 300 && yellow > 100, "{magenta} {yellow}");
    }

    #[test]
    fn there_is_never_more_ink_than_the_paper_takes() {
        let mut inks = [255; 4];
        limit(&mut inks, 300);
        assert_eq!(inks, [170, 170, 170, 255]);
        let points: Vec<u8> = (0..=255).flat_map(|step| [step, 255 - step, 20]).collect();
        let sums = press().points(&points).unwrap();
        let sums = sums
            .as_chunks::<4>()
            .0
            .iter()
            .map(|point| point.iter().map(|&ink| u32::from(ink)).sum::<u32>());
        assert!(sums.max().unwrap() <= 240 * 255 / 100);
    }

    #[test]
    fn grey_is_as_light_as_the_colour_was() {
        let inks = Inks::of(&PdfColor::Gray, &mut Sink::default()).unwrap();
        assert_eq!(inks.ink(color(0, 0, 0)), Ink::Gray(0));
        assert_eq!(inks.ink(color(255, 255, 255)), Ink::Gray(1000));
        let shade = |color| match inks.ink(color) {
            Ink::Gray(shade) => shade,
            Ink::Rgb(_) | Ink::Cmyk(_) => panic!(),
        };
        assert!(shade(color(0, 255, 0)) > shade(color(255, 0, 0)));
        assert!(shade(color(255, 0, 0)) > shade(color(0, 0, 255)));
    }

    #[test]
    fn the_profiles_are_the_same_on_every_machine() {
        use sha2::{Digest, Sha256};
        let start = |profile| {
            let hash = Sha256::digest(encoded(profile));
            hash.iter().take(8).map(|byte| format!("{byte:02x}")).collect::<String>()
        };
        assert_eq!(start(ColorProfile::new_srgb()), "fcdaab197f735fa7");
        assert_eq!(start(gray_profile()), "3bf0a1e6d4ae8b8d");
    }
}
