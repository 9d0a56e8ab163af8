//! The elements of HTML (HTML Living Standard, 4): where each may stand, what it may hold,
//! and which attributes it has.

/// What an element may hold.
#[derive(Debug, Copy, Clone, PartialEq, Eq)]
pub(super) enum Content {
    /// Blocks and lines.
    Flow,
    /// What stands in a line.
    Phrasing,
    /// What its holder may hold.
    Transparent,
    /// Words alone.
    Text,
    /// Nothing.
    Nothing,
    /// These elements and no words.
    Only(&'static [&'static str]),
    /// These elements, or what stands in a line.
    PhrasingAnd(&'static [&'static str]),
    /// These elements, or blocks and lines.
    FlowAnd(&'static [&'static str]),
    /// Whatever there is.
    Anything,
}

/// Where an element may stand.
#[derive(Debug, Copy, Clone, PartialEq, Eq)]
pub(super) enum Stands {
    /// Among blocks alone.
    Flow,
    /// In a line, and so among blocks.
    Phrasing,
    /// Only in elements that name it.
    Named,
}

/// An element of HTML.
#[derive(Debug)]
pub(super) struct Known {
    pub(super) name: &'static str,
    pub(super) stands: Stands,
    pub(super) content: Content,
    /// The attributes that not every element has.
    pub(super) attributes: &'static str,
}

const fn known(
    name: &'static str,
    stands: Stands,
    content: Content,
    attributes: &'static str,
) -> Known {
    Known { name, stands, content, attributes }
}

/// An element by its name.
pub(super) fn element(name: &str) -> Option<&'static Known> {
    let at = ELEMENTS.binary_search_by(|known| known.name.cmp(name)).ok()?;
    ELEMENTS.get(at)
}

/// Whether every element has an attribute (HTML, 3.2.6; RDFa Lite 1.1; ARIA 1.2).
pub(super) fn is_global(name: &str) -> bool {
    const GLOBAL: &str = " about accesskey autocapitalize autocorrect autofocus class \
        contenteditable dir draggable enterkeyhint hidden id inert inputmode is itemid \
        itemprop itemref itemscope itemtype lang nonce popover prefix property resource role \
        slot spellcheck style tabindex title translate typeof vocab writingsuggestions ";
    name.starts_with("data-")
        || name.starts_with("aria-")
        || name.starts_with("xmlns")
        || name.starts_with("xml:")
        || GLOBAL.contains(&format!(" {name} "))
}

const LIST: Content = Content::Only(&["li"]);
const ROWS: Content = Content::Only(&["tr"]);
const TABLE: Content =
    Content::Only(&["caption", "colgroup", "thead", "tbody", "tfoot", "tr"]);
const HEAD: Content =
    Content::Only(&["title", "base", "link", "meta", "style", "noscript"]);
const SOURCES: Content = Content::FlowAnd(&["source", "track"]);

