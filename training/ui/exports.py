"""Lists as files: xlsx and csv in local time (Wagtail's own are in UTC)."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from datetime import time as clock
from decimal import Decimal
from typing import IO, Any

from django.db.models import Model, QuerySet
from django.utils import formats
from django.utils.functional import cached_property
from django.utils.text import slugify
from wagtail.admin.views.mixins import SpreadsheetExportMixin
from wagtail.coreutils import multigetattr

from training.kernel import sheets
from training.kernel.time import today, zone

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def local_value(value: Any) -> Any:
    """A moment in words in the organiser's zone; other values as they are."""
    if isinstance(value, datetime):
        return formats.date_format(value.astimezone(zone()) if value.tzinfo else value, "DATETIME_FORMAT")
    return value


def csv_safe(value: str) -> str:
    """A text that a spreadsheet would run as a formula, made harmless (OWASP, CSV injection)."""
    return "'" + value if value.startswith(_FORMULA) else value


def _csv_text(value: Any) -> str:
    value = sheets.plain(value)
    if value is None:
        return ""
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int | float | Decimal | clock):
        return str(value)
    return csv_safe(str(value))


def _getter(path: str) -> Callable[[Any], Any]:
    """What reads a dotted path from a row: an empty cell where a relation on the way is empty."""
    names = path.split(".")
    labels: dict[Any, str] = {}

    def label(row: Model, name: str) -> str:
        # Django translates every choice again for every row.
        value = getattr(row, name.removeprefix("get_").removesuffix("_display"))
        if value not in labels:
            labels[value] = str(getattr(row, name)())
        return labels[value]

    def read(row: Any) -> Any:
        if not isinstance(row, Model):
            return multigetattr(row, path)
        value = row
        for name in names:
            if value is None:
                return None
            if name.startswith("get_") and name.endswith("_display"):
                return label(value, name)
            value = getattr(value, name)
            if callable(value):
                value = value()
        return value

    return read


def _paths(joined: dict[str, Any], before: str = "") -> Iterator[str]:
    for name, further in joined.items():
        yield from _paths(further, f"{before}{name}__") if further else [f"{before}{name}"]


def _rows_at_a_time(queryset: Any) -> Any:
    """Rows in lots, so that memory does not grow with the list.

    Joined rows become objects of their own in each row; thousands of
    enrolments in forty courses would make thousands of courses.  Fetched
    beside the lot, each is made once.
    """
    if not isinstance(queryset, QuerySet):
        return queryset
    joined = queryset.query.select_related
    if isinstance(joined, dict):
        queryset = queryset.select_related(None).prefetch_related(*_paths(joined))
    return queryset.iterator(chunk_size=900)  # SQLite takes no longer lists of keys


class LocalExportMixin(SpreadsheetExportMixin):
    """xlsx through ``kernel.sheets``; csv with a byte-order mark and a guard against formulas."""

    def get(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        # Straight to the file: the page's context would load the whole list once more.
        if self.is_export:
            found = getattr(self, "get_filtered_queryset", self.get_queryset)()
            return self.as_spreadsheet(found, request.GET["export"])
        return super().get(request, *args, **kwargs)

    @cached_property
    def _getters(self) -> dict[str, Callable[[Any], Any]]:
        return {field: _getter(field) for field in self.list_export}

    def to_row_dict(self, item: Any) -> dict[str, Any]:
        return {field: read(item) for field, read in self._getters.items()}

    def get_filename(self) -> str:
        return f"{slugify(self.export_filename)}-{today():%Y-%m-%d}"

    def _value(self, field: str, value: Any, kind: str) -> Any:
        own = self.custom_field_preprocess.get(field, {}).get(kind)
        return own(value) if own else value

    def _rows_of(self, queryset: Any, kind: str) -> Iterator[list[Any]]:
        for item in _rows_at_a_time(queryset):
            yield [self._value(field, value, kind) for field, value in self.to_row_dict(item).items()]

    def write_xlsx(self, queryset: Any, output: IO[bytes]) -> None:
        headings = [self.get_heading(queryset, field) for field in self.list_export]
        title = str(getattr(self, "page_title", "") or self.get_filename())
        sheets.write_xlsx(headings, self._rows_of(queryset, "xlsx"), title=title, output=output)

    def stream_csv(self, queryset: Any) -> Iterator[bytes]:
        import csv

        class Line:
            def write(self, text: str) -> bytes:
                return text.encode()

        writer = csv.writer(Line())
        yield "\ufeff".encode()
        yield writer.writerow([self.get_heading(queryset, field) for field in self.list_export])
        for row in self._rows_of(queryset, "csv"):
            yield writer.writerow([_csv_text(value) for value in row])
