"""The words of a manuscript in the text that PDF readers take from its print.

Poppler, PDFium (Chrome) and pdf.js (Firefox) each take the text from the pages. Every
word of the manuscript must be among theirs as often as it was written: a lost space, a
ligature that is no letters or a hyphen left from a line end makes another word of it.
And no word may be there that nobody wrote.
"""

import html
import json
import re
import tomllib
import unicodedata
from collections import Counter

import tools
from conditions import shown
from weaving import woven

READERS = ("poppler", "pdfium", "pdfjs")

# Scripts without spaces between words: their characters are counted alone.
_ALONE = re.compile(r"([\u2e80-\u30ff\u3400-\u9fff\uf900-\ufaff])")
_WORD = re.compile(r"[^\W_]+")
# The points of Hebrew and Arabic.
_POINT = "[\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u064b-\u065f\u0670]"
# What the program itself adds to an English book: titles of its own pages, labels.
_ADDED = """contents references cited on page pages and see also edition of part chapter
figures tables listings abbreviations list index section equation listing appendix note tip important warning caution figure table continued
isbn vol all rights reserved copyright by first published
january february march april may june july august september october november december""".split()

# What styles put into references and citations, beside the words of the bibliography.
_STYLED = """p pp ch chap vol no ed eds edited by in https doi org available accessed online
jan feb mar apr may jun jul aug sep sept oct nov dec""".split()
# The word for a place in a work, behind the key of a citation: a style prints its own.
_PLACE = re.compile(r"(@[\w:-]+\]?,?\s+\[?)(?:pp?|chaps?|ch|vol|no|fig)\.(?=\s)")
# What a bibliography may be written in.
_BIBLIOGRAPHIES = (".bib", ".json", ".nbib", ".ris", ".yaml", ".yml")

# What it says of who did what, by the roles that a project file gives to people.
_ROLES = {
    "editor": "edited by", "translator": "translated by", "illustrator": "illustrated by",
    "compiler": "compiled by", "foreword": "foreword by", "afterword": "afterword by",
    "contributor": "with contributions by", "photographer": "photographs by",
    "cartographer": "maps by", "cover-designer": "cover design by",
    "designer": "book design by", "reviewer": "reviewed by", "proofreader": "proofread by",
}

# The tables of what it adds in other languages.
_TABLES = {
    "ar": "ARABIC", "de": "GERMAN", "fr": "FRENCH", "he": "HEBREW", "ja": "JAPANESE",
}  # fmt: skip


def vocabulary(folder, chapters):
    """The words of a project, as (those of chapters, with their number; all others)."""
    written, known = Counter(), Counter(_ADDED)
    for chapter in chapters:
        written.update(words(_plain(_PLACE.sub(r"\1", chapter))))
        for formula in _formulas(chapter):
            known.update(words(_TEX_TEXT.sub(r"\1", formula)))
            known.update(name for name in re.findall(r"\\(\w+)", formula) if name in _FUNCTIONS)
    terms = _index_terms(chapters)
    written.update(terms)
    # the letters of an index
    known.update(term[0] for term in [*terms, *_index_words(chapters)])
    sources = [path for path in sorted(folder.rglob("*")) if path.suffix in _BIBLIOGRAPHIES]
    for path in [folder / "trifold.toml", *sources]:
        if path.exists():
            known.update(words(path.read_text(encoding="utf-8")))
    known.update(_STYLED if sources else [])
    known.update(_added_in(folder))
    known.update(_roles_in(folder))
    known.update(_statement_in(folder))
    summary = folder / "manuscript" / "SUMMARY.md"
    if summary.exists():
        parts = re.findall(r"^# (.*)", summary.read_text(encoding="utf-8"), flags=re.M)
        known.update(words(" ".join(parts[1:])))
    return written, known


def _roles_in(folder):
    """What the program says of the roles that the people of a project have."""
    manifest = folder / "trifold.toml"
    if not manifest.exists():
        return []
    settings = tomllib.loads(manifest.read_text(encoding="utf-8"))
    said = []
    for key, default in (("authors", "author"), ("contributors", "contributor")):
        for person in settings.get(key, []):
            roles = person.get("roles", [default]) if isinstance(person, dict) else [default]
            said += [_ROLES.get(role, "") for role in roles]
    return words(" ".join(said))


