"""The verbs of editions and meetings, part of ``catalogue.actions``.

The edition is the row that is locked: its meetings are compared with one
another, and its days follow from them.
"""

from collections.abc import Collection
from datetime import datetime
from functools import partial
from typing import Any, TypedDict, Unpack

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.dispatch import Signal
from django.utils.translation import gettext as _

from courses.catalogue import queries, rules, signals
from courses.catalogue.models import Course, Edition, Meeting, Module, Standard
from courses.catalogue.refusals import (
    CodeIsMissing,
    CodeIsTaken,
    CourseIsArchived,
    EditionIsBeingCorrected,
    EditionIsOver,
    MeetingIsCancelled,
    MeetingWasHeld,
    ModuleOfAnotherCourse,
    ReasonIsMissing,
    StandardIsInUse,
    StandardOfAnotherCourse,
)
from courses.catalogue.states import NEXT_EDITION, EditionState, MeetingState, Mode
from courses.records import queries as records
from training.kernel import time
from training.kernel.actors import Actor
from training.kernel.history import changes_of, note, note_saved
from training.kernel.model_fields import check_fields, write
from training.kernel.printing import printable, printable_fields
from training.kernel.states import check_move
from training.people.models import County, Person

# What people must be told of when it changes.
MEETING_FIELDS = ("starts_at", "ends_at", "minutes", "topic", "module_id", "venue", "online_link")
OVER = frozenset({EditionState.CANCELLED, EditionState.CLOSED})


class EditionFields(TypedDict, total=False):
    """What ``save_edition`` writes; what is not named stays."""

    code: str
    standard: Standard | None
    mode: Mode
    county: County | None
    venue: str
    online_link: str
    coordinator: AbstractBaseUser | None
    contact_name: str
    contact_email: str
    contact_phone: str


@transaction.atomic
def save_edition(
    *,
    actor: Actor,
    edition: Edition | None = None,
    course: Course | None = None,
    **fields: Unpack[EditionFields],
) -> Edition:
    """Plan an edition of ``course``, or change the given one; what is not named stays.

    Raises:
        EditionIsOver: it is cancelled or closed.
        CourseIsArchived: a new edition of an archived course.
        StandardOfAnotherCourse, StandardIsInUse, CodeIsMissing, CodeIsTaken
    """
    check_fields("save_edition", fields, EditionFields)
    is_new = edition is None
    if edition is None:
        if course is None:
            raise TypeError("A new edition needs its course.")
        course = Course.objects.select_for_update(no_key=True).get(pk=course.pk)
        if course.is_archived:
            raise CourseIsArchived(course=course.title)
        edition = Edition(course=course, mode=course.mode)
    else:
        edition = _changeable(edition)
    if "standard" in fields:
        _check_standard(edition, fields["standard"])
    values = printable_fields(fields, {"code", "title", "venue", "contact_name"})
    code = values.get("code", edition.code)
    if not code:
        raise CodeIsMissing()
    same = Edition.objects.filter(course_id=edition.course_id, code=code).exclude(pk=edition.pk)
    if same.exists():
        raise CodeIsTaken(code=code)
    changes = [] if is_new else changes_of(edition, values)
    edition = write(edition, values)
    edition.save()
    if is_new or changes:
        note_saved(edition, is_new=is_new, actor=actor, reason="; ".join(changes))
    return edition


@transaction.atomic
def publish_edition(*, edition: Edition, actor: Actor, now: datetime | None = None) -> Edition:
    """Show the edition to visitors; ``edition_published`` is sent on commit.  Publishing a published one is harmless.

    Raises:
        EditionHasNoMeetings, EditionHasNoContact, EditionHasNoPlace: what it
            still lacks, or the refusal of an upper room (no recruitment).
        MoveNotAllowed, EditionIsOver: it is cancelled or closed.
    """
    edition = _locked(edition)
    if edition.state == EditionState.PUBLISHED:
        return edition
    if edition.is_closed:
        raise EditionIsOver(state=edition.get_state_display())
    check_move(EditionState(edition.state), EditionState.PUBLISHED, NEXT_EDITION)
    for obstacle in queries.publishing_obstacles(edition, now or time.now()):
        raise obstacle
    note(edition, _("Edition published"), actor=actor)
    edition = _move(edition, EditionState.PUBLISHED)
    _tell(signals.edition_published, Edition, edition=edition, actor=actor)
    return edition


