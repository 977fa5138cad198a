"""Editions with their meetings in the Wagtail admin."""

from collections.abc import Iterable
from typing import Any, cast

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, StatusTagColumn, TitleColumn

from courses.catalogue import actions as catalogue
from courses.catalogue import queries, registry, rules
from courses.catalogue.filters import EditionFilterSet, MeetingFilterSet
from courses.catalogue.forms import EditionForm, MeetingForm
from courses.catalogue.models import Edition, Meeting
from courses.catalogue.queries.recorded import RecordedEditions, as_held
from courses.catalogue.states import EditionPhase, EditionState, MeetingState
from courses.catalogue.viewsets.courses import FromQuery
from courses.catalogue.viewsets.recorded_lists import RecordedListMixin
from courses.records import queries as records
from training.accounts.queries import sees_names
from training.kernel import time
from training.kernel.actors import account_name
from training.kernel.input_text import number_of
from training.ui.admin import (
    AdminAction,
    KompasCreateView,
    KompasEditView,
    KompasIndexView,
    KompasViewSet,
    LocalInspectView,
    NumberColumn,
    ReasonForm,
    SavesThroughAction,
    WhenColumn,
)
from training.ui.searching import FoldedSearchMixin

TEMPLATES = "kompas_courses/catalogue/admin"


# ---- editions --------------------------------------------------------------------------------------------------


class EditionIndexView(RecordedListMixin, FoldedSearchMixin, KompasIndexView):
    folded_fields = ("own_title_fold", "course__title_fold", "place_fold")
    search_fields = ["code", "course__code"]

    def get_base_queryset(self) -> QuerySet[Edition]:
        return queries.editions_for_lists()


class EditionCreateView(FromQuery, KompasCreateView):
    begins_with = ("course",)

    def get_initial(self) -> dict[str, Any]:
        asked = super().get_initial()
        return {**queries.usual_contact(asked.get("course")), **asked}

    def get_success_url(self) -> str:
        return reverse("kompas_edition:inspect", args=[self.object.pk])


class EditionEditView(KompasEditView):
    def get_success_url(self) -> str:
        return reverse("kompas_edition:inspect", args=[self.object.pk])


class EditionCockpit(LocalInspectView):
    """Everything about one edition on one page: facts, what is lacking, meetings, and what other rooms add."""

    template_name = f"{TEMPLATES}/edition.html"

    def get_object(self, *args: Any, **kwargs: Any) -> Edition:
        edition = RecordedEditions().put(super().get_object(*args, **kwargs))
        if edition.standard:
            # It is called by its course.
            edition.standard.course = edition.course
        return edition

    def get_field_display_value(self, field_name: str, field: Any) -> Any:
        if field_name == "coordinator" and self.object.coordinator:
            return account_name(self.object.coordinator)
        value = super().get_field_display_value(field_name, field)
        return "–" if value in (None, "") else value

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        edition, now = self.object, time.now()
        recorded = records.current_payload(edition)
        recorded_meetings = {facts["key"]: facts for facts in (recorded["meetings"] if recorded else [])}
        planned = queries.with_trainers(Meeting.objects.filter(edition=edition).order_by("starts_at", "pk"))
        meetings = as_held(edition, planned)
        panels = [panel for make in registry.edition_panels if (panel := make(self.request, edition))]
        context = super().get_context_data(
            **kwargs,
            edition=edition,
            phase=rules.phase(edition, time.today(now)),
            obstacles=queries.publishing_obstacles(edition, now) if edition.state == EditionState.DRAFT else [],
            meetings=meetings,
            held=queries.held([meeting.pk for meeting in meetings]),
            hours=queries.hours_of(edition),
            own_rules=queries.shown_rules(edition),
            # Of a closed edition: who really taught, by the names of those days.
            is_recorded=recorded is not None,
            taught={
                key: [trainer["name"] for trainer in facts["trainers"]] for key, facts in recorded_meetings.items()
            },
            page_url=registry.url_of(edition.course),
            page_work_url=registry.page_work_of(self.request, edition.course),
            special_days={
                meeting.pk for meeting in meetings if time.is_holiday_or_sunday(time.today(meeting.starts_at))
            },
            panels=panels,
            may_change=self.user_has_permission("change"),
            may_see_names=sees_names(self.request.user),
            is_over=edition.state in {EditionState.CANCELLED, EditionState.CLOSED},
        )
        context["media"] = sum((panel.media for panel in panels), context["media"])
        return context


