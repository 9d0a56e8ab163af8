"""Defects in what the outputs say, for the reading back."""

import re
import zipfile
from dataclasses import replace
from pathlib import Path

import extraction
from conditions import shown
import markup_links
import readback
from compare import compare
from markup import Publication, parse_html, read_epub, read_page
from planted_epub import rewrite
from words import Block


def _extraction_defects(folder):
    """Defects in the text that readers take from a print."""
    written = extraction.Counter(extraction.words("The officers sat still while well-fed offices slept."))
    joined = {"wellfed": ["well", "fed"]}

    def differences(*texts):
        return extraction.differences(written, extraction.Counter(), texts, joined)

    for good in ("The officers sat still while well-fed of\u00ad\nfices slept.",
                 "The officers sat still12 while wellfed offices slept."):
        yield "no defect, for the words from print", "nothing", differences(good) or ["nothing"]
    for name, text in {
        "a lost space": "The officerssat still while well-fed offices slept.",
        "a broken ligature": "The o cers sat still while well-fed offices slept.",
        "a hyphen left from a line end": "The officers sat still while well-fed of- fices slept.",
        "a lost word": "The officers sat while well-fed offices slept.",
        "a word with a digit in it": "The officers sat st1ll while well-fed offices slept.",
    }.items():
        yield f"{name}, for the words from print", "lost", differences(text)
    yield from _pointed_defects()
    yield from _formula_defects()
    yield from _embedded_defects()
    project = folder / "project"
    project.mkdir()
    yield from _edition_defects(project)
    (folder / "roles").mkdir()
    yield from _role_defects(folder / "roles")
    yield from _markdown_defects()
    yield from _condition_defects()
    yield from _weaving_defects(folder / "woven")


def _pointed_defects():
    """Of words with points the letters are asked for, of others the words."""
    written = extraction.Counter(extraction.words("בָּרָא שלום"))

    def differences(text):
        return extraction.differences(written, extraction.Counter(), [text], {}, ["ברא"])

    for good in ("בָּרָא שלום", "בָּ ר ָא שלום"):
        yield "no defect, for words with points", "nothing", differences(good) or ["nothing"]
    yield "a lost letter of a word with points", "1 letters are lost", differences("בָּא שלום")
    yield "a word in two beside one with points", "1 words are lost", differences("בָּרָא שלו ם")


def _edition_defects(folder):
    """Of an edition that names its chapters no others are asked for."""
    (folder / "manuscript").mkdir()
    for name in ("eels", "pike", "notice"):
        (folder / "manuscript" / f"{name}.md").write_text(name, encoding="utf-8")
    (folder / "trifold.toml").write_text(
        'chapters = ["eels.md", { part = "P", chapters = [{ file = "pike.md" }] }]\n'
        '[[notices]]\nfile = "notice.md"\n[[editions]]\nname = "small"\nchapters = ["pike.md"]\n',
        encoding="utf-8",
    )
    for stem, expected in {"fish": "eels notice pike", "fish-small": "notice pike"}.items():
        told = " ".join(sorted(extraction.chapters_of(folder, Path(f"{stem}.pdf"))))
        yield f"no defect, the chapters of {stem}.pdf", expected, [told]
    written, _ = extraction.vocabulary(folder, extraction.chapters_of(folder, Path("fish-small.pdf")))
    told = extraction.differences(written, extraction.Counter(), ["notice"], {})
    yield "a lost chapter of an edition that names it", "“pike”", told
    told = extraction.differences(written, extraction.Counter(), ["notice pike eels"], {})
    yield "a chapter that an edition leaves out", "“eels”", told


def _role_defects(folder):
    """What the program says of people is known where the project gives them the role."""
    (folder / "trifold.toml").write_text(
        'contributors = [{ name = "Eve", roles = ["editor"] }]\n', encoding="utf-8"
    )
    written, known = extraction.vocabulary(folder, [])
    told = extraction.differences(written, known, ["Edited by Eve"], {})
    yield "no defect, for an editor who is named as such", "nothing", told or ["nothing"]
    told = extraction.differences(written, known, ["Translated by Eve"], {})
    yield "a role that nobody has", "“translated”", told


def _embedded_defects():
    """Poppler gives the stretches of a line of the other direction from right to left."""
    written = extraction.Counter(extraction.words("שלום is bro-ken here".replace("-", "")))
    text = "\u202b\u202ais bro\u202cשלום \u202c\n\u202b\u202aken here\u202c\u202c"
    told = extraction.differences(written, extraction.Counter(), [text], {})
    yield "no defect, for a word divided in a line of both directions", "nothing", told or ["nothing"]
    told = extraction.differences(written, extraction.Counter(), [text.replace("ken", "men")], {})
    yield "a lost word in a line of both directions", "“broken”", told


