"""Lists as files: xlsx and csv in local time (Wagtail's own are in UTC)."""

from collections.abc import Iterator
from datetime import date, datetime
from datetime import time as clock
from decimal import Decimal
from typing import IO, Any

from django.utils import formats
from django.utils.text import slugify
from wagtail.admin.views.mixins import SpreadsheetExportMixin

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


class LocalExportMixin(SpreadsheetExportMixin):
    """xlsx through ``kernel.sheets``; csv with a byte-order mark and a guard against formulas."""

    def get_filename(self) -> str:
        return f"{slugify(self.export_filename)}-{today():%Y-%m-%d}"

    def _value(self, field: str, value: Any, kind: str) -> Any:
        own = self.custom_field_preprocess.get(field, {}).get(kind)
        return own(value) if own else value

    def _rows_of(self, queryset: Any, kind: str) -> Iterator[list[Any]]:
        rows = queryset.iterator(chunk_size=2000) if hasattr(queryset, "iterator") else queryset
        for item in rows:
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