def _added_in(folder):
    """What the program adds to a book or a chapter in another language than English."""
    manifest = folder / "trifold.toml"
    settings = manifest.read_text(encoding="utf-8") if manifest.exists() else ""
    languages = set(re.findall(r'^language = "(\w+)', settings, flags=re.M))
    for path in (folder / "manuscript").rglob("*.md"):
        head = re.match(r"---\n(.*?)^---$", path.read_text(encoding="utf-8"), re.M | re.S)
        languages.update(re.findall(r"^lang: (\w+)", head[1], flags=re.M) if head else [])
    tables = tools.HERE.parent.parent / "src" / "resolve" / "words"
    source = "".join(path.read_text(encoding="utf-8") for path in sorted(tables.glob("*.rs")))
    added = []
    for name in filter(None, map(_TABLES.get, sorted(languages))):
        table = re.search(rf"const {name}: Words = .*?^}};", source, flags=re.M | re.S)
        added += words(" ".join(re.findall(r'"([^"]*)"', table.group())))
        # the names of months, and what stands around the numbers of a date
        day = re.search(r"date: dates::(\w+)", table.group())[1]
        table = re.search(rf"const {day}: DateForm = .*?;$", source, flags=re.M | re.S).group()
        form = re.search(r'DateForm::new\(\s*"([^"]*)"', table)
        months = re.findall(r'"([^"]*)"', table[form.end() :]) or [""]
        form = re.sub(r"[DNY]", " ", form[1].replace(r"\u{a0}", " "))
        added += words(" ".join(form.replace("M", month) for month in months))
    return added


def _statement_in(folder):
    """The words of the accessibility statement, where the project wants one."""
    manifest = folder / "trifold.toml"
    settings = tomllib.loads(manifest.read_text(encoding="utf-8")) if manifest.exists() else {}
    if "accessibility" not in settings:
        return []
    name = _TABLES.get(settings["language"].split("-")[0], "ENGLISH")
    tables = tools.HERE.parent.parent / "src" / "statement"
    source = "".join(path.read_text(encoding="utf-8") for path in sorted(tables.glob("*.rs")))
    table = re.search(rf"const {name}: Sentences = .*?^}};", source, flags=re.M | re.S)
    said = re.findall(r'"([^"]*)"', table.group())
    standards = (tables.parent / "project" / "accessibility.rs").read_text(encoding="utf-8")
    said += re.findall(r'=> "(PDF/UA[^"]*)"', standards)
    said += re.findall(r'const SCREENS: &str = "([^"]*)"', source)
    return words(" ".join(said))


def abbreviations(folder, path, chapters):
    """The words of the list of abbreviations of a PDF, if its edition has one."""
    settings = tomllib.loads((folder / "trifold.toml").read_text(encoding="utf-8"))
    if "abbreviations" not in _edition(settings, path).get("lists", []):
        return []
    pairs = set()
    for chapter in map(_without_code, chapters):
        own = dict(re.findall(r"^ {0,3}\*\[([^\]]*)\]: *(.*?) *$", chapter, flags=re.M))
        pairs |= {(short, long) for long, short in _ABBR.findall(chapter)}
        for short, long in (settings.get("abbreviations", {}) | own).items():
            text = _ABBR.sub(" ", re.sub(r"^ {0,3}\*\[.*$", " ", chapter, flags=re.M))
            if re.search(rf"(?<!\w){re.escape(short)}(?!\w)", text):
                pairs.add((short, long))
    shorts = {short for short, _ in pairs}
    return words(" ".join([*shorts, *(long for _, long in pairs)]))


_ABBR = re.compile(r'<abbr title="([^"]*)">([^<]*)</abbr>')


def _edition(settings, path):
    """The edition that a PDF is of: the first, if its name has no other."""
    editions = settings.get("editions", [{"name": "book"}])
    named = [one for one in editions if re.search(rf"-{one['name']}(-|$)", path.stem)]
    return (named or editions)[0]


def compounds(chapters):
    """{a word that two words with a hyphen between them make without it: the two}."""
    found = {}
    for text in map(_plain, chapters):
        for pair in re.findall(r"(?=(?<!\w)(\w+)-(\w+)(?!\w))", text):
            parts = [word for part in pair for word in words(part)]
            found["".join(parts)] = parts
    return found


