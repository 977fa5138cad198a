"""Levels: how they grew, and how they stand against what is required."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from django.utils import formats
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from training.ui.charts.base import LEVELS, Figure, short

# Height of a line of growth, and the air above and below it, in pixels.
_HEIGHT, _AIR = 34, 7

# What moved a level, each with a shape of its own: never told apart by colour alone.
_SHAPES = {
    "course": mark_safe('<circle r="5"/>'),
    "superior": mark_safe('<rect x="-4.5" y="-4.5" width="9" height="9"/>'),
    "document": mark_safe('<path d="M0-6l6 6-6 6-6-6z"/>'),
    "own": mark_safe('<path d="M0-6l5.5 10h-11z"/>'),
}


@dataclass(frozen=True)
class LevelChange:
    """A level held from a day on, and what moved it there, in words; without a level: not known from that day on.

    ``mark`` is ``course``, ``superior``, ``document`` or ``own``.
    """

    day: date
    level: int | None
    mark: str
    text: str


@dataclass(frozen=True)
class LevelLine:
    """How one competence changed, oldest first."""

    name: str
    changes: Sequence[LevelChange]

    @property
    def falls(self) -> list[tuple[int, LevelChange]]:
        """Each change to a lower level, with the level before it."""
        known = [change for change in self.changes if change.level is not None]
        return [
            (before.level, after)
            for before, after in pairwise(known)
            if before.level is not None and after.level is not None and after.level < before.level
        ]


class GrowthFigure(Figure):
    """Small multiples: a line for each competence on one scale of time, each with what moved it beside it.

    The first ``shown`` lines stand open, the rest are folded; every change
    stands in the table as well.
    """

    template_name = "kompas_ui/charts/growth.html"

    def __init__(
        self,
        uid: str,
        title: str,
        finding: str,
        lines: Sequence[LevelLine],
        *,
        until: date,
        levels: Mapping[int, str] | None = None,
        base: str = "",
        top: int = LEVELS,
        shown: int = 4,
    ) -> None:
        drawn = [line for line in lines if line.changes]
        rows = [
            [line.name, formats.date_format(change.day), _level_words(change.level, levels or {}), change.text]
            for line in drawn
            for change in line.changes
        ]
        head = [_("Competence"), _("Day"), _("Level"), _("What moved it")]
        super().__init__(uid, title, finding, base=base, head=head, rows=rows)
        first = min((change.day for line in drawn for change in line.changes), default=until)
        marks = {change.mark for line in drawn for change in line.changes}
        multiples = [_multiple(line, first, until, top) for line in drawn]
        self.open, self.folded = multiples[:shown], multiples[shown:]
        self.axis = _axis(first, until) if drawn else ""
        self.marks = [(_key(mark), words) for mark, words in _mark_words() if mark in marks]


def _mark_words() -> list[tuple[str, str]]:
    return [
        ("course", _("course")),
        ("document", _("accepted document")),
        ("superior", _("superior's assessment")),
        ("own", _("self-assessment")),
    ]


def _level_words(level: int | None, levels: Mapping[int, str]) -> str:
    if level is None:
        return _("not assessed")
    return f"{level} – {levels[level]}" if level in levels else str(level)


def _key(mark: str) -> SafeString:
    return format_html(
        '<svg class="kc-mark kc-s1 kc-mark--{}" width="14" height="14" viewBox="-7 -7 14 14" aria-hidden="true">{}'
        "</svg>",
        mark,
        _SHAPES[mark],
    )


def _multiple(line: LevelLine, first: date, until: date, top: int) -> dict[str, Any]:
    last = line.changes[-1]
    levels = [change.level for change in line.changes]
    return {
        "name": line.name,
        "levels": f"{levels[0]} → {levels[-1] or '?'}" if len(levels) > 1 else str(levels[0]),
        "svg": _drawing(line, first, until, top),
        "last": last,
        "falls": line.falls,
        # A fall says why by itself.
        "is_told": last in [change for _before, change in line.falls],
    }


def _drawing(line: LevelLine, first: date, until: date, top: int) -> SafeString:
    """Positions across are percentages and there is no viewBox, so it is fluid and its marks keep their size."""

    def x(day: date) -> str:
        return _across(day, first, until)

    def y(level: int) -> str:
        return short(_AIR + (top - level) * (_HEIGHT - 2 * _AIR) / max(top - 1, 1))

    drawn, marks = [], []
    for change, following in zip(line.changes, [*line.changes[1:], None], strict=True):
        if change.level is None:
            continue
        here, ends = y(change.level), x(following.day if following else until)
        drawn.append((x(change.day), ends, here, here))
        if following and following.level is not None and following.level != change.level:
            drawn.append((ends, ends, here, y(following.level)))
        tip = f"{change.level}: {change.text}, {formats.date_format(change.day)}"
        marks.append((change.mark, x(change.day), here, _SHAPES[change.mark], tip))
    words = "; ".join(
        f"{change.level or _('not assessed')}, {formats.date_format(change.day)}: {change.text}"
        for change in line.changes
    )
    return format_html(
        '<svg class="kc-svg kc-growth__svg" height="{}" role="img" aria-label="{}: {}">'
        '<line class="kc-gridline" x1="0" x2="100%" y1="{}" y2="{}"/>{}{}</svg>',
        _HEIGHT,
        line.name,
        words,
        _HEIGHT - _AIR,
        _HEIGHT - _AIR,
        format_html_join("", '<line class="kc-line kc-s1" x1="{}" x2="{}" y1="{}" y2="{}"/>', drawn),
        format_html_join(
            "",
            '<svg class="kc-mark kc-s1 kc-mark--{}" x="{}" y="{}" overflow="visible">{}<title>{}</title></svg>',
            marks,
        ),
    )


def _across(day: date, first: date, until: date) -> str:
    return short(100 * max(0, min(1, (day - first).days / max((until - first).days, 1)))) + "%"


def _axis(first: date, until: date) -> SafeString:
    """Beginnings of years, where they do not touch the ends."""
    years = [date(year, 1, 1) for year in range(first.year + 1, until.year + 1)]
    return format_html(
        '<svg class="kc-svg kc-growth__svg" height="18" aria-hidden="true">{}</svg>',
        format_html_join(
            "",
            '<text class="kc-tick" x="{}" y="14" text-anchor="middle">{}</text>',
            [(_across(day, first, until), day.year) for day in years if 6 < _share(day, first, until) < 94],
        ),
    )


def _share(day: date, first: date, until: date) -> float:
    return 100 * (day - first).days / max((until - first).days, 1)


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