class EditionViewSet(KompasViewSet):
    model = Edition
    name = "kompas_edition"
    url_prefix = "kompas/editions"
    menu_name = "kompas-editions"
    menu_label = _("Editions")
    icon = "date"
    add_item_label = _("Add an edition")
    index_view_class = EditionIndexView
    add_view_class = EditionCreateView
    edit_view_class = EditionEditView
    inspect_view_class = EditionCockpit
    filterset_class = EditionFilterSet
    ordering = ["-starts_on", "-pk"]
    list_display = [
        TitleColumn(
            "course",
            label=_("Edition"),
            accessor=str,
            sort_key="course__sort_key",
            get_url=lambda edition: reverse("kompas_edition:inspect", args=[edition.pk]),
        ),
        WhenColumn("starts_on", label=_("First meeting"), sort_key="starts_on"),
        WhenColumn("ends_on", label=_("Last meeting"), sort_key="ends_on"),
        Column("county", label=_("County"), accessor=lambda edition: edition.county or "–"),
        NumberColumn("meetings_count", label=_("Meetings")),
        StatusTagColumn(
            "state",
            label=_("State"),
            accessor=lambda edition: rules.phase(edition, time.today()).label,
            primary=lambda edition: rules.phase(edition, time.today()) in {EditionPhase.PLANNED, EditionPhase.RUNNING},
        ),
    ]
    list_export = [
        "edition_title",
        "code",
        "get_state_display",
        "starts_on",
        "ends_on",
        "get_mode_display",
        "county",
        "venue",
        "meetings_count",
        "contact_name",
        "contact_email",
        "contact_phone",
        "cancelled_reason",
    ]
    export_headings = {
        "edition_title": _("Course"),
        "get_state_display": _("State"),
        "get_mode_display": _("Mode"),
        "meetings_count": _("Meetings"),
    }
    inspect_view_fields = [
        "course",
        "code",
        "standard",
        "mode",
        "county",
        "venue",
        "online_link",
        "coordinator",
        "contact_name",
        "contact_email",
        "contact_phone",
    ]
    actions = [
        AdminAction(
            "publish",
            _("Publish"),
            act=lambda edition, form, actor: catalogue.publish_edition(edition=edition, actor=actor),
            explain=_("Visitors see the edition from now on. People apply once recruitment opens."),
            icon="view",
            is_offered=lambda edition: edition.state == EditionState.DRAFT,
        ),
        AdminAction(
            "cancel",
            _("Cancel the edition"),
            act=lambda edition, form, actor: catalogue.cancel_edition(
                edition=edition, reason=form.cleaned_data["reason"], actor=actor
            ),
            form_class=ReasonForm,
            explain=_(
                "Everybody with a place or on the reserve list is told by e-mail, and their calendars follow. "
                "This cannot be taken back."
            ),
            icon="cross",
            is_offered=lambda edition: edition.state in {EditionState.DRAFT, EditionState.PUBLISHED},
            is_serious=True,
        ),
    ]

    def get_form_class(self, for_update: bool = False) -> type:
        return EditionForm

    def save(self, form: EditionForm, *, actor: Any, instance: Edition | None = None) -> Edition:
        values = dict(form.cleaned_data)
        if instance is None:
            # A new edition teaches to the newest standard of its course.
            values["standard"] = values["course"].standards.order_by("-version").first()
        return catalogue.save_edition(edition=instance, actor=actor, **values)


# ---- meetings --------------------------------------------------------------------------------------------------


class MeetingIndexView(RecordedListMixin, FoldedSearchMixin, KompasIndexView):
    folded_fields = ("edition__own_title_fold", "edition__course__title_fold", "trainers__name_fold")
    search_fields = ["topic", "venue", "edition__code"]

    def get_base_queryset(self) -> QuerySet[Meeting]:
        meetings = super().get_base_queryset().select_related("edition__course")
        return queries.with_trainers(meetings.annotate(edition_title=queries.edition_title("edition__")))

    def read_records(self, rows: Iterable[Meeting], reader: RecordedEditions) -> None:
        reader.read(row.edition for row in rows)

    def put_recorded(self, row: Meeting, reader: RecordedEditions) -> Meeting:
        return reader.put_meeting(row)


