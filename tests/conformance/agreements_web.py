#!/usr/bin/env python3
"""Compares what the program says of standards with what the outside checkers say.

usage: agreements_web.py [--write]

Each defect of `agreements_web.toml` is planted in a finished EPUB or web page of the book of
every construct. `trifold verify` must name the rule and each checker that `told` names must
say what stands there, and of the sound file none may say anything. The tables in the manual
must be those that follow from the list; `--write` writes them.

$TRIFOLD is the program, that of `make` otherwise.
"""

import re
import sys
import tempfile
import tomllib
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import books
import check_epub
import check_html
import tools
from report import Check, summary, tell

LIST = tools.HERE / "agreements_web.toml"
RULES = books.ROOT / "src" / "verify" / "conform" / "markup"
MANUAL = books.ROOT / "docs" / "manuscript" / "12-conformance.md"
FORMATS = {"epub": "EPUB", "html": "Web page"}
CHECKERS = {"epub": ("EPUBCheck", "Ace"), "html": ("Nu", "axe")}


def planted():
    """The defects."""
    return tomllib.loads(LIST.read_text(encoding="utf-8"))["planted"]


def rules():
    """{name of a rule: its clause}, as the program has them."""
    found = {}
    for path in sorted(RULES.glob("*.rs")):
        found |= re.findall(
            r'Rule\s*\{\s*name: "([^"]+)",\s*clause: "([^"]+)"', path.read_text(encoding="utf-8")
        )
    return found


def plant(defect, sound, path):
    """Writes a file with a defect; whether there was a place for it."""
    if defect["format"] == "html":
        text = sound.read_text(encoding="utf-8")
        path.write_text(text.replace(defect["from"], defect["to"], 1), encoding="utf-8")
        return defect["from"] in text
    done = "from" not in defect
    with zipfile.ZipFile(sound) as old, zipfile.ZipFile(path, "w") as new:
        for entry in old.infolist():
            data = old.read(entry)
            end = defect.get("file", ".xhtml")
            if not done and entry.filename.endswith(end):
                text = data.decode("utf-8")
                done = defect["from"] in text
                data = text.replace(defect["from"], defect["to"], 1).encode("utf-8")
            stored = entry.filename == "mimetype" and defect.get("packed") != "mimetype"
            method = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
            new.writestr(zipfile.ZipInfo(entry.filename), data, method)
        if "added" in defect:
            new.writestr(zipfile.ZipInfo(defect["added"][0]), defect["added"][1],
                         zipfile.ZIP_DEFLATED)  # fmt: skip
    return done


