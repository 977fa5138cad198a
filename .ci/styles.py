"""Joins training/ui/styles/*.css into the one stylesheet that is shipped (make styles).

Sources are read and changed by component; a page asks for one file.  The order below is the order of the cascade.
Like the compiled catalogues, the joined file is kept in the repository, and lint says when it is not theirs.
"""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SOURCES = ROOT / "training/ui/styles"
SHIPPED = ROOT / "training/ui/static/kompas_ui/kompas.css"
ORDER = (
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
    "navigation",
    "details",
    "tables",
    "heatmap",
    "figures",
    "charts",
    "roster",
    "levels",
    "dialogs",
    "circumstances",
    "host",
    "print",
)
HEAD = "/* Joined from training/ui/styles by `make styles`: change it there. */\n"


def joined(sources: Path = SOURCES) -> str:
    """The stylesheet; ``ValueError`` when a source is missing or not named above."""
    there = {path.stem for path in sources.glob("*.css")}
    if there != set(ORDER):
        raise ValueError(f"{sources.name} and ORDER in .ci/styles.py differ: {', '.join(sorted(there ^ set(ORDER)))}")
    return "\n".join([HEAD, *((sources / f"{name}.css").read_text(encoding="utf-8") for name in ORDER)])


if __name__ == "__main__":
    try:
        SHIPPED.write_text(joined(), encoding="utf-8")
    except ValueError as fault:
        sys.exit(str(fault))
