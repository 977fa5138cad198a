"""Screens of assessors, and the closing of an edition."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache

from courses.attendance import queries as attendance
from courses.catalogue.models import Edition
from courses.catalogue.states import EditionState
from courses.completion import actions, queries, refusals, rules
from courses.completion.forms import CloseEditionForm, VerifyForm
from courses.completion.states import Result
from training.accounts.scopes import person_of
from training.kernel import time
from training.kernel.actors import Actor
from training.kernel.refusals import Refusal
from training.people.models import Person

TONES = {Result.CONFIRMED: "ok", Result.COMPLETED: "ok", Result.TOOK_PART: "info", Result.NOT_COMPLETED: "bad"}


def _obstacle(edition: Edition, seen: queries.Preview | None = None) -> Refusal | None:
    """Why nothing can be verified now, whoever asks."""
    if edition.state == EditionState.CLOSED:
        return None
    try:
        actions.check_verifiable(edition, seen=seen)
    except Refusal as refusal:
        return refusal
    return None


def _assessors(edition: Edition) -> list[Person]:
    granted = queries.assessorships_on(edition, time.today()).select_related("person")
    return [each.person for each in granted.order_by("person__sort_key")]


@login_required
@never_cache
def editions(request: HttpRequest) -> HttpResponse:
    """Editions that the signed-in person assesses."""
    person, on = person_of(request.user), time.today()
    found = list(queries.editions_to_assess(person, on)) if person else []
    return render(
        request,
        "kompas_courses/completion/editions.html",
        {
            "waiting": [edition for edition in found if edition.state != EditionState.CLOSED],
            "closed": [edition for edition in found if edition.state == EditionState.CLOSED],
            "on": on,
        },
    )


def _edition(request: HttpRequest, pk: int) -> Edition:
    shown = queries.editions_visible_to(request.user).select_related("course", "standard")
    return get_object_or_404(shown, pk=pk)


@login_required
@never_cache
def verify_edition(request: HttpRequest, pk: int) -> HttpResponse:
    """The sheet of an edition: people by outcomes, with what was verified."""
    person = person_of(request.user)
    edition = queries.editions_visible_to(request.user).select_related("course", "standard").filter(pk=pk).first()
    if edition is None:
        # Whoever teaches here knows the edition; they are told why they may not assess.
        taught = attendance.editions_visible_to(request.user).filter(pk=pk)
        if person is not None and taught.exists():
            refusal = refusals.TaughtHere(person=person.full_name)
            context = {"edition": taught.select_related("course").get(), "refusal": refusal.sentence}
            return render(request, "kompas_courses/completion/refused.html", context, status=403)
        raise Http404
    seen = queries.preview(edition)
    obstacle = _obstacle(edition, seen)
    rows = [
        {
            "line": line,
            "cells": [(outcome, line.verifications.get(outcome.pk)) for outcome in seen.outcomes],
            "verified": sum(outcome.pk in line.verifications for outcome in seen.outcomes),
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
            "is_office": queries.is_office(request.user),
            "assessors": _assessors(edition),
        },
    )


@login_required
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
    verified = queries.standing_verifications([enrolment])
    person, on = person_of(request.user), time.today()
    is_assessor = person is not None and queries.may_assess(person, edition, on)
    form = VerifyForm(
        request.POST if request.method == "POST" else None,
        outcomes=outcomes,
        standing={outcome_id: each for (_pk, outcome_id), each in verified.items()},
        assessors=None if is_assessor else _assessors(edition),
        on=on,
    )
    if request.method == "POST" and form.is_valid():
        verdicts = form.verdicts(enrolment.pk)
        try:
            actions.verify_all(
                edition=edition,
                verdicts=verdicts,
                assessor=person if is_assessor else form.cleaned_data["assessor"],
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
            messages.success(request, text % {"count": len(verdicts), "person": enrolment.person.full_name})
            if following and request.POST.get("do") == "next":
                return redirect("kompas_courses:verify_person", pk=pk, enrolment_pk=following.pk)
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
            "hour": edition.course.didactic_hour,
            "is_closed": edition.state == EditionState.CLOSED,
        },
        status=422 if form.errors else 200,
    )


@login_required
@never_cache
def close_edition(request: HttpRequest, pk: int) -> HttpResponse:
    """Everybody's result with its reasons, before closing and after; for the organiser."""
    if not queries.is_office(request.user):
        raise Http404
    edition = _edition(request, pk)
    if edition.state == EditionState.CLOSED:
        return render(request, "kompas_courses/completion/closed_edition.html", _closed(edition))
    seen = queries.preview(edition)
    form = CloseEditionForm(request.POST if request.method == "POST" else None, has_unverified=bool(seen.unverified))
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.close(
                edition=edition,
                actor=Actor.of_user(request.user),
                knowingly=form.cleaned_data.get("knowingly", False),
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
    context = {
        "edition": edition,
        "seen": seen,
        "form": form,
        "rows": rows,
        "counts": [(result.label, seen.count(result)) for result in Result],
    }
    status = 409 if form.errors else 200
    return render(request, "kompas_courses/completion/close_edition.html", context, status=status)


def _closed(edition: Edition) -> dict:
    made = queries.completions(edition)
    rows = [
        {
            "person": one.enrolment.person,
            "enrolment": one.enrolment,
            "result": one.get_result_display(),
            "tone": TONES[one.result],
            "reasons": rules.reasons(queries.completion_facts(one)),
        }
        for one in made
    ]
    counts = [(result.label, sum(one.result == result for one in made)) for result in Result]
    return {
        "edition": edition,
        "rows": rows,
        "counts": counts,
        "decided": made[0] if made else None,
        "title": _("Results"),
    }
