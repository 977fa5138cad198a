"""Documents as PDF, by typst: archival (PDF/A-3a), accessible (PDF/UA-1), with the fonts of this package.

A template is a ``.typ`` file; it finds its data as JSON:

    #let data = json(bytes(sys.inputs.data))

and may use the family ``Lato`` (light, regular, italic, bold).  It can read
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

# One compiler per thread and template: a shared one raises "Already borrowed".
_mine = threading.local()


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, bytes):
        return list(value)
    return str(value)


def _compiler(template: Path) -> "typst.Compiler":
    kept = _mine.__dict__.setdefault("compilers", {})
    key = (template, template.stat().st_mtime_ns)
    if key not in kept:
        kept[key] = typst.Compiler(
            input=str(template),
            root=str(template.parent),
            font_paths=[str(FONTS)],
            # A missing font falls back silently to whatever the machine has; ours must be found or be missed.
            ignore_system_fonts=True,
        )
    return kept[key]


def render_pdf(template: Path, data: dict[str, Any], *, standards: Sequence[str] = ARCHIVAL) -> bytes:
    """The document of ``template`` with ``data``, as PDF bytes.

    The same template, data and library version give the same bytes when the
    template sets its own date.  Safe from several threads at once; not in a
    process forked from one that has drawn already (spawn it instead).

    Raises:
        CannotBeDrawn: a character in the data that no font has.
        typst.TypstError: the template is wrong, or breaks the asked standards.
    """
    template = Path(template).resolve()
    inputs = {"data": json.dumps(data, ensure_ascii=False, default=_plain)}
    try:
        return _compiler(template).compile(format="pdf", sys_inputs=inputs, pdf_standards=list(standards))
    except typst.TypstError as error:
        if undrawn := _UNDRAWN.search(str(error)):
            raise CannotBeDrawn(text=undrawn[1], where=undrawn[1]) from error
        raise
