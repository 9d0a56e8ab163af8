"""EPUBCheck and Ace, on EPUBs."""

import shutil
import tempfile
from pathlib import Path

import tools


def epubcheck(path):
    """Errors and warnings of EPUBCheck."""
    _, output, errors = tools.run("java", "-jar", tools.EPUBCHECK, path, "--json", "-", "--quiet")
    return _problems(tools.parse("EPUBCheck", output, errors))


def epubcheck_all(paths):
    """{path: errors and warnings of EPUBCheck}, all files in one run."""
    with tempfile.TemporaryDirectory() as folder:
        reports = {path: Path(folder, f"{number}.json") for number, path in enumerate(paths)}
        pairs = [part for path, report in reports.items() for part in (path, report)]
        _, output, errors = tools.run(
            "java", "-cp", tools.EPUBCHECK, tools.HERE / "EpubCheckAll.java", *pairs
        )
        found = {}
        for path, report in reports.items():
            if not report.is_file():
                raise tools.NotChecked(f"EPUBCheck gave no report: {(errors or output)[-800:]}")
            found[path] = _problems(tools.parse("EPUBCheck", report.read_text(encoding="utf-8")))
    return found


def _problems(result):
    """What a report of EPUBCheck tells."""
    if "checker" not in result or "messages" not in result:
        raise tools.NotChecked("EPUBCheck gave a result without a list of messages")
    problems = []
    for message in result["messages"]:
        if message["severity"] not in ("FATAL", "ERROR", "WARNING"):
            continue
        # A message lists its first places and counts the others; each is an error.
        places = message.get("locations") or [{}]
        more = message.get("additionalLocations", 0)
        for place in places:
            at = f"{place.get('path', '')}:{place.get('line', '')}".removesuffix(":-1")
            problems.append(f"{message['severity']} {message['ID']} {at}: {message['message']}")
        if more:
            problems.append(f"{message['severity']} {message['ID']}: {more} more places")
    return problems


def ace(path):
    """Violations that Ace finds, of any impact."""
    folder = Path(tempfile.mkdtemp(prefix="ace-"))
    try:
        command = tools.MODULES / ".bin" / "ace-puppeteer"
        _, output, errors = tools.run(
            command, "--force", "--silent", "--outdir", folder, path.resolve(),
            PUPPETEER_EXECUTABLE_PATH=str(tools.FOLDER / "chromium"),
        )  # fmt: skip
        report = folder / "report.json"
        if not report.is_file():
            raise tools.NotChecked(f"Ace gave no report: {(errors or output)[-800:].strip()}")
        result = tools.parse("Ace", report.read_text(encoding="utf-8"))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    if len(result["assertions"]) < 2:
        raise tools.NotChecked("Ace looked at no document of the publication")
    problems = []
    for subject in result["assertions"]:
        for found in subject["assertions"]:
            test = found["earl:test"]
            reason = found["earl:result"]["dct:description"].strip().splitlines()[0]
            where = subject["earl:testSubject"]["url"]
            problems.append(f"{test['earl:impact']} {test['dct:title']} in {where}: {reason}")
    if not problems and result["earl:result"]["earl:outcome"] != "pass":
        problems.append("Ace says that the publication fails, without saying why")
    return problems
