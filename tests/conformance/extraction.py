"""The words of a manuscript in the text that PDF readers take from its print.

Poppler, PDFium (Chrome) and pdf.js (Firefox) each take the text from the pages. Every
word of the manuscript must be among theirs as often as it was written: a lost space, a
ligature that is no letters or a hyphen left from a line end makes another word of it.
And no word may be there that nobody wrote.
"""

import html
import json
import re
import unicodedata
from collections import Counter

import tools

READERS = ("poppler", "pdfium", "pdfjs")

# Scripts without spaces between words: their characters are counted alone.
_ALONE = re.compile(r"([\u2e80-\u30ff\u3400-\u9fff\uf900-\ufaff])")
_WORD = re.compile(r"[^\W_]+")
# What the program itself adds to an English book: titles of its own pages, labels.
_ADDED = """contents references cited on page pages and see edition of part chapter
figures tables list index note tip important warning caution figure table continued
isbn all rights reserved copyright by first published""".split()


def vocabulary(folder):
    """The words of a project, as (those of its chapters, with their number; all others)."""
    written, known = Counter(), Counter(_ADDED)
    for text in _chapters(folder):
        written.update(words(text))
    for path in [folder / "trifold.toml", *sorted(folder.rglob("*.bib"))]:
        if path.exists():
            known.update(words(path.read_text(encoding="utf-8")))
    return written, known


def compounds(folder):
    """{a word that two words with a hyphen between them make without it: the two}."""
    found = {}
    for text in _chapters(folder):
        for pair in re.findall(r"(?=(?<!\w)(\w+)-(\w+)(?!\w))", text):
            parts = [word for part in pair for word in words(part)]
            found["".join(parts)] = parts
    return found


def _chapters(folder):
    paths = sorted((folder / "manuscript").rglob("*.md"))
    return (_plain(path.read_text(encoding="utf-8")) for path in paths)


# A comment, fenced code, or a span of code in a line.
_CODE = re.compile(
    r"<!--.*?-->|^(?P<indent>[ >]*)(?P<fence>`{3,}|~{3,})[^`\n]*\n(?P<block>.*?)^[ >]*(?P=fence)[`~]* *$"
    r"|(?<![`\\])(?P<ticks>`+)(?!`)(?P<line>.+?)(?<!`)(?P=ticks)(?!`)",
    re.S | re.M,
)


def _plain(markdown):
    """The words of a chapter without what is no text: addresses, attributes, formulae.

    Code is text as it stands; nothing in it is an attribute, an address or a mark.
    """
    parts, at = [], 0
    for code in _CODE.finditer(markdown):
        parts.append(_prose(markdown[at : code.start()]))
        parts.append(code["block"] or code["line"] or " ")
        at = code.end()
    return "".join([*parts, _prose(markdown[at:])])


def _prose(markdown):
    text = re.sub(r"\$\$.*?\$\$|(?<![\\$])\$(?=\S)[^$]*?(?<=\S)\$(?!\d)", " ", markdown, flags=re.S)
    text = re.sub(r"^[ >]*:{3,}.*$", _title, text, flags=re.M)
    text = re.sub(r"\{[^{}\n]*[#.=][^{}\n]*\}", " ", text)
    # What a picture shows is said to who cannot see it; its title is printed below it.
    text = re.sub(r"!\[(?:[^\]\\]|\\.)*\](?=\()", "![]", text)
    text = re.sub(r"\]\((<[^>]*>|[^)\s]*)( \"([^\"]*)\")?\)", r"] \3", text)
    text = re.sub(r"^[ >]*Table: ", " ", text, flags=re.M)
    text = re.sub(r"^([ >]*(?:[-+*]|\d+[.)]) )\[[ xX]\] ", r"\1", text, flags=re.M)
    text = re.sub(r"\[\^[^\]\s]+\]:?", " ", text)
    text = re.sub(r"^(>\s*)+\[!\w+\]", " ", text, flags=re.M)
    text = re.sub(r"[@\\]\S*|-@\S+", lambda m: m[0][1:] if m[0][0] == "\\" else " ", text)
    text = re.sub(r"(?<=\w)(\*\*?|~~|\^)(?=\w)", "", text)
    return html.unescape(text)