def pointed(chapters):
    """The words of a project that bear points of Hebrew or Arabic, without these.

    All readers tell words by where glyphs stand, and a point stands elsewhere than its
    letter: Poppler (`TextPage::addChar`) and PDFium (`CPDF_TextPage`) begin a word where
    the place of the next glyph lies before or well behind the end of the last, pdf.js
    leaves the point out when it looks for spaces (`isZeroWidthDiacritic`). Of a passage
    with points only the letters can be asked for, not where its words end.
    """
    found = []
    for text in map(_plain, chapters):
        text = unicodedata.normalize("NFKC", text)
        for word in re.findall(rf"(?:[^\W_]|{_POINT})+", text):
            if re.search(_POINT, word):
                found += words(word)
    return found


def chapters_of(folder, path):
    """The texts that the edition of a PDF holds: all, or the chapters that it names."""
    settings = tomllib.loads((folder / "trifold.toml").read_text(encoding="utf-8"))
    root = folder / "manuscript"
    names = [file.relative_to(root).as_posix() for file in sorted(root.rglob("*.md"))]
    titles = {}
    if "SUMMARY.md" in names and "chapters" not in settings:
        titles = listed_in((root / "SUMMARY.md").read_text(encoding="utf-8"))
        names.remove("SUMMARY.md")
    left_out, editions = set(), settings.get("editions", [])
    name = editions[0]["name"] if editions else "book"
    for edition in editions:
        if not re.search(rf"-{edition['name']}(-|$)", path.stem):
            continue
        name = edition["name"]
        if "chapters" in edition:
            notices = {notice.get("file") for notice in settings.get("notices", [])}
            left_out = set(_files(settings.get("chapters", names))) - notices
            left_out -= set(_files(edition["chapters"]))
    kept = [file for file in names if file not in left_out]
    texts = {file: woven(root, file, settings, titles.get(file)) for file in kept}
    parts = set().union(*(included for _, included in texts.values()))
    return [shown(text, "pdf", name) for file, (text, _) in texts.items() if file not in parts]


def listed_in(summary):
    """{file: title} of the list of an mdBook; a draft has no file."""
    links = re.findall(r"^[ \t]*(?:[-*+] +)?\[(.*)\]\(([^)]+)\)", summary, flags=re.M)
    return {file.removeprefix("./"): title for title, file in links}


def _files(listed):
    for entry in listed:
        if isinstance(entry, str):
            yield entry
        elif "file" in entry:
            yield entry["file"]
        else:
            yield from _files(entry["chapters"])


def _index_words(chapters):
    """The first words of what is an entry of an index as it stands in the text."""
    marked = r"\[([^\]]+)\]\{[^}]*\.index\b"
    found = [words(text) for chapter in chapters for text in re.findall(marked, chapter)]
    return [entry[0] for entry in found if entry]


def _index_terms(chapters):
    """The words of the entries of an index that attributes name, each entry once."""
    entries = set()
    for chapter in chapters:
        for key, value in re.findall(r'\b(index|see|seealso)="([^"]*)"', _without_code(chapter)):
            for term in value.split(";"):
                path = [part.strip() for part in term.split("!")]
                entries |= {tuple(path[: depth + 1]) for depth in range(len(path))}
    return [word for path in entries for word in words(path[-1])]


# What TeX sets as words, and its names for functions.
_TEX_TEXT = re.compile(r"\\(?:text\w*|mathrm|operatorname\*?)\s*\{([^{}]*)\}")
_FUNCTIONS = """arccos arcsin arctan arg cos cosh cot csc deg det dim exp gcd hom inf ker lg
lim liminf limsup ln log max min mod pr sec sin sinh sup tan tanh""".split()
_FORMULA = re.compile(r"\$\$(.*?)\$\$|(?<![\\$])\$(?=\S)([^$]*?)(?<=\S)\$(?!\d)", re.S)


def _formulas(chapter):
    return [first or second for first, second in _FORMULA.findall(_without_code(chapter))]


def letters_of_formulas(chapters):
    """The letters of each formula; readers place their spaces as the glyphs stand."""
    return [
        Counter(_bare("".join(words(_tex_letters(formula)))))
        for chapter in chapters
        for formula in _formulas(chapter)
    ]


def _tex_letters(formula):
    # Room is kept for these, and nobody sees them.
    formula = re.sub(r"\\[hv]?phantom\{[^{}]*\}", " ", formula)
    formula = re.sub(r"\\(begin|end)\{\w+\*?\}(\{[^}]*\})?", " ", formula)
    return re.sub(r"\\([A-Za-z]+|.)", lambda m: f" {_tex_name(m[1])} ", formula)


