"""Wagtail's own csv exports, made harmless and readable: one place for all of them.

Kompas's lists leave through ``exports.LocalExportMixin``.  Wagtail's reports
(site history, locked and old pages, workflows), its redirects and the answers
to a form page write csv by themselves, with what people typed as it is.
"""

import csv
import sys
from collections.abc import Callable, Iterable, Iterator

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase, StreamingHttpResponse
from django.urls import NoReverseMatch, reverse

from training.ui.exports import CSV_MARK, CsvLine, csv_cell


class GuardExports:
    """Middleware: every csv that the admin streams is guarded against formulas, with semicolons for Excel in Poland."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if isinstance(response, StreamingHttpResponse) and _is_foreign_csv(request, response):
            response.streaming_content = guarded(response.streaming_content)
        return response


def _is_foreign_csv(request: HttpRequest, response: StreamingHttpResponse) -> bool:
    if getattr(response, "is_guarded", False) or not response.get("Content-Type", "").startswith("text/csv"):
        return False
    try:
        return request.path.startswith(reverse("wagtailadmin_home"))
    except NoReverseMatch:
        return False


def guarded(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The same table, cell by cell; Wagtail writes it with commas, a row at a time."""
    # The answer to a form may be longer than the 128 kB that Python takes for a cell.
    csv.field_size_limit(max(csv.field_size_limit(), min(sys.maxsize, 2**31 - 1)))
    writer = csv.writer(CsvLine(), delimiter=";")
    yield CSV_MARK
    for row in csv.reader(chunk.decode() for chunk in chunks):
        yield writer.writerow([csv_cell(value) for value in row])