/// All elements, by their names.
const ELEMENTS: &[Known] = {
    use Content::{
        Anything, Flow, FlowAnd, Nothing, Only, Phrasing as Line, PhrasingAnd, Text,
        Transparent,
    };
    use Stands::{Flow as Block, Named, Phrasing};
    &[
        known(
            "a",
            Phrasing,
            Transparent,
            "href target download ping rel hreflang type referrerpolicy",
        ),
        known("abbr", Phrasing, Line, ""),
        known("address", Block, Flow, ""),
        known(
            "area",
            Phrasing,
            Nothing,
            "alt coords shape href target download ping rel referrerpolicy",
        ),
        known("article", Block, Flow, ""),
        known("aside", Block, Flow, ""),
        known(
            "audio",
            Phrasing,
            SOURCES,
            "src crossorigin preload autoplay loop muted controls",
        ),
        known("b", Phrasing, Line, ""),
        known("base", Named, Nothing, "href target"),
        known("bdi", Phrasing, Line, ""),
        known("bdo", Phrasing, Line, ""),
        known("blockquote", Block, Flow, "cite"),
        known("body", Named, Flow, ""),
        known("br", Phrasing, Nothing, ""),
        known(
            "button",
            Phrasing,
            Line,
            "disabled form formaction formmethod name type value popovertarget popovertargetaction",
        ),
        known("canvas", Phrasing, Transparent, "width height"),
        known("caption", Named, Flow, ""),
        known("cite", Phrasing, Line, ""),
        known("code", Phrasing, Line, ""),
        known("col", Named, Nothing, "span"),
        known("colgroup", Named, Only(&["col"]), "span"),
        known("data", Phrasing, Line, "value"),
        known("datalist", Phrasing, PhrasingAnd(&["option"]), ""),
        known("dd", Named, Flow, ""),
        known("del", Phrasing, Transparent, "cite datetime"),
        known("details", Block, FlowAnd(&["summary"]), "open name"),
        known("dfn", Phrasing, Line, ""),
        known("dialog", Block, Flow, "open"),
        known("div", Block, FlowAnd(&["dt", "dd"]), ""),
        known("dl", Block, Only(&["dt", "dd", "div"]), ""),
        known("dt", Named, Flow, ""),
        known("em", Phrasing, Line, ""),
        known("embed", Phrasing, Nothing, "src type width height"),
        known("fieldset", Block, FlowAnd(&["legend"]), "disabled form name"),
        known("figcaption", Named, Flow, ""),
        known("figure", Block, FlowAnd(&["figcaption"]), ""),
        known("footer", Block, Flow, ""),
        known(
            "form",
            Block,
            Flow,
            "accept-charset action autocomplete enctype method name novalidate target rel",
        ),
        known("h1", Block, Line, ""),
        known("h2", Block, Line, ""),
        known("h3", Block, Line, ""),
        known("h4", Block, Line, ""),
        known("h5", Block, Line, ""),
        known("h6", Block, Line, ""),
        known("head", Named, HEAD, ""),
        known("header", Block, Flow, ""),
        known("hgroup", Block, Only(&["h1", "h2", "h3", "h4", "h5", "h6", "p"]), ""),
        known("hr", Block, Nothing, ""),
        known("html", Named, Only(&["head", "body"]), "epub:prefix"),
        known("i", Phrasing, Line, ""),
        known(
            "iframe",
            Phrasing,
            Nothing,
            "src srcdoc name sandbox allow allowfullscreen width height referrerpolicy loading",
        ),
        known(
            "img",
            Phrasing,
            Nothing,
            "alt src srcset sizes crossorigin usemap ismap width height referrerpolicy decoding loading fetchpriority",
        ),
        known(
            "input",
            Phrasing,
            Nothing,
            "accept alt autocomplete checked dirname disabled form formaction height list max maxlength min minlength multiple name pattern placeholder readonly required size src step type value width",
        ),
        known("ins", Phrasing, Transparent, "cite datetime"),
        known("kbd", Phrasing, Line, ""),
        known("label", Phrasing, Line, "for"),
        known("legend", Named, PhrasingAnd(&["h1", "h2", "h3", "h4", "h5", "h6"]), ""),
        known("li", Named, Flow, "value"),
        known(
            "link",
            Named,
            Nothing,
            "href crossorigin rel media integrity hreflang type referrerpolicy sizes imagesrcset imagesizes as blocking color disabled fetchpriority",
        ),
        known("main", Block, Flow, ""),
        known("map", Phrasing, Transparent, "name"),
        known("mark", Phrasing, Line, ""),
        known("menu", Block, LIST, ""),
        known("meta", Named, Nothing, "name http-equiv content charset media property"),
        known("meter", Phrasing, Line, "value min max low high optimum"),
        known("nav", Block, Flow, ""),
        known("noscript", Phrasing, Anything, ""),
        known("object", Phrasing, Transparent, "data type name form width height"),
        known("ol", Block, LIST, "reversed start type"),
        known("optgroup", Named, Only(&["option"]), "disabled label"),
        known("option", Named, Text, "disabled label selected value"),
        known("output", Phrasing, Line, "for form name"),
        known("p", Block, Line, ""),
        known("picture", Phrasing, Only(&["source", "img"]), ""),
        known("pre", Block, Line, ""),
        known("progress", Phrasing, Line, "value max"),
        known("q", Phrasing, Line, "cite"),
        known("rp", Named, Text, ""),
        known("rt", Named, Line, ""),
        known("ruby", Phrasing, PhrasingAnd(&["rt", "rp"]), ""),
        known("s", Phrasing, Line, ""),
        known("samp", Phrasing, Line, ""),
        known(
            "script",
            Phrasing,
            Text,
            "src type nomodule async defer crossorigin integrity referrerpolicy blocking fetchpriority",
        ),
        known("search", Block, Flow, ""),
        known("section", Block, Flow, ""),
        known(
            "select",
            Phrasing,
            Only(&["option", "optgroup", "hr"]),
            "autocomplete disabled form multiple name required size",
        ),
        known("slot", Phrasing, Transparent, "name"),
        known("small", Phrasing, Line, ""),
        known("source", Named, Nothing, "type media src srcset sizes width height"),
        known("span", Phrasing, Line, ""),
        known("strong", Phrasing, Line, ""),
        known("style", Named, Text, "media blocking type"),
        known("sub", Phrasing, Line, ""),
        known(
            "summary",
            Named,
            PhrasingAnd(&["h1", "h2", "h3", "h4", "h5", "h6", "hgroup"]),
            "",
        ),
        known("sup", Phrasing, Line, ""),
        known("table", Block, TABLE, ""),
        known("tbody", Named, ROWS, ""),
        known("td", Named, Flow, "colspan rowspan headers scope"),
        known("template", Phrasing, Anything, ""),
        known(
            "textarea",
            Phrasing,
            Text,
            "autocomplete cols dirname disabled form maxlength minlength name placeholder readonly required rows wrap",
        ),
        known("tfoot", Named, ROWS, ""),
        known("th", Named, Flow, "colspan rowspan headers scope abbr"),
        known("thead", Named, ROWS, ""),
        known("time", Phrasing, Line, "datetime"),
        known("title", Named, Text, ""),
        known("tr", Named, Only(&["td", "th"]), ""),
        known("track", Named, Nothing, "default kind label src srclang"),
        known("u", Phrasing, Line, ""),
        known("ul", Block, LIST, ""),
        known("var", Phrasing, Line, ""),
        known(
            "video",
            Phrasing,
            SOURCES,
            "src crossorigin poster preload autoplay playsinline loop muted controls width height",
        ),
        known("wbr", Phrasing, Nothing, ""),
    ]
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_stand_in_the_order_of_their_names() {
        assert!(ELEMENTS.is_sorted_by_key(|known| known.name));
    }
}
