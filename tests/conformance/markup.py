"""A plain reader of HTML and XHTML: a tree, its text, its links.

It knows no style sheet and runs no script: what it reads is what the markup says.
"""

import posixpath
import xml.etree.ElementTree
import zipfile
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import unquote, urljoin, urlsplit

from words import Reading, words

_VOID = set("area base br col embed hr img input link meta source track wbr".split())
# Not part of the text: navigation repeats the headings.
_UNREAD = set("head nav script style svg template".split())
_INLINE = set(
    "a abbr b bdi bdo cite code data del dfn em i ins kbd mark q s samp small span strong "
    "sub sup time u var wbr".split()
)


@dataclass(eq=False)
class Node:
    """An element."""

    tag: str
    attributes: dict
    parent: "Node | None" = None
    children: list = field(default_factory=list)  # of Node and str

    def nodes(self):
        """This element and all below it, in the order of the document."""
        yield self
        for child in self.children:
            if isinstance(child, Node):
                yield from child.nodes()

    def ancestors(self):
        """This element and all above it, innermost first."""
        node = self
        while node is not None:
            yield node
            node = node.parent

    def is_unread(self):
        """Whether nobody reads what stands in here."""
        role = self.attributes.get("role", "") + " " + self.attributes.get("epub:type", "")
        return (
            self.tag in _UNREAD
            or "hidden" in self.attributes
            or "pagebreak" in role  # the number of the printed page, inside a sentence
        )

    def text(self):
        """The text as read, with a line feed on each side of a block."""
        if self.is_unread():
            return ""
        if self.tag == "br":
            return "\n"
        inner = "".join(c if isinstance(c, str) else c.text() for c in self.children)
        return inner if self.tag in _INLINE else f"\n{inner}\n"

    def words(self):
        """The words of the text."""
        return words(self.text())

    def has_blocks(self):
        """Whether another block stands in here."""
        return any(node.tag not in _INLINE | {"br"} for node in self.nodes() if node is not self)


class _TreeBuilder(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.root = self.open = Node("#document", {})

    def handle_starttag(self, tag, attrs):
        node = Node(tag, {name: value or "" for name, value in attrs}, self.open)
        self.open.children.append(node)
        if tag not in _VOID:
            self.open = node

    def handle_startendtag(self, tag, attrs):
        inside = self.open
        self.handle_starttag(tag, attrs)
        self.open = inside

    def handle_endtag(self, tag):
        for node in self.open.ancestors():
            if node.tag == tag and node.parent is not None:
                self.open = node.parent
                return

    def handle_data(self, data):
        self.open.children.append(data)


def parse_html(text):
    """The tree of a page of HTML."""
    builder = _TreeBuilder()
    builder.feed(text)
    builder.close()
    return builder.root


_PREFIXES = {
    "http://www.w3.org/1999/xhtml": "",
    "http://www.idpf.org/2007/ops": "epub:",
    "http://www.w3.org/XML/1998/namespace": "xml:",
}


def _plain_name(name):
    if not name.startswith("{"):
        return name
    namespace, local = name[1:].split("}", 1)
    return _PREFIXES.get(namespace, "") + local


def parse_xhtml(data):
    """The tree of an XHTML document, which must be well formed."""

    def convert(element, parent):
        attributes = {_plain_name(name): value for name, value in element.attrib.items()}
        node = Node(_plain_name(element.tag), attributes, parent)
        node.children.append(element.text or "")
        for child in element:
            node.children += [convert(child, node), child.tail or ""]
        return node

    root = Node("#document", {})
    root.children.append(convert(xml.etree.ElementTree.fromstring(data), root))
    return root


class Publication:
    """Documents in reading order, by their address within the publication."""

    def __init__(self, documents):
        self.documents = documents
        self._targets = {}
        for address, root in documents.items():
            for node in root.nodes():
                if identifier := node.attributes.get("id"):
                    self._targets[address, identifier] = node

    def reading(self):
        """All that is read, document by document."""
        reading = Reading()
        for address, root in self.documents.items():
            reading.add(root.text(), address)
        return reading

    def nodes(self):
        """(address, element) of every element that belongs to the text."""
        for address, root in self.documents.items():
            for node in root.nodes():
                yield address, node

    def target(self, address, node):
        """The element that a link in the document at `address` leads to, or None."""
        parts = urlsplit(urljoin(address, node.attributes.get("href", "")))
        return self._targets.get((unquote(parts.path), unquote(parts.fragment)))


def read_page(path):
    """A publication of a single page."""
    return Publication({path.name: parse_html(path.read_text(encoding="utf-8"))})


def read_site(folder):
    """A site, in the order in which its pages link to each other, navigation first."""
    waiting, roots = ["index.html"], {}
    while waiting:
        address = waiting.pop(0)
        if address in roots or not (folder / address).is_file():
            continue
        roots[address] = parse_html((folder / address).read_text(encoding="utf-8"))
        links = [node for node in roots[address].nodes() if node.tag == "a"]
        links.sort(key=lambda node: all(above.tag != "nav" for above in node.ancestors()))
        for node in links:
            link = urlsplit(node.attributes.get("href", ""))
            if not link.scheme and link.path.endswith(".html"):
                waiting.append(posixpath.normpath(urljoin(address, unquote(link.path))))
    return Publication(roots)


def read_epub(path):
    """An EPUB, in the order of its spine."""
    with zipfile.ZipFile(path) as archive:
        container = xml.etree.ElementTree.fromstring(archive.read("META-INF/container.xml"))
        package_path = container.find(".//{*}rootfile").get("full-path")
        package = xml.etree.ElementTree.fromstring(archive.read(package_path))
        hrefs = {item.get("id"): item.get("href") for item in package.iterfind(".//{*}item")}
        documents = {}
        for item in package.iterfind(".//{*}itemref"):
            address = urljoin(package_path, unquote(hrefs[item.get("idref")]))
            documents[address] = parse_xhtml(archive.read(address))
    return Publication(documents)