@transaction.atomic
def cancel_edition(*, edition: Edition, reason: str, actor: Actor, now: datetime | None = None) -> Edition:
    """Cancel the whole edition; on commit everybody concerned is told (``edition_cancelled``).

    Its meetings keep their days, so that lists still say when it would have been.

    Raises:
        ReasonIsMissing: people will ask.
        EditionIsBeingCorrected: it was held and closed, and is open only for a correction.
        MoveNotAllowed: it is closed.
    """
    edition = _locked(edition)
    if edition.state == EditionState.CANCELLED:
        return edition
    if records.being_corrected(edition):
        raise EditionIsBeingCorrected(edition=str(edition))
    if not reason.strip():
        raise ReasonIsMissing
    check_move(EditionState(edition.state), EditionState.CANCELLED, NEXT_EDITION)
    edition.cancelled_reason = reason.strip()[:250]
    edition = _move(edition, EditionState.CANCELLED)
    note(edition, _("Edition cancelled"), actor=actor, reason=edition.cancelled_reason)
    _tell(signals.edition_cancelled, Edition, edition=edition, actor=actor, reason=edition.cancelled_reason)
    return edition


@transaction.atomic
def mark_closed(*, edition: Edition, actor: Actor, now: datetime | None = None) -> Edition:
    """The edition ended and everybody's completion is decided; called by completion."""
    edition = _locked(edition)
    if edition.state == EditionState.CLOSED:
        return edition
    check_move(EditionState(edition.state), EditionState.CLOSED, NEXT_EDITION)
    note(edition, _("Edition closed"), actor=actor)
    return _move(edition, EditionState.CLOSED)


@transaction.atomic
def mark_reopened(*, edition: Edition, reason: str, actor: Actor) -> Edition:
    """The closed edition is open again for a correction; called by completion, which keeps the record that is left."""
    edition = _locked(edition)
    check_move(EditionState(edition.state), EditionState.PUBLISHED, NEXT_EDITION)
    note(edition, _("Edition reopened"), actor=actor, reason=reason)
    return _move(edition, EditionState.PUBLISHED)


@transaction.atomic
def save_meeting(
    *,
    edition: Edition,
    actor: Actor,
    starts_at: datetime,
    ends_at: datetime,
    topic: str,
    meeting: Meeting | None = None,
    minutes: int | None = None,
    module: Module | None = None,
    venue: str = "",
    online_link: str = "",
    trainers: Collection[Person] = (),
    now: datetime | None = None,
) -> Meeting:
    """Add a meeting to the edition, or change the given one; written whole.

    ``minutes`` are the didactic minutes without breaks; by default all the
    time between start and end.  On commit ``meeting_changed`` tells who must know.

    Raises:
        MeetingEndsBeforeItStarts, MeetingOutsideTheDay, MoreMinutesThanTime, MeetingsOverlap: it cannot be then.
        MeetingWasHeld: its register holds attendance and the time would change.
        MeetingIsCancelled, EditionIsOver, ModuleOfAnotherCourse
    """
    edition = _changeable(edition)
    topic, venue = printable(topic.strip(), field="topic"), printable(venue.strip(), field="venue")
    if minutes is None:
        minutes = max(rules.minutes_between(starts_at, ends_at), 1)
    if module is not None and module.course_id != edition.course_id:
        raise ModuleOfAnotherCourse
    if meeting is not None:
        meeting = Meeting.objects.select_for_update(no_key=True).get(pk=meeting.pk, edition=edition)
        if meeting.state == MeetingState.CANCELLED:
            raise MeetingIsCancelled(topic=meeting.topic)
    others = Meeting.objects.filter(edition=edition, state=MeetingState.PLANNED)
    if meeting is not None:
        others = others.exclude(pk=meeting.pk)
    slots = [rules.Slot(other.starts_at, other.ends_at, other.topic) for other in others]
    rules.check_meeting(rules.Slot(starts_at, ends_at, topic), minutes=minutes, others=slots)

    is_new = meeting is None
    meeting = meeting or Meeting(edition=edition)
    before = {name: getattr(meeting, name) for name in MEETING_FIELDS}
    trainers_before = set() if is_new else set(meeting.trainers.values_list("pk", flat=True))
    after = {
        "starts_at": starts_at,
        "ends_at": ends_at,
        "minutes": minutes,
        "topic": topic,
        "module_id": module.pk if module else None,
        "venue": venue,
        "online_link": online_link,
    }
    changes = [] if is_new else [name for name in MEETING_FIELDS if before[name] != after[name]]
    if trainers_before != {person.pk for person in trainers} and not is_new:
        changes.append("trainers")
    if not is_new and not changes:
        return meeting
    if {"starts_at", "ends_at", "minutes"} & set(changes) and meeting.pk in queries.held([meeting.pk]):
        raise MeetingWasHeld(topic=meeting.topic)
    write(meeting, after)
    meeting.save()
    meeting.trainers.set(trainers)
    _keep_days(edition)
    note(edition, _("Meeting added") if is_new else _("Meeting changed"), actor=actor, reason=topic)
    _tell(signals.meeting_changed, Meeting, meeting=meeting, actor=actor, is_new=is_new, changes=changes)
    return meeting


