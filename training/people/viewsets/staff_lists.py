"""Staff imports in the Wagtail admin: upload, preview with its questions, apply."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.forms import Media
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin.ui.tables import Column, StatusTagColumn, TitleColumn

from training.kernel import time
from training.kernel.actors import Actor
from training.kernel.input_text import number_of
from training.kernel.polish import fold
from training.kernel.refusals import Refusal
from training.people import actions
from training.people.forms import ApplyForm, Choices, QuestionForm, UploadForm
from training.people.models import StaffImport, StaffImportRow
from training.people.queries import previews
from training.people.refusals import describe
from training.people.refusals import lists as list_refusals
from training.people.rules import OF_ONE_ROW, Option, Question, Reading, Verb, reading
from training.people.rules import describe as describe_note
from training.people.states import ImportState, RowOutcome
from training.people.tasks import start_reading
from training.people.viewsets.people import TEMPLATES
from training.ui.admin import (
    AdminAction,
    KompasCreateView,
    KompasIndexView,
    KompasViewSet,
    LocalInspectView,
    NumberColumn,
    WhenColumn,
)

PER_PAGE = 50
TONES = {
    RowOutcome.NEW: "ok",
    RowOutcome.CHANGED: "info",
    RowOutcome.TO_DECIDE: "warn",
    RowOutcome.REFUSED: "bad",
    RowOutcome.LEAVER: "warn",
}
# What needs somebody comes first.
_ORDER = ["to_decide", "refused", "leaver", "new", "changed", "unchanged", "skipped"]


class ImportIndexView(KompasIndexView):
    def get_base_queryset(self):
        return StaffImport.objects.select_related("organisation").order_by("-uploaded_at", "-pk")


class ImportUploadView(KompasCreateView):
    success_message = None
    submit_button_label = _("Show the preview")

    def get_success_url(self) -> str:
        return reverse("kompas_staffimport:inspect", args=[self.object.pk])


def questions_of(rows: list[StaffImportRow], data: Any) -> list[QuestionForm]:
    """One form for each question; the same question about an institution, post or county is asked once."""
    choices: Choices = Choices(rows)
    forms: dict[tuple[str, Any], QuestionForm] = {}
    for row in rows:
        for question, offered in row.choices.items():
            key = (question, row.pk if question in OF_ONE_ROW else fold(offered["value"]))
            if key in forms:
                forms[key].rows.append(row.place)
            else:
                forms[key] = QuestionForm(data, row=row, question=Question(question), choices=choices)
    return list(forms.values())


class PreviewView(LocalInspectView):
    """The preview: how many rows of each outcome, then the rows of one, with their questions."""

    template_name = f"{TEMPLATES}/staff_import.html"
    questions: list[QuestionForm] | None = None

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.user_has_permission("change"):
            raise PermissionDenied
        self.questions = questions_of(self.page_rows(), request.POST)
        if not all(form.is_valid() for form in self.questions):
            return self.render_to_response(self.get_context_data())
        make_new = "make_new" in request.POST
        answers = [answer for form in self.questions if (answer := form.answer(make_new=make_new))]
        if undone := request.POST.get("undo", ""):
            row = number_of(undone)
            answers = [] if row is None else [actions.Answer(row, Question.ROW, Option(Verb.UNDO))]
        try:
            actions.decide(staff_import=self.object, answers=answers, actor=Actor.of_user(request.user))
        except Refusal as refusal:
            messages.error(request, refusal.sentence)
        else:
            message = ngettext("%(count)d decision saved.", "%(count)d decisions saved.", len(answers))
            messages.success(request, message % {"count": len(answers)})
        return redirect(request.get_full_path())

    @property
    def shown(self) -> str:
        """The outcome whose rows are shown: the wanted one, else the first that needs somebody."""
        wanted = self.request.GET.get("outcome", "")
        if wanted in RowOutcome.values:
            return wanted
        return next((outcome for outcome in _ORDER if self.counts[outcome]), "new")

    @cached_property
    def counts(self) -> dict[str, int]:
        return previews.counts(self.object)

    def page(self) -> Any:
        rows = self.object.rows.filter(outcome=self.shown).order_by("number", "pk")
        return Paginator(rows, PER_PAGE).get_page(self.request.GET.get("p"))

    def page_rows(self) -> list[StaffImportRow]:
        return list(self.page())

    def reading(self) -> Reading | None:
        """While the list is being read, or waits for it."""
        if self.object.state != ImportState.READING:
            return None
        return reading(
            uploaded_at=self.object.uploaded_at,
            attempted_at=self.object.attempted_at,
            attempts=self.object.attempts,
            now=time.now(),
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = self.page()
        rows = list(page)
        is_open = self.object.state == ImportState.PREVIEWED
        questions = self.questions or (questions_of(rows, None) if is_open else [])
        context = super().get_context_data(
            **kwargs,
            staff_import=self.object,
            reading=self.reading(),
            failure=list_refusals.describe(self.object.failure) if self.object.failure else "",
            is_open=is_open,
            may_change=self.user_has_permission("change"),
            tabs=[
                {
                    "outcome": outcome,
                    "label": RowOutcome(outcome).label,
                    "count": self.counts[outcome],
                    "is_shown": outcome == self.shown,
                    "tone": TONES.get(RowOutcome(outcome), ""),
                }
                for outcome in _ORDER
                if self.counts[outcome] or outcome in ("new", "changed", "unchanged", "to_decide", "refused")
            ],
            shown=self.shown,
            has_problems=self.shown in (RowOutcome.REFUSED, RowOutcome.TO_DECIDE),
            page_obj=page,
            rows=[
                {
                    "row": row,
                    "problems": [describe(problem) for problem in row.problems],
                    "changes": previews.describe_changes(row.changes),
                    "since": previews.since_of(row),
                    "is_decided": bool(row.decision),
                }
                for row in rows
            ],
            questions=questions,
            columns=previews.describe_columns(self.object),
            unread=[describe_note(note) for note in self.object.unread],
            certainly_new=sum(form.is_certainly_new for form in questions),
            apply_url=reverse("kompas_staffimport:apply", args=[self.object.pk]),
            discard_url=reverse("kompas_staffimport:discard", args=[self.object.pk]),
        )
        context["media"] = sum((form.media for form in questions), context.get("media", Media()))
        return context


def _apply(staff_import: StaffImport, form: ApplyForm, actor: Actor) -> None:
    actions.apply_import(
        staff_import=staff_import, actor=actor, skip_invalid_rows=bool(form.cleaned_data.get("skip_invalid_rows"))
    )


def _explain(staff_import: StaffImport) -> str:
    number = previews.counts(staff_import)
    parts = [f"{RowOutcome(outcome).label}: {number[outcome]}" for outcome in _ORDER if number[outcome]]
    return "\n".join(parts)


class StaffImportViewSet(KompasViewSet):
    model = StaffImport
    name = "kompas_staffimport"
    url_prefix = "kompas/staff-imports"
    menu_name = "kompas-staff-imports"
    menu_label = _("Staff imports")
    icon = "upload"
    add_item_label = _("Import a staff list")
    edit_enabled = False
    index_view_class = ImportIndexView
    add_view_class = ImportUploadView
    inspect_view_class = PreviewView
    list_filter = ["state"]
    search_fields = ["file_name", "uploaded_by"]
    list_display = [
        TitleColumn("file_name", label=_("File"), accessor="file_name", url_name="kompas_staffimport:inspect"),
        StatusTagColumn(
            "state",
            label=_("State"),
            accessor="get_state_display",
            primary=lambda staff_import: staff_import.state == ImportState.PREVIEWED,
        ),
        NumberColumn("rows_total", label=_("Rows")),
        WhenColumn("uploaded_at", label=_("Uploaded"), sort_key="uploaded_at"),
        Column("uploaded_by", label=_("By")),
        WhenColumn("applied_at", label=_("Applied"), sort_key="applied_at"),
    ]
    list_export = ["file_name", "get_state_display", "rows_total", "uploaded_at", "uploaded_by", "applied_at"]
    export_headings = {"get_state_display": _("State")}
    inspect_view_fields = ["file_name", "organisation", "uploaded_by", "uploaded_at"]
    actions = [
        AdminAction(
            "apply",
            _("Apply the list"),
            act=_apply,
            form_class=ApplyForm,
            explain=_explain,
            icon="check",
            is_offered=lambda staff_import: staff_import.state == ImportState.PREVIEWED,
        ),
        AdminAction(
            "discard",
            _("Discard the preview"),
            act=lambda staff_import, form, actor: _quiet(
                actions.discard_import(staff_import=staff_import, actor=actor)
            ),
            explain=_("Nothing of the list is written, and its rows are deleted."),
            icon="bin",
            is_serious=True,
            is_offered=lambda staff_import: staff_import.state in (ImportState.PREVIEWED, ImportState.FAILED),
        ),
    ]

    def get_form_class(self, for_update: bool = False) -> type:
        return UploadForm

    def save(self, form: UploadForm, *, actor: Actor, instance: StaffImport | None = None) -> StaffImport:
        data = form.cleaned_data
        staff_import = actions.open_import(
            file=data["file"],
            file_name=data["file"].name,
            organisation=data["organisation"],
            is_complete=data["is_complete"],
            actor=actor,
        )
        # After the commit: a worker in another process must find the row.
        transaction.on_commit(lambda: start_reading(staff_import.pk, size=data["file"].size), robust=True)
        return staff_import


def _quiet(_saved: Any) -> None:
    """The row's own page is shown after an action."""