def ours(book, path):
    """The rules that the program says a file breaks, by the name of the file."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, f"hut{path.suffix}").write_bytes(path.read_bytes())
        status, _, errors = tools.run(
            books.PROGRAM, "verify", book, "--output", folder,
            "--edition", "book", "--format", path.suffix[1:],
        )  # fmt: skip
    broken = re.findall(r"this\s+breaks\s+([\w-]+)", errors)
    if broken and status == 0:
        raise tools.NotChecked("`trifold verify` tells of broken rules, and is content")
    return broken


def outside(checker, paths):
    """{path: what a checker says}."""
    if checker == "Nu":
        return check_html.nu(paths)
    if checker == "axe":
        jobs = [{"name": path.name, "file": str(path), "root": str(path), "quick": True}
                for path in paths]
        found = check_html.browser(jobs)
        return {path: found[path.name]["problems"] for path in paths}
    if checker == "EPUBCheck":
        return check_epub.epubcheck_all(paths)
    with ThreadPoolExecutor(2) as pool:
        return dict(zip(paths, pool.map(check_epub.ace, paths)))


def asked(defects, sound, folder):
    """({number of a defect, or the format of a sound file: {checker: what it says}},
    {number: the rules that the program names}, the checks on the way)."""
    paths, checks = {}, []
    for number, defect in enumerate(defects):
        path = folder / f"{number:03}-{defect['rule']}.{defect['format']}"
        name = f"planted in {FORMATS[defect['format']]}: {defect['rule']}, {defect['what']}"
        if plant(defect, sound[defect["format"]], path):
            paths[number] = path
        else:
            checks.append(Check(name, ["there is no place for it"]))
    told = {key: {} for key in [*paths, *sound]}
    for kind, checkers in CHECKERS.items():
        for checker in checkers:
            wanted = {number: path for number, path in paths.items()
                      if defects[number]["format"] == kind
                      and checker in defects[number]["told"]}  # fmt: skip
            wanted[kind] = sound[kind]
            found = outside(checker, list(wanted.values()))
            for key, path in wanted.items():
                told[key][checker] = found[path]
    book = books.BUILT / "agreements"
    with ThreadPoolExecutor(2) as pool:
        keys = [*paths, *sound]
        files = [paths.get(key, sound.get(key)) for key in keys]
        named = dict(zip(keys, pool.map(lambda path: ours(book, path), files)))
    return told, named, checks


def judged(defects, told, named):
    """Whether the program and the checkers agree, as checks."""
    for kind, title in FORMATS.items():
        problems = [f"{checker}: {problem}" for checker, found in told[kind].items()
                    for problem in found]  # fmt: skip
        problems += [f"trifold: {rule}" for rule in named[kind]]
        yield Check(f"nothing is wrong with the sound {title}", problems)
    for number, defect in enumerate(defects):
        if number not in named:
            continue
        problems = []
        if defect["rule"] not in named[number]:
            problems.append(f"trifold names only {sorted(set(named[number]))}")
        for checker, words in defect["told"].items():
            if not any(words in problem for problem in told[number][checker]):
                problems.append(f"{checker} does not say “{words}”, but {told[number][checker]}")
        title = FORMATS[defect["format"]]
        yield Check(f"agreed on in {title}: {defect['rule']}, {defect['what']}", problems)


def table(kind):
    """The lines of the table of a format in the manual."""
    first, second = CHECKERS[kind]
    lines = [f"| Rule | Standard | Planted | {first} | {second} |", "|---|---|---|---|---|"]
    clauses = rules()
    for defect in planted():
        if defect["format"] == kind:
            said = [defect["told"].get(checker, "—") for checker in (first, second)]
            cells = [f"`{defect['rule']}`", clauses[defect["rule"]], defect["what"]]
            cells += [f"`{one}`" if one != "—" else one for one in said]
            lines.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    return lines


def manual(write):
    """The check that the manual has the tables."""
    text = MANUAL.read_text(encoding="utf-8")
    problems = []
    for kind, title in FORMATS.items():
        wanted = "\n".join(table(kind))
        found = re.search(rf"^## {title}\n.*?^((?:\|[^\n]*\n)+)", text, flags=re.M | re.S)
        if found is None:
            problems.append(f"the section `{title}` has no table")
        elif found[1].strip() != wanted and write:
            text = text[: found.start(1)] + wanted + "\n" + text[found.end(1):]
        elif found[1].strip() != wanted:
            problems.append(f"the table of `{title}` is not the one that follows from the list")
    if write:
        MANUAL.write_text(text, encoding="utf-8")
    known = {defect["rule"] for defect in planted()}
    problems += [f"nothing is planted for `{rule}`" for rule in rules() if rule not in known]
    problems += [f"no rule is called `{rule}`" for rule in known if rule not in rules()]
    return Check("the manual has the tables of agreements", problems)


def checks():
    """All checks."""
    book, problems = books.built("agreements", books.ROOT / "tests" / "books" / "sink")
    if problems:
        return [Check("the book of every construct builds", problems)]
    sound = {kind: book / "output" / f"hut.{kind}" for kind in FORMATS}
    defects = planted()
    with tempfile.TemporaryDirectory() as folder:
        told, named, on_the_way = asked(defects, sound, Path(folder))
    return [*on_the_way, *judged(defects, told, named)]


def main():
    """The program."""
    if sys.argv[1:] == ["--write"]:
        tell(manual(write=True))
        return 0
    if len(sys.argv) > 1:
        sys.exit(__doc__)
    found = checks() + [manual(write=False)]
    for check in found:
        tell(check)
    return summary(found)


if __name__ == "__main__":
    sys.exit(main())
