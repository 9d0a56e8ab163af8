"""The words of a text, and whether one text stands in another, in order.

Two texts agree when their words do. Only typographic equivalents are made equal:
curly and straight quotes, the kinds of dashes and hyphens, the kinds of spaces,
ligatures, soft hyphens. On paper a word may also be broken at the end of a line, and
a running head or foot may stand between two words at a page break.
"""

import re
import unicodedata
from dataclasses import dataclass, field

# The most lines that the head and the foot of two neighbouring pages may have.
FURNITURE_LINES = 8

_EQUIVALENTS = {
    **dict.fromkeys("‘’‚‛′", "'"),
    **dict.fromkeys("“”„‟″«»", '"'),
    **dict.fromkeys("‐‑‒–—―−", "-"),
    # zero-width space, non-joiner, joiner, word joiner, byte order mark
    **dict.fromkeys("\u200b\u200c\u200d\u2060\ufeff", ""),
}
_TABLE = str.maketrans(_EQUIVALENTS)
_SOFT_HYPHEN = "\u00ad"


def normal(text):
    """The text with typographic equivalents made equal; soft hyphens stay."""
    return unicodedata.normalize("NFKC", text).translate(_TABLE)


def words(text):
    """The words of a text that was not broken into lines."""
    return normal(text).replace(_SOFT_HYPHEN, "").split()


def unhyphenated(text):
    """The words without hyphens, for a text that does not tell where its lines end."""
    return [bare for word in words(text) if (bare := word.replace("-", ""))]


def caseless(text):
    """The words without their case, for a text whose case a style sheet may change."""
    return [word.casefold() for word in words(text)]


@dataclass
class Reading:
    """The words of one output, in the order in which a reader meets them."""

    words: list[str] = field(default_factory=list)
    places: list[str] = field(default_factory=list)  # of each word, for messages
    line_ends: set[int] = field(default_factory=set)  # indices of last words of lines
    pages: list[list[int]] = field(default_factory=list)  # per page: its lines' first words
    lines: dict[int, tuple[int, int]] = field(default_factory=dict)  # index: page, line

    def add(self, text, place, cut=None):
        """Adds a text without lines, such as a paragraph of a web page."""
        for word in (cut or words)(text):
            self.words.append(word)
            self.places.append(place)

    def add_page(self, lines, number):
        """Adds a printed page."""
        starts = []
        for line in lines:
            found = normal(line).split()
            if not found:
                continue
            # A soft hyphen is a visible hyphen at the end of a line and nothing elsewhere.
            soft = found[-1].endswith(_SOFT_HYPHEN)
            found = [word.replace(_SOFT_HYPHEN, "") for word in found]
            if soft:
                found[-1] += "-"
            self.lines[len(self.words)] = (len(self.pages), len(starts))
            starts.append(len(self.words))
            self.words += found
            self.places += [f"page {number}"] * len(found)
            self.line_ends.add(len(self.words) - 1)
        self.pages.append(starts)

    def place(self, index):
        """Where a word stands, for a message."""
        return self.places[min(index, len(self.places) - 1)] if self.places else "nowhere"

    def excerpt(self, index, count=8):
        """Some words from here on, for a message."""
        return " ".join(self.words[index : index + count]) or "the end"

    def continuations(self, index):
        """Where reading may go on: here, or behind the head and foot of a page break."""
        yield index
        if index not in self.lines:
            return
        page, line = self.lines[index]
        starts = self.pages[page]
        if len(starts) - line <= FURNITURE_LINES and page + 1 < len(self.pages):
            yield from self.pages[page + 1][: FURNITURE_LINES + 1]
        if line == 0:
            yield from starts[1 : FURNITURE_LINES + 1]

    def after_word(self, index, word):
        """The index behind `word`, if it stands at `index`, or None."""
        if index >= len(self.words):
            return None
        here = self.words[index]
        if here == word:
            return index + 1
        if index not in self.line_ends:
            return None
        rests = []
        if here.endswith("-"):
            rests += [word[len(part) :] for part in (here, here[:-1]) if word.startswith(part)]
        elif "/" in word and word.startswith(here):  # an address broken without a hyphen
            rests.append(word[len(here) :])
        return self._after_any(index + 1, [rest for rest in rests if rest])

    def _after_any(self, index, candidates):
        for at in self.continuations(index):
            for word in candidates:
                if (end := self.after_word(at, word)) is not None:
                    return end
        return None

    def match(self, index, expected):
        """How far `expected` stands from `index` on: (words found, index behind them)."""
        for count, word in enumerate(expected):
            # Nothing may stand before the first word: the caller chose the place.
            end = self._after_any(index, [word]) if count else self.after_word(index, word)
            if end is None:
                return count, index
            index = end
        return len(expected), index

    def find(self, expected, start=0, limit=None):
        """The (start, end) of the first full match that begins within `limit` words."""
        stop = len(self.words) if limit is None else min(len(self.words), start + limit + 1)
        for index in range(start, stop):
            count, end = self.match(index, expected)
            if count == len(expected):
                return index, end
        return None


@dataclass(frozen=True)
class Block:
    """A paragraph, heading, reference or notice of the source, in its own words."""

    kind: str  # title, heading, paragraph, reference, notice
    text: str

    def sentences(self):
        """The sentences; every other kind of block is one."""
        if self.kind != "paragraph":
            return [self.text]
        # The source runs some sentences together: "over decades.Self-compassion".
        return re.split(r"(?<=[.!?])(?:\s+|(?=[A-Z]))", self.text)


@dataclass(frozen=True)
class Source:
    """The article as it was handed in: plain text, a block a line."""

    blocks: tuple[Block, ...]

    def kind(self, kind):
        """The blocks of one kind."""
        return [block for block in self.blocks if block.kind == kind]

    def citations(self):
        """The numbers of the references cited, in the order of the text."""
        text = "\n".join(block.text for block in self.kind("paragraph"))
        return [int(number) for number in re.findall(r"\[(\d+)\]", text)]

    def references(self):
        """(number, entry, DOI address) of each reference."""
        found = []
        for block in self.kind("reference"):
            number, entry = re.match(r"\[(\d+)\]\s+(.*)", block.text).groups()
            found.append((int(number), entry, re.search(r"https://doi\.org/\S+", entry)[0]))
        return found


def read_source(path):
    """Reads the article. Its first line, "banner image", stands for the picture."""
    blocks = []
    for line in path.read_text(encoding="utf-8").splitlines():
        text = line.strip()
        if not text or text == "banner image":
            continue
        if not blocks:
            kind = "title"
        elif re.match(r"\[\d+\]\s", text):
            kind = "reference"
        elif text.startswith("Disclaimer:"):
            kind = "notice"
        elif text[-1] in ".!?":
            kind = "paragraph"
        else:
            kind = "heading"
        blocks.append(Block(kind, text))
    return Source(tuple(blocks))
