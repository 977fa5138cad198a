"""Queries of the register of classes."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from courses.attendance.models import ClosingChange, Mark, MarkChange, MeetingClosing, Teaching
from courses.attendance.queries.recorded import as_recorded
from courses.attendance.rules import CurrentMark, Minutes, current_mark, minutes_required
from courses.attendance.states import Presence
from courses.catalogue.models import Edition, Meeting
from courses.catalogue.states import EditionState, MeetingState
from courses.enrolment.models import Enrolment
from courses.enrolment.states import TAKES_PART
from training.accounts.queries import person_of
from training.kernel.subqueries import count_of
from training.kernel.time import end_of, start_of
from training.people.models import Person
from training.people.queries import records_of, root_of

AHEAD = timedelta(days=60)
OFFICE_PERMISSION = "kompas_courses.change_meetingclosing"


# ---- who may see which meetings --------------------------------------------------------------------------------


def is_office(user: Any) -> bool:
    """The organiser's staff who keep the registers of all editions."""
    return bool(user and user.is_authenticated and user.has_perm(OFFICE_PERMISSION))


def _taught_or_planned(person: Person, prefix: str = "") -> Q:
    """Meetings that a person is planned for or has taught, under whichever of their records."""
    records = records_of(person)
    return Q(**{f"{prefix}trainers__in": records}) | Q(**{f"{prefix}closing__teachings__person__in": records})


def not_cancelled() -> QuerySet[Meeting]:
    """Meetings that were not cancelled, of editions that are or were taught."""
    return Meeting.objects.filter(
        state=MeetingState.PLANNED, edition__state__in=[EditionState.PUBLISHED, EditionState.CLOSED]
    )


def meetings_of_trainer(person: Person) -> QuerySet[Meeting]:
    """Meetings whose register a trainer keeps: those planned for them, and those they taught."""
    return not_cancelled().filter(pk__in=Meeting.objects.filter(_taught_or_planned(person)).values("pk"))


def registers_of(records: Collection[int], _on: date) -> list[tuple[int, int]]:
    """The meetings of many trainers, as ``(record, meeting)``: planned for them, or taught by them."""
    planned = Meeting.trainers.through.objects.filter(person__in=records).values_list("person", "meeting")
    taught = Teaching.objects.filter(person__in=records).values_list("person", "closing__meeting")
    return [*planned.order_by(), *taught.order_by()]


def meetings_visible_to(user: Any) -> QuerySet[Meeting]:
    """The meetings whose register this account may see and keep; unknown means none."""
    if is_office(user):
        return not_cancelled()
    person = person_of(user)
    return meetings_of_trainer(person) if person else Meeting.objects.none()


def editions_visible_to(user: Any) -> QuerySet[Edition]:
    """Editions whose whole register (dziennik) this account may print."""
    return Edition.objects.filter(pk__in=meetings_visible_to(user).order_by().values("edition"))


def possible_teachers(user: Any) -> QuerySet[Person]:
    """Who this account may write down as having taught.

    The organiser may choose anybody.  A trainer chooses among trainers:
    looking for a substitute must not become looking through all the staff.
    """
    people = Person.objects.living()
    if is_office(user):
        return people
    planned = Meeting.trainers.through.objects.values("person")
    return people.filter(Q(pk__in=planned) | Q(pk__in=Teaching.objects.values("person")))


def is_trainer(person: Person | None) -> bool:
    return person is not None and meetings_of_trainer(person).exists()


# ---- a trainer's meetings --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class TrainerMeetings:
    """A trainer's screen: what is on today, what is still open, what comes."""

    today: list[Meeting]
    unclosed: list[Meeting]
    upcoming: list[Meeting]


def with_counts(meetings: QuerySet[Meeting]) -> QuerySet[Meeting]:
    """Each meeting with ``is_closed``, ``people`` who take part and ``marked`` of them."""
    return meetings.annotate(
        is_closed=Exists(MeetingClosing.objects.filter(meeting=OuterRef("pk"), reopened_at=None)),
        people=count_of(Enrolment.objects.filter(state__in=TAKES_PART), "edition", "edition"),
        marked=count_of(Mark.objects.filter(enrolment__state__in=TAKES_PART), "meeting"),
    ).select_related("edition__course", "edition__county")


def trainer_meetings(person: Person, on: date) -> TrainerMeetings:
    """The meetings of a trainer around the day ``on``; two queries."""
    return split_meetings(meetings_of_trainer(person), on)


def split_meetings(meetings: QuerySet[Meeting], on: date) -> TrainerMeetings:
    begin, end = start_of(on), end_of(on)
    running = meetings.filter(edition__state=EditionState.PUBLISHED)
    rows = with_counts(running.filter(starts_at__lt=end + AHEAD)).filter(Q(starts_at__gte=begin) | Q(is_closed=False))
    listed = list(rows.order_by("starts_at", "pk"))
    return TrainerMeetings(
        today=[meeting for meeting in listed if begin <= meeting.starts_at < end],
        unclosed=[meeting for meeting in listed if meeting.starts_at < begin],
        upcoming=[meeting for meeting in listed if meeting.starts_at >= end],
    )


