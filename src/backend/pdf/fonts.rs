//! Embedded fonts: subset, widths, and which text the glyphs stand for
//! (ISO 32000-1, 9.7 to 9.10).

use lopdf::{Dictionary, Document, Object, ObjectId, Stream, dictionary};
use sha2::{Digest, Sha256};
use skrifa::instance::{LocationRef, Size};
use skrifa::metrics::{GlyphMetrics, Metrics};
use skrifa::string::StringId;
use skrifa::{FontRef, GlyphId, MetadataProvider, Tag};
use subsetter::GlyphRemapper;

use super::glyphs::Used;
use super::objects::{integers, literal, name, packed};
use crate::bug;
use crate::diag::{Diagnostic, Reported, Sink};
use crate::par;
use crate::theme::{Face, FaceId, Theme};

/// How the glyphs that an edition uses are shown. That is known before the fonts are
/// subset, so pages can be painted meanwhile.
pub(super) struct Codes<'a> {
    by_face: Vec<Option<FaceCodes<'a>>>,
}

/// How the glyphs used of a face are shown.
pub(super) struct FaceCodes<'a> {
    /// By the glyph's number in the font file.
    glyphs: Vec<Option<Shown>>,
    used: &'a Used<'a>,
    remapper: GlyphRemapper,
    widths: Vec<i64>,
}

/// The fonts of an edition, subset to the glyphs it uses.
pub(super) struct Fonts {
    by_face: Vec<Option<Font>>,
}

/// A font, subset.
struct Font {
    name: String,
    widths: Vec<i64>,
    descriptor: Dictionary,
    outlines: Outlines,
    program: Stream,
    to_unicode: Stream,
}

/// How a glyph is shown.
pub(super) struct Shown {
    /// Its code in strings, which is its number in the subset.
    pub(super) code: u16,
    /// How far a viewer moves on after it, in thousandths of the size.
    pub(super) width: i64,
    /// The text a reader takes it for; empty when the page must always say it.
    pub(super) text: Box<str>,
}

#[derive(Debug, Copy, Clone, PartialEq, Eq)]
enum Outlines {
    TrueType,
    Cff,
}

/// Gives codes to the glyphs of every face of the theme that the edition uses.
///
/// # Errors
/// When a font file cannot be read.
pub(super) fn codes<'a>(
    used: &'a [Used<'a>],
    theme: &Theme,
    sink: &mut Sink,
) -> Result<Codes<'a>, Reported> {
    let faces = theme.faces.iter().zip(used).map(|(face, used)| {
        if used.is_empty() {
            return Ok(None);
        }
        codes_of_face(face, used).map(Some).map_err(|error| refuse(face, &error, sink))
    });
    Ok(Codes { by_face: faces.collect::<Result<_, _>>()? })
}

/// Subsets every face of the theme that the edition uses.
///
/// # Errors
/// When a font file cannot be read.
pub(super) fn subset(
    codes: &Codes<'_>,
    theme: &Theme,
    sink: &mut Sink,
) -> Result<Fonts, Reported> {
    let faces: Vec<_> = theme.faces.iter().zip(&codes.by_face).collect();
    let fonts = par::map(&faces, sink, |(face, codes), sink| {
        let Some(codes) = codes else { return Ok(None) };
        subset_face(face, codes).map(Some).map_err(|error| refuse(face, &error, sink))
    });
    Ok(Fonts { by_face: fonts.into_iter().collect::<Result<_, _>>()? })
}

fn refuse(face: &Face, error: &str, sink: &mut Sink) -> Reported {
    let message = format!("cannot embed `{}`: {error}", face.file);
    sink.error(
        Diagnostic::new("bad-font", message)
            .help("give the theme an OpenType font with `glyf` or `CFF ` outlines"),
    )
}

impl Codes<'_> {
    /// How the glyphs of a face that is used are shown.
    pub(super) fn get(&self, face: FaceId) -> &FaceCodes<'_> {
        self.by_face
            .get(usize::from(face.0))
            .and_then(Option::as_ref)
            .unwrap_or_else(|| bug!("face {} is used and was not counted", face.0))
    }
}

impl FaceCodes<'_> {
    /// How a glyph that is used is shown.
    pub(super) fn shown(&self, glyph: u16) -> &Shown {
        self.glyphs
            .get(usize::from(glyph))
            .and_then(Option::as_ref)
            .unwrap_or_else(|| bug!("glyph {glyph} is used and was not counted"))
    }
}

