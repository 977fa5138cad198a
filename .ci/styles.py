"""Joins sources by component into the stylesheets that are shipped (make styles).

Sources are read and changed by component; a page asks for one file or two.  The order below is the order of the
cascade.  Like the compiled catalogues, the joined files are kept in the repository, and lint says when they differ.
"""

import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Sheet:
    """One stylesheet that is shipped, and the sources it is joined from, in the order of the cascade."""

    shipped: str
    sources: str
    order: tuple[str, ...]

    def joined(self, root: Path = ROOT) -> str:
        """The stylesheet; ``ValueError`` when a source is missing or not in the order."""
        there = {path.stem for path in (root / self.sources).glob("*.css")}
        if differing := there ^ set(self.order):
            raise ValueError(f"{self.sources} and its order in .ci/styles.py differ: {', '.join(sorted(differing))}")
        parts = ((root / self.sources / f"{name}.css").read_text(encoding="utf-8") for name in self.order)
        return "\n".join([f"/* Joined from {self.sources} by `make styles`: change it there. */\n", *parts])

    def kept(self, root: Path = ROOT) -> str:
        """What is in the repository."""
        return (root / self.shipped).read_text(encoding="utf-8")


KOMPAS = Sheet(
    "training/ui/static/kompas_ui/kompas.css",
    "training/ui/styles",
    (
        "tokens",
        "base",
        "header",
        "footer",
        "bands",
        "buttons",
        "notices",
        "forms",
        "filters",
        "cards",
        "lists",
        "agenda",
        "navigation",
        "details",
        "tables",
        "heatmap",
        "figures",
        "charts",
        "growth",
        "roster",
        "levels",
        "dialogs",
        "circumstances",
        "host",
        "print",
    ),
)
# What only public pages have, with the tokens of kompas.css.
PAGES = Sheet("cms/static/kompas_cms/pages.css", "cms/styles", ("text", "blocks", "course", "results", "home"))
SHEETS = (KOMPAS, PAGES)


if __name__ == "__main__":
    for sheet in SHEETS:
        try:
            (ROOT / sheet.shipped).write_text(sheet.joined(), encoding="utf-8")
        except ValueError as fault:
            sys.exit(str(fault))