def not_closed() -> Q:
    """Meetings that were never closed, and those that are open again."""
    return Q(closing__isnull=True) | Q(closing__reopened_at__isnull=False)


def overdue_meetings(now: datetime) -> QuerySet[Meeting]:
    """Meetings of running editions that are over and that nobody has closed."""
    return not_cancelled().filter(not_closed(), edition__state=EditionState.PUBLISHED, ends_at__lt=now)


def closed_meetings(meetings: QuerySet[Meeting]) -> QuerySet[Meeting]:
    """Closed meetings, the newest first."""
    closed = Exists(MeetingClosing.objects.filter(meeting=OuterRef("pk"), reopened_at=None))
    return with_counts(meetings.filter(closed)).order_by("-starts_at", "-pk")


# ---- one meeting -----------------------------------------------------------------------------------------------


def on_the_list(meeting: Meeting) -> QuerySet[Enrolment]:
    """Who takes part in the meeting's edition, in Polish order of surnames."""
    return Enrolment.objects.filter(edition_id=meeting.edition_id, state__in=TAKES_PART).order_by(
        "person__sort_key", "person_id"
    )


@dataclass(frozen=True)
class Line:
    """A person on the roster with the current mark, and who recorded it when."""

    enrolment: Enrolment
    mark: Mark | None
    change: MarkChange | None

    @property
    def person(self) -> Person:
        return self.enrolment.person

    @property
    def presence(self) -> str:
        return self.mark.presence if self.mark else ""


@dataclass(frozen=True)
class Roster:
    meeting: Meeting
    lines: list[Line]

    def count(self, *presences: str) -> int:
        return sum(line.presence in presences for line in self.lines)

    @property
    def present(self) -> int:
        """Everybody who was there, also late or leaving early."""
        return self.count(Presence.PRESENT, Presence.LATE, Presence.LEFT_EARLY)

    @property
    def unmarked(self) -> list[Line]:
        return [line for line in self.lines if not line.mark]


def roster(meeting: Meeting) -> Roster:
    """The roster of one meeting; three queries however many people."""
    listed = on_the_list(meeting).select_related("person", "organisation", "organisation_at_start")
    enrolments = as_recorded(meeting.edition, listed)
    marks = {mark.enrolment_id: mark for mark in Mark.objects.filter(meeting=meeting)}
    changes = {
        change.enrolment_id: change
        for change in MarkChange.objects.filter(meeting=meeting, took_effect=True).order_by("pk")
    }
    return Roster(
        meeting,
        [Line(each, marks.get(each.pk), changes.get(each.pk)) for each in enrolments],
    )


def last_changes(meeting: Meeting, user_id: Any) -> list[MarkChange]:
    """The newest batch this account recorded at the meeting, as long as it can be undone."""
    changes = MarkChange.objects.filter(meeting=meeting, took_effect=True)
    newest = changes.filter(actor_user_id=user_id).order_by("-pk").first() if user_id else None
    if newest is None or newest.how == "undo":
        return []
    return list(
        changes.filter(actor_user_id=user_id, recorded_at=newest.recorded_at).exclude(how="undo").order_by("pk")
    )


def journal(meeting: Meeting) -> QuerySet[MarkChange]:
    """Every change of one meeting, the newest first; ``as_recorded`` gives its people the names of a closed edition."""
    return (
        MarkChange.objects.filter(meeting=meeting).select_related("enrolment__person").order_by("-recorded_at", "-pk")
    )


def lines_of(meeting: Meeting, enrolment_ids: Collection[int]) -> dict[int, list[MarkChange]]:
    """Every change of each enrolment's mark at the meeting, in the order of recording."""
    lines: dict[int, list[MarkChange]] = defaultdict(list)
    for change in MarkChange.objects.filter(meeting=meeting, enrolment_id__in=enrolment_ids).order_by("pk"):
        lines[change.enrolment_id].append(change)
    return lines


def current_marks(meeting: Meeting, enrolment_ids: Collection[int]) -> dict[int, CurrentMark]:
    """The current mark of each enrolment at the meeting, with the moment it was reported."""
    return {pk: current_mark(lines) for pk, lines in lines_of(meeting, enrolment_ids).items()}


# ---- minutes ---------------------------------------------------------------------------------------------------