def _title(match):
    found = re.search(r'title="((?:[^"\\]|\\.)*)"', match[0])
    return found[1] if found else " "


def words(text):
    """The words of a text, in small letters."""
    text = unicodedata.normalize("NFKC", text).replace("\u00ad", "").casefold()
    return _WORD.findall(_ALONE.sub(r" \1 ", re.sub("[\u200b-\u200f\u2060-\u2069\ufeff]", "", text)))


def pages(path, reader):
    """The texts of the pages of a PDF."""
    if reader == "poppler":
        _, output, _ = tools.run("pdftotext", "-enc", "UTF-8", path, "-")
        return output.removesuffix("\f").split("\f")
    status, output, errors = tools.run(
        "node", tools.HERE / "extract.mjs", reader, path, CONFORMANCE_MODULES=str(tools.MODULES)
    )
    if status:
        raise tools.NotChecked(f"{reader}: {errors[-400:]}")
    return tools.parse(reader, output, errors)


# The most lines that a running head or foot has.
_FURNITURE = 3


def extracted(texts, known, joined):
    """The words that a reader gives; what a line or page end divides is joined again.

    Poppler (`TextLine::hyphenated`) and PDFium (U+FFFE) take every hyphen at a line end
    for one that divides a word: there `joined` says of which two a compound is made. A
    raised number of a note follows its word without a space.
    """
    found = Counter()
    ends = []  # the last words of the lines that the next word may go on from
    for text in texts:
        # Poppler leaves a soft hyphen at a line end, PDFium joins the lines with U+FFFE.
        lines = [line for line in re.split(r"[\r\n]+", text.replace("\ufffe", "")) if line.strip()]
        for number, line in enumerate(lines):
            here = [part for word in words(line) for part in _parts(word, known, joined)]
            if not here:
                continue
            # At the top of a page the head stands between, at its foot the folio.
            near = ends if number <= _FURNITURE else ends[-1:]
            divided = [part for part in near if _divided(part, here[0], known)]
            if divided:
                found[divided[-1]] -= 1
                ends.remove(divided[-1])
                here[0] = divided[-1] + here[0]
            # "with" and "out" are words too: either reading of such a line end is right.
            found.update(part + here[0] for part in near if part + here[0] in known)
            found.update(here)
            ends = [*ends[-_FURNITURE:], here[-1]]
    return +found


def _parts(word, known, joined):
    if word in known:
        return [word]
    marked = re.fullmatch(r"(\D+)(\d{1,3})", word)
    return [marked[1], marked[2]] if marked and marked[1] in known else joined.get(word, [word])


def _divided(first, second, known):
    """Whether two parts are one word; parts that are words themselves are left alone."""
    return first + second in known and (first not in known or second not in known)


def check(folder, path, reader):
    """What is wrong with the text of a PDF of a project, as messages."""
    return differences(*vocabulary(folder), pages(path, reader), compounds(folder))


def differences(written, others, texts, joined):
    """What is wrong with the texts of pages that are to hold the words written."""
    known = written + others
    found = extracted(texts, known, joined)
    lost = [f"“{word}”, {count - found[word]} times" for word, count in sorted(written.items())
            if found[word] < count]
    strange = [f"“{word}”" for word in sorted(found) if word not in known and not _number(word)]
    problems = []
    if lost:
        problems.append(f"{len(lost)} words are lost: {', '.join(lost[:12])}")
    if strange:
        problems.append(f"{len(strange)} words that nobody wrote: {', '.join(strange[:12])}")
    return problems


def _number(word):
    return any(c.isdigit() for c in word) or re.fullmatch(r"[ivxlcdm]+|[a-z]", word)
