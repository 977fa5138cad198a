"""Faults of a page that need no browser: what a strict policy would block, and what a screen reader would miss."""

from html.parser import HTMLParser

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
LOOSE = {"li", "p", "dt", "dd", "option", "tr", "td", "th", "path", "circle", "rect", "line"}


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.faults: list[str] = []
        self.ids: list[str] = []
        self.pointed: list[str] = []
        self.labelled: set[str] = set()
        self.inputs: list[dict[str, str | None]] = []
        self.headings: list[int] = []
        self.open: list[str] = []
        self.lang = ""
        self.title = ""
        self.names: list[tuple[dict[str, str | None], list[str]]] = []

    def handle_starttag(self, tag, attrs):
        at = dict(attrs)
        if len(at) != len(attrs):
            self.faults.append(f"<{tag}> repeats an attribute: {attrs}")
        if "style" in at:
            self.faults.append(f"<{tag}> has an inline style: {at['style']}")
        self.faults += [f"<{tag}> has an inline script: {name}" for name in at if name.startswith("on")]
        if any((at.get(name) or "").strip().lower().startswith("javascript:") for name in ("href", "src", "action")):
            self.faults.append(f"<{tag}> runs a script by its address")
        if tag == "script" and "src" not in at and at.get("type") != "application/ld+json":
            self.faults.append("there is a script in the page")
        if tag == "style":
            self.faults.append("there is a stylesheet in the page")
        if tag == "html":
            self.lang = at.get("lang") or ""
        if tag == "img" and "alt" not in at:
            self.faults.append(f"a picture without alt: {at.get('src')}")
        if tag == "iframe" and not at.get("title"):
            self.faults.append("a frame without a title")
        if at.get("id"):
            self.ids.append(at["id"])
        for name in ("aria-labelledby", "aria-describedby", "aria-controls"):
            self.pointed += (at.get(name) or "").split()
        if tag == "label" and at.get("for"):
            self.labelled.add(at["for"])
        if tag in ("input", "select", "textarea") and at.get("type") not in ("hidden", "submit", "button"):
            self.inputs.append(at | {"_in_label": "yes" if "label" in self.open else None})
        if len(tag) == 2 and tag[0] == "h" and tag[1].isdigit():
            self.headings.append(int(tag[1]))
        if tag in ("a", "button"):
            self.names.append((at, []))
        if tag not in VOID:
            self.open.append(tag)
        if tag == "img" and self.names and at.get("alt"):
            self.names[-1][1].append(at["alt"])

    def handle_endtag(self, tag):
        if tag in VOID:
            return
        while self.open and self.open[-1] != tag and self.open[-1] in LOOSE:
            self.open.pop()
        if not self.open or self.open[-1] != tag:
            self.faults.append(f"</{tag}> closes nothing; open are {self.open[-3:]}")
        else:
            self.open.pop()

    def handle_data(self, data):
        if self.open and self.open[-1] == "title" and "svg" not in self.open:
            self.title += data
        if self.names and ("a" in self.open or "button" in self.open):
            self.names[-1][1].append(data)


def faults_of(html: str) -> list[str]:
    """What is wrong with a whole page; empty when nothing is."""
    page = _Page()
    page.feed(html)
    faults = page.faults
    faults += [
        f"the id {element_id} is there twice"
        for element_id in sorted({element_id for element_id in page.ids if page.ids.count(element_id) > 1})
    ]
    faults += [f"nothing has the id {element_id}" for element_id in sorted(set(page.pointed) - set(page.ids))]
    for at in page.inputs:
        if not (at.get("aria-label") or at.get("aria-labelledby") or at["_in_label"] or at.get("id") in page.labelled):
            faults.append(f"an input without a label: {at.get('name')}")
    if page.headings.count(1) != 1:
        faults.append(f"{page.headings.count(1)} headings of the first level")
    for before, after in zip(page.headings, page.headings[1:], strict=False):
        if after > before + 1:
            faults.append(f"a heading h{after} follows h{before}")
    if page.lang not in ("pl", "en"):
        faults.append(f"the language of the page is {page.lang!r}")
    if len(page.title.strip()) < 4:
        faults.append("the page has no title")
    for at, words in page.names:
        if not ("".join(words).strip() or at.get("aria-label")):
            faults.append(f"a link or button without a name: {at}")
    if page.open:
        faults.append(f"never closed: {page.open}")
    return faults
