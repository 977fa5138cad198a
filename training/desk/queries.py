"""What stands on a desk: one person's development, and the map of a team."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Exists, Q, prefetch_related_objects
from django.utils.translation import gettext as _

from training.accounts.queries import codes_closing_estimates
from training.assessments.models import HeldLevel
from training.assessments.queries import (
    Attribution,
    Held,
    Portrait,
    attributions,
    held_for_manager,
    held_on,
    portrait,
)
from training.assessments.states import AssessmentKind
from training.competences.models import Competence, Requirement, RoleProfile
from training.competences.queries import (
    Scales,
    competences_and_ended,
    competences_as_called,
    current_framework,
    in_framework_order,
    requirements_at,
    scales_of,
    versions_until,
)
from training.desk.registry import Appointment, Closing, NextStep, appointments, next_steps, what_closes_gap
from training.desk.rules import Shortfall, closed, helped
from training.kernel.time import zone
from training.people.models import Employment, Organisation, Person, Position
from training.people.queries import employments_on, records_of, resolve, root_of


def version_in_words(competence: Competence, ended: Collection[int]) -> str:
    """Of a competence that ended: up to which version of the framework there was one."""
    if competence.line_id not in ended:
        return ""
    return _("until version %(version)d of the framework") % {"version": competence.framework.version}


@dataclass(frozen=True)
class Development:
    """Everything that *My development* shows of the ground floor's own."""

    posts: tuple[Employment, ...]
    portrait: Portrait
    # Of each framework that a competence shown belongs to.
    scales: Scales
    # By the assessment that a level, of today or before, rests on.
    attributions: Mapping[int, Attribution]
    # By the competence's line.
    closings: Mapping[int, tuple[Closing, ...]]

    @property
    def ended(self) -> frozenset[int]:
        return self.portrait.ended

    @property
    def met(self) -> int:
        return sum(1 for gap in self.portrait.gaps if gap.is_met)

    @property
    def below(self) -> int:
        return sum(1 for gap in self.portrait.gaps if gap.missing)

    @property
    def unknown(self) -> int:
        return sum(1 for gap in self.portrait.gaps if gap.is_unknown)

    @property
    def without_course(self) -> dict[int, int]:
        """Levels required but not held to which no open course leads, by the competence's line."""
        return {
            gap.competence.line_id: gap.required
            for gap in self.portrait.gaps
            if gap.missing
            and all(closing.level < gap.required for closing in self.closings.get(gap.competence.line_id, ()))
        }


@dataclass(frozen=True)
class TeamMember:
    """One person on the map: the posts held at this institution, what they require, what is held, both by line."""

    person: Person
    posts: tuple[Position, ...]
    required: Mapping[int, int]
    held: Mapping[int, Held]


@dataclass(frozen=True)
class Team:
    """People of one institution, in Polish order, by the competences that their posts require."""

    organisation: Organisation
    members: tuple[TeamMember, ...]
    competences: tuple[Competence, ...]
    positions: tuple[Position, ...]
    # Lines that the version of the day no longer has.
    ended: frozenset[int]
    closings: Mapping[int, tuple[Closing, ...]]
    # Of those below the requirement, by line and person.
    shortfalls: Mapping[int, Mapping[int, Shortfall]]

    def name_of(self, competence: Competence) -> str:
        """The name that heads a column; that of a competence that ended says its version."""
        version = version_in_words(competence, self.ended)
        return f"{competence.name} ({version})" if version else competence.name


def closings_for(
    shortfalls: Mapping[int, Mapping[int, Shortfall]], people: Collection[Person], on: date
) -> dict[int, tuple[Closing, ...]]:
    """Open courses by line that help somebody who has not taken them; ``shortfalls`` are those of the people, by line.

    First those with places, then those that close more of the gaps, then the nearest.
    """
    by_line: dict[int, list[Closing]] = defaultdict(list)
    if shortfalls:
        for provider in what_closes_gap:
            for closing in provider(list(shortfalls), people, on):
                if helped(closing.level, shortfalls[closing.line_id], closing.taken_by):
                    by_line[closing.line_id].append(closing)
    return {
        line_id: tuple(sorted(closings, key=lambda closing: _turn(closing, shortfalls[closing.line_id])))
        for line_id, closings in by_line.items()
    }


def _turn(closing: Closing, shortfalls: Mapping[int, Shortfall]) -> tuple[bool, int, date, str]:
    closes = len(closed(closing.level, helped(closing.level, shortfalls, closing.taken_by)))
    return closing.is_full, -closes, closing.starts_on or date.max, closing.title


def development(person: Person, on: date) -> Development:
    """The person's development up to a day, with open courses for what is missing or unknown."""
    posts = tuple(employments_on(person, on))
    held_posts: dict[int, set[int]] = defaultdict(set)
    for post in posts:
        held_posts[post.position_id].add(person.pk)
    required = requirements_at(held_posts, on).get(person.pk, {})
    # After a code of the institution the account may be somebody else's: what only its owner may read is left out.
    own_estimates = ~Q(Exists(codes_closing_estimates(person)))
    picture = portrait(person, required, on=on, own_estimates=own_estimates)
    shown = [gap.competence for gap in picture.gaps] + [growth.competence for growth in picture.growth]
    shortfalls = {
        gap.competence.line_id: {person.pk: Shortfall(gap.level or 0, gap.required)}
        for gap in picture.gaps
        if not gap.is_met
    }
    return Development(
        posts=posts,
        portrait=picture,
        scales=scales_of(shown),
        attributions=attributions(step.assessment_id for line in picture.growth for step in line.steps),
        closings=closings_for(shortfalls, [person], on),
    )


