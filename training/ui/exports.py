"""Lists as files: xlsx and csv in local time (Wagtail's own are in UTC)."""

import csv
import re
from collections.abc import Callable, Iterator
from datetime import date, datetime
from datetime import time as clock
from decimal import Decimal
from itertools import islice
from typing import IO, Any

from django.db.models import Model, QuerySet
from django.utils import formats
from django.utils.functional import cached_property
from django.utils.text import capfirst, slugify
from wagtail.admin.views.mixins import SpreadsheetExportMixin
from wagtail.coreutils import multigetattr

from training.kernel import sheets
from training.kernel.dated import BEFORE_RECORDS
from training.kernel.polish import fold
from training.kernel.time import today, zone

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_PHONE = re.compile(r"\+[0-9]{1,3}( ?[0-9]{2,4}){2,5}")


def local_value(value: Any) -> Any:
    """A moment in words in the organiser's zone; other values as they are."""
    if isinstance(value, datetime):
        return formats.date_format(value.astimezone(zone()) if value.tzinfo else value, "DATETIME_FORMAT")
    return value


# After a sign that may part cells in the reader's program, or a break: what comes next begins a cell there.
_INNER_FORMULA = re.compile(r"([;,|\t\r\n]\s*[\"']?)(?=[=+@\uff1d\uff0b\uff20-])")
_ANY_FORMULA = re.compile(r"\s*[=+@\uff1d\uff0b\uff20-]")


def csv_safe(value: str) -> str:
    """A text that a spreadsheet would run as a formula, made harmless (OWASP, CSV injection).

    Excel parts the cells of a file at the delimiter of its own language, so
    ``Jan;=1+1`` in a file with commas is a name and a formula.
    """
    if value.startswith(_FORMULA) or _ANY_FORMULA.match(value):
        # What stands first is harmless by the sign before it; a tab or break there parts nothing.
        start = len(value) - len(value.lstrip())
        return "'" + value[:start] + _INNER_FORMULA.sub(r"\1'", value[start:])
    return _INNER_FORMULA.sub(r"\1'", value)


def csv_cell(text: str) -> str:
    """``csv_safe``; but a phone is no formula, and an apostrophe before it would be dialled."""
    return text if _PHONE.fullmatch(text) else csv_safe(text)


def _csv_text(value: Any) -> str:
    value = sheets.plain(value)
    if value is None:
        return ""
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float | Decimal):
        return str(value).replace(".", ",")
    if isinstance(value, int | clock):
        return str(value)
    return csv_cell(str(value))


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


# Rows read at once, so that memory does not grow with the list; SQLite takes no longer lists of keys.
_BATCH = 900


def _rows_at_a_time(queryset: Any) -> Any:
    """Rows in batches.

    Joined rows become objects of their own in each row; thousands of
    enrolments in forty courses would make thousands of courses.  Fetched
    beside the batch, each is made once.
    """
    if not isinstance(queryset, QuerySet):
        return queryset
    joined = queryset.query.select_related
    if isinstance(joined, dict):
        queryset = queryset.select_related(None).prefetch_related(*_paths(joined))
    return queryset.iterator(chunk_size=_BATCH)


def _since(day: Any) -> Any:
    """A fact since before our records has an empty cell, not the year 1900."""
    return None if day == BEFORE_RECORDS else day


# What tells Excel that the file is UTF-8.
CSV_MARK = "\ufeff".encode()


class CsvLine:
    """What ``csv.writer`` writes to: each line comes back as bytes."""

    def write(self, text: str) -> bytes:
        return text.encode()


def _local_moment(moment: datetime) -> datetime:
    """As a clock in the organiser's zone says it: what a cell of a spreadsheet holds."""
    return (moment.astimezone(zone()) if moment.tzinfo else moment).replace(tzinfo=None, microsecond=0)


def keep_local_time() -> None:
    """Have Wagtail's own reports leave in the organiser's time, as Kompas's lists do; for a site's ``ready()``."""
    SpreadsheetExportMixin.custom_value_preprocess = {
        **SpreadsheetExportMixin.custom_value_preprocess,
        datetime: {
            SpreadsheetExportMixin.FORMAT_XLSX: _local_moment,
            SpreadsheetExportMixin.FORMAT_CSV: lambda moment: f"{_local_moment(moment):%Y-%m-%d %H:%M}",
        },
    }


class LocalExportMixin(SpreadsheetExportMixin):
    """xlsx through ``kernel.sheets``; csv for Excel in Poland, with a guard against formulas."""

    def get(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        # Straight to the file: the page's context would load the whole list once more.
        if self.is_export:
            queryset = self.get_filtered_queryset() if hasattr(self, "get_filtered_queryset") else self.get_queryset()
            return self.as_spreadsheet(queryset, request.GET["export"])
        return super().get(request, *args, **kwargs)

    @cached_property
    def _getters(self) -> dict[str, Callable[[Any], Any]]:
        return {field: _getter(field) for field in self.list_export}

    def prepare_rows(self, rows: list[Any]) -> None:
        """Before a batch is written: read at once what its rows need beside their own columns."""

    def to_row_dict(self, item: Any) -> dict[str, Any]:
        return {field: read(item) for field, read in self._getters.items()}

    def _dicts_of(self, queryset: Any) -> Iterator[dict[str, Any]]:
        rows = iter(_rows_at_a_time(queryset))
        while batch := list(islice(rows, _BATCH)):
            self.prepare_rows(batch)
            for row in batch:
                yield self.to_row_dict(row)

    @property
    def export_title(self) -> str:
        """What the list holds, in the reader's words: its page's title, else its model's name for many."""
        return str(getattr(self, "page_title", "") or capfirst(self.model._meta.verbose_name_plural))

    def get_filename(self) -> str:
        return f"{slugify(fold(self.export_title))}-{today():%Y-%m-%d}"

    def _rows_of(self, queryset: Any, kind: str) -> Iterator[list[Any]]:
        rows = (list(row.values()) for row in self._dicts_of(queryset))
        own = {
            number: preprocess[kind]
            for number, field in enumerate(self.list_export)
            if (preprocess := self.custom_field_preprocess.get(field)) and kind in preprocess
        }
        for number, field in enumerate(self.list_export):
            if field.rpartition(".")[2] == "valid_from":
                own.setdefault(number, _since)
        for row in rows:
            for number, made in own.items():
                row[number] = made(row[number])
            yield row

    def write_xlsx(self, queryset: Any, output: IO[bytes]) -> None:
        headings = [self.get_heading(queryset, field) for field in self.list_export]
        sheets.write_xlsx(headings, self._rows_of(queryset, "xlsx"), title=self.export_title, output=output)

    def write_csv_response(self, queryset: Any) -> Any:
        response = super().write_csv_response(queryset)
        response.is_guarded = True
        return response

    def stream_csv(self, queryset: Any) -> Iterator[bytes]:
        # As Excel in Poland reads it: it takes a comma for a decimal sign.
        writer = csv.writer(CsvLine(), delimiter=";")
        yield CSV_MARK
        yield writer.writerow([self.get_heading(queryset, field) for field in self.list_export])
        for row in self._rows_of(queryset, "csv"):
            yield writer.writerow([_csv_text(value) for value in row])
