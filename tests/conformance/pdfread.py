"""A plain reader of PDF: what public tools say of its text, tags and links."""

import json
import re
import subprocess
import xml.etree.ElementTree
from dataclasses import dataclass

from words import Reading, normal


def _output(*command):
    done = subprocess.run(command, capture_output=True, timeout=120)
    return done.stdout.decode("utf-8", "replace")


def read_pages(path):
    """The text of the pages, line by line, heads and feet included (`pdftotext -raw`)."""
    reading = Reading()
    text = _output("pdftotext", "-raw", "-enc", "UTF-8", path, "-")
    for number, page in enumerate(text.removesuffix("\f").split("\f"), 1):
        reading.add_page(page.split("\n"), number)
    return reading


def read_structure(path):
    """The tagged text as [(tag, text)], block by block (`pdfinfo -struct-text`).

    Heads and feet are not in it: they are no content of the document.
    """
    blocks, open_blocks = [], []
    for line in _output("pdfinfo", "-struct-text", path).splitlines():
        text = line.strip()
        indent = len(line) - len(line.lstrip())
        while open_blocks and open_blocks[-1][0] >= indent:
            open_blocks.pop()
        if text.startswith('"'):
            if not open_blocks:
                blocks.append(["", ""])
                open_blocks.append((-1, blocks[-1]))
            open_blocks[-1][1][1] += text[1:].removesuffix('"')
        elif text.endswith("(block)"):
            blocks.append([text.split()[0], ""])
            open_blocks.append((indent, blocks[-1]))
    return [(tag, text) for tag, text in blocks if text.strip()]


@dataclass(frozen=True)
class PlacedWord:
    """A word and its box, in points from the top left of its page."""

    page: int
    left: float
    top: float
    right: float
    bottom: float
    text: str

    def before(self):
        """For sorting words from the top of the document to its end."""
        return self.page, self.top


def placed_words(path):
    """(words with their boxes, heights of the pages) (`pdftotext -bbox`)."""
    found, heights = [], []
    tree = xml.etree.ElementTree.fromstring(_printable(_output("pdftotext", "-bbox", path, "-")))
    for number, page in enumerate(tree.iterfind(".//{*}page")):
        heights.append(float(page.get("height")))
        for word in page.iterfind("{*}word"):
            box = [float(word.get(side)) for side in ("xMin", "yMin", "xMax", "yMax")]
            found.append(PlacedWord(number, *box, normal(word.text or "")))
    return found, heights


def _printable(text):
    return re.sub(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "", text)


@dataclass(frozen=True)
class Link:
    """A link annotation: its boxes, and where it leads."""

    page: int
    left: float
    top: float
    right: float
    bottom: float
    address: str | None  # outward, or
    target_page: int | None  # within the document
    target_top: float | None

    def covers(self, word):
        """Whether the middle of a word, or most of it, lies in the box."""
        middle = (word.top + word.bottom) / 2
        across = min(self.right, word.right) - max(self.left, word.left)
        return word.page == self.page and self.top <= middle <= self.bottom and across > 0.5


class Document:
    """The objects of a PDF (`qpdf --json`)."""

    def __init__(self, path):
        text = _output("qpdf", "--json=2", "--json-key=qpdf", "--json-key=pages", path)
        data = json.loads(text)
        self._objects = data["qpdf"][1]
        self._pages = [page["object"] for page in data["pages"]]
        trailer = self._objects["trailer"]["value"]
        self.catalog = self.value(trailer["/Root"])
        self._names = dict(self._named_destinations())

    def value(self, item):
        """The object itself where `item` is a reference to it."""
        while isinstance(item, str) and re.fullmatch(r"\d+ \d+ R", item):
            found = self._objects.get(f"obj:{item}", {})
            item = found.get("value", found.get("stream", {}).get("dict"))
        return item

    def _named_destinations(self):
        for name, target in (self.value(self.catalog.get("/Dests")) or {}).items():
            yield name, target
        waiting = [(self.value(self.catalog.get("/Names")) or {}).get("/Dests")]
        while waiting:
            node = self.value(waiting.pop())
            if not node:
                continue
            waiting += self.value(node.get("/Kids")) or []
            listed = self.value(node.get("/Names")) or []
            yield from zip(listed[::2], listed[1::2])

    def _destination(self, item):
        """(index of the page, its top in PDF coordinates or None)."""
        item = self.value(item)
        if isinstance(item, str):
            item = self.value(self._names.get(item))
        if isinstance(item, dict):
            item = self.value(item.get("/D"))
        if not isinstance(item, list) or item[0] not in self._pages:
            return None, None
        tops = {"/XYZ": 3, "/FitH": 2, "/FitBH": 2, "/FitR": 5}
        place = tops.get(item[1])
        top = self.value(item[place]) if place and len(item) > place else None
        return self._pages.index(item[0]), top

    def links(self, heights):
        """All link annotations, in the order of the pages."""
        found = []
        for number, page in enumerate(self._pages):
            for item in self.value(self.value(page).get("/Annots")) or []:
                annotation = self.value(item)
                if annotation.get("/Subtype") != "/Link":
                    continue
                x0, y0, x1, y1 = (self.value(edge) for edge in self.value(annotation["/Rect"]))
                action = self.value(annotation.get("/A")) or {}
                address = self.value(action.get("/URI"))
                page_to, top_to = self._destination(annotation.get("/Dest", action.get("/D")))
                if top_to is not None:
                    top_to = heights[page_to] - top_to
                height = heights[number]
                found.append(Link(
                    number, min(x0, x1), height - max(y0, y1), max(x0, x1),
                    height - min(y0, y1), address and address.split(":", 1)[1], page_to, top_to,
                ))  # fmt: skip
        return found
