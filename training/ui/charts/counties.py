"""A region as one square per county."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from training.kernel.conf import setting
from training.kernel.polish import sort_key
from training.ui.charts.base import HIDDEN, Figure, hidden_words, shown
from training.ui.charts.grids import Tile
from training.ui.formatting import in_words


def _bins(values: Sequence[Any], count: int = 5) -> Callable[[Any], str]:
    """Five shades by fifths of the known amounts above zero; zero, no data and hidden have looks of their own."""
    amounts = sorted({float(value) for value in values if isinstance(value, int | float | Decimal) and value})
    cuts = [amounts[min(int(len(amounts) * i / count), len(amounts) - 1)] for i in range(1, count)] if amounts else []

    def look(value: Any) -> str:
        if value is HIDDEN:
            return "kc-qh"
        if value is None:
            return "kc-qn"
        if not value:
            return "kc-q0"
        return f"kc-q{1 + sum(float(value) >= cut for cut in cuts)}"

    return look


def tile_map(
    uid: str,
    title: str,
    finding: str,
    values: Mapping[str, Any],
    grid: Sequence[Tile],
    *,
    base: str = "",
    what: str = "",
    measure: str = "",
    form: Callable[[Any], str] = in_words,
    urls: Mapping[str, str] | None = None,
) -> Figure:
    """A region as one square per county.

    ``values`` maps TERYT codes to a number, ``None`` (no data) or ``HIDDEN``
    (fewer people than ``SMALL_GROUP``); a code that is missing has no data.  A code
    that the grid lacks is added to the table, so that no number is lost.
    """
    size, gap = 84, 6
    look = _bins(list(values.values()))
    across = max(tile.column for tile in grid) * (size + gap) + size
    down = max(tile.row for tile in grid) * (size + gap) + size
    drawn = []
    for tile in grid:
        value = values.get(tile.code)
        left, up, css = tile.column * (size + gap), tile.row * (size + gap), look(value)
        is_word = value is None or value is HIDDEN
        text = f"<{setting('SMALL_GROUP')}" if value is HIDDEN else "?" if value is None else form(value)
        hatch = ""
        if value is HIDDEN:
            hatch = format_html('<path class="kc-hatch" d="{}"/>', _hatch(left, up, size))
        drawn.append(
            format_html(
                '<g class="kc-tile {}"><title>{}: {}</title><rect x="{}" y="{}" width="{}" height="{}" rx="6"/>{}'
                '<text class="kc-ta" x="{}" y="{}">{}</text><text class="kc-tv{}" x="{}" y="{}">{}</text></g>',
                css,
                tile.name,
                shown(value, form),
                left,
                up,
                size,
                size,
                hatch,
                left + size // 2,
                up + 35,
                tile.short,
                " kc-tv--word" if is_word else "",
                left + size // 2,
                up + 63,
                text,
            )
        )
    svg = format_html(
        '<svg class="kc-svg kc-map" viewBox="0 0 {} {}" role="img" aria-labelledby="{}-t {}-d">'
        '<title id="{}-t">{}</title><desc id="{}-d">{}</desc>{}</svg>',
        across,
        down,
        uid,
        uid,
        uid,
        title,
        uid,
        finding,
        mark_safe("".join(drawn)),
    )
    names = {tile.code: tile.name for tile in grid}
    codes = [*names, *(code for code in values if code not in names)]
    rows = []
    for code in sorted(codes, key=lambda code: sort_key(names.get(code) or code)):
        label: Any = names.get(code, code)
        if urls and code in urls:
            label = format_html('<a href="{}">{}</a>', urls[code], label)
        rows.append([label, shown(values.get(code), form)])
    legend = [("kc-key--q1", _("fewest")), ("kc-key--q5", _("most"))]
    if any(value is not None and value is not HIDDEN and not value for value in values.values()):
        legend.append(("kc-key--q0", _("zero")))
    if any(values.get(tile.code) is None for tile in grid):
        legend.append(("kc-key--qn", _("no data")))
    if any(value is HIDDEN for value in values.values()):
        legend.append(("kc-key--qh", hidden_words()))
    head = [what or _("County"), measure or _("Value")]
    return Figure(uid, title, finding, base=base, head=head, rows=rows, svg=svg, legend=legend)


def _hatch(left: int, up: int, size: int) -> str:
    """Slanting lines inside a square: hidden is not the same as empty, even without colour."""
    return "".join(f"M{left + at} {up + size}L{left + size} {up + at}" for at in range(14, size, 14))