class _InEdition(SavesThroughAction):
    """After a meeting is saved: back to its edition, with what is unusual about it."""

    object: Meeting
    request: HttpRequest

    def get_success_url(self) -> str:
        return reverse("kompas_edition:inspect", args=[self.object.edition_id])

    def save_instance(self) -> Meeting:
        meeting = cast(Meeting, super().save_instance())
        warnings = queries.meeting_warnings(
            edition=meeting.edition,
            starts_at=meeting.starts_at,
            ends_at=meeting.ends_at,
            trainers=list(meeting.trainers.all()),
            venue=meeting.venue,
            meeting=meeting,
        )
        for warning in warnings:
            messages.warning(self.request, warning)
        return meeting


class MeetingCreateView(_InEdition, KompasCreateView):
    def get_form_kwargs(self) -> dict[str, Any]:
        asked = number_of(self.request.GET.get("edition") or self.request.POST.get("edition"))
        edition = None if asked is None else Edition.objects.filter(pk=asked).select_related("course").first()
        return {**super().get_form_kwargs(), "edition": edition}


class MeetingEditView(_InEdition, KompasEditView):
    pass


class MeetingInspectView(LocalInspectView):
    """One meeting; of a closed edition as it was held: the topic, minutes, place and names of the record."""

    def get_object(self, queryset: QuerySet[Meeting] | None = None) -> Meeting:
        return RecordedEditions().put_meeting(super().get_object(queryset))

    def get_field_display_value(self, field_name: str, field: Any) -> Any:
        if field_name == "trainers":
            return self.object.trainer_names or "–"
        return super().get_field_display_value(field_name, field)


class MeetingViewSet(KompasViewSet):
    model = Meeting
    name = "kompas_meeting"
    url_prefix = "kompas/meetings"
    menu_name = "kompas-meetings"
    menu_label = _("Meetings")
    icon = "time"
    add_item_label = _("Add a meeting")
    index_view_class = MeetingIndexView
    add_view_class = MeetingCreateView
    edit_view_class = MeetingEditView
    filterset_class = MeetingFilterSet
    ordering = ["-starts_at", "-pk"]
    list_display = [
        TitleColumn(
            "topic",
            label=_("Topic"),
            sort_key="topic",
            get_url=lambda meeting: reverse("kompas_meeting:edit", args=[meeting.pk]),
        ),
        Column("edition", label=_("Edition")),
        WhenColumn("starts_at", label=_("Starts"), sort_key="starts_at"),
        WhenColumn("ends_at", label=_("Ends")),
        NumberColumn("minutes", label=_("Minutes"), sort_key="minutes"),
        Column(
            "trainers",
            label=_("Trainers"),
            accessor=lambda meeting: meeting.trainer_names or "–",
        ),
        StatusTagColumn(
            "state",
            label=_("State"),
            accessor="get_state_display",
            primary=lambda meeting: meeting.state == MeetingState.PLANNED,
        ),
    ]
    list_export = [
        "edition_title",
        "edition.code",
        "topic",
        "starts_at",
        "ends_at",
        "minutes",
        "venue",
        "trainer_names",
        "get_state_display",
    ]
    export_headings = {
        "edition_title": _("Course"),
        "edition.code": _("Edition"),
        "trainer_names": _("Trainers"),
        "get_state_display": _("State"),
    }
    inspect_view_class = MeetingInspectView
    inspect_view_fields = [
        "edition",
        "topic",
        "starts_at",
        "ends_at",
        "minutes",
        "module",
        "venue",
        "trainers",
        "state",
    ]
    actions = [
        AdminAction(
            "cancel",
            _("Cancel the meeting"),
            act=lambda meeting, form, actor: reverse(
                "kompas_edition:inspect",
                args=[
                    catalogue.cancel_meeting(
                        meeting=meeting, reason=form.cleaned_data["reason"], actor=actor
                    ).edition_id
                ],
            ),
            form_class=ReasonForm,
            explain=_("Those who take part are told, and the meeting disappears from their calendars."),
            icon="cross",
            is_offered=lambda meeting: meeting.state == MeetingState.PLANNED,
            is_serious=True,
        )
    ]

    def get_form_class(self, for_update: bool = False) -> type:
        return MeetingForm

    def save(self, form: MeetingForm, *, actor: Any, instance: Meeting | None = None) -> Meeting:
        edition = instance.edition if instance else form.cleaned_data["edition"]
        return catalogue.save_meeting(edition=edition, meeting=instance, actor=actor, **form.values())
