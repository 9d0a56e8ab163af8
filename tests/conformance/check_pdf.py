"""veraPDF, qpdf, Poppler and MuPDF, on PDFs."""

import re

import tools

PROFILES = {"ua1": "PDF/UA-1", "2a": "PDF/A-2a"}
PROFILES_OF_PDF_2 = {
    "ua2": "PDF/UA-2", "wt1a": "Well-Tagged PDF for access",
    "wt1r": "Well-Tagged PDF for reuse",
}  # fmt: skip


def profiles(path):
    """{profile: name} of what a PDF has to keep: what it says, or else the default."""
    said = dict(re.findall(rb"<(pdf\w+:\w+)>(\w+)<", path.read_bytes()))
    if said.get(b"pdfuaid:part") != b"2":
        return PROFILES
    has_files = said.get(b"pdfaid:conformance") == b"F"
    archive = {"4f": "PDF/A-4f"} if has_files else {"4": "PDF/A-4"}
    return PROFILES_OF_PDF_2 | archive


def claimed(path):
    """The flavours of veraPDF that a file says it keeps to; none for a printer's sheets."""
    data = path.read_bytes()

    def said(key):
        found = re.search(rf"pdf{key}(?:>|=[\"'])(\w+)".encode(), data)
        return found[1].decode().lower() if found else ""

    part = said("aid:part")
    archive = part + said("aid:conformance") if part else ""
    well_tagged = [flavour for flavour, level in {"wt1a": b"accessibility", "wt1r": b"reuse"}.items()
                   if b"/wtpdf#" + level in data]  # fmt: skip
    flavours = [archive, "ua" + said("uaid:part"), *well_tagged]
    claimed = [name for name in flavours if name not in ("", "ua")]
    # a printer's sheets have no tags, are not proven, and claim nothing
    sheets = re.search(r"-(booklet|\d-up)$", path.stem)
    return claimed or ([] if sheets else ["a PDF claims no standard"])


def verapdf(paths, profile):
    """{path: failed rules} for one profile, all files in one run."""
    _, output, errors = tools.run(
        "java", "-cp", tools.verapdf_jar(), "org.verapdf.apps.GreenfieldCliWrapper",
        "--flavour", profile, "--format", "json", "--maxfailuresdisplayed", "3",
        *[path.resolve() for path in paths],
    )  # fmt: skip
    report = tools.parse("veraPDF", output, errors)["report"]
    found = {}
    for job in report["jobs"]:
        results = job.get("validationResult") or []
        found[job["itemDetails"]["name"]] = _failures(results[0]) if results else [
            f"veraPDF could not read it: {str(job.get('taskException', ''))[:400]}"
        ]
    names = {path: str(path.resolve()) for path in paths}
    return {path: found.get(name, ["veraPDF did not look at it"]) for path, name in names.items()}


def _failures(result):
    details = result["details"]
    problems = []
    for rule in details["ruleSummaries"]:
        if rule.get("ruleStatus") == "PASSED" or not rule.get("failedChecks"):
            continue
        problems.append(
            f"{rule['specification']} {rule['clause']}-{rule['testNumber']}, "
            f"{rule['failedChecks']} times: {rule['description']}"
        )
    if details["passedChecks"] == 0:
        problems.append("veraPDF checked nothing")
    if not result["compliant"] and not problems:
        problems.append("veraPDF says that it does not comply, without saying why")
    return problems


def qpdf(path):
    """What qpdf says against syntax, streams and cross-reference table."""
    status, output, errors = tools.run("qpdf", "--check", path)
    return _complaints(status, errors) or ([] if "No syntax" in output else [output[-400:]])


def poppler(path):
    """What Poppler says against the tags or the text."""
    status, output, errors = tools.run("pdfinfo", "-struct-text", path)
    # Poppler 22.12 wrongly calls `/Suspects false` no boolean.
    # Nor does it know the owner of attributes that PDF 2.0 gives notes (ISO 32000-2, 14.8.5).
    unknown = ["Suspects object"]
    if "ua2" in claimed(path):
        unknown.append("O object is invalid value (FENote)")
    lines = errors.splitlines()
    errors = "\n".join(line for line in lines if not any(part in line for part in unknown))
    problems = _complaints(status, errors)
    if claims_tags(path) and "(block)" not in output:
        problems.append("Poppler sees no tagged text")
    status, output, errors = tools.run("pdftotext", path, "-")
    problems += _complaints(status, errors)
    if not output.strip():
        problems.append("Poppler sees no text")
    return problems


def claims_tags(path):
    """Whether a file says that it is tagged, as printers' sheets do not: PDF/UA, level A."""
    return any(re.fullmatch(r"ua\d|\da|a PDF.*", profile) for profile in claimed(path))


def mupdf(path):
    """What MuPDF says when it draws every page."""
    status, _, errors = tools.run("mutool", "draw", "-q", "-r", "24", "-F", "pnm", "-o", "-", path)
    # Debian builds MuPDF without colour management, and it says so of every profile.
    errors = errors.replace("warning: ICC support is not available", "")
    return _complaints(status, errors)


def _complaints(status, errors):
    problems = [line for line in errors.splitlines() if line.strip()]
    return problems or ([f"exit status {status}"] if status else [])
