//! Roles, states and properties for those who listen (ARIA 1.2, DPUB-ARIA 1.1, ARIA in HTML).

use super::Rule;
use super::page::{Faults, Page};
use crate::verify::markup::dom::{NodeId, NodeKind};

/// Roles are roles of the vocabularies, and none that is given up.
pub(super) const ROLE: Rule =
    Rule { name: "known-role", clause: "ARIA 1.2, 5.4; DPUB-ARIA 1.1; WCAG 2.2, 4.1.2" };

/// An element has a role that it may have.
pub(super) const ALLOWED_ROLE: Rule =
    Rule { name: "allowed-role", clause: "ARIA in HTML, 4; WCAG 2.2, 4.1.2" };

/// States and properties are those of the vocabulary.
pub(super) const ATTRIBUTE: Rule =
    Rule { name: "known-aria-attribute", clause: "ARIA 1.2, 6.6; WCAG 2.2, 4.1.2" };

/// They have values that they may have.
pub(super) const VALUE: Rule =
    Rule { name: "aria-value", clause: "ARIA 1.2, 6.2.4; WCAG 2.2, 4.1.2" };

/// They stand at elements whose role has them.
pub(super) const ALLOWED: Rule =
    Rule { name: "allowed-aria-attribute", clause: "ARIA 1.2, 6.5; ARIA in HTML, 4" };

/// What has no role that is named has no name.
pub(super) const NAMING: Rule =
    Rule { name: "naming-prohibited", clause: "ARIA 1.2, 5.2.8.6; WCAG 2.2, 4.1.2" };

/// A role that needs a state has it.
pub(super) const REQUIRED: Rule =
    Rule { name: "required-aria-attribute", clause: "ARIA 1.2, 5.2.2; WCAG 2.2, 4.1.2" };

/// A role that stands in another, or holds some, does.
pub(super) const CONTEXT: Rule =
    Rule { name: "role-context", clause: "ARIA 1.2, 5.2.6 and 5.2.7; WCAG 2.2, 1.3.1" };

/// All roles that are in use (ARIA 1.2, 5.4; DPUB-ARIA 1.1, 3; Graphics-ARIA 1.0).
const ROLES: &str = " alert alertdialog application article banner blockquote button caption \
    cell checkbox code columnheader combobox complementary contentinfo definition deletion \
    dialog document emphasis feed figure form generic graphics-document graphics-object \
    graphics-symbol grid gridcell group heading img insertion link list listbox listitem log \
    main mark marquee math menu menubar menuitem menuitemcheckbox menuitemradio meter navigation \
    none note option paragraph presentation progressbar radio radiogroup region row rowgroup \
    rowheader scrollbar search searchbox separator slider spinbutton status strong subscript \
    superscript switch tab table tablist tabpanel term textbox time timer toolbar tooltip tree \
    treegrid treeitem doc-abstract doc-acknowledgments doc-afterword doc-appendix doc-backlink \
    doc-bibliography doc-biblioref doc-chapter doc-colophon doc-conclusion doc-cover doc-credit \
    doc-credits doc-dedication doc-endnotes doc-epigraph doc-epilogue doc-errata doc-example \
    doc-footnote doc-foreword doc-glossary doc-glossref doc-index doc-introduction doc-noteref \
    doc-notice doc-pagebreak doc-pagefooter doc-pageheader doc-pagelist doc-part doc-preface \
    doc-prologue doc-pullquote doc-qna doc-subtitle doc-tip doc-toc ";