def _formula_defects():
    """Of formulas the letters are asked for, of an index its entries, each once."""
    chapter = '[Eels]{index="Eel!river; Fish" see="Eel"} have $\\sin \\lambda x_i$ of `$q$` and \\$5.\n'
    written, _ = extraction.vocabulary(Path("/nowhere"), [chapter])
    expected = "eels have of q and 5 eel river fish".split()
    yield "no defect, for the words of an index", "nothing", (
        ["nothing"] if sorted(written.elements()) == sorted(expected) else [str(written)]
    )
    letters = extraction.letters_of_formulas([chapter])

    def differences(formula):
        text = f"Eels have {formula} of q and 5. Eel river fish"
        return extraction.differences(written, extraction.Counter(["sin"]), [text], {}, (), letters)

    for good in ("sin λxi", "sin λ x i", "sin λ\nix"):
        yield "no defect, for the letters of formulas", "nothing", differences(good) or ["nothing"]
    yield "a lost letter of a formula", "letters are lost of formulas: x", differences("sin λ i")
    yield "a strange word beside a formula", "“tax”", differences("sin λxi tax x")
    yield "a letter of two formulas in one word", "“λλxi”", differences("sin λλxi")


def _markdown_defects():
    """What of a manuscript is no text of its print, and what is."""
    plain = extraction.words(extraction._plain(
        '![A dot](dot.svg "Below it") ![No](dot.svg){fig-cap="Under"}\n\n`{a=b}` and [span]{.mark}\n\n'
        "::: {.note title=\"He said \\\"so\\\"\"}\n\n- [x] done <!-- no -->\n\n"
        "```py title=\"By *hand*\"\n@here {k=1}\n```\n\nTable: Fish {#tbl-fish}\n\n::: {.verse source=\"Ann\"}\n"
        '*[AB]: Able Seaman\n\n:smile: <abbr title="x">CD</abbr>\n\n'
        "<p lang=\"fr\">H<sub>2</sub>O<br>ice</p> <u>\n"
    ))  # fmt: skip
    expected = (
        "below it under a b and span he said so done by hand here k 1 fish ann cd h2o ice u".split()
    )
    yield "no defect, for the words of Markdown", "nothing", (
        ["nothing"] if plain == expected else [f"{plain}, not {expected}"]
    )


def _condition_defects():
    """What a format leaves out by its declaration is not asked for, all else is."""
    chapter = (
        'Eels[ and pike]{.content-visible when-format="web, epub"} swim.[^a]\n\n'
        '::: {.content-visible when-format="print" unless-edition="small"}\n\nPaper.[^b]\n\n'
        ':::\n\n::: {.content-hidden when-format="pdf"}\n\n::: {.callout-tip}\nNet\n:::\n\n'
        ':::\n\n[^a]: Deep.\n[^b]: Dry.\n'
    )
    for case, expected in {
        ("pdf", "book"): "eels swim paper deep dry",
        ("pdf", "small"): "eels swim deep",
        ("site", "book"): "eels and pike swim net deep",
    }.items():
        told = " ".join(extraction.words(extraction._plain(shown(chapter, *case))))
        yield f"no defect, what {' and '.join(case)} show", expected, [told]
    written = extraction.Counter(extraction.words(extraction._plain(shown(chapter, "pdf", "book"))))

    def differences(text):
        return extraction.differences(written, extraction.Counter(), [text], {})

    told = differences("Eels swim. Paper. Deep. Dry.")
    yield "no defect, a print that keeps the conditions", "nothing", told or ["nothing"]
    yield "a print without what it is to show", "“paper”", differences("Eels swim. Deep. Dry.")
    told = differences("Eels and pike swim. Paper. Deep. Dry.")
    yield "a print that shows what it is to leave out", "“pike”", told


def _weaving_defects(folder):
    """What a text names is asked for where it is named."""
    root = folder / "manuscript"
    root.mkdir(parents=True)
    (folder / "trifold.toml").write_text(
        'chapters = ["a.md"]\ntitle = "Net"\n[variables]\nfish.big = "pike"\n', encoding="utf-8"
    )
    (root / "a.md").write_text(
        "Eels, {{< var fish.big >}}.\n\n{{< include _b.md >}}\n\n"
        "```\n{{#include c.rs:two}}\n{{#include c.rs:1}}\n```\n"
        "```md {shortcodes=false}\n{{< var net >}}\n```\n", encoding="utf-8"
    )
    (root / "_b.md").write_text("Carps in a {{< meta title >}}.\n", encoding="utf-8")
    (root / "c.rs").write_text("one\n// ANCHOR: two\ntwo\n// ANCHOR_END: two\n", encoding="utf-8")
    texts = extraction.chapters_of(folder, Path("fish.pdf"))
    told = " ".join(extraction.words("".join(map(extraction._plain, texts))))
    yield "no defect, what a text names", "eels pike carps in a net two one var net", [told]
    written, _ = extraction.vocabulary(folder / "nowhere", texts)
    told = extraction.differences(written, extraction.Counter(), ["Eels, . Carps in a Net. two one var net"], {})
    yield "a value that is not put in", "“pike”", told
    told = extraction.differences(written, extraction.Counter(), ["Eels, pike. two one var net"], {})
    yield "a file that is not put in", "“carps”", told