impl Fonts {
    /// Adds the fonts to a document and gives them the names that content streams use.
    pub(super) fn add_to(self, document: &mut Document) -> Dictionary {
        let mut names = Dictionary::new();
        for (face, font) in self.by_face.into_iter().enumerate() {
            if let Some(font) = font {
                names.set(format!("F{face}"), font.add_to(document));
            }
        }
        names
    }
}

impl Font {
    fn add_to(self, document: &mut Document) -> ObjectId {
        let program = document.add_object(self.program);
        let mut descriptor = self.descriptor;
        let (kind, key) = match self.outlines {
            Outlines::TrueType => ("CIDFontType2", "FontFile2"),
            Outlines::Cff => ("CIDFontType0", "FontFile3"),
        };
        descriptor.set(key, program);
        let mut cid_font = dictionary! {
            "Type" => "Font",
            "Subtype" => kind,
            "BaseFont" => name(&self.name),
            "CIDSystemInfo" => dictionary! {
                "Registry" => literal("Adobe"),
                "Ordering" => literal("Identity"),
                "Supplement" => 0,
            },
            "FontDescriptor" => document.add_object(descriptor),
            "W" => vec![Object::Integer(0), integers(self.widths)],
        };
        let base_font = match self.outlines {
            Outlines::TrueType => {
                cid_font.set("CIDToGIDMap", "Identity");
                self.name
            }
            Outlines::Cff => format!("{}-Identity-H", self.name),
        };
        let font = dictionary! {
            "Type" => "Font",
            "Subtype" => "Type0",
            "BaseFont" => name(&base_font),
            "Encoding" => "Identity-H",
            "DescendantFonts" => vec![Object::Reference(document.add_object(cid_font))],
            "ToUnicode" => document.add_object(self.to_unicode),
        };
        document.add_object(font)
    }
}

fn codes_of_face<'a>(face: &Face, used: &'a Used<'a>) -> Result<FaceCodes<'a>, String> {
    let font = FontRef::new(&face.data).map_err(|error| error.to_string())?;
    let metrics = font.metrics(Size::unscaled(), LocationRef::default());
    let advances = font.glyph_metrics(Size::unscaled(), LocationRef::default());
    let em = metrics.units_per_em;
    if em == 0 {
        return Err("it does not say how many units an em has".into());
    }

    let order: Vec<u16> = used.keys().copied().collect();
    let remapper = GlyphRemapper::new_from_glyphs_sorted(&order);
    let last = order.last().copied().map_or(0, usize::from);
    let mut glyphs: Vec<Option<Shown>> = (0..=last).map(|_| None).collect();
    let mut widths = vec![width(&advances, 0, em)];
    for (&glyph, &text) in used {
        let Some(code) = remapper.get(glyph) else {
            return Err(format!("glyph {glyph} is not in it"));
        };
        let width = width(&advances, glyph, em);
        widths.push(width);
        let text = if text.chars().any(is_private) { "" } else { text };
        glyphs[usize::from(glyph)] = Some(Shown { code, width, text: text.into() });
    }
    Ok(FaceCodes { glyphs, used, remapper, widths })
}

fn subset_face(face: &Face, codes: &FaceCodes<'_>) -> Result<Font, String> {
    let FaceCodes { used, remapper, widths, .. } = codes;
    let font = FontRef::new(&face.data).map_err(|error| error.to_string())?;
    let metrics = font.metrics(Size::unscaled(), LocationRef::default());
    let bytes =
        subsetter::subset(&face.data, 0, remapper).map_err(|error| error.to_string())?;

    let name = format!("{}+{}", tag(&bytes), postscript_name(&font, face));
    let subset = FontRef::new(&bytes).map_err(|error| error.to_string())?;
    let (outlines, program) = match subset.table_data(Tag::new(b"CFF ")) {
        Some(table) => {
            let keys = dictionary! { "Subtype" => "CIDFontType0C" };
            (Outlines::Cff, packed(keys, table.as_bytes()))
        }
        None => {
            let length = super::content::to_i64(bytes.len());
            (Outlines::TrueType, packed(dictionary! { "Length1" => length }, &bytes))
        }
    };
    Ok(Font {
        descriptor: descriptor(&name, face, &metrics),
        name,
        widths: widths.clone(),
        outlines,
        program,
        to_unicode: packed(Dictionary::new(), to_unicode(used, remapper).as_bytes()),
    })
}

