"""What a file is, by what it holds: names and endings lie."""

import io
import re
import zipfile
from typing import IO

from training.kernel.workbooks.workbook import Limits, Unreadable

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# A packed file may grow this many times when unpacked; real workbooks grow about ten times.
_MOST_GROWTH = 200
_GROWTH_FLOOR = 50 * 1024 * 1024
_MOST_PARTS = 5000
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*", b"BM")


def format_of(content: bytes, limits: Limits) -> str:
    """``xlsx``, ``xls``, ``xlsb``, ``ods`` or ``csv``.

    Raises:
        Unreadable: it is something else, by the code that names it.
    """
    if not content.strip(b"\x00 \t\r\n"):
        raise Unreadable("empty_file")
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return _zip_format(content, limits)
    if content.startswith(OLE):
        return _ole_format(content)
    if content.startswith((b"\x09\x08\x10\x00\x00\x06\x05\x00", b"\x09\x08\x08\x00", b"\x09\x04\x06\x00", b"\x09\x02")):
        return "xls"
    if code := _other_format(content):
        raise Unreadable(code)
    return "csv"


def _other_format(content: bytes) -> str:
    start = content[:4096].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if b"%pdf-" in start[:1024]:
        return "is_pdf"
    if start.startswith(tuple(picture.lower() for picture in _PICTURES)) or (
        start[:4] == b"riff" and start[8:12] == b"webp"
    ):
        return "is_picture"
    if start.startswith(b"{\\rtf"):
        return "is_word"
    plain = start.replace(b"\x00", b"")
    if plain.startswith(b"<?xml") and (b"excel.sheet" in plain or b"office:spreadsheet" in plain):
        return "is_old_xml"
    if b"office:document" in plain and plain.startswith(b"<?xml"):
        return "is_old_xml"
    if plain.startswith(b"mime-version:") or re.match(
        rb"(<!--.*?-->\s*)?(<\?xml[^>]*>\s*)?<(!doctype html|html|head|meta|table|body|div|style)\b", plain, re.S
    ):
        return "is_web_page"
    if plain.startswith((b"<", b"{", b"[")):
        return "not_a_spreadsheet"
    if start.startswith((b"7z\xbc\xaf", b"rar!", b"\x1f\x8b")):
        return "is_archive"
    return ""


def _zip_format(content: bytes, limits: Limits) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            entries = packed.infolist()
            names = {entry.filename for entry in entries}
            unpacked = sum(entry.file_size for entry in entries)
            kind = packed.open("mimetype").read(100) if "mimetype" in names else b""
            manifest = b""
            if kind and "META-INF/manifest.xml" in names:
                manifest = packed.open("META-INF/manifest.xml").read(2_000_000)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError) as fault:
        raise Unreadable("is_damaged") from fault
    if unpacked > limits.unpacked or unpacked > max(len(content) * _MOST_GROWTH, _GROWTH_FLOOR):
        raise Unreadable("takes_too_much")
    if len(entries) > _MOST_PARTS:
        raise Unreadable("takes_too_much")
    if any(entry.flag_bits & 1 for entry in entries):
        raise Unreadable("is_protected")
    if "xl/workbook.bin" in names:
        return "xlsb"
    if any(name.startswith("xl/") and name.endswith(".xml") for name in names):
        return "xlsx"
    if b"opendocument.spreadsheet" in kind:
        if b"encryption-data" in manifest:
            raise Unreadable("is_protected")
        return "ods"
    if "word/document.xml" in names or b"opendocument.text" in kind:
        raise Unreadable("is_word")
    if any(name.endswith(".iwa") for name in names) or "Index.zip" in names:
        raise Unreadable("is_numbers")
    if kind or any(name.startswith("ppt/") for name in names):
        raise Unreadable("not_a_spreadsheet")
    raise Unreadable("is_archive")


def _ole_format(content: bytes) -> str:
    """An old Office file: the names of its streams stand in it as UTF-16."""

    def has(name: str) -> bool:
        return name.encode("utf-16-le") in content

    if has("EncryptedPackage") or has("EncryptionInfo"):
        raise Unreadable("is_protected")
    if has("WordDocument"):
        raise Unreadable("is_word")
    if has("Workbook") or has("Book"):
        return "xls"
    raise Unreadable("not_a_spreadsheet")


def refuse_doctypes(stream: IO[bytes]) -> None:
    """A part with a document type may define entities that unpack without end; no Office program writes one."""
    with zipfile.ZipFile(stream) as packed:
        for entry in packed.infolist():
            if entry.filename.endswith((".xml", ".rels", ".vml")):
                with packed.open(entry) as part:
                    start = part.read(65_536).replace(b"\x00", b"").lower()
                if b"<!doctype" in start or b"<!entity" in start:
                    raise Unreadable("takes_too_much" if b"<!entity" in start else "is_damaged")
    stream.seek(0)
