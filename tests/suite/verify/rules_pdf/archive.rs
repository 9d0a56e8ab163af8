//! Defects of the file, its metadata, its pictures and actions.

use lopdf::content::Operation;
use lopdf::{Dictionary, Document, Object, Stream};

use super::planting::*;
use super::{Planted, planted};

/// A graphics state that is set on a page.
fn state(document: &mut Document, key: &str, value: impl Into<Object>) {
    let mut keys = Dictionary::new();
    keys.set("Type", name("ExtGState"));
    keys.set(key, value.into());
    resource(document, "ExtGState", "Planted", keys);
    draw(document, vec![Operation::new("gs", vec![name("Planted")])]);
}

/// Layers with this first configuration and these others.
fn layers(document: &mut Document, first: Dictionary, others: Vec<Dictionary>) {
    let mut layer = Dictionary::new();
    layer.set("Type", name("OCG"));
    layer.set("Name", text("planted"));
    let layer = document.add_object(layer);
    let mut all = Dictionary::new();
    all.set("OCGs", vec![Object::Reference(layer)]);
    all.set("D", first);
    all.set("Configs", others.into_iter().map(Object::Dictionary).collect::<Vec<_>>());
    document.catalog_mut().unwrap().set("OCProperties", all);
}

fn named(text_of_name: &str) -> Dictionary {
    let mut keys = Dictionary::new();
    keys.set("Name", text(text_of_name));
    keys.set("Order", Vec::new());
    keys
}

