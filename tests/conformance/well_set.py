#!/usr/bin/env python3
"""The rules of good setting, measured on a finished PDF as MuPDF reads it.

usage: well_set.py FILE...

No lone last line of a paragraph at the head of a page (widow), no lone first line at
its foot (orphan), no heading as the last thing on a page, no line that sticks out of
the text, no more than two hyphens at line ends one below the other.

What is measured is running text: lines in the size that most of the text has, from
left to right. Paragraphs are told by their indents, as a reader tells them. Where text
ends is told by the lines that end there: ragged text that is too short for that is not
asked whether it sticks out.
"""

import re
import sys
import unicodedata
import xml.etree.ElementTree
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import check_pdf
import tools
from pdfread import read_structure
from report import Check, finish

HYPHENS = ("-", "\u2010", "\u00ad")
# How far punctuation and hyphens hang into the margin, in the size of type.
HANGS = 0.6
# The least share of a text that is in the size of running text.
SHARE = 0.15
# How many lines that end alike say for certain where text ends.
CERTAIN = 8
# The most hyphens one below the other.
RUN = 2


@dataclass(frozen=True)
class Line:
    """A line of print, in points from the top left corner of the page."""

    left: float
    right: float
    base: float
    size: float
    text: str
    in_columns: bool = False  # whether a gap parts it, as in a row of a table


def read(path):
    """The pages of a PDF as lists of lines, from top to bottom."""
    status, output, errors = tools.run("mutool", "draw", "-q", "-F", "stext", "-o", "-", path)
    if status:
        raise tools.NotChecked(f"MuPDF: {errors[-400:]}")
    pages = xml.etree.ElementTree.fromstring(_legal(output)).iter("page")
    return [_lines(page) for page in pages]


def _legal(output):
    """XML as it may be: of several characters that one glyph stands for MuPDF 1.21 gives
    those beyond U+FFFF as the two halves that UTF-16 has for them."""
    def kept(reference):
        code = int(reference[2], 16 if reference[1] else 10)
        return reference[0] if not 0xD800 <= code < 0xE000 else "&#xfffd;"

    return re.sub(r"&#(x?)([0-9a-fA-F]+);", kept, output)


def _lines(page):
    rows = {}
    for font in page.iter("font"):
        size = float(font.get("size"))
        for char in font.iter("char"):
            base = round(float(char.get("y")), 1)
            corners = [float(number) for number in char.get("quad").split()]
            rows.setdefault(base, []).append((corners[0], corners[2], size, char.get("c")))
    lines = []
    for base, chars in sorted(rows.items()):
        seen = [char for char in sorted(chars, key=lambda char: char[0]) if char[3].strip()]
        if seen:
            size = Counter(round(char[2], 2) for char in seen).most_common(1)[0][0]
            text = "".join(char[3] for char in seen)
            gap = max((after[0] - here[1] for here, after in zip(seen, seen[1:])), default=0)
            lines.append(Line(seen[0][0], seen[-1][1], base, size, text, gap > 2 * size))
    return lines


@dataclass(frozen=True)
class Setting:
    """What running text has in common through a file."""

    size: float
    leading: float
    indent: float

    def is_text(self, line):
        """Whether a line is in the size of running text."""
        return abs(line.size - self.size) < 0.02 * self.size and not line.in_columns

    def follows(self, above, below):
        """Whether a line stands directly below another."""
        return abs(below.base - above.base - self.leading) < 0.15 * self.leading


def setting(pages):
    """How most of the text is set, or None where there is too little of it."""
    sizes = Counter()
    for line in (line for page in pages for line in page):
        sizes[line.size] += len(line.text)
    if not sizes:
        return None
    # Tables and notes are smaller than the text, and may be most of a book.
    most = [size for size, count in sizes.items() if count > SHARE * sizes.total()]
    if not most:
        return None
    size = max(most)
    text = [[line for line in page if abs(line.size - size) < 0.02 * size] for page in pages]
    steps = Counter(round(below.base - above.base, 1)
                    for page in text for above, below in zip(page, page[1:]))  # fmt: skip
    indents = Counter(
        round(below.left - above.left, 1) for page in text for above, below in zip(page, page[1:])
        if 0.5 * size < below.left - above.left < 3 * size
    )  # fmt: skip
    if not steps or not indents:
        return None
    return Setting(size, steps.most_common(1)[0][0], indents.most_common(1)[0][0])


