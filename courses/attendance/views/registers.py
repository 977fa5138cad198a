"""Screens of the register of classes: a trainer's meetings, the roster, closing, printing."""

import json
import uuid
from dataclasses import replace

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from courses.attendance import actions, queries, refusals
from courses.attendance import columns as words
from courses.attendance.forms import (
    MOST_MESSAGES,
    CloseMeetingForm,
    entries_from_form,
    entries_from_messages,
    search_people,
)
from courses.attendance.queries import closing_of, own_register, written_closing
from courses.attendance.queries.recorded import as_recorded
from courses.attendance.rules import MarkEntry, may_open_again
from courses.attendance.states import ON_ROSTER, MarkedHow, Presence
from courses.catalogue.models import Meeting
from courses.catalogue.queries.recorded import as_held, put_meetings
from courses.catalogue.states import EditionState
from courses.enrolment.models import Enrolment
from courses.enrolment.states import TAKES_PART
from training.accounts.queries import person_of
from training.kernel import time
from training.kernel.actors import Actor
from training.kernel.input_text import number_of
from training.kernel.refusals import Refusal
from training.ui.access import signed_in_required

ICONS = {
    Presence.PRESENT: ("check-lg", "ok"),
    Presence.LATE: ("clock", "warn"),
    Presence.LEFT_EARLY: ("box-arrow-right", "warn"),
    Presence.EXCUSED: ("envelope", "info"),
    Presence.ABSENT: ("x-lg", "bad"),
}


def _meeting(request: HttpRequest, pk: int) -> Meeting:
    shown = queries.meetings_visible_to(request.user).select_related("edition__course", "edition__county", "closing")
    return get_object_or_404(shown, pk=pk)


def _how(request: HttpRequest, meeting: Meeting, usual: MarkedHow) -> MarkedHow:
    """A closed meeting takes only the organiser's corrections."""
    return MarkedHow.OFFICE if closing_of(meeting) and queries.is_office(request.user) else usual


def _may_change(request: HttpRequest, meeting: Meeting) -> bool:
    if meeting.edition.state != EditionState.PUBLISHED:
        return False
    return not closing_of(meeting) or queries.is_office(request.user)


@signed_in_required
@never_cache
def today(request: HttpRequest) -> HttpResponse:
    """A trainer's meetings: today's first, then those not closed, then what comes."""
    on = time.today()
    office = queries.is_office(request.user)
    meetings = queries.meetings_visible_to(request.user)
    person = person_of(request.user)
    own = queries.meetings_of_trainer(person) if person else Meeting.objects.none()
    shows_all = office and (request.GET.get("wszystkie") == "1" or person is None)
    shown = meetings if shows_all else own
    page = Paginator(queries.closed_meetings(shown), 20).get_page(request.GET.get("page"))
    put_meetings(page.object_list)
    return render(
        request,
        "kompas_courses/attendance/today.html",
        {
            "meetings": queries.split_meetings(shown, on),
            "closed": page,
            "on": on,
            "is_office": office,
            "shows_all": shows_all,
            "has_own": person is not None,
        },
    )