def _tex_name(name):
    if name.lower() in _FUNCTIONS:
        return name
    name = name.removeprefix("var").replace("ambda", "amda")
    try:
        case = "CAPITAL" if name[:1].isupper() else "SMALL"
        return unicodedata.lookup(f"GREEK {case} LETTER {name.upper()}")
    except KeyError:
        return ""


def _bare(word):
    """A word without accents, in small letters."""
    parts = unicodedata.normalize("NFKD", word)
    return "".join(c for c in parts if not unicodedata.combining(c)).casefold()


# Names of emoji in the test books, which are printed as pictures.
_EMOJI = re.compile(r"(?<!\w):(smile|\+1|heart|de|one|woman_technologist|family_man_woman_girl|tada|warning|rocket|snowflake|coffee):(?!\w)")

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
        parts.append(_caption(code[0]) if code["fence"] else "")
        parts.append(code["block"] or code["line"] or " ")
        at = code.end()
    return "".join([*parts, _prose(markdown[at:])])


def _caption(fence):
    """The caption in the first line of fenced code, or else the name of its file."""
    found = re.search(r'^[^\n]*\b(?:caption|lst-cap|title)="([^"]*)"', fence)
    found = found or re.search(r'^[^\n]*[\s{]filename="([^"]*)"', fence)
    return _prose(found[1]) + "\n" if found else " "


def _without_code(markdown):
    return _CODE.sub(" ", markdown)


# The tags of HTML that become part of a document; all others are refused, or text.
_IN_LINE = (
    "a|abbr|b|bdi|cite|code|data|del|dfn|em|i|img|ins|kbd|mark|s|samp|small|span|strike|strong"
    "|su[bp]|time|tt|var|wbr"
)
_BLOCKS = (
    "address|article|blockquote|br|caption|dd|details|div|dl|dt|figcaption|figure|footer|h[1-6]"
    "|header|hr|li|main|ol|p|pre|section|summary"
    "|table|t(?:body|d|foot|h|head|r)|ul"
)
_TAG = r"</?(?:%s)(?:\s[^<>]*)?/?>"


def _prose(markdown):
    text = re.sub(r"^ {0,3}\*\[[^\]]*\]:.*$", " ", markdown, flags=re.M)
    # What says where links lead, and the names behind their words.
    text = re.sub(r"^[ >]*\[(?!\^)[^\]\n]+\]:[ \t]*\S+([ \t]+\"[^\"\n]*\")?[ \t]*$", " ", text, flags=re.M)
    text = re.sub(r"(?<=\])\[(?![\^@])[^\]\n]*\](?![(:])", " ", text)
    text = re.sub(_TAG % _IN_LINE, "", text, flags=re.I)
    text = re.sub(_TAG % _BLOCKS, " ", text, flags=re.I)
    text = _EMOJI.sub(" ", _FORMULA.sub(" ", text))
    text = re.sub(r"^[ >]*:{3,}.*$", _title, text, flags=re.M)
    # With `alt="…"` the words in the brackets of a picture are its caption.
    text = re.sub(r"!\[((?:[^\]\\]|\\.)*)\]\([^)\n]*\)\{[^{}\n]*\balt=[^{}\n]*\}", r"\1 ", text)
    text = re.sub(r'\{[^{}\n]*\bfig-cap="([^"]*)"[^{}\n]*\}', r" \1 ", text)
    text = re.sub(r"\{[^{}\n]*[#.=][^{}\n]*\}", " ", text)
    # What a picture shows is said to who cannot see it; its title is printed below it.
    text = re.sub(r"!\[(?:[^\]\\]|\\.)*\](?=\()", "![]", text)
    text = re.sub(r"!\[\]\((<[^>]*>|[^)\s]*)( \"([^\"]*)\")?\)", r" \3", text)
    # That of a link is shown to who points at it.
    text = re.sub(r"\]\((<[^>]*>|[^)\s]*)( \"[^\"]*\")?\)", "] ", text)
    text = re.sub(r"^[ >]*Table: ", " ", text, flags=re.M)
    text = re.sub(r"^((?:[ >]|\|(?:[^|\n]*\|)?)*(?:[-+*]|\d+[.)]) )\[[ xX]\] ", r"\1", text, flags=re.M)
    text = re.sub(r"\[\^[^\]\s]+\]:?", " ", text)
    text = re.sub(r"^(>\s*)+\[!\w+\]", " ", text, flags=re.M)
    text = re.sub(r"[@\\]\S*|-@\S+", lambda m: m[0][1:] if m[0][0] == "\\" else " ", text)
    text = re.sub(r"(?<=\w)(\*\*?|~~?|\^)(?=\w)", "", text)
    return html.unescape(text)