@transaction.atomic
def cancel_meeting(*, meeting: Meeting, reason: str, actor: Actor, now: datetime | None = None) -> Meeting:
    """Cancel one meeting; the edition goes on.  On commit ``meeting_cancelled`` tells who must know.

    Raises:
        ReasonIsMissing: people will ask.
        MeetingWasHeld: its register holds attendance.
        EditionIsOver: the edition is cancelled or closed.
    """
    edition = _changeable(meeting.edition)
    meeting = Meeting.objects.select_for_update(no_key=True).get(pk=meeting.pk)
    if meeting.state == MeetingState.CANCELLED:
        return meeting
    if not reason.strip():
        raise ReasonIsMissing
    if meeting.pk in queries.held([meeting.pk]):
        raise MeetingWasHeld(topic=meeting.topic)
    meeting.state = MeetingState.CANCELLED
    meeting.save(update_fields=["state", "changed_at"])
    _keep_days(edition)
    sentence = f"{meeting.topic}: {reason.strip()}"
    note(edition, _("Meeting cancelled"), actor=actor, reason=sentence)
    _tell(signals.meeting_cancelled, Meeting, meeting=meeting, actor=actor, reason=reason.strip())
    return meeting


# ---- inside ----------------------------------------------------------------------------------------------------


def _locked(edition: Edition) -> Edition:
    return Edition.objects.select_for_update(of=("self",), no_key=True).select_related("course").get(pk=edition.pk)


def _changeable(edition: Edition) -> Edition:
    edition = _locked(edition)
    if edition.state in OVER:
        raise EditionIsOver(state=edition.get_state_display())
    return edition


def _move(edition: Edition, state: EditionState) -> Edition:
    edition.state = state
    edition.save(update_fields=["state", "cancelled_reason"])
    return edition


def _check_standard(edition: Edition, standard: Standard | None) -> None:
    if standard is not None and standard.course_id != edition.course_id:
        raise StandardOfAnotherCourse
    is_other = edition.standard_id != (standard.pk if standard else None)
    if edition.pk and is_other and queries.was_opened(edition):
        raise StandardIsInUse


def _keep_days(edition: Edition) -> None:
    """The days of the first and the last meeting that is not cancelled, in the organiser's zone."""
    meetings = Meeting.objects.filter(edition=edition, state=MeetingState.PLANNED)
    starts = meetings.order_by("starts_at").values_list("starts_at", flat=True).first()
    ends = meetings.order_by("-ends_at").values_list("ends_at", flat=True).first()
    edition.starts_on = time.today(starts) if starts else None
    edition.ends_on = time.today(ends) if ends else None
    edition.save(update_fields=["starts_on", "ends_on"])


def _tell(signal: Signal, sender: type, **facts: Any) -> None:
    transaction.on_commit(partial(signal.send_robust, sender=sender, **facts), robust=True)