@method_decorator([signed_in_required, never_cache], name="dispatch")
class RosterView(View):
    """The roster of a meeting; the form works without JavaScript, which saves each tap by itself."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.page(request, _meeting(request, pk))

    def page(self, request: HttpRequest, meeting: Meeting, posted: dict | None = None, wrong=(), status: int = 200):
        roster = queries.roster(meeting)
        posted = posted or {}
        lines = []
        for line in roster.lines:
            pk = line.enrolment.pk
            presence = posted.get(f"presence-{pk}", line.presence)
            missed = posted.get(f"missed-{pk}", line.mark.minutes_missed if line.mark else "")
            lines.append(
                {
                    "line": line,
                    "institution": queries.institution(line.enrolment),
                    "presence": presence,
                    "missed": missed or "",
                    "was_missed": (line.mark.minutes_missed or "") if line.mark else "",
                    "asks_minutes": presence in (Presence.LATE, Presence.LEFT_EARLY),
                    "fault": dict(wrong).get(pk, ""),
                    "undo": words.undoable(line),
                }
            )
        day, closing = time.today(meeting.starts_at), closing_of(meeting)
        is_taught = meeting.edition.state == EditionState.PUBLISHED
        return render(
            request,
            "kompas_courses/attendance/roster.html",
            {
                "meeting": as_held(meeting.edition, [meeting])[0],
                "edition": meeting.edition,
                "closing": closing,
                "may_open_again": closing and is_taught and may_open_again(closing.closed_at, time.now()),
                "roster": roster,
                "lines": lines,
                "faults": [(pk, text) for pk, text in wrong],
                "choices": [(value.value, ON_ROSTER[value], *ICONS[value]) for value in Presence],
                "may_change": _may_change(request, meeting),
                "is_ahead": time.today() < day,
                "may_close": _may_change(request, meeting) and time.now() >= meeting.starts_at,
                "closes_later": _may_change(request, meeting)
                and time.today() == day
                and time.now() < meeting.starts_at,
                "undoable": queries.last_changes(meeting, request.user.pk) if _may_change(request, meeting) else [],
                "is_office": queries.is_office(request.user),
                "reason": posted.get("reason", ""),
            },
            status=status,
        )

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        meeting = _meeting(request, pk)
        roster = queries.roster(meeting)
        entries = entries_from_form(request.POST, roster)
        if request.POST.get("do") == "rest":
            marked = {entry.enrolment_id for entry in entries}
            entries += [
                MarkEntry(line.enrolment.pk, Presence.PRESENT, uuid.uuid4(), is_rest=True)
                for line in roster.lines
                if not request.POST.get(f"was-{line.enrolment.pk}") and line.enrolment.pk not in marked
            ]
        if closing_of(meeting):
            entries = [replace(entry, reason=request.POST.get("reason", "").strip()) for entry in entries]
        how = _how(request, meeting, MarkedHow.FORM)
        try:
            outcome = actions.mark(meeting=meeting, entries=entries, actor=Actor.of_user(request.user), how=how)
        except Refusal as refusal:
            messages.error(request, refusal.sentence)
            return self.page(request, meeting, request.POST, status=409)
        people = {entry.client_id: entry.enrolment_id for entry in entries}
        if outcome.refused:
            wrong = [(people[key], refusal.sentence) for key, refusal in outcome.refused.items()]
            return self.page(request, meeting, request.POST, wrong, status=422)
        if outcome.applied:
            text = ngettext("%(count)d change saved.", "%(count)d changes saved.", len(outcome.applied))
            messages.success(request, text % {"count": len(outcome.applied)})
        elif not outcome.left:
            messages.info(request, _("Nothing has changed."))
        if outcome.left:
            messages.warning(request, words.left_in_words(outcome))
        return redirect("kompas_courses:roster", pk=pk)


@signed_in_required
@never_cache
@require_POST
def save(request: HttpRequest, pk: int) -> HttpResponse:
    """One tap, or several: what ``roster.js`` sends.  Answers the current marks."""
    meeting = _meeting(request, pk)
    now, actor = time.now(), Actor.of_user(request.user)
    try:
        # A form is no message; its body may have been read as fields already.
        data = json.loads(request.body) if request.content_type == "application/json" else None
        if not isinstance(data, dict):
            raise TypeError("a message is an object")
        # A queue left in the browser by one account is never sent in the name of another.
        if str(data.get("account") or request.user.pk) != str(request.user.pk):
            return JsonResponse({"title": _("Another account is signed in.")}, status=403)
        reason = str(data.get("reason") or "").strip()
        if undone := data.get("undo"):
            ids = [uuid.UUID(typed) for typed in undone[:MOST_MESSAGES]]
        else:
            is_rest = data.get("how") == MarkedHow.REST
            entries = entries_from_messages(data, now, is_rest=is_rest, reason=reason)
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError):
        return JsonResponse({"title": _("This message cannot be read.")}, status=400)
    try:
        if undone:
            how = _how(request, meeting, MarkedHow.UNDO)
            outcome = actions.undo(meeting=meeting, client_ids=ids, actor=actor, how=how, reason=reason, now=now)
        else:
            how = _how(request, meeting, MarkedHow.TAP)
            outcome = actions.mark(meeting=meeting, entries=entries, actor=actor, how=how, now=now)
    except Refusal as refusal:
        return JsonResponse(refusal.as_problem(), status=refusal.status, content_type="application/problem+json")
    roster = queries.roster(meeting)
    return JsonResponse(
        {
            "applied": outcome.applied,
            "late": outcome.late,
            "repeated": outcome.repeated,
            "left": words.left_in_words(outcome),
            "refused": [{"id": key, "title": refusal.sentence} for key, refusal in outcome.refused.items()],
            "present": roster.present,
            "unmarked": len(roster.unmarked),
            "people": {
                line.enrolment.pk: {
                    "presence": line.presence,
                    "missed": (line.mark.minutes_missed or "") if line.mark else "",
                    "recorded_by": words.recorded_by(line),
                    "undo": words.undoable(line),
                }
                for line in roster.lines
            },
        }
    )


@signed_in_required
@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back the newest save of this account, or what a row's own button names; from the plain form."""
    meeting = _meeting(request, pk)
    try:
        named = [uuid.UUID(typed) for typed in request.POST.getlist("client")[:1]]
    except ValueError:
        raise Http404 from None
    try:
        outcome = actions.undo(
            meeting=meeting,
            client_ids=named or [change.client_id for change in queries.last_changes(meeting, request.user.pk)],
            actor=Actor.of_user(request.user),
            how=_how(request, meeting, MarkedHow.UNDO),
        )
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
        return redirect("kompas_courses:roster", pk=pk)
    if outcome.applied:
        text = ngettext("%(count)d change undone.", "%(count)d changes undone.", len(outcome.applied))
        messages.success(request, text % {"count": len(outcome.applied)})
    if outcome.refused:
        messages.error(request, next(iter(outcome.refused.values())).sentence)
    return redirect("kompas_courses:roster", pk=pk)