def steps_for(person: Person, now: datetime, own: Iterable[NextStep] = ()) -> list[NextStep]:
    """Next steps from every room, the most pressing first."""
    steps = list(own)
    for provider in next_steps:
        steps.extend(provider(person, now))
    return sorted(steps, key=lambda step: (step.order, _moment(step.due)))


def appointments_of(person: Person, now: datetime) -> list[Appointment]:
    """Where the person has to be, from every room, in no order."""
    return [appointment for provider in appointments for appointment in provider(person, now)]


def count_unassessed(person: Person, on: date) -> int:
    """How many competences that the person's posts require have no level; one query.

    As the form of self-assessments asks about them; self-assessments that are closed to the account are no level.
    """
    posts = Employment.objects.as_of(on).filter(person__in=records_of(person))
    profiles = RoleProfile.objects.as_of(on).filter(positions__in=posts.order_by().values("position"))
    held = HeldLevel.objects.filter(held_on(on), person=person).filter(
        ~Q(kind=AssessmentKind.SELF) | ~Q(Exists(codes_closing_estimates(person)))
    )
    required = Requirement.objects.filter(profile__in=profiles).exclude(competence__line__in=held.values("line"))
    return required.order_by().values("competence__line").distinct().count()


def _moment(due: datetime | date | None) -> datetime:
    if due is None:
        return datetime.max.replace(tzinfo=zone())
    if isinstance(due, datetime):
        return due
    return datetime.combine(due + timedelta(days=1), time.min, tzinfo=zone())


def team(organisation: Organisation, on: date, *, position_id: int | None = None) -> Team:
    """The people who work at an institution on a day, with what their posts there require and what they hold.

    Self-assessments only of those who share theirs.  A constant number of
    queries, however many people.
    """
    people: dict[int, Person] = {}
    posts: dict[int, list[Position]] = defaultdict(list)
    rows = (
        Employment.objects.as_of(on)
        .filter(organisation=organisation)
        .annotate(root=root_of())
        .select_related("person__merged_into", "position")
        .order_by("person__sort_key", "person_id", "position__sort_key")
    )
    positions: dict[int, Position] = {}
    for row in rows:
        positions[row.position_id] = row.position
        if position_id is None or row.position_id == position_id:
            people[row.root] = resolve(row.person)
            if row.position not in posts[row.root]:
                posts[row.root].append(row.position)
    by_position: dict[int, set[int]] = defaultdict(set)
    for person_id, held_posts in posts.items():
        for position in held_posts:
            by_position[position.pk].add(person_id)
    required = requirements_at(by_position, on)
    held: dict[int, dict[int, Held]] = defaultdict(dict)
    for level in held_for_manager(people.values(), on=on):
        held[level.person_id][level.line_id] = level
    wanted = {line_id for needed in required.values() for line_id in needed}
    called, ended = competences_and_ended(wanted, versions_until(on))
    competences = tuple(in_framework_order(called.values()))
    members = tuple(
        TeamMember(person, tuple(posts[pk]), required.get(pk, {}), held.get(pk, {}))
        for pk, person in sorted(people.items(), key=lambda entry: (entry[1].sort_key, entry[0]))
    )
    shortfalls = _shortfalls(members)
    return Team(
        organisation=organisation,
        members=members,
        competences=competences,
        positions=tuple(sorted(positions.values(), key=lambda position: position.sort_key)),
        ended=ended,
        closings=closings_for(shortfalls, [member.person for member in members], on),
        shortfalls=shortfalls,
    )


def _shortfalls(members: Sequence[TeamMember]) -> dict[int, dict[int, Shortfall]]:
    """Who holds less than is required, by the competence's line; who was never assessed is not known to."""
    shortfalls: dict[int, dict[int, Shortfall]] = defaultdict(dict)
    for member in members:
        for line_id, level in member.required.items():
            held = member.held.get(line_id)
            if held is not None and held.level < level:
                shortfalls[line_id][member.person.pk] = Shortfall(held.level, level)
    return dict(shortfalls)


def competences_to_assess(
    person: Person, on: date, *, organisations: Iterable[Organisation] | None = None
) -> list[Competence]:
    """What a form of levels asks about: the competences that the person's posts require on a day.

    ``organisations`` narrows the posts to those of some institutions.  For
    posts without a profile: the whole current framework.  Each competence
    comes as the newest published version words it, whichever version the
    profile was written in, with its domain and descriptors.
    """
    rows = Employment.objects.as_of(on).filter(person__in=records_of(person))
    if organisations is not None:
        rows = rows.filter(organisation__in=organisations)
    profiles = RoleProfile.objects.as_of(on).filter(positions__in=rows.order_by().values("position"))
    required = Requirement.objects.filter(profile__in=profiles).order_by()
    called = competences_as_called(required.values_list("competence__line_id", flat=True))
    if not called and (framework := current_framework()) is not None:
        called = competences_as_called(framework.competences.order_by().values_list("line_id", flat=True))
    competences = in_framework_order(called.values())
    prefetch_related_objects(competences, "descriptors")
    return competences
