"""Levels: how they grew, and how they stand against what is required."""

import textwrap
from collections.abc import Mapping, Sequence
from datetime import date

from django.utils import formats
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from training.ui.charts.base import LEVELS, Figure, short

# Labels beside the lines: letters in a line, its height, and the air between two labels.
_WIDTH, _LINE, _GAP = 34, 15, 6

Points = Sequence[tuple[date, int | None]]

_SHAPES = [
    mark_safe('<circle r="4.5"/>'),
    mark_safe('<rect x="-4" y="-4" width="8" height="8"/>'),
    mark_safe('<path d="M0-5.5l5.5 9.5h-11z"/>'),
    mark_safe('<path d="M0-5.5l5.5 5.5-5.5 5.5-5.5-5.5z"/>'),
    mark_safe('<path d="M-2-5h4v3h3v4h-3v3h-4v-3h-3v-4h3z"/>'),
    mark_safe('<path d="M0 5.5l-5.5-9.5h11z"/>'),
]


def _look(number: int) -> tuple[int, SafeString]:
    return number % len(_SHAPES) + 1, _SHAPES[number % len(_SHAPES)]


def _key(number: int) -> SafeString:
    color, shape = _look(number)
    return format_html(
        '<svg class="kc-mark kc-s{}" width="14" height="14" viewBox="-7 -7 14 14" aria-hidden="true">{}</svg>',
        color,
        shape,
    )


def _ticks(first: date, last: date) -> list[tuple[date, str]]:
    """Beginnings of years, with the half-years between them when there are few."""
    years = range(first.year, last.year + 1)
    days = [date(year, month, 1) for year in years for month in ((1, 7) if len(years) < 4 else (1,))]
    return [(day, str(day.year) if day.month == 1 else f"{day:%m.%Y}") for day in days]


def step_chart(
    uid: str,
    title: str,
    finding: str,
    series: Sequence[tuple[str, Points]],
    *,
    until: date,
    levels: Mapping[int, str] | None = None,
    base: str = "",
    top: int = LEVELS,
    height: int = 260,
) -> Figure:
    """Levels over time as steps: a level changes on the day of an assessment, not in between.

    ``series`` is ``[(name, [(day, level or None), …]), …]`` in time order;
    ``None`` breaks the line: from that day the level is not known.
    ``levels`` names the levels, for the axis and the table.  Positions are
    percentages and there is no viewBox, so the plot is fluid and its text
    never shrinks.
    """
    levels = levels or {}
    drawn = [(name, list(points)) for name, points in series if points]
    head = [_("Competence"), _("Day"), _("Level")]

    def level_words(level: int | None) -> str:
        if level is None:
            return _("not assessed")
        return f"{level} – {levels[level]}" if level in levels else str(level)

    rows = [[name, formats.date_format(day), level_words(level)] for name, points in drawn for day, level in points]
    if not drawn:
        return Figure(uid, title, finding, base=base, head=head, rows=rows)

    wrapped = [_lines(name, _last(points)) for name, points in drawn]
    tall = [len(lines) * _LINE + _GAP for lines in wrapped]
    height = max(height, sum(tall) + _GAP)
    first = min(day for _name, points in drawn for day, _level in points)
    span = max((until - first).days, 1)
    above, below = 14, 28
    step = (height - above - below) / (top - 1 + 0.35)

    def x(day: date) -> str:
        return short(100 * max(0, min(1, (day - first).days / span))) + "%"

    def y(level: float, shift: float = 0) -> str:
        return short(above + (top - level) * step + shift)

    axis, plot, ends = [], [], []
    for level in range(1, top + 1):
        plot.append(format_html('<line class="kc-gridline" x1="0" x2="100%" y1="{0}" y2="{0}"/>', y(level)))
        mid = short(float(y(level)) + 4)
        axis.append(
            format_html('<text class="kc-tick kc-plot__short" x="24" y="{}" text-anchor="end">{}</text>', mid, level)
        )
        if level in levels:
            words = f"{levels[level]} · {level}"
            axis.append(
                format_html(
                    '<text class="kc-tick kc-plot__long" x="118" y="{}" text-anchor="end">{}</text>', mid, words
                )
            )
    for day, label in _ticks(first, until):
        if first <= day <= until and 4 < 100 * (day - first).days / span < 96:
            plot.append(
                format_html(
                    '<text class="kc-tick" x="{}" y="{}" text-anchor="middle">{}</text>', x(day), height - 8, label
                )
            )
    for number, (name, points) in enumerate(drawn):
        color, shape = _look(number)
        shift = (number - (len(drawn) - 1) / 2) * 3  # lines on one level stay apart
        for (day, held), (next_day, next_level) in zip(points, [*points[1:], (until, points[-1][1])], strict=True):
            if held is None:
                continue
            level = held
            here = y(level, shift)
            plot.append(
                format_html(
                    '<line class="kc-line kc-s{0}" x1="{1}" x2="{2}" y1="{3}" y2="{3}"/>',
                    color,
                    x(day),
                    x(next_day),
                    here,
                )
            )
            if next_level is not None and next_level != level:
                plot.append(
                    format_html(
                        '<line class="kc-line kc-s{0}" x1="{1}" x2="{1}" y1="{2}" y2="{3}"/>',
                        color,
                        x(next_day),
                        here,
                        y(next_level, shift),
                    )
                )
        for day, reached in points:
            if reached is not None:
                level = reached
                tip = f"{name}: {level_words(level)} ({formats.date_format(day, 'SHORT_DATE_FORMAT')})"
                plot.append(
                    format_html(
                        '<svg class="kc-mark kc-s{}" x="{}" y="{}" overflow="visible">{}<title>{}</title></svg>',
                        color,
                        x(day),
                        y(level, shift),
                        shape,
                        tip,
                    )
                )
        last = points[-1][1]
        ends.append((float(y(last if last is not None else 1, shift)), number))
    labels = []  # beside the lines, nudged apart: no legend to decode
    for number, place in _spread(sorted(ends), tall, height):
        color, shape = _look(number)
        labels.append(
            format_html(
                '<g class="kc-mark kc-s{}" transform="translate(10 {})">{}</g><text class="kc-direct" x="22">{}</text>',
                color,
                short(place),
                shape,
                format_html_join(
                    "",
                    '<tspan x="22" y="{}">{}</tspan>',
                    ((short(place + 4 + line * _LINE), words) for line, words in enumerate(wrapped[number])),
                ),
            )
        )
    svg = format_html(
        '<div class="kc-plot{named}" role="img" aria-label="{title}. {finding}">'
        '<svg class="kc-svg kc-plot__y" height="{h}">{axis}</svg>'
        '<svg class="kc-svg kc-plot__x" height="{h}">{plot}</svg>'
        '<svg class="kc-svg kc-plot__l" height="{h}">{labels}</svg></div><ul class="kc-legend kc-narrow">{keys}</ul>',
        named=" kc-plot--named" if levels else "",
        title=title,
        finding=finding,
        h=height,
        axis=mark_safe("".join(axis)),
        plot=mark_safe("".join(plot)),
        labels=mark_safe("".join(labels)),
        keys=format_html_join(
            "",
            "<li>{}{}: {}</li>",
            (
                (_key(number), name, points[-1][1] if points[-1][1] is not None else _("not assessed"))
                for number, (name, points) in enumerate(drawn)
            ),
        ),
    )
    return Figure(uid, title, finding, base=base, head=head, rows=rows, svg=svg)