@signed_in_required
@never_cache
def close_meeting(request: HttpRequest, pk: int) -> HttpResponse:
    """Topic, minutes and who taught; the same page corrects a closed meeting, for the organiser."""
    meeting = _meeting(request, pk)
    closing, office = closing_of(meeting), queries.is_office(request.user)
    if closing and not office:
        messages.info(request, refusals.MeetingIsClosed(topic=meeting.topic).sentence)
        return redirect("kompas_courses:roster", pk=pk)
    # A meeting that is open again starts from what was recorded at its closing.
    written = written_closing(meeting)
    people = list(written.taught_by.all() if written else meeting.trainers.all())
    chosen = [person.pk for person in people]
    search = request.POST.get("search", "")
    ticked = [key for typed in request.POST.getlist("taught_by") if (key := number_of(typed)) is not None]
    among = queries.possible_teachers(request.user)
    matches = search_people(search, among) if request.method == "POST" else []
    # Those ticked on the page before came from an earlier search.
    choices = {person.pk: person for person in [*people, *matches, *among.filter(pk__in=ticked[:50])]}
    roster = queries.roster(meeting)
    # Looking for somebody judges nothing yet: what was typed comes back as it was.
    is_search = request.method == "POST" and request.POST.get("do") == "search"
    typed = {name: request.POST.get(name, "") for name in ("topic", "minutes", "rest_absent", "reason")}
    form = CloseMeetingForm(
        request.POST if request.method == "POST" and not is_search else None,
        meeting=meeting,
        people=list(choices.values()),
        unmarked=len(roster.unmarked),
        is_correction=bool(closing),
        initial=typed | {"taught_by": ticked}
        if is_search
        else {
            "topic": written.topic if written else meeting.topic,
            "minutes": written.minutes if written else meeting.minutes,
            "taught_by": chosen,
        },
    )
    status = 200
    if form.is_bound:
        if form.is_valid() and _close(request, meeting, form, bool(closing)):
            return redirect("kompas_courses:roster", pk=pk) if closing else redirect("kompas_courses:today")
        status = 422
    return render(
        request,
        "kompas_courses/attendance/close_meeting.html",
        {
            "meeting": meeting,
            "edition": meeting.edition,
            "closing": closing,
            "form": form,
            "roster": roster,
            "searched": search if is_search else "",
            "found": matches,
            "changes": list(written.changes.all()) if written else [],
        },
        status=status,
    )


def _close(request: HttpRequest, meeting: Meeting, form: CloseMeetingForm, is_correction: bool) -> bool:
    facts = {
        "meeting": meeting,
        "topic": form.cleaned_data["topic"],
        "minutes": form.cleaned_data["minutes"],
        "taught_by": form.cleaned_data["taught_by"],
        "actor": Actor.of_user(request.user),
    }
    try:
        if is_correction:
            actions.correct_closing(**facts, reason=form.cleaned_data["reason"])
            messages.success(request, _("The correction was saved."))
        else:
            actions.close_meeting(**facts, rest_absent=form.cleaned_data.get("rest_absent", False))
            messages.success(request, _("The meeting is closed: %(topic)s.") % {"topic": form.cleaned_data["topic"]})
    except Refusal as refusal:
        field = getattr(refusal, "field", None)
        form.add_error(field if field in form.fields else None, refusal.sentence)
        return False
    return True


@signed_in_required
@never_cache
def history(request: HttpRequest, pk: int) -> HttpResponse:
    """Every change of a meeting's register: what, who, when, and what it was before."""
    meeting = _meeting(request, pk)
    page = Paginator(queries.journal(meeting), 50).get_page(request.GET.get("page"))
    changes = list(page)
    as_recorded(meeting.edition, [change.enrolment for change in changes])
    labels = dict(Presence.choices)
    rows = [
        {
            "change": change,
            "old": labels.get(change.old_presence, ""),
            "new": labels.get(change.new_presence, ""),
        }
        for change in changes
    ]
    closing = written_closing(meeting)
    return render(
        request,
        "kompas_courses/attendance/history.html",
        {
            "meeting": as_held(meeting.edition, [meeting])[0],
            "edition": meeting.edition,
            "page": page,
            "rows": rows,
            "closing": closing,
            "corrections": list(closing.changes.all()) if closing else [],
        },
    )


@signed_in_required
@never_cache
def my_attendance(request: HttpRequest, pk: int) -> HttpResponse:
    """A participant's own register: each meeting, and how much is still needed."""
    person = person_of(request.user)
    if person is None:
        raise Http404
    enrolment = get_object_or_404(
        Enrolment.objects.of_person(person).select_related("edition__course"), pk=pk, state__in=TAKES_PART
    )
    own = own_register(enrolment)
    return render(
        request,
        "kompas_courses/attendance/my_attendance.html",
        {
            "enrolment": enrolment,
            "edition": enrolment.edition,
            "rows": own.meetings,
            "minutes": own.minutes,
            "hour": enrolment.edition.didactic_hour,
        },
    )
