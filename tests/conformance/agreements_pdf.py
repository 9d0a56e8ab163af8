#!/usr/bin/env python3
"""Asks veraPDF about files with planted defects, and compares it with our own rules.

usage: agreements_pdf.py FOLDER [PROJECT]

FOLDER is what `TRIFOLD_PLANTED=FOLDER cargo test --test suite rules_pdf` left: `clean.pdf`, a
file for each defect, and `planted.tsv` with the rule that each breaks by our verdict. The
manual (`12-conformance.md`) says which test of veraPDF must say so too. With PROJECT, the
folder of the book that the files are of, `trifold verify` must refuse each of them by name.
"""

import os
import re
import shutil
import sys
import tempfile
from pathlib import Path

import check_pdf
import tools
from report import Check, finish

ROOT = Path(__file__).resolve().parent.parent.parent
MANUAL = ROOT / "docs" / "manuscript" / "12-conformance.md"
# Files in one run of veraPDF, which takes a second to start.
AT_ONCE = 25
TRIFOLD = os.environ.get("TRIFOLD", ROOT / "target" / "release" / "trifold")


def table():
    """{rule: tests of veraPDF} of the manual."""
    section = MANUAL.read_text(encoding="utf-8").split("\n## PDF")[1].split("\n## ")[0]
    rows = re.findall(r"^\| `([^`]*)` \|.*\| ([^|]*) \|$", section, re.M)
    return {rule: set(re.findall("`([^`]*)`", tests)) for rule, tests in rows}


def verdicts(wanted):
    """{path: failed tests of veraPDF}, such as `ua1 7.3-1`, of {path: profiles}."""
    found = {path: set() for path in wanted}
    for profile in check_pdf.PROFILES:
        paths = [path for path, profiles in wanted.items() if profile in profiles]
        for first in range(0, len(paths), AT_ONCE):
            told = check_pdf.verapdf(paths[first : first + AT_ONCE], profile)
            for path, problems in told.items():
                for problem in problems:
                    test = re.search(r" ([\d.]+-\d+), ", problem)
                    found[path].add(f"{profile} {test[1]}" if test else problem)
    return found


def compared(folder):
    """A check for each planted defect, and one that the file without a defect is clean."""
    wanted = table()
    lines = (folder / "planted.tsv").read_text(encoding="utf-8").splitlines()
    planted = [line.split("\t") for line in lines]
    clean = folder / "clean.pdf"
    asked = {clean: set(check_pdf.PROFILES)}
    for file, rule, _ in planted:
        # where no test is to agree, none may
        profiles = {test.split()[0] for test in wanted.get(rule, ())}
        asked[folder / file] = profiles or set(check_pdf.PROFILES)
    found = verdicts(asked)
    usual = found[clean]
    yield Check("veraPDF finds nothing in the file without a defect", sorted(usual))
    for rule in wanted.keys() - {rule for _, rule, _ in planted}:
        yield Check(f"planted for {rule}", ["no defect is planted for this rule"])
    for file, rule, name in planted:
        told = found[folder / file] - usual
        tests = wanted.get(rule)
        if tests is None:
            problems = ["the manual does not have this rule"]
        elif tests:
            problems = [] if tests & told else [f"veraPDF says only {sorted(told)}"]
        else:
            problems = [f"veraPDF says {sorted(told)}"] if told else []
        yield Check(f"veraPDF agrees on {rule}: {name}", problems)


def refused(folder, project):
    """`trifold verify` refuses every file and names the rule."""
    lines = (folder / "planted.tsv").read_text(encoding="utf-8").splitlines()
    with tempfile.TemporaryDirectory() as place:
        copy = Path(place, "book")
        shutil.copytree(project, copy, ignore=shutil.ignore_patterns("output", "expected"))
        status, _, errors = tools.run(TRIFOLD, "build", copy, "--format", "pdf")
        built = sorted((copy / "output").glob("*.pdf"), key=lambda path: len(path.name))
        if status or not built:
            yield Check("the book of the planted defects is built", [errors[-800:]])
            return
        # the tests that plant write no certificates, and those of the book are of another file
        for certificate in (copy / "output").glob("*.certificate.json"):
            certificate.unlink()
        for file, rule, name in [("clean.pdf", "", ""), *[line.split("\t") for line in lines]]:
            shutil.copy(folder / file, built[0])
            command = [TRIFOLD, "verify", copy, "--format", "pdf"]
            status, output, errors = tools.run(*command)
            said = output + errors
            if not rule:
                others = set(re.findall(r"error\[([\w-]+)\]", said)) - {"unknown-output"}
                problems = [said[-800:]] if others else []
            elif status == 0:
                problems = ["it is accepted"]
            else:
                problems = [] if f"this breaks {rule} (" in said else [said[-400:]]
            yield Check(f"`trifold verify` on {rule or 'a clean file'} {name}", problems)


def main():
    """The program."""
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    folder = Path(sys.argv[1])
    checks = list(compared(folder))
    if len(sys.argv) == 3:
        checks += refused(folder, Path(sys.argv[2]))
    return finish(checks)


if __name__ == "__main__":
    sys.exit(main())
