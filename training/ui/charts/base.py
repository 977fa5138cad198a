"""What every figure has, and how a value that is not known is said."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from laces.components import Component

from training.kernel.conf import setting
from training.ui.formatting import in_words

CSS = {"all": ["kompas_ui/kompas.css", "kompas_ui/admin.css"]}
# Where a scale ends of which nothing is known.
LEVELS = 4
Number = int | float | Decimal


class _Hidden:
    """A number that is known but not shown: the group is too small to hide who is in it."""

    def __repr__(self) -> str:
        return "HIDDEN"


HIDDEN = _Hidden()


def short(number: float) -> str:
    """A short number for an SVG attribute."""
    return f"{number:.1f}".rstrip("0").rstrip(".") or "0"


def hidden_words() -> str:
    return _("hidden (fewer than %(count)d)") % {"count": setting("SMALL_GROUP")}


def shown(value: Any, form: Callable[[Any], str] = in_words) -> str:
    """A value in words: a number, "no data", or "hidden" – three different things."""
    if value is HIDDEN:
        return hidden_words()
    if value is None:
        return _("no data")
    return form(value)


class Chart(Component):
    class Media:
        css = CSS

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        return {"figure": self}


class Figure(Chart):
    """A drawing with its numbers folded below."""

    template_name = "kompas_ui/charts/figure.html"

    def __init__(
        self,
        uid: str,
        title: str,
        finding: str,
        *,
        base: str = "",
        head: Sequence[str],
        rows: Sequence[Sequence[Any]],
        svg: str = "",
        legend: Sequence[tuple[str, str]] = (),
        data_open: bool = False,
    ) -> None:
        self.uid, self.title, self.finding, self.base = uid, title, finding, base
        self.head, self.rows, self.svg, self.legend, self.data_open = head, rows, svg, legend, data_open


class TableChart(Chart):
    """The chart is the table: each row has its numbers as text and one drawing beside them."""

    template_name = "kompas_ui/charts/table.html"

    def __init__(
        self,
        uid: str,
        title: str,
        finding: str,
        *,
        base: str = "",
        head: Sequence[str],
        rows: Sequence[Mapping[str, Any]],
        legend: Sequence[tuple[str, str]] = (),
    ) -> None:
        self.uid, self.title, self.finding, self.base = uid, title, finding, base
        self.head, self.legend = head, legend
        # On a narrow screen each number carries its heading: no column without a name.
        self.rows = [{**row, "cells": list(zip(head[2:], row["cells"], strict=True))} for row in rows]
