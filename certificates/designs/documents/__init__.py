"""A certificate as a PDF: archival (PDF/A-3a) and accessible (PDF/UA-1)."""

from pathlib import Path

from certificates.designs.documents.texts import printed
from certificates.designs.payload import Payload
from training.kernel.documents import render_pdf

__all__ = ["CLASSIC", "printed", "render_classic"]

CLASSIC = Path(__file__).parents[1] / "classic" / "certificate.typ"


def render_classic(payload: Payload, *, strip: str = "") -> bytes:
    """The document of ``payload``; ``strip`` is the funding strip as SVG text, drawn in its header."""
    return render_pdf(CLASSIC, printed(payload, strip=strip))
