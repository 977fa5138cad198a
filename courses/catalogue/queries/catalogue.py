"""Queries of courses, editions and meetings."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db.models import F, Min, OuterRef, Prefetch, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Greatest, NullIf
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from courses.catalogue import registry
from courses.catalogue.models import Course, Edition, Meeting, Outcome, Standard
from courses.catalogue.refusals import EditionHasNoContact, EditionHasNoMeetings, EditionHasNoPlace
from courses.catalogue.rules import (
    EditionRules,
    ModuleRule,
    OutcomeEntry,
    didactic_hours,
    end_document,
    is_locked_before_teaching,
    standard_hash,
    standard_holds_since,
)
from courses.catalogue.states import EditionState, EndDocument, MeetingState, Mode
from training.competences.queries import lines_counting_in
from training.kernel import time
from training.kernel.date_texts import day_text
from training.kernel.polish import fold
from training.kernel.refusals import Refusal
from training.kernel.subqueries import count_of
from training.people.models import Person
from training.people.queries import records_of

# ---- courses ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ProgrammeLine:
    """A module of the programme with its time."""

    title: str
    description: str
    minutes: int
    hours: float


def programme(course: Course) -> list[ProgrammeLine]:
    """The modules in their order, with didactic hours by the course's own count."""
    return [
        ProgrammeLine(
            module.title, module.description, module.minutes, didactic_hours(module.minutes, course.didactic_hour)
        )
        for module in sorted(course.modules.all(), key=lambda module: (module.order, module.pk))
    ]


def rules_of_course(course: Course, *, has_standard: bool) -> EditionRules:
    """What an edition of the course opened now would be held to."""
    modules = sorted(course.modules.all(), key=lambda module: (module.order, module.pk))
    return EditionRules(
        title=course.title,
        language=course.language,
        didactic_hour=course.didactic_hour,
        threshold=course.attendance_threshold,
        end_document=end_document(has_standard=has_standard),
        programme=tuple(ModuleRule(module.title, module.description, module.minutes) for module in modules),
    )


def rules_of(edition: Edition) -> EditionRules:
    """The edition's own rules, once recruitment has opened; until then what its course says."""
    if not edition.has_own_rules:
        return rules_of_course(edition.course, has_standard=edition.standard_id is not None)
    return EditionRules(
        title=edition.own_title,
        language=edition.own_language,
        didactic_hour=edition.didactic_hour,
        threshold=edition.attendance_threshold,
        end_document=edition.own_end_document,
        programme=tuple(ModuleRule(**module) for module in edition.own_programme or ()),
    )


def edition_title(prefix: str = "") -> Coalesce:
    """``Edition.title``, asked of the database: annotate it where an export reads columns instead of objects."""
    return Coalesce(NullIf(f"{prefix}own_title", Value("")), f"{prefix}course__title")


@dataclass(frozen=True)
class ShownRule:
    """A rule of an edition for people to read; ``in_course`` is what the course says now, where it differs."""

    label: str
    value: str
    in_course: str = ""


def shown_rules(edition: Edition) -> list[ShownRule]:
    """The rules by which the edition is counted and ends; until it is closed beside what its course says by now."""
    has_standard = edition.standard_id is not None
    own, course = rules_of(edition), rules_of_course(edition.course, has_standard=has_standard)
    labels = [_("title"), _("language"), _("minutes of a didactic hour"), _("attendance threshold (%)")]
    labels += [_("document at the end"), _("programme")]
    pairs = zip(labels, _in_words(own), _in_words(course), strict=True)
    if edition.is_closed:
        return [ShownRule(label, mine) for label, mine, _theirs in pairs]
    return [ShownRule(label, mine, "" if mine == theirs else theirs) for label, mine, theirs in pairs]


def _in_words(rules: EditionRules) -> list[str]:
    modules = [_("%(title)s (%(minutes)d min)") % asdict(module) for module in rules.programme]
    document = str(EndDocument(rules.end_document).label)
    numbers = [str(rules.didactic_hour), str(rules.threshold)]
    return [rules.title, _language_name(rules.language), *numbers, document, "; ".join(modules) or "–"]


def _language_name(code: str) -> str:
    try:
        return str(get_language_info(code)["name_translated"])
    except KeyError:
        # Courses take any word for their language.
        return code


def search_courses(text: str) -> QuerySet[Course]:
    """Courses whose title or code holds ``text``, however its letters are typed."""
    wanted = fold(text)
    return Course.objects.filter(Q(title_fold__contains=wanted) | Q(code__icontains=text.strip()))


@dataclass(frozen=True)
class Closes:
    """A course that leads to a level of a competence, named by its line."""

    course: Course
    line_id: int
    level: int


