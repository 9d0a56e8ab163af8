"""Nu, html-validate and Chromium with axe-core, on pages."""

import json
import tempfile
from pathlib import Path
from urllib.parse import unquote, urlsplit

import tools


def nu(paths):
    """{path: errors and warnings} of the Nu Html Checker, all files in one run."""
    _, output, errors = tools.run(
        "java", "-jar", tools.NU, "--format", "json", "--stdout", "--also-check-css",
        "--also-check-svg", "--exit-zero-always", *[path.resolve() for path in paths],
    )  # fmt: skip
    found = {path: [] for path in paths}
    by_address = {str(path.resolve()): path for path in paths}
    for message in tools.parse("Nu", output, errors)["messages"]:
        kind = message.get("subType", message["type"])
        if kind == "info":  # advice; warnings are infos with a sub-type
            continue
        path = by_address.get(unquote(urlsplit(message.get("url", "")).path))
        if path is None:
            raise tools.NotChecked(f"Nu speaks of an unknown file: {message}")
        line = message.get("lastLine", "?")
        found[path].append(f"{kind}, line {line}: {message['message']}")
    return found


def html_validate(paths):
    """{path: messages} of html-validate, all files in one run."""
    with tempfile.TemporaryDirectory() as folder:
        # Its JSON is cut short on a pipe (html-validate 10.17): ask for a file.
        report = Path(folder, "report.json")
        _, output, errors = tools.run(
            "node", tools.MODULES / "html-validate" / "bin" / "html-validate.mjs",
            "--config", tools.HERE / "htmlvalidate.cjs", "--formatter", f"json={report}",
            *[path.resolve() for path in paths],
        )  # fmt: skip
        if not report.is_file():
            raise tools.NotChecked(f"html-validate gave no report: {(errors or output)[-800:]}")
        results = tools.parse("html-validate", report.read_text(encoding="utf-8"))
    found = {path: [] for path in paths}
    by_address = {str(path.resolve()): path for path in paths}
    for result in results:
        for message in result["messages"]:
            text = f"{message['ruleId']}, line {message['line']}: {message['message']}"
            found[by_address[result["filePath"]]].append(text)
    return found


def browser(jobs):
    """{name: {problems, review, text}} for jobs as `browser.mjs` wants them."""
    with tempfile.TemporaryDirectory() as folder:
        listed = Path(folder, "jobs.json")
        listed.write_text(json.dumps(jobs), encoding="utf-8")
        _, output, errors = tools.run("node", tools.HERE / "browser.mjs", tools.FOLDER, listed)
    found = tools.parse("Chromium", output, errors)
    for job in jobs:
        if job["name"] not in found:
            raise tools.NotChecked(f"Chromium did not look at {job['name']}")
    return found


def page_jobs(path):
    """The job of a single page."""
    path = path.resolve()
    return [{"name": path.name, "file": str(path), "root": str(path)}]


def site_jobs(folder):
    """The jobs of all pages of a site."""
    pages = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.html"))
    return [{"name": f"{folder.name}/{page}", "site": str(folder.resolve()), "path": page}
            for page in pages]
