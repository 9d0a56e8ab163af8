#!/usr/bin/env python3
"""Makes the books that are timed: for this program, and the same books for Typst.

usage: books.py FOLDER [NOVEL]

FOLDER/long      100 chapters, each with the text of the article (282,000 words)
FOLDER/long-500  as many chapters as fill about 500 pages; FOLDER/long-5000: ten times
                 as many
FOLDER/novel     the chapters of the folder NOVEL, if one is given
FOLDER/*.typ     the same as far as Typst is concerned: the same page, measure, type,
                 justification and hyphenation, a title, a contents list, running heads,
                 page numbers, bookmarks
"""

import pathlib
import re
import shutil
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
ARTICLE = ROOT / "manuscript"

PROJECT = """\
title = "{title}"
language = "{language}"
identifier = "urn:uuid:00000000-0000-4000-8000-000000000001"
date = "2026-01-01"
slug = "{name}"
chapters = [{chapters}]
{more}
[[editions]]
name = "book"
formats = ["epub", "pdf", "html"]
theme = "book"
page = ["trade"]
"""

REFERENCES = """
[references]
files = ["references.bib"]
style = "numbered.csl"
"""

TYPST = """\
#set document(title: "{title}")
#set text(font: "Libertinus Serif", size: 10.5pt, lang: "{lang}", region: "{region}",
  hyphenate: true, number-type: "old-style", top-edge: 0.7em, bottom-edge: -0.3em)
#set par(justify: true, leading: 3.5pt, spacing: 3.5pt, first-line-indent: 13pt)
#set page(width: 6in, height: 9in, numbering: "1",
  margin: (inside: 0.85in, outside: 0.75in, top: 60pt, bottom: 70pt),
  header: context text(8.5pt)[{title}])
#show heading.where(level: 1): it => {{ pagebreak(weak: true); it }}
#align(center, text(22pt)[{title}])
#outline()
"""


def escape(text):
    """Text with nothing in it that Typst would take for a command."""
    return re.sub(r"([\\#$@<>`\[\]~])", r"\\\1", text)


def inlines(text):
    """The few things of Markdown that these texts use."""
    text = re.sub(r"\s*\[@[^\]]*\]", lambda cite: cite.group().replace(" ", "\0"), text)
    parts = re.split(r"(\0*\[@[^\]]*\])", text)
    out = []
    for part in parts:
        if part.startswith(("\0", "[@")):
            keys = re.findall(r"@([\w-]+)", part)
            out.append("".join(f" @{key}" for key in keys) + ";")
            continue
        part = escape(part)
        part = re.sub(r"\*\*(.+?)\*\*", r"#strong[\1]", part)
        part = re.sub(r"\*(.+?)\*", r"#emph[\1]", part)
        out.append(part.replace("_", "\\_"))
    return "".join(out)


def typst(markdown):
    """A chapter for Typst."""
    out = []
    quoted = []

    def end_quotation():
        if quoted:
            body = typst("\n".join(quoted))
            out.append(f"#quote(block: true)[\n{body}\n]")
            quoted.clear()

    for block in re.split(r"\n{2,}", markdown.strip()):
        if block.startswith(">"):
            quoted.extend(re.sub(r"^> ?", "", line) for line in block.splitlines())
            quoted.append("")
            continue
        end_quotation()
        heading = re.match(r"(#+) +(.*)", block)
        picture = re.match(r"!\[(.*?)\]\((.*?)\)", block)
        if heading:
            out.append("=" * len(heading.group(1)) + " " + inlines(heading.group(2)))
        elif picture:
            alt = picture.group(1).replace('"', "'")
            out.append(f'#image("{picture.group(2)}", alt: "{alt}")')
        elif re.fullmatch(r"[-* ]{3,}", block):
            out.append("#line(length: 100%)")
        else:
            lines = [inlines(line.rstrip("\\")) for line in block.splitlines()]
            breaks = [line.endswith("\\") for line in block.splitlines()]
            text = "\n".join(
                line + (" \\" if hard else "") for line, hard in zip(lines, breaks)
            )
            # what would begin a list or a heading is text
            out.append(re.sub(r"(?m)^([-+=/]|\d+\.)", r"\\\1", text))
    end_quotation()
    return "\n\n".join(out)


def write(folder, name, about, chapters, more=""):
    """A project, and one file for Typst."""
    title, language = about
    project = folder / name
    manuscript = project / "manuscript"
    manuscript.mkdir(parents=True, exist_ok=True)
    for file, text in chapters:
        (manuscript / file).write_text(text)
    listed = ", ".join(f'"{file}"' for file, _ in chapters)
    (project / "trifold.toml").write_text(
        PROJECT.format(title=title, language=language, name=name, chapters=listed, more=more)
    )
    lang, region = language.split("-")
    body = [TYPST.format(title=title, lang=lang, region=region)]
    body += [typst(text) for _, text in chapters]
    if more:
        for file in ["references.bib", "numbered.csl"]:
            shutil.copy(ARTICLE / file, manuscript)
            shutil.copy(ARTICLE / file, folder)
        for target in [manuscript, folder]:
            shutil.copytree(ARTICLE / "images", target / "images", dirs_exist_ok=True)
        body.append('#bibliography("references.bib")')
    (folder / f"{name}.typ").write_text("\n\n".join(body) + "\n")


def article():
    """The text of the article below one heading."""
    texts = [path.read_text() for path in sorted(ARTICLE.glob("[0-9]*.md"))]
    return "\n\n".join(re.sub(r"(?m)^#", "##", text).strip() for text in texts) + "\n"


def main():
    """The program."""
    folder = pathlib.Path(sys.argv[1])
    text = article()
    for name, count in [("long", 100), ("long-500", 50), ("long-5000", 500)]:
        chapters = [
            (f"{number:03}.md", f"# Chapter {number}\n\n{text}")
            for number in range(1, count + 1)
        ]
        write(folder, name, ("A Long Book", "en-US"), chapters, REFERENCES)
    if len(sys.argv) > 2:
        paths = sorted(pathlib.Path(sys.argv[2]).glob("*.md"))
        chapters = [(path.name, path.read_text()) for path in paths]
        write(folder, "novel", ("Pride and Prejudice", "en-GB"), chapters)


if __name__ == "__main__":
    main()
