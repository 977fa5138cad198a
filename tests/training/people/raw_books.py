"""Workbooks written by hand, part by part, as other programs write them: for what openpyxl never would."""

import io
import zipfile
from xml.sax.saxutils import escape

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT_MAIN = "http://purl.oclc.org/ooxml/spreadsheetml/main"
STRICT_RELATIONS = "http://purl.oclc.org/ooxml/officeDocument/relationships"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
# Formats by number: none, a day, a day and hour, a share, a text, a format of one's own for days.
STYLES = (
    f'<styleSheet xmlns="{MAIN}"><numFmts count="1"><numFmt numFmtId="170" formatCode="dd\\.mm\\.yyyy"/></numFmts>'
    '<fonts count="1"><font/></fonts><fills count="1"><fill><patternFill patternType="none"/></fill></fills>'
    '<borders count="1"><border/></borders>'
    '<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="6"><xf numFmtId="0"/><xf numFmtId="14"/>'
    '<xf numFmtId="22"/><xf numFmtId="10"/><xf numFmtId="49"/><xf numFmtId="170"/></cellXfs></styleSheet>'
)


def letters(place: int) -> str:
    """``A`` of 0, ``AA`` of 26."""
    column = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        column = chr(65 + rest) + column
    return column


def cell(reference: str, value) -> str:
    """One cell: a text, a number, ``None``, or its own XML as ``(attributes, inside)``."""
    if value is None:
        return ""
    if isinstance(value, tuple):
        attributes, inside = value
        return f'<c r="{reference}" {attributes}>{inside}</c>'
    if isinstance(value, int | float):
        return f'<c r="{reference}"><v>{value}</v></c>'
    return f'<c r="{reference}" t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'


def error(code: str):
    return ('t="e"', f"<v>{code}</v>")


def worksheet_xml(rows, *, before="", after="", hidden=(), main=MAIN, relations=RELATIONS) -> str:
    lines = []
    for number, row in enumerate(rows, start=1):
        cells = "".join(cell(f"{letters(place)}{number}", value) for place, value in enumerate(row))
        lines.append(
            f'<row r="{number}"{" hidden=" + chr(34) + "1" + chr(34) if number in hidden else ""}>{cells}</row>'
        )
    return (
        f'{HEAD}<worksheet xmlns="{main}" xmlns:r="{relations}">{before}<sheetData>{"".join(lines)}</sheetData>'
        f"{after}</worksheet>"
    )


def book(
    worksheets: dict[str, str], *, states=None, properties="", parts=None, main=MAIN, relations=RELATIONS
) -> bytes:
    """A workbook of sheets by name; ``parts`` are further files of the package."""
    kinds = "http://schemas.openxmlformats.org/package/2006"
    office = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    names, links, types = [], [], []
    for number, name in enumerate(worksheets, start=1):
        state = f' state="{states[name]}"' if states and name in states else ""
        names.append(f'<sheet name="{escape(name)}" sheetId="{number}"{state} r:id="rId{number}"/>')
        links.append(
            f'<Relationship Id="rId{number}" Type="{RELATIONS}/worksheet" Target="worksheets/sheet{number}.xml"/>'
        )
        types.append(f'<Override PartName="/xl/worksheets/sheet{number}.xml" ContentType="{office}.worksheet+xml"/>')
    links.append(f'<Relationship Id="rIdS" Type="{RELATIONS}/styles" Target="styles.xml"/>')
    package = {
        "[Content_Types].xml": (
            f'{HEAD}<Types xmlns="{kinds}/content-types"><Default Extension="rels" ContentType="application/vnd.'
            f'openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{office}.sheet.main+xml"/>'
            f'<Override PartName="/xl/styles.xml" ContentType="{office}.styles+xml"/>{"".join(types)}</Types>'
        ),
        "_rels/.rels": (
            f'{HEAD}<Relationships xmlns="{kinds}/relationships"><Relationship Id="rId1" '
            f'Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
        ),
        "xl/workbook.xml": (
            f'{HEAD}<workbook xmlns="{main}" xmlns:r="{relations}">{properties}<sheets>{"".join(names)}</sheets>'
            "</workbook>"
        ),
        "xl/_rels/workbook.xml.rels": (
            f'{HEAD}<Relationships xmlns="{kinds}/relationships">{"".join(links)}</Relationships>'
        ),
        "xl/styles.xml": HEAD + STYLES.replace(MAIN, main),
    }
    for number, xml in enumerate(worksheets.values(), start=1):
        package[f"xl/worksheets/sheet{number}.xml"] = xml
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in (package | (parts or {})).items():
            packed.writestr(name, text)
    return stream.getvalue()


def one(rows, **more) -> bytes:
    """A workbook of one sheet."""
    made = {name: more.pop(name) for name in ("before", "after", "hidden") if name in more}
    return book({"Arkusz1": worksheet_xml(rows, **made)}, **more)


def links_to(addresses: dict[str, str], *, worksheet: int = 1):
    """What a sheet says of links, and the part that says where they lead."""
    inside = "".join(f'<hyperlink ref="{at}" r:id="l{number}"/>' for number, at in enumerate(addresses))
    targets = "".join(
        f'<Relationship Id="l{number}" Type="{RELATIONS}/hyperlink" Target="{escape(target)}" TargetMode="External"/>'
        for number, target in enumerate(addresses.values())
    )
    kinds = "http://schemas.openxmlformats.org/package/2006/relationships"
    part = f'{HEAD}<Relationships xmlns="{kinds}">{targets}</Relationships>'
    return f"<hyperlinks>{inside}</hyperlinks>", {f"xl/worksheets/_rels/sheet{worksheet}.xml.rels": part}