/// Roles by the elements that may have them (ARIA in HTML, 4); an element that is not here
/// may have any, one with none may have none.
const ALLOWED_ROLES: &[(&str, &str)] = &[
    ("article", "application document feed main none presentation region"),
    (
        "aside",
        "feed none note presentation region search doc-dedication doc-example doc-footnote \
         doc-glossary doc-pullquote doc-tip",
    ),
    ("audio", "application"),
    ("base", ""),
    ("body", ""),
    ("br", "none presentation"),
    ("caption", ""),
    ("col", ""),
    ("colgroup", ""),
    ("dd", ""),
    ("details", ""),
    ("dl", "group list none presentation"),
    ("dt", "listitem"),
    ("figcaption", "group none presentation"),
    ("footer", "group none presentation doc-footnote"),
    ("h1", "none presentation tab doc-subtitle"),
    ("h2", "none presentation tab doc-subtitle"),
    ("h3", "none presentation tab doc-subtitle"),
    ("h4", "none presentation tab doc-subtitle"),
    ("h5", "none presentation tab doc-subtitle"),
    ("h6", "none presentation tab doc-subtitle"),
    ("head", ""),
    ("header", "group none presentation"),
    ("hr", "none presentation doc-pagebreak"),
    ("html", ""),
    ("iframe", "application document img none presentation"),
    ("link", ""),
    ("main", ""),
    ("math", ""),
    ("meta", ""),
    ("nav", "menu menubar none presentation tablist doc-index doc-pagelist doc-toc"),
    ("ol", "group listbox menu menubar none presentation radiogroup tablist toolbar tree"),
    ("picture", ""),
    ("script", ""),
    (
        "section",
        "alert alertdialog application banner complementary contentinfo dialog document feed \
         group log main marquee navigation none note presentation search status tabpanel \
         doc-abstract doc-acknowledgments doc-afterword doc-appendix doc-bibliography \
         doc-chapter doc-colophon doc-conclusion doc-credit doc-credits doc-dedication \
         doc-endnotes doc-epigraph doc-epilogue doc-errata doc-example doc-foreword \
         doc-glossary doc-index doc-introduction doc-notice doc-pagelist doc-part doc-preface \
         doc-prologue doc-pullquote doc-qna doc-toc region",
    ),
    ("source", ""),
    ("style", ""),
    ("summary", ""),
    ("tbody", "rowgroup"),
    ("title", ""),
    ("ul", "group listbox menu menubar none presentation radiogroup tablist toolbar tree"),
];

/// Roles that links may have besides their own.
const LINK_ROLES: &str = "button checkbox menuitem menuitemcheckbox menuitemradio option radio \
    switch tab treeitem doc-backlink doc-biblioref doc-glossref doc-noteref";

/// Roles that pictures with words in their stead may have.
const IMAGE_ROLES: &str = "button checkbox link math menuitem menuitemcheckbox menuitemradio \
    meter option progressbar radio scrollbar separator slider switch tab treeitem doc-cover";

