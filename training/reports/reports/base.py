"""The base of Kompas's reports in the Wagtail admin: a question, facts, figures, a table, a workbook.

A report is a view with ``page_title``, ``form_class`` and ``answer``; the
base checks the permission, draws the page and sends the workbook.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.forms import Form, Media
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from laces.components import Component
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from training.accounts.queries import sees_names
from training.kernel import sheets, time
from training.ui.columns import CSS


@dataclass(frozen=True)
class Cell:
    """A cell of the table: its words, and where they lead."""

    words: str
    url: str = ""
    is_number: bool = True


@dataclass(frozen=True)
class Answer:
    """What a report found.  ``worksheet`` is what the workbook holds, with typed values."""

    # What, how many, and where the number leads: an address or "".
    facts: Sequence[tuple[str, Any, str]] = ()
    figures: Sequence[Component] = ()
    head: Sequence[str] = ()
    rows: Sequence[Sequence[Cell]] = ()
    worksheet_head: Sequence[Any] = ()
    worksheet_rows: Sequence[Sequence[Any]] = ()
    # What the numbers mean, in words, beside them and in the workbook.
    definitions: Sequence[tuple[str, str]] = ()
    stamp: str = ""
    # Other periods at hand: their names and addresses.
    periods: Sequence[tuple[str, str]] = ()
    notes: Sequence[str] = field(default_factory=tuple)


class Report(WagtailAdminTemplateMixin, TemplateView):
    """One report.  Both the menu entry and the page ask ``permission``."""

    template_name = "kompas_training/reports/report.html"
    header_icon = "list-ul"
    permission = ""
    url_name = ""
    form_class: Callable[..., Any] = Form
    # Shown in the header's button and in the name of the file.
    file_name = "kompas"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.permission or not request.user.has_perm(self.permission):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def answer(self, form: Any) -> Answer:
        raise NotImplementedError

    def get_form(self) -> Any:
        """Every question has an answer of its own, so the page opens with them filled in."""
        data = self.request.GET.copy()
        for name, value in getattr(self.form_class, "defaults", dict)().items():
            if not data.get(name):
                data[name] = value
        return self.form_class(data, names=sees_names(self.request.user))

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.get_form()
        answer = self.answer(form) if form.is_valid() else None
        if answer is not None and request.GET.get("export") == "xlsx":
            return self.workbook(answer)
        return self.render_to_response(self.get_context_data(form=form, answer=answer, **kwargs))

    def workbook(self, answer: Answer) -> HttpResponse:
        content = sheets.write_xlsx(
            answer.worksheet_head,
            answer.worksheet_rows,
            title=str(self.get_page_title()),
            more=[(_("Definitions"), [_("Term"), _("Meaning")], [*answer.definitions, (_("Made"), time.now())])],
        )
        response = HttpResponse(content, content_type=sheets.XLSX)
        name = f"{slugify(self.file_name)}-{time.today():%Y-%m-%d}.xlsx"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response

    def get_breadcrumbs_items(self) -> list[dict]:
        return [*super().get_breadcrumbs_items(), {"url": reverse(self.url_name), "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        answer = context["answer"]
        query = self.request.GET.copy()
        query["export"] = "xlsx"
        made: datetime = time.now()
        context |= {
            "xlsx_url": f"?{query.urlencode()}",
            "made": made,
            "media": sum((figure.media for figure in answer.figures) if answer else (), Media(css=CSS))
            + context["form"].media,
        }
        return context
