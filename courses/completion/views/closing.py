"""Closing an edition, opening it for a correction, and its records; for the organiser."""

from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from courses.attendance.queries import recorded as recorded_register
from courses.catalogue.models import Edition
from courses.catalogue.states import EditionState
from courses.completion import actions, queries
from courses.completion.forms import CloseEditionForm, ReopenForm, corrections_in_words
from courses.completion.queries import differences
from courses.completion.states import TONES, Result
from courses.completion.views.assessing import assessors_of, shown_edition
from courses.records import queries as records
from courses.records.models import EditionRecord
from training.kernel.actors import Actor
from training.kernel.refusals import Refusal
from training.ui.access import signed_in_required


@signed_in_required
@never_cache
def close_edition(request: HttpRequest, pk: int) -> HttpResponse:
    """Everybody's result with its reasons, before closing and after; for the organiser."""
    if not queries.is_office(request.user):
        raise Http404
    edition = shown_edition(request, pk)
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
        "assessors": assessors_of(edition) if seen.unverified else [],
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
    edition = shown_edition(request, pk)
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
    edition = shown_edition(request, pk)
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