/// States and properties, and the roles that have them; none for those that all have.
const ATTRIBUTES: &[(&str, &str)] = &[
    (
        "aria-activedescendant",
        "application combobox grid group listbox menu menubar radiogroup row searchbox spinbutton tablist textbox toolbar tree treegrid",
    ),
    ("aria-atomic", ""),
    ("aria-autocomplete", "combobox searchbox textbox"),
    ("aria-braillelabel", ""),
    ("aria-brailleroledescription", ""),
    ("aria-busy", ""),
    (
        "aria-checked",
        "checkbox menuitemcheckbox menuitemradio option radio switch treeitem",
    ),
    ("aria-colcount", "grid table treegrid"),
    ("aria-colindex", "cell columnheader gridcell row rowheader"),
    ("aria-colspan", "cell columnheader gridcell rowheader"),
    ("aria-controls", ""),
    ("aria-current", ""),
    ("aria-describedby", ""),
    ("aria-description", ""),
    ("aria-details", ""),
    (
        "aria-disabled",
        "application button checkbox columnheader combobox grid gridcell group link listbox menu menubar menuitem menuitemcheckbox menuitemradio option radio radiogroup row rowheader scrollbar searchbox separator slider spinbutton switch tab tablist textbox toolbar tree treegrid treeitem",
    ),
    (
        "aria-errormessage",
        "application checkbox columnheader combobox gridcell listbox radiogroup rowheader searchbox slider spinbutton switch textbox tree treegrid",
    ),
    (
        "aria-expanded",
        "application button checkbox columnheader combobox gridcell link menuitem menuitemcheckbox menuitemradio row rowheader switch tab treeitem listbox",
    ),
    ("aria-flowto", ""),
    (
        "aria-haspopup",
        "application button columnheader combobox gridcell link menuitem menuitemcheckbox menuitemradio rowheader searchbox slider tab textbox treeitem",
    ),
    ("aria-hidden", ""),
    (
        "aria-invalid",
        "application checkbox columnheader combobox gridcell listbox radiogroup rowheader searchbox slider spinbutton switch textbox tree treegrid",
    ),
    ("aria-keyshortcuts", ""),
    ("aria-label", ""),
    ("aria-labelledby", ""),
    ("aria-level", "comment heading listitem row treeitem"),
    ("aria-live", ""),
    ("aria-modal", "alertdialog dialog"),
    ("aria-multiline", "searchbox textbox"),
    ("aria-multiselectable", "grid listbox tablist tree treegrid"),
    (
        "aria-orientation",
        "combobox listbox menu menubar radiogroup scrollbar separator slider tablist toolbar tree treegrid",
    ),
    ("aria-owns", ""),
    ("aria-placeholder", "searchbox textbox"),
    (
        "aria-posinset",
        "article comment listitem menuitem menuitemcheckbox menuitemradio option radio row tab treeitem",
    ),
    ("aria-pressed", "button"),
    (
        "aria-readonly",
        "checkbox columnheader combobox grid gridcell listbox radiogroup rowheader searchbox slider spinbutton switch textbox treegrid menuitemcheckbox menuitemradio",
    ),
    ("aria-relevant", ""),
    (
        "aria-required",
        "checkbox columnheader combobox gridcell listbox radiogroup rowheader searchbox spinbutton switch textbox tree treegrid",
    ),
    ("aria-roledescription", ""),
    ("aria-rowcount", "grid table treegrid"),
    ("aria-rowindex", "cell columnheader gridcell row rowheader"),
    ("aria-rowspan", "cell columnheader gridcell rowheader"),
    ("aria-selected", "columnheader gridcell option row rowheader tab treeitem"),
    (
        "aria-setsize",
        "article comment listitem menuitem menuitemcheckbox menuitemradio option radio row tab treeitem",
    ),
    ("aria-sort", "columnheader rowheader"),
    ("aria-valuemax", "meter progressbar scrollbar separator slider spinbutton"),
    ("aria-valuemin", "meter progressbar scrollbar separator slider spinbutton"),
    ("aria-valuenow", "meter progressbar scrollbar separator slider spinbutton"),
    ("aria-valuetext", "meter progressbar scrollbar separator slider spinbutton"),
];

/// The values of those that have few.
const VALUES: &[(&str, &str)] = &[
    ("aria-atomic", "true false"),
    ("aria-busy", "true false"),
    ("aria-checked", "true false mixed undefined"),
    ("aria-current", "page step location date time true false"),
    ("aria-disabled", "true false"),
    ("aria-expanded", "true false undefined"),
    ("aria-haspopup", "true false menu listbox tree grid dialog"),
    ("aria-hidden", "true false undefined"),
    ("aria-invalid", "true false grammar spelling"),
    ("aria-live", "assertive off polite"),
    ("aria-modal", "true false"),
    ("aria-multiline", "true false"),
    ("aria-multiselectable", "true false"),
    ("aria-orientation", "horizontal vertical undefined"),
    ("aria-pressed", "true false mixed undefined"),
    ("aria-readonly", "true false"),
    ("aria-required", "true false"),
    ("aria-selected", "true false undefined"),
    ("aria-sort", "ascending descending none other"),
];

/// What roles need.
const NEEDS: &[(&str, &str)] = &[
    ("checkbox", "aria-checked"),
    ("combobox", "aria-expanded"),
    ("heading", "aria-level"),
    ("menuitemcheckbox", "aria-checked"),
    ("menuitemradio", "aria-checked"),
    ("meter", "aria-valuenow"),
    ("radio", "aria-checked"),
    ("scrollbar", "aria-valuenow"),
    ("slider", "aria-valuenow"),
    ("switch", "aria-checked"),
];

/// What roles stand in.
const STANDS_IN: &[(&str, &str)] = &[
    ("cell", "row"),
    ("columnheader", "row"),
    ("gridcell", "row"),
    ("listitem", "list"),
    ("menuitem", "menu menubar group"),
    ("option", "listbox group"),
    ("row", "table grid treegrid rowgroup"),
    ("rowgroup", "table grid treegrid"),
    ("rowheader", "row"),
    ("tab", "tablist"),
    ("treeitem", "tree group"),
];

