"""Pictures of a certificate as SVG text: the QR code and the funding strip."""

import base64
import io

import segno
from PIL import Image

# 160 mm at 300 dots per inch.
STRIP_WIDTH = 1890


def qr_code(address: str) -> str:
    """A QR code with the middle level of correction: paper gets folded and stamped."""
    drawing = io.BytesIO()
    # A chosen mask: every reader knows all eight, and trying them out takes as long as drawing the document.
    code = segno.make(address, error="m", micro=False, mask=0)
    code.save(drawing, kind="svg", border=0, xmldecl=False, dark="#17212d")
    return drawing.getvalue().decode()


def flattened(picture: bytes) -> bytes:
    """A strip of logos as PNG on white, no wider than print needs: one form, whatever was uploaded."""
    with Image.open(io.BytesIO(picture)) as opened:
        drawn = opened.convert("RGBA")
        if drawn.width > STRIP_WIDTH:
            drawn = drawn.resize(
                (STRIP_WIDTH, round(drawn.height * STRIP_WIDTH / drawn.width)), Image.Resampling.LANCZOS
            )
        # No transparency: archives and old printers disagree about it.
        flat = Image.new("RGB", drawn.size, "white")
        flat.paste(drawn, mask=drawn.getchannel("A"))
    written = io.BytesIO()
    flat.save(written, "PNG", optimize=True)
    return written.getvalue()


def strip_drawing(png: bytes) -> str:
    """The strip inside an SVG: as text it reaches typst many times faster than as a list of bytes."""
    with Image.open(io.BytesIO(png)) as opened:
        width, height = opened.size
    content = base64.b64encode(png).decode()
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}">'
        f'<image width="{width}" height="{height}" href="data:image/png;base64,{content}"/></svg>'
    )
