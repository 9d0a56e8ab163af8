//! Defects of tags, languages, links.

use lopdf::content::Operation;
use lopdf::{Dictionary, Object};

use super::planting::*;
use super::{Planted, planted};

/// Words of the book that stand in one marked content.
const WORDS: &str = "Nobody paid for this.";

pub(super) const ALL: &[Planted] = &[
    planted("Matterhorn 01-003", "an artifact in a paragraph", |one| {
        paint(one, WORDS, |inner| {
            inner.insert(0, Operation::new("BMC", vec![name("Artifact")]));
            inner.push(operation("EMC"));
        });
    }),
    planted("Matterhorn 01-004", "a paragraph in an artifact", |one| {
        paint(one, WORDS, |_| {});
        change(one, |document| {
            let page = *document.get_pages().values().last().unwrap();
            let mut content =
                lopdf::content::Content::decode(&document.get_page_content(page)).unwrap();
            content.operations.insert(0, Operation::new("BMC", vec![name("Artifact")]));
            content.operations.push(operation("EMC"));
            document.change_page_content(page, content.encode().unwrap()).unwrap();
        });
    }),
    planted("Matterhorn 01-005", "an area without a tag", |one| {
        change(one, |document| {
            draw(document, Vec::new());
            let page = *document.get_pages().values().last().unwrap();
            let mut content = document.get_page_content(page);
            content.extend(b"\n9 9 9 9 re f\n");
            document.change_page_content(page, content).unwrap();
        });
    }),
    planted("Matterhorn 01-007", "tags that may be wrong", |one| {
        change(one, |document| {
            below_catalog(document, "MarkInfo", |marks| marks.set("Suspects", true));
        });
    }),
    planted("Matterhorn 02-001", "a type that nobody knows", |one| {
        retag(one, "P", 12, "Planted");
    }),
    planted("Matterhorn 02-003", "types that stand for each other", |one| {
        change(one, |document| {
            role(document, "Planted", "Sown");
            role(document, "Sown", "Planted");
        });
        retag(one, "P", 12, "Planted");
    }),
    planted("Matterhorn 02-004", "a section taken for a paragraph", |one| {
        change(one, |document| role(document, "Sect", "Div"));
    }),
    planted("Matterhorn 07-001", "nothing about the title", |one| {
        change(one, |document| {
            below_catalog(document, "ViewerPreferences", |own| {
                own.remove(b"DisplayDocTitle").unwrap();
            });
        });
    }),
    planted("Matterhorn 07-002", "a title that is not shown", |one| {
        change(one, |document| {
            below_catalog(document, "ViewerPreferences", |own| {
                own.set("DisplayDocTitle", false);
            });
        });
    }),
    planted("Matterhorn 09-004", "a paragraph in a row", |one| retag(one, "TD", 0, "P")),
    planted("Matterhorn 09-004", "a cell in a quotation", |one| {
        retag(one, "TR", 0, "BlockQuote");
    }),
    planted("Matterhorn 09-005", "a paragraph in a list", |one| retag(one, "LI", 0, "P")),
    planted("Matterhorn 09-006", "a paragraph in the contents", |one| {
        retag(one, "TOCI", 0, "P");
    }),
    planted("Matterhorn 09-007", "a ruby of nothing", |one| retag(one, "Em", 0, "Ruby")),
    planted("Matterhorn 09-008", "a warichu of nothing", |one| {
        retag(one, "Em", 0, "Warichu");
    }),
    planted("Matterhorn 11-001", "no language", |one| without(one, "Lang")),
    planted("Matterhorn 11-002", "no language", |one| without(one, "Lang")),
    planted("Matterhorn 11-003", "no language", |one| without(one, "Lang")),
    planted("Matterhorn 11-004", "no language", |one| without(one, "Lang")),
    planted("Matterhorn 11-006", "no language", |one| without(one, "Lang")),
    planted("PDF/UA 7.2 language tags", "a language with a low line", |one| {
        tag(one, "P", 12, |keys| keys.set("Lang", text("de_AT")));
    }),
    planted("Matterhorn 13-004", "a figure without a text", |one| {
        tag(one, "Figure", 0, |keys| {
            keys.remove(b"Alt").unwrap();
        });
    }),
    planted("Matterhorn 14-002", "a first heading of level 2", |one| {
        retag(one, "H1", 0, "H2");
    }),
    planted("Matterhorn 14-003", "a heading of level 5 after one of 1", |one| {
        retag(one, "H2", 0, "H5");
    }),
    planted("Matterhorn 14-006", "two headings without level", |one| {
        change(one, |document| {
            let heading = element(document, "H2", 0);
            let holder = keys(document, heading).get(b"P").unwrap().as_reference().unwrap();
            let kids =
                keys(document, holder).get(b"K").unwrap().as_array().unwrap().clone();
            for kid in kids.iter().take(2).filter_map(|kid| kid.as_reference().ok()) {
                keys(document, kid).set("S", name("H"));
            }
        });
    }),
    planted("Matterhorn 14-007", "a heading without level", |one| retag(one, "P", 12, "H")),
    planted("Matterhorn 15-003", "a header of nothing", |one| {
        tag(one, "TH", 0, |keys| {
            keys.remove(b"A").unwrap();
        });
    }),
    planted("PDF/UA 7.2 regular tables", "a row without a cell", |one| {
        change(one, |document| {
            let row = (0..).map(|turn| element(document, "TR", turn)).find(|id| {
                let kids = document.get_dictionary(*id).unwrap().get(b"K");
                kids.and_then(Object::as_array).is_ok_and(|kids| kids.len() > 1)
            });
            let kids = keys(document, row.unwrap()).get_mut(b"K").unwrap();
            kids.as_array_mut().unwrap().pop();
        });
    }),
    planted("Matterhorn 17-002", "a formula without a text", |one| {
        tag(one, "Formula", 0, |keys| {
            keys.remove(b"Alt").unwrap();
        });
    }),
    planted("Matterhorn 19-003", "a note without a name", |one| {
        tag(one, "Note", 0, |keys| {
            keys.remove(b"ID").unwrap();
        });
    }),
    planted("Matterhorn 19-004", "two notes of one name", |one| {
        change(one, |document| {
            for turn in 0..2 {
                let note = element(document, "Note", turn);
                keys(document, note).set("ID", text("planted"));
            }
        });
    }),
    planted("Matterhorn 28-002", "a square without a tag", |one| {
        link(one, |keys| keys.set("Subtype", name("Square")));
    }),
    planted("Matterhorn 28-004", "a link that nothing describes", |one| {
        link(one, |keys| {
            keys.remove(b"Contents").unwrap();
        });
    }),
    planted("Matterhorn 28-007", "a network of traps", |one| {
        link(one, |keys| keys.set("Subtype", name("TrapNet")));
    }),
    planted("Matterhorn 28-008", "no order of links", |one| {
        page(one, |keys| {
            keys.remove(b"Tabs").unwrap();
        });
    }),
    planted("Matterhorn 28-009", "links row by row", |one| {
        page(one, |keys| keys.set("Tabs", name("R")));
    }),
    planted("Matterhorn 28-010", "a field without a tag", |one| {
        link(one, |keys| keys.set("Subtype", name("Widget")));
    }),
    planted("Matterhorn 28-011", "a link without a tag", |one| {
        change(one, |document| {
            let links: Vec<_> = document
                .objects
                .iter()
                .filter(|(_, own)| {
                    let keys = own.as_dict();
                    keys.is_ok_and(|keys| {
                        keys.get(b"S").and_then(Object::as_name).is_ok_and(|s| s == b"Link")
                    })
                })
                .map(|(id, _)| *id)
                .collect();
            keys(document, links[0]).set("S", name("Span"));
        });
    }),
    planted("Matterhorn 28-012", "a link without a description", |one| {
        link(one, |keys| keys.set("Contents", text("")));
    }),
    planted("Matterhorn 28-017", "a mark for the printer with a tag", |one| {
        link(one, |keys| keys.set("Subtype", name("PrinterMark")));
    }),
    planted("PDF/UA 6.2", "tags that are none", |one| {
        change(one, |document| {
            below_catalog(document, "MarkInfo", |marks| marks.set("Marked", false));
        });
    }),
    planted("PDF/UA 7.1 structure tree", "no tags", |one| without(one, "StructTreeRoot")),
    planted("PDF/UA 7.1 parent", "a paragraph in nothing", |one| {
        change(one, |document| {
            let paragraph = element(document, "P", 12);
            let own: &mut Dictionary = keys(document, paragraph);
            own.remove(b"P").unwrap();
        });
    }),
];