/// What roles hold.
const HOLDS: &[(&str, &str)] = &[
    ("feed", "article"),
    ("grid", "row rowgroup"),
    ("list", "listitem"),
    ("listbox", "option group"),
    ("menu", "menuitem menuitemcheckbox menuitemradio group"),
    ("menubar", "menuitem menuitemcheckbox menuitemradio group"),
    ("radiogroup", "radio"),
    ("row", "cell columnheader gridcell rowheader"),
    ("rowgroup", "row"),
    ("table", "row rowgroup"),
    ("tablist", "tab"),
    ("tree", "treeitem group"),
    ("treegrid", "row rowgroup"),
];

/// Roles that are not named (ARIA 1.2, 5.2.8.6).
const UNNAMED: &str = " caption code deletion emphasis generic insertion mark none paragraph \
    presentation strong subscript superscript term time ";

/// Holds the roles of a page against their rules.
pub(super) fn check(page: &Page<'_>, faults: &mut Faults) {
    for id in page.html() {
        role(page, id, faults);
        attributes(page, id, faults);
        context(page, id, faults);
    }
}

/// Whether a list of words has one.
fn has(words: &str, word: &str) -> bool {
    words.split_whitespace().any(|one| one == word)
}

/// What is said of a name in a table.
fn told(table: &'static [(&str, &str)], name: &str) -> Option<&'static str> {
    table.iter().find(|(known, _)| *known == name).map(|(_, told)| *told)
}

fn role(page: &Page<'_>, id: NodeId, faults: &mut Faults) {
    let Some(said) = page.dom.attribute(id, "role") else { return };
    if said.trim().is_empty() {
        return faults.element(&ROLE, page, id, "with an empty role");
    }
    if let Some(other) = said.split_whitespace().find(|&one| !has(ROLES, one)) {
        let what = format!("with the role `{other}`, which is none, or given up");
        return faults.element(&ROLE, page, id, &what);
    }
    let role = page.role(id).unwrap_or_default();
    if !may_have(page, id, role) {
        let what = format!("with the role `{role}`, which it may not have");
        faults.element(&ALLOWED_ROLE, page, id, &what);
    }
    if let Some(needed) = told(NEEDS, role)
        && page.dom.attribute(id, needed).is_none()
        && !(role == "heading" && page.dom.name(id).starts_with('h'))
    {
        let what = format!("with the role `{role}` and without `{needed}`");
        faults.element(&REQUIRED, page, id, &what);
    }
}

fn may_have(page: &Page<'_>, id: NodeId, role: &str) -> bool {
    let dom = page.dom;
    let name = dom.name(id);
    if implied(page, id) == role {
        return true;
    }
    let words = |attribute| dom.attribute(id, attribute).is_some_and(|one| !one.is_empty());
    match name {
        "a" if words("href") => has(LINK_ROLES, role),
        "img" if words("alt") || words("aria-label") => has(IMAGE_ROLES, role),
        "img" => has("none presentation", role),
        "li" => {
            let in_list = dom.parent(id).is_some_and(|list| {
                matches!(dom.name(list), "ul" | "ol" | "menu") && page.role(list).is_none()
            });
            !in_list
        }
        "figure" if page.kids(id).any(|kid| dom.is(kid, "figcaption")) => {
            has("none presentation doc-example", role)
        }
        "td" | "th" | "tr" | "thead" | "tfoot" => {
            let mut around = dom.around(id);
            let table = around.find(|&one| dom.is(one, "table"));
            table.is_some_and(|table| page.role(table).is_some_and(|role| role != "table"))
        }
        _ => told(ALLOWED_ROLES, name).is_none_or(|roles| has(roles, role)),
    }
}

/// The role that an element has by itself (HTML Accessibility API Mappings, 3.5).
fn implied(page: &Page<'_>, id: NodeId) -> &'static str {
    let dom = page.dom;
    match dom.name(id) {
        "a" if dom.attribute(id, "href").is_some() => "link",
        "article" => "article",
        "aside" => "complementary",
        "blockquote" => "blockquote",
        "button" | "summary" => "button",
        "caption" => "caption",
        "code" => "code",
        "del" | "s" => "deletion",
        "details" | "fieldset" | "optgroup" => "group",
        "dfn" => "term",
        "em" => "emphasis",
        "figure" => "figure",
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => "heading",
        "hr" => "separator",
        "html" => "document",
        "img" => "img",
        "ins" => "insertion",
        "li" => "listitem",
        "main" => "main",
        "mark" => "mark",
        "math" => "math",
        "nav" => "navigation",
        "ol" | "ul" | "menu" => "list",
        "option" => "option",
        "p" => "paragraph",
        "search" => "search",
        "section" => "region",
        "strong" => "strong",
        "sub" => "subscript",
        "sup" => "superscript",
        "table" => "table",
        "tbody" | "thead" | "tfoot" => "rowgroup",
        "td" => "cell",
        "th" if dom.attribute(id, "scope") == Some("row") => "rowheader",
        "th" => "columnheader",
        "time" => "time",
        "tr" => "row",
        "a" | "b" | "bdi" | "bdo" | "body" | "data" | "div" | "i" | "pre" | "q"
        | "samp" | "small" | "span" | "u" => "generic",
        _ => "",
    }
}

/// The role of an element, its own or the one it is given.
fn role_of<'a>(page: &Page<'a>, id: NodeId) -> &'a str {
    match page.role(id) {
        Some(role) if has(ROLES, role) => role,
        Some(_) | None => implied(page, id),
    }
}

