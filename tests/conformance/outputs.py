"""What a build wrote: found by looking, not by name."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Outputs:
    """The publications in an output folder."""

    folder: Path
    epubs: list[Path]
    pdfs: list[Path]
    pages: list[Path]  # single-file HTML
    statements: list[Path]  # the accessibility statements beside them
    sites: list[Path]  # folders

    def site_files(self, suffix):
        """The files of all sites with this suffix."""
        return [path for site in self.sites for path in sorted(site.rglob(f"*{suffix}"))]

    def missing(self):
        """What should be there and is not, as messages."""
        kinds = {
            "EPUB": self.epubs,
            "PDF": self.pdfs,
            "HTML page": self.pages,
            "accessibility statement": self.statements,
            "site": self.sites,
        }
        return [f"no {kind} in {self.folder}" for kind, found in kinds.items() if not found]


def discover(folder):
    """The publications in `folder`."""
    statements = sorted(folder.glob("*.accessibility.html"))
    return Outputs(
        folder,
        epubs=sorted(folder.glob("*.epub")),
        pdfs=sorted(folder.glob("*.pdf")),
        pages=sorted(set(folder.glob("*.html")) - set(statements)),
        statements=statements,
        sites=sorted(path.parent for path in folder.glob("[!.]*/index.html")),
    )
