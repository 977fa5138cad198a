"""Verbs of classes and completion."""

import uuid

from courses.attendance import actions as attendance
from courses.attendance.rules import MarkEntry
from courses.attendance.states import MarkedHow, Presence
from courses.completion import actions as completion
from tests.actors.scenario import NOW, OTHER, scenario

ATTENDANCE, COMPLETION = "courses.attendance.actions", "courses.completion.actions"


def _marks(w):
    return [MarkEntry(w.own_enrolment.pk, Presence.PRESENT, uuid.uuid4())]


@scenario(f"{ATTENDANCE}.mark", f"{ATTENDANCE}.record")
def _(w, actor):
    attendance.mark(meeting=w.meeting, entries=_marks(w), actor=actor, how=MarkedHow.FORM, now=NOW)


@scenario(f"{ATTENDANCE}.undo")
def _(w, actor):
    entries = _marks(w)
    attendance.mark(meeting=w.meeting, entries=entries, actor=OTHER, how=MarkedHow.FORM, now=NOW)
    attendance.undo(meeting=w.meeting, client_ids=[entry.client_id for entry in entries], actor=actor, now=NOW)


@scenario(f"{ATTENDANCE}.close_meeting")
def _(w, actor):
    attendance.close_meeting(
        meeting=w.meeting,
        minutes=w.meeting.minutes,
        topic="Podstawy",
        taught_by=[w.trainer],
        rest_absent=True,
        actor=actor,
        now=NOW,
    )


@scenario(f"{ATTENDANCE}.reopen_meeting")
def _(w, actor):
    attendance.reopen_meeting(meeting=w.edition.meeting, actor=actor, now=NOW)


@scenario(f"{ATTENDANCE}.correct_closing")
def _(w, actor):
    attendance.correct_closing(
        meeting=w.edition.meeting, topic="Inny", taught_by=[w.trainer], reason="Pomyłka", actor=actor, now=NOW
    )


@scenario(f"{COMPLETION}.grant_assessorship")
def _(w, actor):
    completion.grant_assessorship(edition=w.coming, person=w.assessor, actor=actor, now=NOW)


@scenario(f"{COMPLETION}.end_assessorship")
def _(w, actor):
    completion.end_assessorship(assessorship=w.assessorship, actor=actor, now=NOW)


@scenario(f"{COMPLETION}.verify", f"{COMPLETION}.verify_all")
def _(w, actor):
    completion.verify(
        enrolment=w.edition.enrolments[0],
        outcome=w.edition.outcome,
        is_met=True,
        assessor=w.assessor,
        actor=actor,
        now=NOW,
    )


@scenario(f"{COMPLETION}.close")
def _(w, actor):
    completion.close(edition=w.edition.edition, allow_incomplete=True, actor=actor, now=NOW)


def _closed(w, actor):
    completion.close(edition=w.edition.edition, allow_incomplete=True, actor=actor, now=NOW)
    w.edition.edition.refresh_from_db()
    return w.edition.edition


@scenario(f"{COMPLETION}.reopen", "courses.records.actions.record_reopening", "courses.catalogue.actions.mark_reopened")
def _(w, actor):
    completion.reopen(edition=_closed(w, OTHER), reason="Pomyłka", actor=actor, now=NOW)


@scenario("courses.records.actions.write")
def _(w, actor):
    _closed(w, actor)


@scenario(f"{COMPLETION}.withdraw_levels")
def _(w, actor):
    enrolment, outcome = w.edition.enrolments[0], w.edition.outcome
    completion.verify(enrolment=enrolment, outcome=outcome, is_met=True, assessor=w.assessor, actor=OTHER, now=NOW)
    _closed(w, OTHER)
    assert completion.withdraw_levels(enrolment=enrolment, reason="Unieważniono", actor=actor, now=NOW)


@scenario(f"{COMPLETION}.restore_levels")
def _(w, actor):
    enrolment, outcome = w.edition.enrolments[0], w.edition.outcome
    completion.verify(enrolment=enrolment, outcome=outcome, is_met=True, assessor=w.assessor, actor=OTHER, now=NOW)
    _closed(w, OTHER)
    completion.withdraw_levels(enrolment=enrolment, reason="Unieważniono", actor=OTHER, now=NOW)
    assert completion.restore_levels(enrolment=enrolment, reason="Pomyłka", actor=actor, now=NOW)