def courses_closing(lines: Iterable[int]) -> list[Closes]:
    """Courses on offer whose newest standard leads to one of these lines, with the highest level it proves."""
    closings: dict[tuple[int, int], Closes] = {}
    counted = lines_counting_in(lines)
    for outcome in outcomes_closing(counted).select_related("standard__course"):
        course = outcome.standard.course
        for line_id in counted[outcome.competence.line_id]:
            best = closings.get((course.pk, line_id))
            if best is None or best.level < outcome.level:
                closings[course.pk, line_id] = Closes(course, line_id, outcome.level)
    return list(closings.values())


def courses_by_line(lines: Iterable[int], on: date) -> dict[int, int]:
    """How many courses on offer lead to a level of each of these lines of competences."""
    counted = lines_counting_in(lines)
    pairs = {
        (line_id, outcome.standard.course_id)
        for outcome in outcomes_closing(counted)
        for line_id in counted[outcome.competence.line_id]
    }
    return dict(Counter(line_id for line_id, _course in pairs))


def outcomes_closing(lines: Iterable[int]) -> QuerySet[Outcome]:
    """What the newest standards of courses on offer prove in these lines of competences, each with its competence.

    By course, the lowest level first.  A standard names the competence of
    the version it was written in; what it proves goes on in the newer ones.
    Ask with ``lines_counting_in``: what is proved in a competence that was
    split or merged counts too where ROPS carried its level on.
    """
    newest = Standard.objects.filter(course=OuterRef("standard__course")).order_by("-version").values("version")[:1]
    return (
        Outcome.objects.filter(
            competence__line_id__in=set(lines), standard__course__is_archived=False, standard__version=Subquery(newest)
        )
        .select_related("competence", "standard")
        .order_by("standard__course__sort_key", "standard__course_id", "competence__line_id", "level")
    )


# ---- standards -------------------------------------------------------------------------------------------------


def outcome_entries(standard: Standard) -> list[OutcomeEntry]:
    """The learning outcomes as written, in their order."""
    return [
        OutcomeEntry(
            kind=outcome.kind,
            text=outcome.text,
            criterion=outcome.criterion,
            method=outcome.method,
            competence_id=outcome.competence_id,
            level=outcome.level,
            is_required=outcome.is_required,
        )
        for outcome in sorted(standard.outcomes.all(), key=lambda outcome: (outcome.order, outcome.pk))
    ]


def hash_of(standard: Standard) -> str:
    """What ``content_hash`` must be while the standard is as it is."""
    return standard_hash(
        version=standard.version,
        scope=standard.scope,
        target_group=standard.target_group,
        outcomes=outcome_entries(standard),
    )


def first_meeting_at(edition_id: int) -> datetime | None:
    """When the first meeting that is not cancelled begins."""
    planned = Meeting.objects.filter(edition=edition_id, state=MeetingState.PLANNED)
    return planned.aggregate(at=Min("starts_at"))["at"]


def has_standard_in_time(edition: Edition, opening: datetime | None = None) -> bool:
    """Whether the edition was held to its standard before its first meeting, as it stands now or stood then.

    True without a standard: then there is nothing to confirm.  Until
    recruitment has opened the standard can still be chosen, and ``opening``
    says when that would be.
    """
    if edition.standard is None:
        return True
    if edition.taught_since is not None:
        return False
    locked_at = edition.standard.locked_at
    since = standard_holds_since(locked_at, edition.rules_locked_at) or opening or locked_at or time.now()
    return is_locked_before_teaching(since, first_meeting_at(edition.pk))


def editions_with_late_standard() -> QuerySet[Edition]:
    """Editions taught before they were held to their standard: nothing they prove counts as a confirmed competence."""
    first = Min("meetings__starts_at", filter=Q(meetings__state=MeetingState.PLANNED))
    since = Greatest("standard__locked_at", Coalesce("rules_locked_at", "standard__locked_at"))
    locked = Edition.objects.filter(standard__locked_at__isnull=False).order_by()
    late = Q(taught_since__isnull=False) | Q(held_to_standard__gte=F("first_meeting"))
    return locked.annotate(first_meeting=first, held_to_standard=since).filter(late)


# ---- editions and meetings -------------------------------------------------------------------------------------


def editions_for_lists() -> QuerySet[Edition]:
    """Editions with what a list shows: course, county, number and minutes of meetings that are not cancelled."""
    return (
        Edition.objects.select_related("course", "county", "standard", "coordinator")
        .annotate(
            edition_title=edition_title(),
            meetings_count=count_of(Meeting.objects.not_cancelled(), "edition"),
        )
        .order_by("-starts_on", "-pk")
    )


CONTACT = ("contact_name", "contact_email", "contact_phone")


def usual_contact(course_id: int | str | None) -> dict[str, str]:
    """Who answered questions last: in the newest edition of the course, else in the newest of all."""
    named = Edition.objects.exclude(contact_name="").order_by("-pk").values(*CONTACT)
    return named.filter(course=course_id).first() or named.first() or {}


