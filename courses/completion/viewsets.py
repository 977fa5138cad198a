"""Assessors, verifications and completions in the Wagtail admin."""

from collections.abc import Iterable
from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column, StatusTagColumn, TitleColumn

from courses.catalogue.queries.recorded import RecordedEditions
from courses.catalogue.viewsets import RecordedListMixin
from courses.completion import actions as completion
from courses.completion import queries, rules
from courses.completion.forms import AssessorshipForm, EndForm
from courses.completion.models import Assessorship, Completion, Verification
from courses.completion.queries.recorded import put_assessor, put_names_of
from courses.completion.states import Result
from courses.enrolment.models import Enrolment
from courses.enrolment.queries.recorded import RecordedNames
from courses.enrolment.viewsets import RecordedRowsMixin
from courses.records import queries as records
from training.kernel.input_text import number_of
from training.ui.admin import (
    AdminAction,
    KompasCreateView,
    KompasIndexView,
    KompasViewSet,
    LocalInspectView,
    NumberColumn,
    WhenColumn,
)
from training.ui.fields import DayRangeFilter, MomentRangeFilter
from training.ui.searching import FoldedSearchMixin

# ---- assessors -------------------------------------------------------------------------------------------------


class AssessorshipIndexView(RecordedListMixin, FoldedSearchMixin, KompasIndexView):
    folded_fields = ("person__name_fold", "edition__own_title_fold", "edition__course__title_fold")
    search_fields = ["edition__code"]

    def get_base_queryset(self) -> QuerySet[Assessorship]:
        return Assessorship.objects.as_recorded().select_related("person", "edition__course")

    def read_records(self, rows: Iterable[Assessorship], reader: RecordedEditions) -> None:
        reader.read(row.edition for row in rows)

    def put_recorded(self, row: Assessorship, reader: RecordedEditions) -> Assessorship:
        return put_assessor(row, reader)


class AssessorshipInspectView(LocalInspectView):
    def get_object(self, *args: Any, **kwargs: Any) -> Assessorship:
        return put_assessor(super().get_object(*args, **kwargs), RecordedEditions())


class AssessorshipCreateView(KompasCreateView):
    def get_initial(self) -> dict[str, Any]:
        edition = number_of(self.request.GET.get("edition"))
        return {**super().get_initial(), **({} if edition is None else {"edition": edition})}

    def get_success_buttons(self) -> list[Any]:
        # A grant is not edited; it is ended, or superseded by another.
        return []


class AssessorshipViewSet(KompasViewSet):
    model = Assessorship
    name = "kompas_assessorship"
    url_prefix = "kompas/assessors"
    menu_name = "kompas-assessors"
    menu_label = _("Assessors")
    icon = "user"
    add_item_label = _("Add an assessor of an edition")
    edit_enabled = False
    index_view_class = AssessorshipIndexView
    add_view_class = AssessorshipCreateView
    inspect_view_class = AssessorshipInspectView
    ordering = ["person__sort_key", "pk"]
    list_display = [
        TitleColumn(
            "person",
            label=_("Assessor"),
            accessor="person.list_name",
            sort_key="person__sort_key",
            get_url=lambda grant: reverse("kompas_assessorship:inspect", args=[grant.pk]),
        ),
        Column("edition", label=_("Edition"), accessor="edition", sort_key="edition__course__sort_key"),
        WhenColumn("valid_from", label=_("From"), sort_key="valid_from"),
        WhenColumn("valid_until", label=_("Until"), sort_key="valid_until"),
        Column("granted_by", label=_("Granted by")),
    ]
    list_export = ["person.list_name", "edition", "valid_from", "valid_until", "granted_by", "recorded_at"]
    export_headings = {"person.list_name": _("Assessor")}
    inspect_view_fields = ["edition", "person", "valid_from", "valid_until", "granted_by", "recorded_at"]
    actions = [
        AdminAction(
            "end",
            _("End the grant"),
            act=lambda grant, form, actor: (
                completion.end_assessorship(
                    assessorship=grant, valid_until=form.cleaned_data["valid_until"], actor=actor
                )
                and reverse("kompas_assessorship:index")
            ),
            form_class=EndForm,
            explain=_("What was verified by that day stays."),
            icon="cross",
            is_offered=lambda grant: grant.superseded_at is None and grant.valid_until is None,
        )
    ]

    def get_form_class(self, for_update: bool = False) -> type:
        return AssessorshipForm

    def save(self, form: AssessorshipForm, *, actor: Any, instance: Assessorship | None = None) -> Assessorship:
        return completion.grant_assessorship(actor=actor, **form.cleaned_data)


