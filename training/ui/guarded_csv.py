"""Wagtail's own csv exports, made harmless and readable: one place for all of them.

Kompas's lists leave through ``exports.LocalExportMixin``.  Wagtail's reports
(site history, locked and old pages, workflows), its redirects and the answers
to a form page write csv by themselves, with what people typed as it is.
"""

import csv
import sys
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase, StreamingHttpResponse
from django.urls import NoReverseMatch, reverse
from wagtail.admin.views.mixins import SpreadsheetExportMixin

from training.ui.exports import CSV_MARK, CsvLine, csv_cell


class GuardExports:
    """Middleware: every csv that the admin streams is guarded against formulas, with semicolons for Excel in Poland.

    A list that no file was made for has none: Wagtail would send an empty one.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if isinstance(response, StreamingHttpResponse) and _is_foreign_csv(request, response):
            response.streaming_content = guarded(response.streaming_content)
        return response

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        view_class = getattr(view, "view_class", None)
        if not (isinstance(view_class, type) and issubclass(view_class, SpreadsheetExportMixin)):
            return
        columns = getattr(view, "view_initkwargs", {}).get("list_export", getattr(view_class, "list_export", ()))
        if request.GET.get("export") in getattr(view_class, "FORMATS", ()) and not columns:
            raise Http404


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
