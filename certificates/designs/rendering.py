"""A certificate as a PDF: archival (PDF/A-3a) and accessible (PDF/UA-1)."""

from pathlib import Path

from certificates.designs.payload import Payload
from certificates.designs.words import printed
from training.kernel.documents import render_pdf

CLASSIC = Path(__file__).parent / "classic" / "certificate.typ"


def render(payload: Payload, *, strip: str = "") -> bytes:
    """The document of ``payload``; ``strip`` is the funding strip as SVG text, drawn in its header."""
    return render_pdf(CLASSIC, printed(payload, strip=strip))