def meetings_not_cancelled(edition: Edition) -> QuerySet[Meeting]:
    """The meetings that take place, in order, with edition, course and module at hand."""
    return (
        Meeting.objects.not_cancelled()
        .filter(edition=edition)
        .select_related("edition__course", "module")
        .order_by("starts_at", "pk")
    )


def with_trainers(meetings: QuerySet[Meeting]) -> QuerySet[Meeting]:
    """The meetings with their planned trainers in Polish order, in one query more."""
    return meetings.prefetch_related(Prefetch("trainers", Person.objects.order_by("sort_key", "pk")))


def taught_by(person: Person) -> QuerySet[Meeting]:
    """Meetings of shown editions that the person is planned to teach, cancelled ones too."""
    return Meeting.objects.filter(
        pk__in=Meeting.trainers.through.objects.filter(person__in=records_of(person)).values("meeting")
    ).exclude(edition__state=EditionState.DRAFT)


def was_opened(edition: Edition) -> datetime | None:
    """When recruitment of the edition was opened, if it was."""
    return openings([edition.pk]).get(edition.pk)


def openings(edition_ids: Collection[int]) -> dict[int, datetime]:
    """When recruitment was opened, by edition; editions not opened are left out."""
    openings: dict[int, datetime] = {}
    for ask in registry.recruitment_opened:
        openings |= ask(edition_ids)
    return openings


def held(meeting_ids: Collection[int]) -> set[int]:
    """Those of the meetings that a register holds."""
    return set().union(*(ask(meeting_ids) for ask in registry.meetings_held))


def publishing_obstacles(edition: Edition, now: datetime | None = None) -> list[Refusal]:
    """Everything the edition lacks before visitors may see it."""
    obstacles: list[Refusal] = []
    if not Meeting.objects.filter(edition=edition, state=MeetingState.PLANNED).exists():
        obstacles.append(EditionHasNoMeetings())
    if not edition.contact_name.strip() or not (edition.contact_email or edition.contact_phone):
        obstacles.append(EditionHasNoContact())
    if edition.mode != Mode.REMOTE and not (edition.venue.strip() or edition.county_id):
        obstacles.append(EditionHasNoPlace())
    now = now or time.now()
    obstacles += [refusal for need in registry.publishing_needs if (refusal := need(edition, now))]
    return obstacles


def meeting_warnings(
    *,
    edition: Edition,
    starts_at: datetime,
    ends_at: datetime,
    trainers: Collection[Person],
    venue: str = "",
    meeting: Meeting | None = None,
    now: datetime | None = None,
) -> list[str]:
    """What is unusual about a meeting, in sentences; none of it forbids the meeting."""
    warnings = []
    day = time.today(starts_at)
    if time.is_holiday_or_sunday(day):
        warnings.append(_("%(day)s is a Sunday or a public holiday.") % {"day": day_text(day)})
    if starts_at < (now or time.now()):
        warnings.append(_("This time has already passed."))
    locked_at = edition.standard.locked_at if edition.standard else None
    locked_at = standard_holds_since(locked_at, edition.rules_locked_at) or locked_at
    if locked_at is not None and not is_locked_before_teaching(locked_at, starts_at):
        warnings.append(
            _(
                "The standard was locked on %(day)s, after this meeting begins: "
                "this edition can confirm no competence, and gives certificates of completion at most."
            )
            % {"day": day_text(locked_at)}
        )
    if not trainers:
        warnings.append(_("No trainer is planned yet."))
    if edition.mode != Mode.REMOTE and not (venue or edition.venue):
        warnings.append(_("No venue is given, neither here nor in the edition."))
    clashes = (
        Meeting.objects.not_cancelled()
        .filter(trainers__in=trainers, starts_at__lt=ends_at, ends_at__gt=starts_at)
        .select_related("edition__course")
        .prefetch_related("trainers")
        .distinct()
    )
    if meeting is not None and meeting.pk:
        clashes = clashes.exclude(pk=meeting.pk)
    chosen = {person.pk for person in trainers}
    for clash in clashes:
        for person in clash.trainers.all():
            if person.pk in chosen:
                warnings.append(
                    _("%(person)s already teaches then: %(topic)s (%(edition)s).")
                    % {"person": person.full_name, "topic": clash.topic, "edition": clash.edition}
                )
    return warnings


def planned_minutes(edition: Edition) -> int:
    """Didactic minutes of the meetings that are not cancelled."""
    return sum(Meeting.objects.not_cancelled().filter(edition=edition).values_list("minutes", flat=True))


@dataclass(frozen=True)
class Hours:
    """Didactic hours of the meetings that are not cancelled, beside those of the programme."""

    planned: float
    programme: float

    @property
    def agree(self) -> bool:
        return not self.programme or self.planned == self.programme


def hours_of(edition: Edition) -> Hours:
    own = rules_of(edition)
    planned = didactic_hours(planned_minutes(edition), own.didactic_hour)
    return Hours(planned, didactic_hours(own.programme_minutes, own.didactic_hour))
