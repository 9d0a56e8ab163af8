//! Defects of fonts, and of forms that pages draw.

use lopdf::content::Operation;
use lopdf::{Dictionary, Object, Stream};

use super::planting::*;
use super::{Planted, planted};

const WORDS: &str = "Nobody paid for this.";

/// A table of characters in which the first character is another.
fn first_becomes(table: &str, value: &str) -> Option<String> {
    let start = table.find("beginbfchar\n<")? + "beginbfchar\n<0000><".len();
    let end = start + table[start..].find('>')?;
    Some(format!("{}{value}{}", &table[..start], &table[end..]))
}

pub(super) const ALL: &[Planted] = &[
    planted("Matterhorn 10-001", "a code without a character", |one| {
        characters(one, |table| {
            let start = table.find("beginbfchar\n<")? + "beginbfchar\n<".len();
            Some(format!("{}FFF0{}", &table[..start], &table[start + 4..]))
        });
    }),
    planted("Matterhorn 30-001", "a page of another file", |one| {
        change_subtype(one, "Form", |keys| keys.set("Ref", Dictionary::new()));
    }),
    planted("Matterhorn 30-002", "a form with marks, drawn twice", |one| {
        change(one, |document| {
            let mut keys = Dictionary::new();
            keys.set("Type", name("XObject"));
            keys.set("Subtype", name("Form"));
            keys.set("BBox", vec![0.into(), 0.into(), 9.into(), 9.into()]);
            keys.set("Resources", Dictionary::new());
            keys.set("StructParents", 9000);
            let content = b"/P <</MCID 900>> BDC 0 0 1 1 re f EMC".to_vec();
            let form = document.add_object(Stream::new(keys, content));
            resource(document, "XObject", "Planted", form);
            let drawn = || Operation::new("Do", vec![name("Planted")]);
            draw(document, vec![drawn(), drawn()]);
        });
    }),
    planted("Matterhorn 31-004", "glyphs by an unknown map", |one| {
        change_subtype(one, "CIDFontType2", |keys| {
            keys.set("CIDToGIDMap", name("Planted"));
        });
    }),
    planted("Matterhorn 31-005", "glyphs by no map", |one| {
        change_subtype(one, "CIDFontType2", |keys| {
            keys.remove(b"CIDToGIDMap").unwrap();
        });
    }),
    planted("Matterhorn 31-009", "a font that is not there", |one| {
        change(one, |document| {
            for object in document.objects.values_mut() {
                if let Ok(keys) = object.as_dict_mut()
                    && keys.remove(b"FontFile2").is_some()
                {
                    return;
                }
            }
            panic!("no font is there")
        });
    }),
    planted("Matterhorn 31-011", "glyphs that are not there", |one| {
        change(one, |document| {
            let table = Stream::new(Dictionary::new(), vec![0xF0; 1 << 12]);
            let table = document.add_object(table);
            let font = subtype(document, "CIDFontType2");
            keys(document, font).set("CIDToGIDMap", table);
        });
    }),
    planted("Matterhorn 31-014 and 31-015", "a list of too many glyphs", |one| {
        change(one, |document| {
            let set = Stream::new(Dictionary::new(), vec![0xFF; 1 << 12]);
            let set = document.add_object(set);
            let descriptors = document.objects.values_mut();
            let mut descriptors = descriptors.filter_map(|own| own.as_dict_mut().ok());
            let first = descriptors.find(|keys| keys.has(b"FontFile2")).unwrap();
            first.set("CIDSet", set);
        });
    }),
    planted("Matterhorn 31-016", "a glyph of another width", |one| {
        change_subtype(one, "CIDFontType2", |keys| {
            let widths = keys.get_mut(b"W").unwrap().as_array_mut().unwrap();
            for width in widths[1].as_array_mut().unwrap() {
                *width = Object::Integer(width.as_i64().unwrap() + 9);
            }
        });
    }),
    planted("Matterhorn 31-027", "a font without characters", |one| {
        change_subtype(one, "Type0", |keys| {
            keys.remove(b"ToUnicode").unwrap();
        });
    }),
    planted("Matterhorn 31-028", "a character zero", |one| {
        characters(one, |table| first_becomes(table, "0000"));
    }),
    planted("Matterhorn 31-029", "a mark of the order of bytes", |one| {
        characters(one, |table| first_becomes(table, "FEFF"));
    }),
    planted("Matterhorn 31-030", "a glyph that means there is none", |one| {
        show(one, WORDS, &[0, 0]);
    }),
    planted("Matterhorn 31-030", "a glyph beyond the font", |one| {
        show(one, WORDS, &[0xFF, 0xF0]);
    }),
    planted("PDF/A 6.2.11.2", "a program of an unknown kind", |one| {
        change_subtype(one, "CIDFontType0C", |keys| keys.set("Subtype", name("Planted")));
    }),
    planted("PDF/A 6.2.11.7.3", "a character for private use", |one| {
        characters(one, |table| first_becomes(table, "E000"));
    }),
];
