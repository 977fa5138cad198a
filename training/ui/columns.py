"""Columns of admin lists that Wagtail lacks."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from wagtail.admin.ui.tables import BaseColumn, Column
from wagtail.coreutils import multigetattr

from training.kernel.date_texts import day_text, moment_text
from training.ui.formatting import in_words

CSS: dict[str, Sequence[str]] = {"all": ["kompas_ui/kompas.css", "kompas_ui/admin.css"]}


class WhenColumn(Column):
    """A day or a moment in the organiser's zone.

    Wagtail's DateColumn prints every future date as "just now"; a calendar
    of courses needs the date itself.
    """

    def __init__(self, *args: Any, classname: str = "kc-when", **kwargs: Any) -> None:
        super().__init__(*args, classname=classname, **kwargs)

    def get_value(self, instance: Any) -> str:
        value = super().get_value(instance)
        if value in (None, ""):
            return "–"
        if isinstance(value, datetime):
            return moment_text(value)
        return day_text(value)


class MeterColumn(BaseColumn):
    """``value`` of ``limit`` as text with a native meter: no script, no inline style.

    ``value`` and ``limit`` are dotted paths or functions of the row; without
    a limit only the number is printed.  ``note`` adds small words.
    """

    cell_template_name = "kompas_ui/admin/meter_cell.html"

    def __init__(
        self,
        name: str,
        *,
        limit: str | Callable[[Any], Any],
        value: str | Callable[[Any], Any] | None = None,
        note: str | Callable[[Any], Any] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(name, **kwargs)
        self.value, self.limit, self.note = value or name, limit, note

    def _of(self, instance: Any, path: Any) -> Any:
        if path is None:
            return None
        return path(instance) if callable(path) else multigetattr(instance, path)

    def get_cell_context_data(self, instance: Any, parent_context: dict) -> dict:
        return {
            **super().get_cell_context_data(instance, parent_context),
            "value": self._of(instance, self.value),
            "limit": self._of(instance, self.limit),
            "note": self._of(instance, self.note),
        }

    class Media:
        css = CSS


class YesNoColumn(Column):
    """Yes or no in words: Wagtail's tick and red cross are called "True" and "False", also in Polish."""

    def get_value(self, instance: Any) -> str:
        return _("yes") if super().get_value(instance) else _("no")


class NumberColumn(Column):
    """A number in the reader's way; what is not known is a dash, never zero."""

    def get_value(self, instance: Any) -> str:
        value = super().get_value(instance)
        return "–" if value is None else in_words(value)
