"""Screens of assessors: their editions, the sheet of an edition, and the outcomes of one person."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views import View
from django.views.decorators.cache import never_cache

from courses.attendance import queries as attendance
from courses.catalogue.models import Edition, Outcome
from courses.catalogue.states import EditionState
from courses.completion import actions, queries, refusals
from courses.completion.actions import NewVerdict
from courses.completion.forms import (
    MET,
    NOT_MET,
    SheetForm,
    VerifyForm,
    confirmed_for,
    verdicts_from_sheet,
)
from courses.completion.models import Verification
from courses.completion.queries import recorded
from training.accounts.queries import person_of
from training.kernel import time
from training.kernel.actors import Actor
from training.kernel.refusals import Refusal
from training.people.models import Person
from training.ui.access import signed_in_required

# The last day to verify is near when so many days are left.
SOON_DAYS = 3


def _obstacle(edition: Edition, seen: queries.Preview | None = None) -> Refusal | None:
    """Why nothing can be verified now, whoever asks."""
    if edition.state == EditionState.CLOSED:
        return None
    try:
        actions.check_verifiable(edition, seen=seen)
    except Refusal as refusal:
        return refusal
    return None


def _objection(check: Callable[[Edition, Person], None], edition: Edition, person: Person | None) -> Refusal | None:
    """Why somebody who teaches here may not assess."""
    try:
        if person is not None:
            check(edition, person)
    except Refusal as refusal:
        return refusal
    return None


def _refused(request: HttpRequest, edition: Edition, refusal: Refusal) -> HttpResponse:
    context = {"edition": edition, "refusal": refusal.sentence}
    return render(request, "kompas_courses/completion/refused.html", context, status=403)


def assessors_of(edition: Edition) -> list[Person]:
    granted = queries.assessorships_on(edition, time.today()).select_related("person")
    people = [each.person for each in granted.order_by("person__sort_key")]
    recorded.put_assessor_names(edition, people)
    return people


@signed_in_required
@never_cache
def editions(request: HttpRequest) -> HttpResponse:
    """Editions that the signed-in person assesses."""
    person, on = person_of(request.user), time.today()
    editions = list(queries.editions_to_assess(person, on)) if person else []
    last_days = queries.last_days_to_assess(person, on) if person else {}
    return render(
        request,
        "kompas_courses/completion/editions.html",
        {
            "waiting": [
                (edition, last_days.get(edition.pk)) for edition in editions if edition.state != EditionState.CLOSED
            ],
            "closed": [edition for edition in editions if edition.state == EditionState.CLOSED],
            "on": on,
            "soon": on + timedelta(days=SOON_DAYS),
        },
    )


def shown_edition(request: HttpRequest, pk: int) -> Edition:
    shown = queries.editions_visible_to(request.user).select_related("course", "standard")
    return get_object_or_404(shown, pk=pk)


@dataclass(frozen=True)
class Cell:
    """One outcome of one person in the sheet; ``verdict`` is empty until it is verified after the last meeting."""

    outcome: Outcome
    verification: Verification | None
    verdict: str
    # What is chosen on the page: the verdict, or what was typed and not saved.
    chosen: str
    is_outdated: bool


@dataclass(frozen=True)
class SheetRow:
    line: queries.Line
    cells: list[Cell]
    is_ticked: bool = False

    @property
    def verified(self) -> int:
        return sum(bool(cell.verdict) for cell in self.cells)


def _cell(seen: queries.Preview, line: queries.Line, outcome: Outcome, data: QueryDict) -> Cell:
    verification, verdict = line.verifications.get(outcome.pk), ""
    if verification and seen.in_time(verification):
        verdict = MET if verification.is_met else NOT_MET
    chosen = data.get(f"verdict-{line.enrolment.pk}-{outcome.pk}", verdict)
    return Cell(outcome, verification, verdict, chosen, is_outdated=verification is not None and not verdict)


def _sheet(seen: queries.Preview, data: QueryDict) -> list[SheetRow]:
    """The rows of the sheet, with what ``data`` chose and ticked; empty when nothing was sent."""
    ticked = data.getlist("person")
    return [
        SheetRow(
            line,
            [_cell(seen, line, outcome, data) for outcome in seen.outcomes],
            str(line.enrolment.pk) in ticked,
        )
        for line in seen.lines
    ]


@method_decorator([signed_in_required, never_cache], name="dispatch")
class SheetView(View):
    """The sheet of an edition: people by outcomes; a plain form, of which ``verify.js`` saves each tap by itself."""

    edition: Edition
    person: Person | None

    def dispatch(self, request: HttpRequest, *args: Any, pk: int, **kwargs: Any) -> HttpResponseBase:
        self.person = person_of(request.user)
        edition = queries.editions_visible_to(request.user).select_related("course", "standard").filter(pk=pk).first()
        if edition is None:
            # Whoever teaches here knows the edition; they are told why they may not assess.
            taught = attendance.editions_visible_to(request.user).select_related("course").filter(pk=pk).first()
            if taught is not None and (objection := _objection(actions.check_does_not_teach, taught, self.person)):
                return _refused(request, taught, objection)
            raise Http404
        # Also whoever was granted to assess, and taught afterwards in somebody's place.
        objection = _objection(actions.check_has_not_taught, edition, self.person)
        if objection and not queries.is_office(request.user):
            return _refused(request, edition, objection)
        self.edition = edition
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def is_assessor(self) -> bool:
        # To others than the office the edition is shown because they may assess in it.
        if not queries.is_office(self.request.user):
            return True
        return self.person is not None and queries.may_assess(self.person, self.edition, time.today())

    def form(self, seen: queries.Preview, assessors: list[Person], data: QueryDict | None = None) -> SheetForm:
        # A whole group is verified on one day: the last one named.
        days = [each.verified_on for line in seen.lines for each in line.verifications.values() if seen.in_time(each)]
        offered = None if self.is_assessor else assessors
        return SheetForm(data, assessors=offered, on=max(days, default=time.today()))

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page(request, queries.preview(self.edition), assessors_of(self.edition))

    def page(
        self, request: HttpRequest, seen: queries.Preview, assessors: list[Person], form: SheetForm | None = None
    ) -> HttpResponse:
        obstacle = _obstacle(self.edition, seen)
        may_verify = obstacle is None and self.edition.state == EditionState.PUBLISHED
        return render(
            request,
            "kompas_courses/completion/verify_edition.html",
            {
                "edition": self.edition,
                "standard": self.edition.standard,
                "seen": seen,
                "rows": _sheet(seen, request.POST),
                "obstacle": obstacle.sentence if obstacle else "",
                "may_verify": may_verify,
                "may_open": obstacle is None,
                "may_record": may_verify and (self.is_assessor or bool(assessors)),
                "form": form or self.form(seen, assessors),
                "is_office": queries.is_office(request.user),
                "assessors": assessors,
            },
            status=422 if form and form.errors else 200,
        )

    def post(self, request: HttpRequest) -> HttpResponse:
        seen, assessors = queries.preview(self.edition), assessors_of(self.edition)
        form = self.form(seen, assessors, request.POST)
        verdicts = verdicts_from_sheet(request.POST, seen)
        if request.POST.get("do") == "confirm":
            verdicts = [*confirmed_for(request.POST.getlist("person"), seen), *verdicts]
        if form.is_valid():
            try:
                self.verify(form, verdicts, request.user)
            except (refusals.DatedTooEarly, refusals.DatedInFuture) as refusal:
                form.add_error("verified_on", refusal.sentence)
            except Refusal as refusal:
                form.add_error(None, refusal.sentence)
        if request.headers.get("Accept") == "application/json":
            return self.answer(form)
        if form.errors:
            return self.page(request, seen, assessors, form)
        self.tell(request, verdicts, seen)
        return redirect("kompas_courses:verify_edition", pk=self.edition.pk)

    def verify(self, form: SheetForm, verdicts: list[NewVerdict], user: Any) -> None:
        if not verdicts:
            return
        actions.verify_all(
            edition=self.edition,
            verdicts=verdicts,
            assessor=self.person if self.is_assessor and self.person else form.cleaned_data["assessor"],
            verified_on=form.cleaned_data["verified_on"],
            actor=Actor.of_user(user),
        )

    def answer(self, form: SheetForm) -> JsonResponse:
        """What the sheet holds now, for the script; or why nothing was saved."""
        if form.errors:
            reasons = [str(reason) for listed in form.errors.values() for reason in listed]
            return JsonResponse({"title": " ".join(reasons)}, status=422)
        rows = _sheet(queries.preview(self.edition), QueryDict())
        cells = {f"{row.line.enrolment.pk}-{cell.outcome.pk}": cell.verdict for row in rows for cell in row.cells}
        return JsonResponse({"cells": cells, "verified": {row.line.enrolment.pk: row.verified for row in rows}})

    def tell(self, request: HttpRequest, verdicts: list[NewVerdict], seen: queries.Preview) -> None:
        if verdicts:
            text = ngettext("%(count)d outcome saved.", "%(count)d outcomes saved.", len(verdicts))
            messages.success(request, text % {"count": len(verdicts)})
        elif request.POST.get("do") == "confirm" and not request.POST.getlist("person"):
            messages.warning(request, _("Tick the people first."))
        else:
            messages.info(request, _("Nothing has changed."))
        if request.POST.get("do") == "confirm":
            left = [
                row.line.person.list_name
                for row in _sheet(seen, request.POST)
                if row.is_ticked and any(cell.verdict == NOT_MET for cell in row.cells)
            ]
            if left:
                text = _("What was found not met stays so: %(people)s.")
                messages.warning(request, text % {"people": "; ".join(left)})


def _day_before(request: HttpRequest) -> date | None:
    """The day of the person saved before: a whole group is verified on one day."""
    try:
        return date.fromisoformat(request.GET.get("dnia", ""))
    except ValueError:
        return None


@signed_in_required
@never_cache
def verify_person(request: HttpRequest, pk: int, enrolment_pk: int) -> HttpResponse:
    """The outcomes of one person: met or not, with a comment; saved, the next person follows."""
    edition = shown_edition(request, pk)
    people = queries.participants(edition)
    numbers = {enrolment.pk: number for number, enrolment in enumerate(people)}
    if enrolment_pk not in numbers:
        raise Http404
    number = numbers[enrolment_pk]
    enrolment = people[number]
    following = people[number + 1] if number + 1 < len(people) else None
    if obstacle := _obstacle(edition):
        messages.error(request, obstacle.sentence)
        return redirect("kompas_courses:verify_edition", pk=pk)
    outcomes = queries.outcomes_of(edition)
    verified = queries.current_verifications([enrolment])
    recorded.put_assessors(edition, verified.values())
    person, on = person_of(request.user), time.today()
    last_meeting = attendance.last_meeting(edition)
    if last_meeting is None:
        raise Http404
    last_day = time.today(last_meeting.ends_at)
    is_closed = edition.state == EditionState.CLOSED
    is_assessor = person is not None and queries.may_assess(person, edition, on)
    form = VerifyForm(
        request.POST if request.method == "POST" else None,
        outcomes=outcomes,
        current={outcome_id: each for (_pk, outcome_id), each in verified.items()},
        outdated=[outcome_id for (_pk, outcome_id), each in verified.items() if each.verified_on < last_day],
        assessors=None if is_assessor or is_closed else assessors_of(edition),
        on=_day_before(request) or on,
    )
    if is_closed:
        # Everything can be read, comments too, and nothing changed.
        for field in form.fields.values():
            field.disabled = True
    if request.method == "POST" and form.is_valid():
        verdicts = form.verdicts(enrolment.pk)
        try:
            actions.verify_all(
                edition=edition,
                verdicts=verdicts,
                assessor=person if person is not None and is_assessor else form.cleaned_data["assessor"],
                verified_on=form.cleaned_data["verified_on"],
                actor=Actor.of_user(request.user),
            )
        except (refusals.DatedTooEarly, refusals.DatedInFuture) as refusal:
            form.add_error("verified_on", refusal.sentence)
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
        else:
            text = ngettext(
                "%(count)d outcome saved: %(person)s.", "%(count)d outcomes saved: %(person)s.", len(verdicts)
            )
            if verdicts:
                messages.success(request, text % {"count": len(verdicts), "person": enrolment.person.full_name})
            else:
                messages.info(request, _("Nothing has changed."))
            if following and request.POST.get("do") == "next":
                url = reverse("kompas_courses:verify_person", args=[pk, following.pk])
                return redirect(f"{url}?dnia={form.cleaned_data['verified_on']}")
            return redirect("kompas_courses:verify_edition", pk=pk)
    return render(
        request,
        "kompas_courses/completion/verify_person.html",
        {
            "edition": edition,
            "enrolment": enrolment,
            "form": form,
            "number": number + 1,
            "count": len(people),
            "following": following,
            "minutes": attendance.minutes_of([enrolment])[enrolment.pk],
            "hour": edition.didactic_hour,
            "is_closed": is_closed,
        },
        status=422 if form.errors else 200,
    )