fn width(advances: &GlyphMetrics<'_>, glyph: u16, em: u16) -> i64 {
    thousandths(advances.advance_width(GlyphId::from(glyph)).unwrap_or(0.0), em)
}

/// A measure of the font in thousandths of an em, to nearest.
#[expect(clippy::cast_possible_truncation, reason = "font units are 16 bits wide")]
fn thousandths(units: f32, em: u16) -> i64 {
    (f64::from(units) * 1000.0 / f64::from(em)).round() as i64
}

/// Whether a character means what its font likes: such text is always spelled out
/// (ISO 19005-2, 6.2.11.7.3).
const fn is_private(character: char) -> bool {
    matches!(
        character,
        '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..='\u{FFFFD}' | '\u{100000}'..='\u{10FFFD}'
    )
}

/// Six letters for a subset: the same for the same glyphs of the same font, and
/// different ones else (ISO 32000-1, 9.6.4).
fn tag(subset: &[u8]) -> String {
    let hash = Sha256::digest(subset);
    hash.iter().take(6).map(|byte| char::from(b'A' + byte % 26)).collect()
}

fn postscript_name(font: &FontRef<'_>, face: &Face) -> String {
    let own = font.localized_strings(StringId::POSTSCRIPT_NAME).english_or_first();
    let own: String = own.map(|name| name.chars().collect()).unwrap_or_default();
    let stem = face.file.rsplit_once('.').map_or(face.file.as_str(), |(stem, _)| stem);
    let chosen = if own.is_empty() { stem } else { &own };
    chosen.chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_')).collect()
}

fn descriptor(name_of_font: &str, face: &Face, metrics: &Metrics) -> Dictionary {
    const FIXED_PITCH: i64 = 1;
    const SYMBOLIC: i64 = 1 << 2;
    const ITALIC: i64 = 1 << 6;

    let scaled = |units: f32| thousandths(units, metrics.units_per_em);
    let mut flags = SYMBOLIC;
    if metrics.is_monospace {
        flags |= FIXED_PITCH;
    }
    if face.italic {
        flags |= ITALIC;
    }
    let bounds = metrics.bounds.unwrap_or_default();
    dictionary! {
        "Type" => "FontDescriptor",
        "FontName" => name(name_of_font),
        "Flags" => flags,
        "FontBBox" => integers(
            [bounds.x_min, bounds.y_min, bounds.x_max, bounds.y_max].map(scaled),
        ),
        "ItalicAngle" => Object::Real(metrics.italic_angle),
        "Ascent" => scaled(metrics.ascent),
        "Descent" => scaled(metrics.descent),
        "CapHeight" => scaled(metrics.cap_height.unwrap_or(metrics.ascent)),
        // The font does not say how thick its stems are; this is about what its
        // weight means in most.
        "StemV" => 10 + 220 * (i64::from(face.weight) - 50) / 900,
    }
}

/// The program that maps codes to text (ISO 32000-1, 9.10.3).
fn to_unicode(used: &Used<'_>, remapper: &GlyphRemapper) -> String {
    const AT_ONCE: usize = 100;
    let mut program = String::from(
        "/CIDInit/ProcSet findresource begin\n12 dict begin\nbegincmap\n\
         /CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>def\n\
         /CMapName/Adobe-Identity-UCS def\n/CMapType 2 def\n\
         1 begincodespacerange\n<0000><FFFF>\nendcodespacerange\n",
    );
    let entries: Vec<String> = used
        .iter()
        .filter_map(|(&glyph, &text)| {
            let text = if text.is_empty() { "\u{FFFD}" } else { text };
            let units: String =
                text.encode_utf16().map(|unit| format!("{unit:04X}")).collect();
            Some(format!("<{:04X}><{units}>\n", remapper.get(glyph)?))
        })
        .collect();
    for part in entries.chunks(AT_ONCE) {
        program += &format!("{} beginbfchar\n", part.len());
        program += &part.concat();
        program += "endbfchar\n";
    }
    program + "endcmap\nCMapName currentdict/CMap defineresource pop\nend\nend\n"
}
