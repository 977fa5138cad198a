"""Amounts as bars, and changes as two points with the way between."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from training.ui.charts.base import HIDDEN, Number, TableChart, short, shown
from training.ui.formatting import in_words, signed


def bars(
    uid: str,
    title: str,
    finding: str,
    rows: Sequence[tuple[Any, ...]],
    *,
    base: str = "",
    what: str = "",
    measure: str = "",
    form: Callable[[Any], str] = in_words,
    limit: Number | None = None,
) -> TableChart:
    """Amounts as bars from zero: ``rows`` is ``[(label, value)]`` or ``[(label, value, url)]``.

    ``what`` heads the labels, ``measure`` the values, ``limit`` is the full
    length (default: the largest value).
    """
    amounts = [row[1] for row in rows if isinstance(row[1], int | float | Decimal)]
    full = float(limit or max(amounts, default=0) or 1)
    out = []
    for label, value, *more in rows:
        is_known = isinstance(value, int | float | Decimal)
        share = min(100.0, 100 * float(value) / full) if is_known else 0
        svg = format_html(
            '<svg class="kc-strip" height="16" aria-hidden="true">'
            '<rect class="kc-track" width="100%" height="16" rx="2"/>'
            '<rect class="kc-fill" width="{}%" height="16" rx="2"/></svg>',
            short(share),
        )
        out.append({"label": label, "url": more[0] if more else "", "svg": svg, "cells": [shown(value, form)]})
    head = [what or _("Item"), _("Chart"), measure or _("Value")]
    return TableChart(uid, title, finding, base=base, head=head, rows=out)


def pre_post(
    uid: str,
    title: str,
    finding: str,
    rows: Sequence[tuple[Any, ...]],
    *,
    base: str = "",
    what: str = "",
    scale: tuple[float, float] = (0, 100),
    places: int = 0,
    form: Callable[[Any], str] | None = None,
    change: Callable[[Any], str] | None = None,
    before: str = "",
    after: str = "",
    counted: str = "",
) -> TableChart:
    """Two points and the way between: ``rows`` is ``[(label, before, after, count)]``, or with an address as a fifth.

    The change is the difference of the numbers as printed, so that the
    reader's own subtraction agrees with it.
    """
    low, high = scale
    form = form or (lambda value: in_words(value, places, fixed=True))
    change = change or (lambda value: signed(value, places, fixed=True))
    before, after = before or pgettext("in time", "Before"), after or pgettext("in time", "After")
    out = []
    for label, start, end, count, *more in rows:
        parts = ['<line class="kc-gridline" x1="0" x2="100%" y1="11" y2="11"/>']
        at = [None if v is None or v is HIDDEN else short(100 * (float(v) - low) / (high - low)) for v in (start, end)]
        if None not in at:
            parts.append(format_html('<line class="kc-bar-line" x1="{}%" x2="{}%" y1="11" y2="11"/>', *at))
        if at[0] is not None:
            parts.append(format_html('<circle class="kc-pre" cx="{}%" cy="11" r="5.5"/>', at[0]))
        if at[1] is not None:
            parts.append(format_html('<circle class="kc-post" cx="{}%" cy="11" r="7"/>', at[1]))
        if None not in at:
            difference = change(round(Decimal(str(end)), places) - round(Decimal(str(start)), places))
        else:
            # What cannot be subtracted says why, because a dash could mean zero.
            difference = shown(HIDDEN if start is HIDDEN or end is HIDDEN else None)
        svg = format_html('<svg class="kc-strip" height="22" aria-hidden="true">{}</svg>', mark_safe("".join(parts)))
        cells = [shown(start, form), shown(end, form), difference, shown(count, lambda n: in_words(n, 0))]
        out.append({"label": label, "url": more[0] if more else "", "svg": svg, "cells": cells})
    span = _("from %(low)s to %(high)s") % {"low": in_words(low), "high": in_words(high)}
    head = [what or _("Item"), span, before, after, pgettext("a difference", "Change"), counted or _("People")]
    legend = [("kc-key--pre", before), ("kc-key--post", after)]
    return TableChart(uid, title, finding, base=base, head=head, rows=out, legend=legend)
