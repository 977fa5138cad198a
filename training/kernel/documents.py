"""Documents as PDF, by typst: archival (PDF/A-3a), accessible (PDF/UA-1), with the fonts of this package.

A template is a ``.typ`` file; it finds what it prints as the dictionary
``data``, and may use the family ``Lato`` (light, regular, italic, bold).  It can read
files only beside itself; pictures come in the data, as bytes
(``image(bytes(data.strip), alt: "…")``) or SVG text
(``image(bytes(data.qr), format: "svg", alt: "…")``).
"""

import json
import re
import threading
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import typst

from training.kernel.printing import FONTS
from training.kernel.refusals import CannotBeDrawn

# A certificate: kept for fifty years, read by a screen reader.
ARCHIVAL = ("a-3a", "ua-1")

_UNDRAWN = re.compile(r"the (?:text|PDF) (?:contains the (?:disallowed )?codepoint )?`\"(.+?)\"`")

# One compiler and text per thread and template: a shared compiler raises "Already borrowed".
_mine = threading.local()


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, bytes):
        return list(value)
    return str(value)


def _opened(template: Path) -> tuple["typst.Compiler", str]:
    """A compiler that reads files beside the template, and the template's text."""
    kept = _mine.__dict__.setdefault("opened", {})
    key = (template, template.stat().st_mtime_ns)
    if key not in kept:
        compiler = typst.Compiler(
            root=str(template.parent),
            font_paths=[str(FONTS)],
            # A missing font falls back silently to whatever the machine has; ours must be found or be missed.
            ignore_system_fonts=True,
        )
        kept[key] = compiler, template.read_text(encoding="utf-8")
    return kept[key]


def _definition(data: dict[str, Any]) -> str:
    """The line of typst that defines ``data``: JSON in a string, where only two characters mean something else.

    Not by ``sys.inputs``: those belong to the library that everything depends
    on, so that nothing of one document would be reused for the next.
    """
    text = json.dumps(data, ensure_ascii=False, default=_plain).replace("\\", "\\\\").replace('"', '\\"')
    return f'#let data = json(bytes("{text}"))\n'


def render_pdf(template: Path, data: dict[str, Any], *, standards: Sequence[str] = ARCHIVAL) -> bytes:
    """The document of ``template`` with ``data``, as PDF bytes.

    The same template, data and library version give the same bytes when the
    template sets its own date.  Safe from several threads at once; not in a
    process forked from one that has drawn already (spawn it instead).

    Raises:
        CannotBeDrawn: a character in the data that no font has.
        typst.TypstError: the template is wrong, or breaks the asked standards.
    """
    compiler, text = _opened(Path(template).resolve())
    source = (_definition(data) + text).encode()
    try:
        drawn = compiler.compile(input=source, format="pdf", pdf_standards=list(standards))  # type: ignore[arg-type]  # the stubs list every standard
    except typst.TypstError as error:
        if undrawn := _UNDRAWN.search(str(error)):
            raise CannotBeDrawn(text=undrawn[1], where=undrawn[1]) from error
        raise
    if not isinstance(drawn, bytes):
        raise TypeError("a PDF is one file")
    return drawn