# ---- verifications ---------------------------------------------------------------------------------------------


class VerificationFilterSet(WagtailFilterSet):
    verified_on = DayRangeFilter(label=_("Verified on"), widget=DateRangePickerWidget)
    is_met = django_filters.BooleanFilter(label=_("Met"))
    versions = django_filters.ChoiceFilter(
        label=_("Shown"),
        choices=[("all", _("also superseded"))],
        empty_label=_("what stands"),
        method="with_superseded",
        widget=forms.RadioSelect,
    )

    class Meta:
        model = Verification
        fields = ["verified_on", "is_met", "versions"]

    def with_superseded(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        rows = super().filter_queryset(queryset)
        return rows if self.form.cleaned_data.get("versions") else rows.filter(superseded_at__isnull=True)


class VerificationIndexView(RecordedRowsMixin, FoldedSearchMixin, KompasIndexView):
    folded_fields = (
        "enrolment__person__name_fold",
        "assessor__name_fold",
        "enrolment__edition__own_title_fold",
        "enrolment__edition__course__title_fold",
    )
    search_fields = ["enrolment__edition__code"]

    def get_base_queryset(self) -> QuerySet[Verification]:
        return Verification.objects.select_related(
            "enrolment__person", "enrolment__edition__course", "outcome", "assessor"
        )

    def enrolment_of(self, row: Verification) -> Enrolment:
        return row.enrolment

    def put_recorded(self, row: Verification, names: RecordedNames) -> Verification:
        return put_names_of(row, names)


class VerificationInspectView(LocalInspectView):
    def get_object(self, *args: Any, **kwargs: Any) -> Verification:
        return put_names_of(super().get_object(*args, **kwargs), RecordedNames())


class VerificationViewSet(KompasViewSet):
    model = Verification
    name = "kompas_verification"
    url_prefix = "kompas/verifications"
    menu_name = "kompas-verifications"
    menu_label = _("Verifications")
    icon = "tasks"
    add_enabled = False
    edit_enabled = False
    index_view_class = VerificationIndexView
    inspect_view_class = VerificationInspectView
    filterset_class = VerificationFilterSet
    ordering = ["-recorded_at", "-pk"]
    list_display = [
        TitleColumn(
            "person",
            label=_("Person"),
            accessor="enrolment.person.list_name",
            sort_key="enrolment__person__sort_key",
            get_url=lambda verification: reverse("kompas_verification:inspect", args=[verification.pk]),
        ),
        Column("edition", label=_("Edition"), accessor="enrolment.edition"),
        Column("outcome", label=_("Learning outcome"), accessor="outcome.text"),
        StatusTagColumn(
            "is_met",
            label=_("Result"),
            accessor=lambda verification: _("met") if verification.is_met else _("not met"),
            primary=lambda verification: verification.is_met,
        ),
        WhenColumn("verified_on", label=_("Verified on"), sort_key="verified_on"),
        Column("assessor", label=_("Assessor"), accessor="assessor.full_name"),
        Column("recorded_by", label=_("Recorded for the assessor by"), accessor="recorded_for_assessor_by"),
    ]
    list_export = [
        "enrolment.person.list_name",
        "enrolment.edition",
        "outcome.text",
        "is_met",
        "get_method_display",
        "verified_on",
        "assessor.full_name",
        "actor_name",
        "comment",
        "recorded_at",
        "superseded_at",
    ]
    export_headings = {
        "enrolment.person.list_name": _("Person"),
        "enrolment.edition": _("Edition"),
        "outcome.text": _("Learning outcome"),
        "get_method_display": _("Method"),
        "assessor.full_name": _("Assessor"),
        "actor_name": _("Recorded by"),
        "superseded_at": _("Superseded"),
    }
    inspect_view_fields = [
        "enrolment",
        "outcome",
        "is_met",
        "method",
        "verified_on",
        "assessor",
        "actor_name",
        "comment",
        "recorded_at",
        "superseded_at",
    ]


# ---- completions -----------------------------------------------------------------------------------------------


class CompletionFilterSet(WagtailFilterSet):
    result = django_filters.MultipleChoiceFilter(label=_("Result"), choices=Result, widget=forms.CheckboxSelectMultiple)
    decided_at = MomentRangeFilter(label=_("Decided"), widget=DateRangePickerWidget)

    class Meta:
        model = Completion
        fields = ["result", "decided_at"]


class CompletionIndexView(FoldedSearchMixin, KompasIndexView):
    folded_fields = (
        "enrolment__person__name_fold",
        "enrolment__edition__own_title_fold",
        "enrolment__edition__course__title_fold",
    )
    search_fields = ["enrolment__edition__code"]

    def get_base_queryset(self) -> QuerySet[Completion]:
        # Names and institutions are the completion's own: those of the edition's record.
        rows = Completion.objects.select_related("enrolment__edition__course")
        return rows.annotate(open_since=records.open_since("enrolment__edition"))


class CompletionInspectView(LocalInspectView):
    def get_object(self, *args: Any, **kwargs: Any) -> Completion:
        completion = super().get_object(*args, **kwargs)
        completion.enrolment = RecordedNames().put(completion.enrolment)
        return completion

    def get_fields_context(self) -> list[Any]:
        reasons = rules.reasons(queries.completion_facts(self.object))
        return [*super().get_fields_context(), {"label": _("Why"), "value": " ".join(reasons)}]


class CompletionViewSet(KompasViewSet):
    model = Completion
    name = "kompas_completion"
    url_prefix = "kompas/completions"
    menu_name = "kompas-completions"
    menu_label = _("Completions")
    icon = "success"
    add_enabled = False
    edit_enabled = False
    index_view_class = CompletionIndexView
    inspect_view_class = CompletionInspectView
    filterset_class = CompletionFilterSet
    ordering = ["-decided_at", "name_sort_key"]
    list_display = [
        TitleColumn(
            "name",
            label=_("Person"),
            sort_key="name_sort_key",
            get_url=lambda completion: reverse("kompas_completion:inspect", args=[completion.pk]),
        ),
        Column("edition", label=_("Edition"), accessor="enrolment.edition"),
        StatusTagColumn(
            "result",
            label=_("Result"),
            accessor="get_result_display",
            sort_key="result",
            primary=lambda completion: completion.result == Result.CONFIRMED,
        ),
        NumberColumn("minutes_attended", label=_("Minutes attended"), sort_key="minutes_attended"),
        NumberColumn("minutes_required", label=_("Minutes required"), sort_key="minutes_required"),
        WhenColumn("decided_at", label=_("Decided"), sort_key="decided_at"),
    ]
    list_export = [
        "name",
        "institution",
        "post",
        "enrolment.edition",
        "get_result_display",
        "minutes_taught",
        "minutes_attended",
        "minutes_required",
        "threshold",
        "outcomes_required",
        "outcomes_met",
        "decided_at",
        "actor_name",
        "open_since",
    ]
    export_headings = {
        "open_since": _("Edition open for a correction since"),
        "name": _("Person"),
        "institution": _("Sending institution"),
        "enrolment.edition": _("Edition"),
        "get_result_display": _("Result"),
        "actor_name": _("Closed by"),
    }
    inspect_view_fields = [
        "name",
        "institution",
        "post",
        "result",
        "minutes_taught",
        "minutes_attended",
        "minutes_required",
        "threshold",
        "outcomes_required",
        "outcomes_met",
        "decided_at",
        "actor_name",
    ]