def _last(points: Points) -> str:
    return str(points[-1][1]) if points[-1][1] is not None else "?"


def _lines(name: str, level: str) -> list[str]:
    """A label in two lines at most; a longer name loses its end, never its level."""
    end = f":\u00a0{level}"
    lines = textwrap.wrap(name + end, _WIDTH)
    if len(lines) <= 2:
        return lines
    return [lines[0], textwrap.shorten(name[len(lines[0]) :], _WIDTH - len(end), placeholder="…") + end]


def _spread(ends: Sequence[tuple[float, int]], tall: Sequence[int], height: float) -> list[tuple[int, float]]:
    """Where each label stands: beside its line, below the one above it, and not below the drawing."""
    places: list[float] = []
    top = 0.0
    for end, number in ends:
        places.append(max(end, top + _LINE / 2))
        top = places[-1] - _LINE / 2 + tall[number]
    bottom = float(height)
    for at in range(len(ends) - 1, -1, -1):
        places[at] = min(places[at], bottom - tall[ends[at][1]] + _LINE / 2)
        bottom = places[at] - _LINE / 2
    return [(number, place) for (_end, number), place in zip(ends, places, strict=True)]


def bullet(level: int | None, required: int | None, *, top: int = LEVELS) -> SafeString:
    """A strip of levels with a mark at the required one, for a table cell whose numbers stand beside it.

    ``None`` is not assessed: dashed and empty, which is not level zero.
    """
    width = 200 / top
    cells = format_html_join(
        "",
        '<rect class="kc-bt{}" x="{}" y="5" width="{}" height="10" rx="2"/>',
        (
            (" kc-on" if level is not None and i < level else "", short(i * width + 1), short(width - 2))
            for i in range(top)
        ),
    )
    mark = ""
    if required:
        mark = format_html(
            '<rect class="kc-req" x="{}" y="0" width="4" height="20" rx="1"/>', short(required * width - 4)
        )
    look = " kc-unknown" if level is None else " kc-short" if required and level < required else ""
    return format_html(
        '<svg class="kc-bullet{}" viewBox="0 0 200 20" aria-hidden="true" focusable="false">{}{}</svg>',
        look,
        cells,
        mark,
    )


def bullet_legend() -> list[tuple[str, str]]:
    return [
        ("kc-key--held", _("current level")),
        ("kc-key--short", _("current level, below the required one")),
        ("kc-key--unknown", _("not assessed")),
        ("kc-key--req", _("required level")),
    ]
