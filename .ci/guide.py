"""Writes the guide that the package ships (``cms/guide/*.json``) from the one that is kept (``docs``).

    make reference

A test compares what is shipped with what this would write.  Pictures stay with the documentation, and links to its
other pages become words: a site that runs Kompas has neither.
"""

import json
import re
from html import escape
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

ROOT = Path(__file__).resolve().parents[1]
KEPT = {"pl": ROOT / "docs/pl/przewodnik.md", "en": ROOT / "docs/guide.md"}
SHIPPED = ROOT / "cms/guide"
# A wide table scrolls by itself, also by keyboard.
TABLE = '<div class="kc-scroll" tabindex="0" role="group">'


def anchor(title: str, taken: set[str]) -> str:
    """As the documentation's own links name a heading: small letters, hyphens, no other signs."""
    name = re.sub(r"[^\w\- ]", "", title.casefold()).strip().replace(" ", "-")
    number, free = 0, name
    while free in taken:
        number += 1
        free = f"{name}-{number}"
    taken.add(free)
    return free


def _prepared(text: str) -> str:
    """Without pictures; with words in place of links that lead out of the page."""
    text = re.sub(r"^!\[[^\]]*\]\([^)]*\)\n", "", text, flags=re.MULTILINE)
    return re.sub(r"\[([^\]]+)\]\((?!#)[^)]*\)", r"\1", text)


def _words(tokens: list[Token]) -> str:
    return " ".join(child.content for token in tokens for child in token.children or [] if child.content)


def sections(text: str) -> list[dict[str, object]]:
    """The guide by headings of the second and third level; what stands before the first heading is left out."""
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    markdown.add_render_rule("table_open", lambda *_args: f"{TABLE}<table>")
    markdown.add_render_rule("table_close", lambda *_args: "</table></div>")
    tokens, made, taken = markdown.parse(_prepared(text)), [], set()
    starts = [at for at, token in enumerate(tokens) if token.type == "heading_open" and token.tag in ("h2", "h3")]
    for at, end in zip(starts, [*starts[1:], len(tokens)], strict=True):
        title, body = _words([tokens[at + 1]]), tokens[at + 3 : end]
        html = markdown.renderer.render(body, markdown.options, {}).strip()
        made.append(
            {
                "id": anchor(title, taken),
                "level": int(tokens[at].tag[1]),
                "title": title,
                "html": html.replace(TABLE, f'{TABLE[:-1]} aria-label="{escape(title)}">'),
                "words": _words(body),
            }
        )
    return made


def pages() -> dict[Path, str]:
    return {
        SHIPPED / f"{language}.json": json.dumps(
            sections(path.read_text(encoding="utf-8")), ensure_ascii=False, indent=1
        )
        + "\n"
        for language, path in KEPT.items()
    }


def write() -> None:
    SHIPPED.mkdir(exist_ok=True)
    for path, text in pages().items():
        path.write_text(text, encoding="utf-8")