def defects(outputs, source, folder):
    """(name, what must be reported, what was reported)."""
    yield from _extraction_defects(folder)
    page, epub = outputs.pages[0], outputs.epubs[0]
    good = page.read_text(encoding="utf-8")
    first, second = _two_sentences(source, [good, _all_text(epub)])

    def sentences(text):
        return compare(source, Publication({page.name: parse_html(text)}).reading())

    def links(text):
        return markup_links.check(source, Publication({page.name: parse_html(text)}))

    told = sentences(_cut(good, first, ""))
    yield "a page without a sentence", f"“{first}”", told
    exchanged = _cut(_cut(_cut(good, first, "@@"), second, first), "@@", second)
    yield "a page with two sentences exchanged", "out of order", sentences(exchanged)
    word = first.split()[2]
    told = sentences(_cut(good, first, first.replace(f" {word} ", " ", 1)))
    yield "a page without a word", f"“{first}”", told
    yield from _link_defects(source, page, good, links)

    def in_epub(old, new):
        def change(name, data):
            if not name.endswith(".xhtml"):
                return data
            return _cut(data.decode("utf-8"), old, new).encode("utf-8")

        return read_epub(rewrite(epub, folder / "bad.epub", change))

    told = compare(source, in_epub(first, "").reading())
    yield "an EPUB without a sentence", f"“{first}”", told
    notice = source.kind("notice")[0].text.split()
    split = in_epub(" ".join(notice[-4:]), f"</p><p>{' '.join(notice[-4:])}")
    told = markup_links.check(source, split)
    yield "an EPUB with the notice in two paragraphs", "as one open paragraph", told

    # Text cannot be taken out of a PDF so simply: the source says more instead.
    more = replace(source, blocks=tuple(_with_sentence(source.blocks, first)))
    for path in outputs.pdfs:
        told = readback.sentences(more, path)
        yield f"a sentence that {path.name} lacks on its pages", "on the pages: sentence", told
        yield f"a sentence that {path.name} lacks in its tags", "in the tags: sentence", told
    swapped = replace(source, blocks=tuple(_exchanged(source.blocks, first, second)))
    told = readback.sentences(swapped, outputs.pdfs[0])
    yield "sentences of a PDF in another order", "out of order", told


def _link_defects(source, page, good, links):
    number, entry, doi = source.references()[0]
    wrong = doi[:-1] + ("1" if doi[-1] == "0" else "0")
    told = links(good.replace(f'href="{doi}"', f'href="{wrong}"'))
    yield "a page with a wrong digit in a DOI link", f"reference [{number}] has no link", told
    longest = max(re.findall(r"[A-Za-z]+", entry.split(doi)[0]), key=len)
    told = links(_cut(good, longest, "planted"))
    yield "a page with an incomplete reference", f"reference [{number}] is not there", told

    publication = read_page(page)
    _, address, citation = markup_links.citations(source, publication)[0]
    forth = citation.attributes["href"]
    told = links(good.replace(f'href="{forth}"', 'href="#planted"', 1))
    yield "a page with a citation that leads nowhere", "does not lead to its reference", told
    back = next(
        node.attributes["href"]
        for _, node in publication.nodes()
        if node.tag == "a" and (target := publication.target(address, node)) is not None
        and markup_links.is_about(target, citation)
    )  # fmt: skip
    told = links(good.replace(f'href="{back}"', 'href="#planted"'))
    yield "a page whose reference does not lead back", "does not lead back to citation 1", told
    last = source.kind("notice")[0].text.split()[-1]
    told = links(_cut(good, last, f"</p><p>{last}"))
    yield "a page with the notice in two paragraphs", "as one open paragraph", told


def _cut(text, old, new):
    """`text` with `old` replaced wherever it stands, however its lines are broken."""
    return re.sub(_pattern(old), lambda _: new, text)


def _pattern(text):
    return r"\s+".join(re.escape(word) for word in text.split())


def _all_text(epub):
    with zipfile.ZipFile(epub) as archive:
        names = [name for name in archive.namelist() if name.endswith(".xhtml")]
        return "\n".join(archive.read(name).decode("utf-8") for name in names)


def _two_sentences(source, texts):
    """Two neighbours that stand in the texts as they are, without any markup."""
    plain = re.compile(r"[A-Za-z ,]+\.")
    for block in source.kind("paragraph")[3:]:
        listed = block.sentences()
        for first, second in zip(listed, listed[1:]):
            whole = plain.fullmatch(first) and plain.fullmatch(second)
            pattern = _pattern(f"{first} {second}")
            if whole and all(len(re.findall(pattern, text)) == 1 for text in texts):
                return first, second
    raise ValueError("no two sentences stand next to each other in all the outputs")


def _with_sentence(blocks, sentence):
    for block in blocks:
        yield Block(block.kind, block.text.replace(sentence, f"{sentence} Planted this was."))


def _exchanged(blocks, first, second):
    for block in blocks:
        text = block.text.replace(f"{first} {second}", f"{second} {first}")
        yield Block(block.kind, text)