pub(super) const ALL: &[Planted] = &[
    planted("Matterhorn 06-001", "no metadata", |one| without(one, "Metadata")),
    planted("Matterhorn 06-002", "no claim", |one| {
        metadata(one, "<pdfuaid:part>1</pdfuaid:part>", "");
    }),
    planted("Matterhorn 06-003", "no title", |one| {
        metadata(one, "dc:title>", "dc:description>");
        metadata(one, "dc:title>", "dc:description>");
    }),
    planted("Matterhorn 20-001", "other layers without a name", |one| {
        change(one, |document| layers(document, named("one"), vec![named("")]));
    }),
    planted("Matterhorn 20-002", "layers without a name", |one| {
        change(one, |document| layers(document, Dictionary::new(), Vec::new()));
    }),
    planted("Matterhorn 20-003", "layers that come and go", |one| {
        change(one, |document| {
            let mut own = named("one");
            own.set("AS", Vec::new());
            layers(document, own, Vec::new());
        });
    }),
    planted("Matterhorn 21-001", "a file of one name", |one| {
        change(one, |document| attach(document, false));
    }),
    planted("PDF/A 6.8", "a file that is no archive", |one| {
        change(one, |document| attach(document, true));
    }),
    planted("PDF/A 6.4.2", "pages that a program makes", |one| {
        catalog(one, "NeedsRendering", true);
    }),
    planted("PDF/A 6.1.2", "an unknown version", |one| {
        bytes(one, |bytes| bytes[7] = b'9');
    }),
    planted("PDF/A 6.1.2", "a file that looks like a text", |one| {
        bytes(one, |bytes| bytes[10..14].fill(b'a'));
    }),
    planted("PDF/A 6.1.3", "no identifier", |one| {
        change(one, |document| {
            document.trailer.remove(b"ID").unwrap();
        });
    }),
    planted("PDF/A 6.1.3", "bytes after the end", |one| {
        bytes(one, |bytes| bytes.extend(b"\nplanted\n"));
    }),
    planted("PDF/A 6.1.7.1", "a picture in another file", |one| {
        change_subtype(one, "Image", |keys| keys.set("F", text("planted.png")));
    }),
    planted("PDF/A 6.1.7.2", "a stream packed with LZW", |one| {
        change(one, |document| {
            let mut keys = Dictionary::new();
            keys.set("Type", name("XObject"));
            keys.set("Subtype", name("Image"));
            keys.set("Width", 1);
            keys.set("Height", 1);
            keys.set("ColorSpace", name("DeviceGray"));
            keys.set("BitsPerComponent", 8);
            keys.set("Filter", name("LZWDecode"));
            let image =
                document.add_object(Stream::new(keys, vec![0x80, 0x00, 0x40, 0x40]));
            resource(document, "XObject", "Planted", image);
            draw(document, vec![Operation::new("Do", vec![name("Planted")])]);
        });
    }),
    planted("PDF/A 6.1.13", "thirty states in each other", |one| {
        change(one, |document| {
            let saves = std::iter::repeat_n(operation("q"), 30);
            let restores = std::iter::repeat_n(operation("Q"), 30);
            draw(document, saves.chain(restores).collect());
        });
    }),
    planted("PDF/A 6.2.2", "an operator that is none", |one| {
        change(one, |document| draw(document, vec![operation("planted")]));
    }),
    planted("PDF/A 6.2.3", "a profile that links devices", |one| {
        change(one, |document| {
            let intents = document.catalog().unwrap().get(b"OutputIntents").unwrap();
            let intent = intents.as_array().unwrap()[0].as_dict().unwrap();
            let id = intent.get(b"DestOutputProfile").unwrap().as_reference().unwrap();
            let stream = document.get_object_mut(id).unwrap().as_stream_mut().unwrap();
            let mut profile = stream.decompressed_content().unwrap();
            profile[12..16].copy_from_slice(b"link");
            stream.set_plain_content(profile);
        });
    }),
    planted("PDF/A 6.2.4.3", "colours of an unknown device", |one| {
        without(one, "OutputIntents");
    }),
    planted("PDF/A 6.2.5", "a transfer function", |one| {
        change(one, |document| state(document, "TR", name("Identity")));
    }),
    planted("PDF/A 6.2.6", "an unknown rendering intent", |one| {
        change(one, |document| {
            draw(document, vec![Operation::new("ri", vec![name("Planted")])]);
        });
    }),
    planted("PDF/A 6.2.8", "a picture that is smoothed", |one| {
        change_subtype(one, "Image", |keys| keys.set("Interpolate", true));
    }),
    planted("PDF/A 6.2.9", "a form for a printer", |one| {
        change_subtype(one, "Form", |keys| keys.set("OPI", Dictionary::new()));
    }),
    planted("PDF/A 6.2.10", "an unknown blend mode", |one| {
        change(one, |document| state(document, "BM", name("Planted")));
    }),
    planted("PDF/A 6.3.1", "a film", |one| {
        link(one, |keys| keys.set("Subtype", name("Movie")));
    }),
    planted("PDF/A 6.3.2", "a link that is not printed", |one| {
        link(one, |keys| {
            keys.remove(b"F").unwrap();
        });
    }),
    planted("PDF/A 6.3.3", "a link with two appearances", |one| {
        change(one, |document| {
            let mut keys = Dictionary::new();
            keys.set("Type", name("XObject"));
            keys.set("Subtype", name("Form"));
            keys.set("BBox", vec![0.into(), 0.into(), 9.into(), 9.into()]);
            let look = document.add_object(Stream::new(keys, Vec::new()));
            let mut looks = Dictionary::new();
            looks.set("N", look);
            looks.set("D", look);
            let link = subtype(document, "Link");
            super::planting::keys(document, link).set("AP", looks);
        });
    }),
    planted("PDF/A 6.5.1", "a link that starts a program", |one| {
        link(one, |keys| {
            let mut action = Dictionary::new();
            action.set("S", name("Launch"));
            action.set("F", text("planted"));
            keys.remove(b"Dest");
            keys.set("A", action);
        });
    }),
    planted("PDF/A 6.5.2", "a script when it is closed", |one| {
        let mut action = Dictionary::new();
        action.set("S", name("URI"));
        action.set("URI", text("https://example.org/"));
        let mut more = Dictionary::new();
        more.set("WC", action);
        catalog(one, "AA", more);
    }),
    planted("PDF/A 6.5.2", "a script when a page is shown", |one| {
        page(one, |keys| keys.set("AA", Dictionary::new()));
    }),
    planted("PDF/A 6.6.2.1", "metadata that name their bytes", |one| {
        metadata(one, "<?xpacket begin", "<?xpacket bytes=\"9\" begin");
    }),
    planted("PDF/A 6.6.2.1", "metadata that are no XML", |one| {
        metadata(one, "</rdf:RDF>", "");
    }),
    planted("PDF/A 6.6.2.3.1", "a property that nobody knows", |one| {
        metadata(
            one,
            "<pdfuaid:part>",
            "<pdfuaid:planted>1</pdfuaid:planted><pdfuaid:part>",
        );
    }),
    planted("PDF/A 6.6.2.3.3", "a schema of an unknown category", |one| {
        metadata(one, "category>internal", "category>planted");
    }),
    planted("PDF/A 6.6.3", "another title in the older place", |one| {
        change(one, |document| {
            let id = document.trailer.get(b"Info").unwrap().as_reference().unwrap();
            keys(document, id).set("Producer", text("planted"));
        });
    }),
    planted("PDF/A 6.6.4", "a claim of less", |one| {
        metadata(one, "pdfaid:conformance>A", "pdfaid:conformance>B");
    }),
    planted("PDF/A 6.10", "a page in steps", |one| {
        page(one, |keys| keys.set("PresSteps", Dictionary::new()));
    }),
    planted("PDF/A 6.10", "another presentation", |one| {
        change(one, |document| {
            below_catalog(document, "Names", |names| {
                names.set("AlternatePresentations", Dictionary::new());
            });
        });
    }),
    planted("PDF/A 6.11", "more than a viewer can", |one| {
        catalog(one, "Requirements", Vec::new());
    }),
];