fn attributes(page: &Page<'_>, id: NodeId, faults: &mut Faults) {
    let NodeKind::Element(element) = page.dom.kind(id) else { return };
    let role = role_of(page, id);
    for (name, value) in &element.attributes {
        if !name.starts_with("aria-") {
            continue;
        }
        let Some(roles) = told(ATTRIBUTES, name) else {
            let what = format!("with `{name}`, which is no attribute of ARIA");
            faults.element(&ATTRIBUTE, page, id, &what);
            continue;
        };
        let wrong = match told(VALUES, name) {
            Some(values) => !has(values, value),
            None => {
                name.contains("-col")
                    || name.contains("-row")
                    || name.contains("-value")
                    || matches!(
                        name.as_str(),
                        "aria-level" | "aria-posinset" | "aria-setsize"
                    )
            }
        };
        let number = told(VALUES, name).is_none() && value.parse::<f64>().is_ok();
        if wrong && !number && name != "aria-valuetext" {
            let what = format!("with `{name}=\"{value}\"`");
            faults.element(&VALUE, page, id, &what);
        }
        if !roles.is_empty() && !has(roles, role) {
            let what = format!("with `{name}`, which its role does not have");
            faults.element(&ALLOWED, page, id, &what);
        }
        let names =
            matches!(name.as_str(), "aria-label" | "aria-labelledby" | "aria-braillelabel");
        if names && has(UNNAMED, role) {
            let what = format!("with `{name}`, and without a role that has a name");
            faults.element(&NAMING, page, id, &what);
        }
    }
}

/// The nearest roles above an element, those that say nothing passed over.
fn holder<'a>(page: &Page<'a>, id: NodeId) -> &'a str {
    let around = page.dom.around(id).map(|one| role_of(page, one));
    let mut found = around.filter(|role| !has("generic none presentation", role));
    found.next().unwrap_or_default()
}

fn context(page: &Page<'_>, id: NodeId, faults: &mut Faults) {
    // what HTML says by itself is held by its own rules
    let Some(role) = page.role(id) else { return given_up(page, id, faults) };
    if let Some(wanted) = told(STANDS_IN, role)
        && !has(wanted, holder(page, id))
    {
        let what = format!("with the role `{role}`, which does not stand in `{wanted}`");
        faults.element(&CONTEXT, page, id, &what);
    }
    if let Some(wanted) = told(HOLDS, role) {
        let below = page.dom.below(id);
        if !below.iter().any(|&one| has(wanted, role_of(page, one))) {
            let what = format!("with the role `{role}`, which holds no `{wanted}`");
            faults.element(&CONTEXT, page, id, &what);
        }
    }
}

/// An element that lost what it stands in to a role of that: an item of a list that is none.
fn given_up(page: &Page<'_>, id: NodeId, faults: &mut Faults) {
    let dom = page.dom;
    if dom.is(id, "li") {
        let list = dom
            .parent(id)
            .filter(|&list| page.role(list).is_some_and(|role| role != "list"));
        if list.is_some() {
            let what = "which is an item of what is no list";
            faults.element(&CONTEXT, page, id, what);
        }
    }
}
