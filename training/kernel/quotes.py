"""Quotation marks within quotation marks: „Kurs «Niebieskie Karty»” in Polish, “The ‘Blue Card’ course” in English."""

# Where a quotation begins, where it ends, and what stands there within another one.
_OPENING = {"„": "«", "“": "‘"}
_CLOSING = {"”": {"„": "»", "“": "’"}}


def nest_quotes(text: str) -> str:
    """``text`` with the marks of quotations that stand within others changed, as both languages write them.

    A sentence puts a title between marks, and the title may have marks of its own.  In a line whose marks do not
    close in order nobody can tell what is within what, and it stays as it is.
    """
    return "\n".join(map(_nest_in_line, text.split("\n")))


def _nest_in_line(text: str) -> str:
    if text.count("„") + text.count("“") < 2:
        return text
    written: list[str] = []
    opened: list[str] = []
    for mark in text:
        if mark in _OPENING:
            written.append(_OPENING[mark] if opened else mark)
            opened.append(mark)
        elif mark in _CLOSING:
            if not opened:
                return text
            first = opened.pop()
            written.append(_CLOSING[mark][first] if opened else mark)
        else:
            written.append(mark)
    return text if opened else "".join(written)
