"""Defects in PDFs, for veraPDF, qpdf, Poppler, MuPDF and the reading back."""

import json
import subprocess

import check_pdf
import pdf_links
import readback


class _Editor:
    """Makes copies of a PDF with some of its objects changed."""

    def __init__(self, path):
        self._path = path
        text = subprocess.run(
            ["qpdf", "--json=2", "--json-key=qpdf", path], capture_output=True, timeout=120
        ).stdout
        self._header, self.objects = json.loads(text)["qpdf"]
        self.root = "obj:" + self.objects["trailer"]["value"]["/Root"]

    def write(self, target, changed):
        """Writes a copy in which the objects of `changed` have these values."""
        update = {name: {"value": value} for name, value in changed.items()}
        listed = target.with_suffix(".json")
        listed.write_text(json.dumps({"qpdf": [self._header, update]}), encoding="utf-8")
        command = ["qpdf", self._path, f"--update-from-json={listed}", target]
        subprocess.run(command, check=True, timeout=120)
        return target

    def without(self, target, key):
        """A copy whose catalog lacks an entry."""
        catalog = self.objects[self.root]["value"]
        if key not in catalog:
            raise ValueError(f"{self._path.name} has no {key} to take away")
        return self.write(
            target, {self.root: {name: v for name, v in catalog.items() if name != key}}
        )

    def without_anywhere(self, target, key):
        """A copy in which no dictionary has an entry."""

        def strip(value):
            if isinstance(value, dict):
                return {name: strip(inner) for name, inner in value.items() if name != key}
            return [strip(inner) for inner in value] if isinstance(value, list) else value

        changed = {}
        for name, held in self.objects.items():
            if "value" in held and name != "trailer":
                value = strip(held["value"])
                if value != held["value"]:
                    changed[name] = value
        if not changed:
            raise ValueError(f"{self._path.name} has no {key} to take away")
        return self.write(target, changed)

    def change_values(self, target, old, new):
        """A copy in which strings hold `new` for `old`."""

        def replace(value):
            if isinstance(value, dict):
                return {name: replace(inner) for name, inner in value.items()}
            if isinstance(value, list):
                return [replace(inner) for inner in value]
            return value.replace(old, new) if isinstance(value, str) else value

        changed = {}
        for name, held in self.objects.items():
            if "value" in held and name != "trailer":
                value = replace(held["value"])
                if value != held["value"]:
                    changed[name] = value
        return self.write(target, changed)


def defects(outputs, source, folder):
    """(name, what must be reported, what was reported)."""
    older = [pdf for pdf in outputs.pdfs if "ua1" in check_pdf.profiles(pdf)]
    path = min(older, key=lambda pdf: len(pdf.name))
    editor = _Editor(path)
    missing = {
        key: editor.without(folder / f"without{key.strip('/')}.pdf", key)
        for key in ("/Lang", "/MarkInfo", "/StructTreeRoot", "/Metadata")
    }
    told = {profile: check_pdf.verapdf(list(missing.values()), profile)
            for profile in check_pdf.PROFILES}
    expected = {
        "/Lang": {"ua1": " 7.2-"},
        "/MarkInfo": {"ua1": " 6.2-", "2a": " 6.7.2.2-"},
        "/StructTreeRoot": {"ua1": " 7.1-11", "2a": " 6.7.3.3-"},
        "/Metadata": {"ua1": " 7.1-8,", "2a": " 6.6.2.1-"},
    }
    for key, profiles in expected.items():
        for profile, clause in profiles.items():
            name = f"a PDF without {key}, for veraPDF and {check_pdf.PROFILES[profile]}"
            yield name, clause, told[profile][missing[key]]
    told = check_pdf.poppler(missing["/StructTreeRoot"])
    yield "a PDF without tags, for Poppler", "no tagged text", told

    unclaimed = _Editor(missing["/StructTreeRoot"]).without(folder / "no.pdf", "/Metadata")
    told = check_pdf.poppler(unclaimed)
    yield "a PDF without tags that claims nothing, for Poppler", "no tagged text", told
    owned = editor.change_values(folder / "owner.pdf", "/Layout", "/FENote")
    told = check_pdf.poppler(owned)
    yield "a PDF 1.7 with attributes of PDF 2.0, for Poppler", "FENote", told

    yield from defects_of_pdf_2(outputs, folder)

    data = path.read_bytes()
    short = folder / "short.pdf"
    short.write_bytes(data[: len(data) * 7 // 10])
    for name, checker in (("qpdf", check_pdf.qpdf), ("MuPDF", check_pdf.mupdf),
                          ("Poppler", check_pdf.poppler)):
        told = checker(short)
        yield f"a PDF cut short, for {name}", told[0] if told else "anything at all", told

    count = int(subprocess.run(["qpdf", "--show-npages", path], capture_output=True).stdout)
    page = max(2, count // 2)
    for name, pages in {
        "without a page": f"1-{page - 1},{page + 1}-z",
        "with two pages exchanged": f"1-{page - 1},{page + 1},{page},{page + 2}-z",
    }.items():
        target = folder / "pages.pdf"
        subprocess.run(["qpdf", path, "--pages", ".", pages, "--", target], check=True)
        told = readback.sentences(source, target)
        yield f"a PDF {name}, for the reading back", "on the pages: sentence ", told

    number, _, doi = source.references()[0]
    wrong = doi[:-1] + ("1" if doi[-1] == "0" else "0")
    target = editor.change_values(folder / "doi.pdf", doi, wrong)
    told = pdf_links.check(source, target)
    yield "a PDF with a wrong digit in a DOI link", f"reference [{number}] has no link to", told
    target = editor.change_values(folder / "links.pdf", "/Link", "/Square")
    told = pdf_links.check(source, target)
    yield "a PDF whose citations are no links", "linked citations in the text: []", told


def defects_of_pdf_2(outputs, folder):
    """Those of a PDF 2.0, where there is one."""
    newer = [pdf for pdf in outputs.pdfs if "ua2" in check_pdf.profiles(pdf)]
    if not newer:
        return
    editor = _Editor(min(newer, key=lambda pdf: len(pdf.name)))
    older, newest = "http://iso.org/pdf/ssn", "http://iso.org/pdf2/ssn"
    planted = {
        "whose contents entries name nothing": (" 8.2.5.8-1", "/Ref"),
        "whose links lead to pages": (" 8.8-2", "/SD"),
    }
    targets = {
        name: editor.without_anywhere(folder / f"without{key.strip('/')}.pdf", key)
        for name, (_, key) in planted.items()
    }
    name = "whose types are those of PDF 1.7"
    planted[name] = (" 8.2.5.2-2", None)
    targets[name] = editor.change_values(folder / "namespace.pdf", newest, older)
    told = check_pdf.verapdf(list(targets.values()), "ua2")
    for name, (clause, _) in planted.items():
        yield f"a PDF 2.0 {name}, for veraPDF", clause, told[targets[name]]
