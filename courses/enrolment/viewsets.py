"""The applicants' list in the Wagtail admin, and what ROPS does to one row of it."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, StatusTagColumn, TitleColumn

from courses.catalogue.queries import edition_title
from courses.catalogue.viewsets import RecordedListMixin
from courses.enrolment import actions as enrolment
from courses.enrolment import admin, queries
from courses.enrolment.actions import deciding
from courses.enrolment.filters import EnrolmentFilterSet
from courses.enrolment.forms import MoveForm, StaffReasonForm
from courses.enrolment.models import Enrolment
from courses.enrolment.queries import explain
from courses.enrolment.queries.recorded import RecordedNames
from courses.enrolment.states import LIVE, EnrolmentState
from training.kernel import time
from training.ui.admin import AdminAction, KompasIndexView, KompasViewSet, LocalInspectView, WhenColumn
from training.ui.searching import FoldedSearchMixin

TEMPLATES = "kompas_courses/enrolment/admin"


class RecordedRowsMixin(RecordedListMixin):
    """A list of applications, or of rows of them."""

    def reader(self) -> RecordedNames:
        return RecordedNames()

    def enrolment_of(self, row: Any) -> Enrolment:
        return row

    def read_records(self, rows: Iterable[Any], reader: RecordedNames) -> None:
        reader.read(self.enrolment_of(row) for row in rows)


class ApplicantsView(RecordedRowsMixin, FoldedSearchMixin, KompasIndexView):
    """The list, with counts by state; with one edition chosen, also with what can be done to the filtered group."""

    results_template_name = f"{TEMPLATES}/applicants_results.html"
    page_title = _("Applicants")
    folded_fields = admin.SEARCHED
    digit_fields = admin.PHONES

    @cached_property
    def columns(self) -> list[Column]:
        """Where the list is of one edition, clashes of dates instead of the edition."""
        is_of_one = admin.chosen_edition(self.request) is not None
        left_out = "edition" if is_of_one else "clashes"
        return [column for column in super().columns if column.name != left_out]

    def get_table(self, object_list: Any) -> Any:
        if admin.chosen_edition(self.request) is not None:
            clashes = queries.clashes_of_all(object_list, time.now())
            for applicant in object_list:
                applicant.clashes = clashes.get(applicant.pk, [])
        return super().get_table(object_list)

    def read_records(self, rows: Iterable[Any], reader: RecordedNames) -> None:
        super().read_records(rows, reader)
        self._results = queries.results_of(rows, time.today())

    def put_recorded(self, row: Any, reader: RecordedNames) -> Any:
        result = self._results.get(row.pk)
        row.result_text = result.text if result else ""
        return super().put_recorded(row, reader)

    def get_base_queryset(self) -> QuerySet[Enrolment]:
        return queries.applicants().annotate(edition_title=edition_title("edition__"))

    @property
    def no_results_message(self) -> str:
        edition = admin.chosen_edition(self.request)
        if edition and not any(queries.counts_by_state(edition).values()):
            return gettext("Nobody has applied for this edition yet.")
        return super().no_results_message

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(*args, **kwargs)
        edition = admin.chosen_edition(self.request)
        context["edition"] = edition
        if edition:
            counts = queries.counts_by_state(edition)
            context["counts"] = [(EnrolmentState(state).label, count) for state, count in counts.items() if count]
            if self.user_has_permission("change"):
                query = self.request.GET.urlencode()
                context["group_steps"] = [
                    (step.label, f"{reverse('kompas_applicants:group', args=[step.name])}?{query}")
                    for step in admin.GROUP_STEPS.values()
                ]
                context["add_applicant_url"] = reverse("kompas_applicants:join", args=[edition.pk])
                context["recruitment_url"] = reverse("kompas_applicants:recruitment", args=[edition.pk])
        return context


class ApplicantView(LocalInspectView):
    """One application: facts, why it stands where it stands, the whole history."""

    template_name = f"{TEMPLATES}/applicant.html"

    def get_object(self, *args: Any, **kwargs: Any) -> Enrolment:
        return RecordedNames().put(super().get_object(*args, **kwargs))

    def get_field_display_value(self, field_name: str, field: Any) -> Any:
        return super().get_field_display_value(field_name, field) or "–"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        now = time.now()
        context["explanation"] = explain(self.object, now=now)
        context["result"] = queries.results_of([self.object], time.today(now)).get(self.object.pk)
        context["changes"] = queries.history_of(self.object)
        context["clashes"] = _clashes(self.object)
        return context


def _clashes(applicant: Enrolment) -> list[queries.DateClash]:
    return queries.clashes_of_all([applicant], time.now()).get(applicant.pk, [])


def _warned(text: str, applicant: Enrolment) -> str:
    """What will happen, and what else the person has on these days."""
    clashes = "; ".join(clash.text for clash in _clashes(applicant))
    warning = gettext("Clash of dates: %(clashes)s.") % {"clashes": clashes}
    return f"{text} {warning}" if clashes else text


def _accepting(applicant: Enrolment) -> str:
    outcome = deciding.preview_of_accepting([applicant])[applicant.pk]
    if outcome.refusal:
        return outcome.text
    return _warned(gettext("The application will be: %(state)s.") % {"state": outcome.text}, applicant)


def _taking(applicant: Enrolment) -> str:
    text = gettext("For somebody who answered by telephone or on paper. The person is told by e-mail.")
    return _warned(text, applicant)


_LEAVING = _("The place goes at once to the next person on the reserve list. The person is told by e-mail.")


def _state_and_position(applicant: Any) -> str:
    """Of a row of ``queries.applicants``; of a course that is over, how it ended."""
    if applicant.result_text:
        return applicant.result_text
    state = applicant.get_state_display()
    return f"{state}: {applicant.in_line}." if applicant.in_line else state


class ApplicantViewSet(KompasViewSet):
    model = Enrolment
    name = "kompas_applicants"
    url_prefix = "kompas/applicants"
    menu_name = "kompas-applicants"
    menu_label = _("Applicants")
    icon = "group"
    add_enabled = False
    edit_enabled = False
    index_view_class = ApplicantsView
    inspect_view_class = ApplicantView
    filterset_class = EnrolmentFilterSet
    ordering = ["edition", "arrival"]
    list_display = [
        TitleColumn(
            "person",
            label=_("Person"),
            accessor="person.list_name",
            sort_key="person__sort_key",
            width="20%",
            get_url=lambda applicant: reverse("kompas_applicants:inspect", args=[applicant.pk]),
        ),
        StatusTagColumn(
            "state",
            label=_("State"),
            accessor=_state_and_position,
            sort_key="state",
            width="14%",
            primary=lambda applicant: applicant.state in LIVE and not applicant.result_text,
        ),
        Column("organisation", label=_("Institution"), accessor=lambda applicant: applicant.organisation or "–"),
        Column("contact", label=_("Contact"), accessor=lambda applicant: admin.contact_of(applicant.person)),
        Column("edition", label=_("Edition"), accessor=lambda applicant: str(applicant.edition)),
        Column(
            "clashes",
            label=_("Clash of dates"),
            accessor=lambda applicant: "; ".join(clash.text for clash in applicant.clashes) or "–",
        ),
        WhenColumn("applied_at", label=_("Applied on"), sort_key="arrival"),
        Column("reason", label=_("Reason")),
    ]
    list_export = [
        "edition_title",
        "edition.code",
        "arrival",
        "person.last_name",
        "person.first_name",
        "person.email",
        "person.phone",
        "organisation",
        "county",
        "position",
        "get_state_display",
        "result_text",
        "in_line",
        "applied_at",
        "offer_expires_at",
        "confirmed_at",
        "ended_at",
        "reason",
    ]
    export_headings = {
        "edition_title": _("Course"),
        "edition.code": _("Edition"),
        "person.last_name": _("Surname"),
        "person.first_name": _("First name"),
        "person.email": _("E-mail"),
        "person.phone": _("Phone"),
        "get_state_display": _("State"),
        "result_text": _("Result"),
        "in_line": _("Position on the reserve list"),
    }
    inspect_view_fields = [
        "edition",
        "person",
        "organisation",
        "position",
        "county",
        "arrival",
        "applied_at",
        "offer_expires_at",
        "confirmed_at",
        "ended_at",
        "reason",
        "moved_from",
    ]
    actions = [
        AdminAction(
            "accept",
            _("Accept"),
            act=lambda applicant, form, actor: _done(enrolment.decide(enrolment=applicant, accept=True, actor=actor)),
            explain=_accepting,
            icon="check",
            is_offered=lambda applicant: applicant.state == EnrolmentState.UNDER_DECISION,
        ),
        AdminAction(
            "take",
            _("Accept the place for the person"),
            act=lambda applicant, form, actor: _done(enrolment.accept(enrolment=applicant, actor=actor)),
            explain=_taking,
            icon="check",
            is_offered=lambda applicant: applicant.state == EnrolmentState.OFFERED,
        ),
        AdminAction(
            "refuse",
            _("Refuse"),
            act=lambda applicant, form, actor: _done(
                enrolment.decide(enrolment=applicant, accept=False, reason=form.cleaned_data["reason"], actor=actor)
            ),
            form_class=StaffReasonForm,
            explain=_("The person is told by e-mail, with the reason."),
            icon="cross",
            is_offered=lambda applicant: applicant.state in {EnrolmentState.UNDER_DECISION, EnrolmentState.WAITING},
        ),
        AdminAction(
            "move",
            _("Move to another edition"),
            act=lambda applicant, form, actor: reverse(
                "kompas_applicants:inspect",
                args=[enrolment.move(enrolment=applicant, actor=actor, **form.cleaned_data).pk],
            ),
            form_class=MoveForm,
            explain=_(
                "The person joins the end of the order there; seats and limits hold. The old place is passed on."
            ),
            icon="arrow-right-full",
            is_offered=lambda applicant: applicant.state in LIVE,
        ),
        AdminAction(
            "withdraw",
            _("Withdraw"),
            act=lambda applicant, form, actor: _done(
                enrolment.withdraw(enrolment=applicant, by_staff=True, reason=form.cleaned_data["reason"], actor=actor)
            ),
            form_class=StaffReasonForm,
            explain=_LEAVING,
            icon="undo",
            is_offered=lambda applicant: applicant.state in LIVE,
            is_serious=True,
        ),
    ]

    def get_urlpatterns(self) -> list[Any]:
        return [
            *super().get_urlpatterns(),
            path("group/<slug:step>/", self.construct_view(admin.GroupStepView), name="group"),
            path("join/<int:pk>/", self.construct_view(admin.JoinView), name="join"),
            path("recruitment/<int:pk>/", self.construct_view(admin.RecruitmentView), name="recruitment"),
        ]


def _done(changed: Enrolment) -> None:
    """An action that answers with the row's own page."""