def _title(match):
    """What the first line of a block in colons says that is printed."""
    found = re.search(r'\b(?:title|source|fig-cap)="((?:[^"\\]|\\.)*)"', match[0])
    return found[1] if found else " "


def words(text):
    """The words of a text, in small letters."""
    text = unicodedata.normalize("NFKC", text).replace("\u00ad", "").casefold()
    text = re.sub(_POINT, "", text)
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
    # The last words of lines, from which the next may go on; how many the last line has.
    ends, last = [], 1
    for text in texts:
        # Poppler leaves a soft hyphen at a line end, PDFium joins the lines with U+FFFE.
        lines = [line for line in re.split(r"[\r\n]+", text.replace("\ufffe", "")) if line.strip()]
        for number, line in enumerate(lines):
            # At the top of a page the head stands between, at its foot the folio.
            near = ends if number <= _FURNITURE else ends[-last:]
            last = 0
            for stretch in _stretches(line):
                here = [part for word in words(stretch) for part in _parts(word, known, joined)]
                if not here:
                    continue
                divided = [part for part in near if _divided(part, here[0], known)]
                if divided:
                    found[divided[-1]] -= 1
                    ends.remove(divided[-1])
                    near = [part for part in near if part != divided[-1]]
                    here[0] = divided[-1] + here[0]
                # "with" and "out" are words too: either reading of such a line end is right.
                found.update(part + here[0] for part in near if part + here[0] in known)
                found.update(here)
                ends.append(here[-1])
                last += 1
            ends, last = ends[-max(last, _FURNITURE) - 1 :], max(last, 1)
    return +found


def _stretches(line):
    """A line, or its parts where Poppler embeds them (`TextPage::dumpFragment`).

    It takes one direction for a whole page: of a line that runs the other way it gives
    the stretches in the order in which they do not stand.
    """
    return re.split("[\u202a-\u202c]+", line)


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
    chapters = chapters_of(folder, path)
    written, others = vocabulary(folder, chapters)
    written.update(abbreviations(folder, path, chapters))
    return differences(
        written, others, pages(path, reader), compounds(chapters),
        pointed(chapters), letters_of_formulas(chapters),
    )  # fmt: skip


def differences(written, others, texts, joined, pointed=(), formulas=()):
    """What is wrong with the texts of pages that are to hold the words written.

    Of words with points, and of formulas, the letters are asked for.
    """
    known = written + others
    found = extracted(texts, known, joined)
    lost = [f"“{word}”, {count - found[word]} times" for word, count in sorted(written.items())
            if found[word] < count and word not in pointed]
    passage = "".join(pointed)
    strange = [f"“{word}”" for word in sorted(found)
               if word not in known and word not in passage and not _number(word)
               and not any(Counter(_bare(word)) <= formula for formula in formulas)]
    problems = []
    symbols, seen = sum(formulas, Counter()), Counter()
    for word, count in found.items() if formulas else ():
        seen[_bare(word)] += count
    short = [letter for letter, count in sorted(symbols.items())
             if _letters(seen, letter) < _letters(written, letter) + count]
    if short:
        problems.append(f"{len(short)} letters are lost of formulas: {', '.join(short)}")
    few = [letter for letter in sorted(set(passage))
           if _letters(found, letter) < _letters(written, letter)]
    if few:
        problems.append(f"{len(few)} letters are lost of words with points: {', '.join(few)}")
    if lost:
        problems.append(f"{len(lost)} words are lost: {', '.join(lost[:12])}")
    if strange:
        problems.append(f"{len(strange)} words that nobody wrote: {', '.join(strange[:12])}")
    return problems


def _letters(counted, letter):
    return sum(word.count(letter) * count for word, count in counted.items())


def _number(word):
    return any(c.isdigit() for c in word) or re.fullmatch(r"[ivxlcdm]+|[a-z]", word)