def check(path):
    """What breaks the rules, as messages; a printer's sheets hold pages checked elsewhere."""
    if not check_pdf.claims_tags(path):
        return []
    paragraphs = [_bare(text) for tag, text in read_structure(path) if tag == "P"]
    return problems(read(path), paragraphs)


def problems(pages, paragraphs=()):
    """What breaks the rules on pages of lines; `paragraphs` are not headings, however large."""
    common = setting(pages)
    if common is None:
        return []
    found = _problems(pages, common)
    return [what for what, line in found if line is None or not _is_in(line, paragraphs)]


def _bare(text):
    return re.sub(r"\W", "", unicodedata.normalize("NFKC", text))


def _is_in(line, paragraphs):
    return any(_bare(line.text) in text for text in paragraphs)


def _problems(pages, common):
    """(what breaks a rule, the line if it is taken for a heading)."""
    before, edges = None, _edges(pages, common)
    for number, page in enumerate(pages, 1):
        body = _body(page, common)
        text = [line for line in body if common.is_text(line)]
        if len(text) < 5:  # a title, a page that only begins
            before = None
            continue
        whole = (*edges[(number - 1) % 2], common)
        for what, line in _on_page(body, whole):
            yield f"page {number}: {what}", line
        if before is not None and common.is_text(body[0]):
            for what in _turn(before, (body, whole)):
                yield f"page {number}: {what}", None
        before = (body, whole)


def _body(page, common):
    """The lines of a page without its head and foot, which stand apart."""
    body = list(page)
    while len(body) > 1 and body[1].base - body[0].base > 1.4 * common.leading \
            and not body[0].size > 1.05 * common.size:  # fmt: skip
        body.pop(0)
    while len(body) > 1 and body[-1].base - body[-2].base > 1.4 * common.leading \
            and len(body[-1].text) < 12:  # fmt: skip
        body.pop()
    return body


def _edges(pages, common):
    """Where text begins and ends on odd and on even pages: three lines say so."""
    edges = []
    for side in (0, 1):
        text = [line for page in pages[side::2] for line in page if common.is_text(line)]
        lefts = Counter(round(line.left) for line in text)
        rights = Counter(round(line.right) for line in text)
        left = min((edge for edge in lefts if _at(lefts, edge) >= 3), default=0)
        right = max((edge for edge in rights if _at(rights, edge) >= 3), default=10_000)
        if _at(rights, right) < min(CERTAIN, 0.2 * len(text)):
            right = 10_000
        edges.append((left, right))
    return edges


def _at(edges, edge):
    return sum(edges[edge + by] for by in (-1, 0, 1))


def _full(line, right, size):
    return line.right > right - 0.5 * size


def _on_page(body, whole):
    left, right, common = whole
    for line in body:
        if line.right > right + HANGS * common.size:
            yield f"a line sticks out by {line.right - right:.1f} pt: “{line.text[-30:]}”", None
    last = body[-1]
    if last.size > 1.05 * common.size:
        yield f"a heading stands alone at the foot: “{last.text}”", last
    run, above = 0, None
    for line in body:
        joined = above is not None and common.follows(above, line)
        ends = line.text.endswith(HYPHENS) and common.is_text(line) and _full(
            line, right, common.size)  # fmt: skip
        run = (run + 1 if joined else 1) if ends else 0
        if run == RUN + 1:
            yield f"more than {RUN} hyphens at line ends: “{line.text[-30:]}”", None
        above = line


def _turn(before, after):
    """What is wrong where the page is turned."""
    (above, (old_left, old_right, common)), (below, (left, right, _)) = before, after
    size, last, first = common.size, above[-1], below[0]
    if not common.is_text(last) or not _full(last, old_right, size):
        return
    goes_on = abs(first.left - left) < 0.3 * size + HANGS * size and first.left - left < 0.3 * size
    indented = lambda line, edge: abs(line.left - edge - common.indent) < 0.3 * size  # noqa: E731
    if goes_on and not _full(first, right, size) and len(below) > 1:
        if indented(below[1], left) or not common.follows(first, below[1]):
            yield f"a widow: “{first.text[:30]}”"
    if goes_on and indented(last, old_left) and len(above) > 1:
        if common.follows(above[-2], last):
            yield f"an orphan at the foot of the page before: “{last.text[:30]}”"


def main():
    """The program."""
    return finish([Check(f"well set: {name}", check(Path(name))) for name in sys.argv[1:]])


if __name__ == "__main__":
    sys.exit(main())