def minutes_of(enrolments: Iterable[Enrolment]) -> dict[int, Minutes]:
    """Minutes taught, attended, planned and required of each enrolment; at most three queries, however many.

    A closed meeting counts the minutes its closing says; another that is not
    cancelled the minutes planned.  Minutes are of the enrolment's own edition.
    """
    enrolments = list(enrolments)
    edition_ids = {enrolment.edition_id for enrolment in enrolments}
    thresholds = _thresholds(enrolments)
    totals = {
        row["edition_id"]: row
        for row in Meeting.objects.filter(edition_id__in=edition_ids, state=MeetingState.PLANNED)
        .values("edition_id")
        .order_by()
        .annotate(taught=Sum("closing__minutes"), planned=Sum(Coalesce("closing__minutes", "minutes")))
    }
    attended = dict(
        Mark.objects.filter(
            enrolment_id__in=[enrolment.pk for enrolment in enrolments], meeting__state=MeetingState.PLANNED
        )
        .values_list("enrolment_id")
        .order_by()
        .annotate(total=Sum("minutes"))
    )
    result = {}
    for enrolment in enrolments:
        total = totals.get(enrolment.edition_id)
        planned, threshold = (total and total["planned"]) or 0, thresholds.get(enrolment.edition_id, 0)
        result[enrolment.pk] = Minutes(
            taught=(total and total["taught"]) or 0,
            attended=attended.get(enrolment.pk, 0),
            planned=planned,
            required=minutes_required(planned, threshold),
            threshold=threshold,
        )
    return result


def _thresholds(enrolments: Iterable[Enrolment]) -> dict[int, int]:
    """Each edition's threshold of attendance; asked only where it is not at hand."""
    thresholds, missing = {}, set()
    for enrolment in enrolments:
        if Enrolment.edition.is_cached(enrolment) and Edition.course.is_cached(enrolment.edition):
            thresholds[enrolment.edition_id] = enrolment.edition.attendance_threshold
        else:
            missing.add(enrolment.edition_id)
    if missing:
        rows = Edition.objects.filter(pk__in=missing)
        thresholds.update(rows.values_list("pk", Coalesce("own_threshold", "course__attendance_threshold")))
    return thresholds


# ---- who taught ------------------------------------------------------------------------------------------------


def taught_ids(edition: Edition) -> set[int]:
    """Keys of the records that everybody who taught a meeting of the edition lives on in."""
    taught = Teaching.objects.filter(closing__meeting__edition=edition)
    return set(taught.values_list(root_of("person"), flat=True))


def unclosed(edition: Edition) -> list[Meeting]:
    """Meetings that are neither cancelled nor closed."""
    return list(Meeting.objects.filter(not_closed(), edition=edition, state=MeetingState.PLANNED).order_by("starts_at"))


def unmarked_at(edition: Edition, enrolment_ids: Iterable[int]) -> dict[int, list[Meeting]]:
    """Closed meetings at which nobody recorded whether somebody was there: of people added afterwards; two queries.

    Those who have a mark at every closed meeting are left out.
    """
    closed = Meeting.objects.filter(edition=edition, state=MeetingState.PLANNED, closing__reopened_at=None)
    meetings = list(closed.filter(closing__isnull=False).order_by("starts_at", "pk"))
    marked = set(Mark.objects.filter(meeting__edition=edition).values_list("enrolment_id", "meeting_id"))
    unmarked = {key: [meeting for meeting in meetings if (key, meeting.pk) not in marked] for key in enrolment_ids}
    return {key: missing for key, missing in unmarked.items() if missing}


def last_meeting(edition: Edition) -> Meeting | None:
    """The last meeting that is not cancelled; the support of its participants ends with it."""
    return Meeting.objects.filter(edition=edition, state=MeetingState.PLANNED).order_by("-ends_at", "-pk").first()


def trainers_of(edition: Edition) -> list[str]:
    """Who really taught, by the names of those days, in Polish order; of two names of one person the newer."""
    taught = (
        Teaching.objects.filter(closing__meeting__edition=edition)
        .order_by("person__sort_key", "person_id", "-pk")
        .values_list(root_of(), "name")
    )
    names: dict[int, str] = {}
    for person, name in taught:
        names.setdefault(person, name)
    return list(names.values())


def institution(enrolment: Enrolment) -> str:
    """The institution a person came from: at the first meeting, else at application."""
    organisation = enrolment.organisation_at_start or enrolment.organisation
    return (organisation.short_name or organisation.name) if organisation else ""


def corrections(meetings: Sequence[Meeting]) -> dict[int, list[ClosingChange]]:
    """Corrections of closed meetings, by meeting."""
    changes: dict[int, list[ClosingChange]] = defaultdict(list)
    for closing in MeetingClosing.objects.filter(meeting__in=meetings).prefetch_related("changes"):
        changes[closing.meeting_id] = list(closing.changes.all())
    return changes


def held(meeting_ids: Iterable[int]) -> set[int]:
    """Which of these meetings the register holds: somebody was marked, or it was closed."""
    wanted = list(meeting_ids)
    marked = Mark.objects.filter(meeting_id__in=wanted).values_list("meeting_id", flat=True)
    closed = MeetingClosing.objects.filter(meeting_id__in=wanted).values_list("meeting_id", flat=True)
    return set(marked) | set(closed)
