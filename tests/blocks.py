"""Reads the code blocks of the docs, so that tests run the very words people copy."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FENCE = re.compile(r'^```(?P<language>\w*)(?: title="(?P<title>[^"]*)")?\n(?P<code>.*?)^```$', re.M | re.S)


def titled(page: str) -> dict[str, str]:
    """Title → code of the blocks of a page that have a title, in their order."""
    blocks: dict[str, str] = {}
    for match in FENCE.finditer((ROOT / page).read_text(encoding="utf-8")):
        if title := match["title"]:
            assert title not in blocks, f"{page} has two blocks with the title {title!r}"
            blocks[title] = match["code"]
    return blocks
