"""Screens of assessors, and the closing of an edition."""

from collections.abc import Callable
from datetime import date, datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from courses.attendance import queries as attendance
from courses.attendance.queries import recorded as recorded_register
from courses.catalogue.models import Edition
from courses.catalogue.states import EditionState
from courses.completion import actions, queries, refusals
from courses.completion.forms import CloseEditionForm, ReopenForm, VerifyForm, corrections_in_words
from courses.completion.queries import differences, recorded
from courses.completion.states import TONES, Result
from courses.records import queries as records
from courses.records.models import EditionRecord
from training.accounts.queries import person_of
from training.kernel import time
from training.kernel.actors import Actor
from training.kernel.refusals import Refusal
from training.people.models import Person
from training.ui.access import signed_in_required


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


def _assessors(edition: Edition) -> list[Person]:
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
    return render(
        request,
        "kompas_courses/completion/editions.html",
        {
            "waiting": [edition for edition in editions if edition.state != EditionState.CLOSED],
            "closed": [edition for edition in editions if edition.state == EditionState.CLOSED],
            "on": on,
        },
    )


def _edition(request: HttpRequest, pk: int) -> Edition:
    shown = queries.editions_visible_to(request.user).select_related("course", "standard")
    return get_object_or_404(shown, pk=pk)


@signed_in_required
@never_cache
def verify_edition(request: HttpRequest, pk: int) -> HttpResponse:
    """The sheet of an edition: people by outcomes, with what was verified."""
    person = person_of(request.user)
    edition = queries.editions_visible_to(request.user).select_related("course", "standard").filter(pk=pk).first()
    if edition is None:
        # Whoever teaches here knows the edition; they are told why they may not assess.
        taught = attendance.editions_visible_to(request.user).select_related("course").filter(pk=pk).first()
        if taught is not None and (objection := _objection(actions.check_does_not_teach, taught, person)):
            return _refused(request, taught, objection)
        raise Http404
    # Also whoever was granted to assess, and taught afterwards in somebody's place.
    objection = _objection(actions.check_has_not_taught, edition, person)
    if objection and not queries.is_office(request.user):
        return _refused(request, edition, objection)
    seen = queries.preview(edition)
    obstacle = _obstacle(edition, seen)
    rows = [
        {
            "line": line,
            "cells": [(outcome, line.verifications.get(outcome.pk)) for outcome in seen.outcomes],
            "verified": sum(seen.in_time(line.verifications.get(outcome.pk)) for outcome in seen.outcomes),
        }
        for line in seen.lines
    ]
    return render(
        request,
        "kompas_courses/completion/verify_edition.html",
        {
            "edition": edition,
            "standard": edition.standard,
            "seen": seen,
            "rows": rows,
            "obstacle": obstacle.sentence if obstacle else "",
            "may_verify": obstacle is None and edition.state == EditionState.PUBLISHED,
            "may_open": obstacle is None,
            "is_office": queries.is_office(request.user),
            "assessors": _assessors(edition),
        },
    )


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
    edition = _edition(request, pk)
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
        assessors=None if is_assessor or is_closed else _assessors(edition),
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


@signed_in_required
@never_cache
def close_edition(request: HttpRequest, pk: int) -> HttpResponse:
    """Everybody's result with its reasons, before closing and after; for the organiser."""
    if not queries.is_office(request.user):
        raise Http404
    edition = _edition(request, pk)
    if edition.state == EditionState.CLOSED:
        return render(request, "kompas_courses/completion/closed_edition.html", _closed(edition))
    seen = queries.preview(edition)
    recorded_register.put_last_recorded(edition, (line.enrolment for line in seen.lines))
    form = CloseEditionForm(
        request.POST if request.method == "POST" else None,
        has_unverified=bool(seen.unverified),
        has_unmarked=bool(seen.unmarked),
        differences=differences(edition, seen),
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.close(
                edition=edition,
                actor=Actor.of_user(request.user),
                allow_incomplete=form.cleaned_data.get("allow_incomplete", False),
                corrected=form.cleaned_data.get("corrected", ()),
            )
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
        else:
            text = ngettext(
                "The edition is closed; %(count)d result decided.",
                "The edition is closed; %(count)d results decided.",
                len(made),
            )
            messages.success(request, text % {"count": len(made)})
            return redirect("kompas_courses:close_edition", pk=pk)
    context = {
        "edition": edition,
        "seen": seen,
        "form": form,
        **_results(seen),
        "corrected": records.being_corrected(edition),
        "assessors": _assessors(edition) if seen.unverified else [],
        "may_grant": request.user.has_perm("kompas_courses.add_assessorship"),
    }
    status = 409 if form.errors else 200
    return render(request, "kompas_courses/completion/close_edition.html", context, status=status)


def _results(seen: queries.Preview) -> dict:
    """Rows and counts of an edition's results."""
    rows = [
        {
            "person": line.person,
            "enrolment": line.enrolment,
            "result": line.result.label,
            "tone": TONES[line.result],
            "reasons": line.reasons,
            # When nothing was verified the reasons say so already.
            "unverified": line.unverified if line.facts.outcomes_verified else 0,
        }
        for line in seen.lines
    ]
    return {"rows": rows, "counts": [(result.label, seen.count(result)) for result in Result]}


def _closed(edition: Edition) -> dict:
    seen = queries.preview(edition)
    return {
        "edition": edition,
        "seen": seen,
        "closed": seen.payload["closed"] if seen.payload else None,
        "closed_at": datetime.fromisoformat(seen.payload["closed"]["at"]) if seen.payload else None,
        "versions": records.history(edition),
        "form": ReopenForm(),
        "title": _("Results"),
        **_results(seen),
    }


@require_POST
@signed_in_required
def reopen_edition(request: HttpRequest, pk: int) -> HttpResponse:
    """Open a closed edition for a correction, with its reason; for the organiser."""
    if not queries.is_office(request.user):
        raise Http404
    edition = _edition(request, pk)
    form = ReopenForm(request.POST)
    if form.is_valid():
        try:
            actions.reopen(edition=edition, reason=form.cleaned_data["reason"], actor=Actor.of_user(request.user))
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("The edition is open for a correction. Close it again when it is made."))
            return redirect("kompas_courses:close_edition", pk=pk)
    context = {**_closed(edition), "form": form} if edition.is_closed else None
    if context is None:
        messages.error(request, _("The edition is not closed."))
        return redirect("kompas_courses:close_edition", pk=pk)
    return render(request, "kompas_courses/completion/closed_edition.html", context, status=422)


@signed_in_required
@never_cache
def edition_record(request: HttpRequest, pk: int, version: int) -> HttpResponse:
    """One version of a closed edition's record, the ones left by corrections too; for the organiser."""
    if not queries.is_office(request.user):
        raise Http404
    edition = _edition(request, pk)
    record = get_object_or_404(EditionRecord.objects.select_related("reopening"), edition=edition, version=version)
    payload = records.payload_of(record)
    seen = queries.recorded_preview(edition, payload)
    context = {
        "edition": edition,
        "record": record,
        "payload": payload,
        "corrections": corrections_in_words(payload),
        "meetings": [
            {
                "starts_at": datetime.fromisoformat(meeting["starts_at"]),
                "topic": meeting["topic"],
                "minutes": meeting["minutes"],
                "trainers": [trainer["name"] for trainer in meeting["trainers"]],
            }
            for meeting in payload["meetings"]
        ],
        **_results(seen),
    }
    return render(request, "kompas_courses/completion/edition_record.html", context)
