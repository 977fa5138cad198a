"""Questions about frameworks, lines of competences and the profiles of posts, on any day."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.db.models import BooleanField, Case, OuterRef, Prefetch, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce, NullIf
from django.utils.translation import get_language

from training.competences.models import (
    Competence,
    CompetenceOrigin,
    Framework,
    LevelDescriptor,
    RoleProfile,
)
from training.competences.rules import sources_of_lines
from training.competences.states import FrameworkState
from training.kernel import time
from training.people.models import Employment, Person, Position
from training.people.queries import family_of, root_of


def current_framework() -> Framework | None:
    """The newest published framework, which screens and new assessments use."""
    return Framework.objects.filter(state=FrameworkState.PUBLISHED).order_by("-published_at", "-version", "-pk").first()


def version_before(framework: Framework) -> Framework | None:
    """The newest published version of the same framework that is older than this one."""
    earlier = Framework.objects.filter(code=framework.code, version__lt=framework.version)
    return earlier.exclude(state=FrameworkState.DRAFT).order_by("-version").first()


def newest_published(framework: Framework) -> Framework:
    """The newest version of the same framework that is published; itself when none is."""
    published = Framework.objects.filter(code=framework.code, state=FrameworkState.PUBLISHED)
    return published.order_by("-version").first() or framework


def competences_of(framework: Framework) -> QuerySet[Competence]:
    """The competences in their own order, each with its domain, its origins and the descriptors of its levels."""
    descriptors = Prefetch("descriptors", LevelDescriptor.objects.order_by("level"))
    origins = Prefetch("origins", CompetenceOrigin.objects.select_related("origin__framework").order_by("origin_id"))
    rows = framework.competences.select_related("domain").prefetch_related(descriptors, origins)
    return rows.order_by("order", "code")


# ---- lines: one competence through all versions ----------------------------------------------------------------


def versions_until(on: date, recorded_until: datetime | None = None) -> datetime:
    """The moment up to which versions count for a day: its end, or ``recorded_until`` when earlier."""
    end = time.end_of(on)
    return end if recorded_until is None else min(end, recorded_until)


def competences_as_called(
    lines: Iterable[int] | QuerySet[Any, Any], moment: datetime | None = None
) -> dict[int, Competence]:
    """Each line's competence in the newest version published before ``moment`` that has it, by the line's id.

    Without ``moment``: the newest published.  A line of which nothing was
    published by then comes with its first version.  Framework and domain are
    at hand.  One query; ``lines`` may be a part of it.
    """
    return _as_called(_versions_of_lines(lines), moment)


def competences_and_ended(
    lines: Iterable[int], moment: datetime | None = None
) -> tuple[dict[int, Competence], frozenset[int]]:
    """``competences_as_called``, and of these the lines that the version in force then no longer has: one query.

    The names of such come from an older version, so a screen that shows them beside the others says which.
    """
    versions = Framework.objects.filter(code=OuterRef("framework__code"))
    published = Q(published_at__isnull=False) if moment is None else Q(published_at__lt=moment)
    # As ``_in_force`` says it: before the first was published, the first.
    in_force = Coalesce(
        Subquery(versions.filter(published).order_by("-version").values("pk")[:1]),
        Subquery(versions.order_by("version").values("pk")[:1]),
    )
    rows = list(_versions_of_lines(lines).annotate(in_force=in_force))
    called = _as_called(rows, moment)
    ended = {row.line_id for row in rows if row.pk == called[row.line_id].pk and row.framework_id != row.in_force}
    return called, frozenset(ended)


def _versions_of_lines(lines: Iterable[int] | QuerySet[Any, Any]) -> QuerySet[Competence]:
    rows = Competence.objects.filter(line_id__in=lines).select_related("framework", "domain")
    return rows.order_by("line_id", "framework__version")


def _as_called(versions: Iterable[Competence], moment: datetime | None) -> dict[int, Competence]:
    called: dict[int, Competence] = {}
    for competence in versions:
        if competence.line_id not in called or _was_published(competence.framework.published_at, moment):
            called[competence.line_id] = competence
    return called


def name_of_line(path: str) -> Coalesce:
    """The name of a line's competence as it is called now, in the reader's language, for lists read by the database."""
    newest = Competence.objects.filter(line=OuterRef(path), framework__published_at__isnull=False)
    newest = newest.order_by("-framework__version", "-pk")
    own, other = ("name_pl", "name_en") if (get_language() or "pl").startswith("pl") else ("name_en", "name_pl")
    name = Coalesce(NullIf(own, Value("")), NullIf(other, Value("")))
    return Coalesce(Subquery(newest.annotate(shown_name=name).values("shown_name")[:1]), Value(""))


def in_framework_order(competences: Iterable[Competence]) -> list[Competence]:
    """Competences with their frameworks at hand, framework by framework, each in its own order."""
    return sorted(
        competences,
        key=lambda competence: (competence.framework.code, competence.order, competence.code, competence.pk),
    )


def current_competences(competences: Iterable[Competence]) -> list[Competence]:
    """The same competences as the newest published version of each calls them, once each, in the framework's order."""
    return in_framework_order(competences_as_called({competence.line_id for competence in competences}).values())


def offered_competences(chosen: Iterable[int] = ()) -> QuerySet[Competence]:
    """Competences of published frameworks, each once: as its newest version calls it; and those chosen before.

    Those that ended, or whose framework is retired, are offered only where they were chosen: ``is_offered`` says so.
    """
    gone = lines_not_in_force()
    offered = [
        published_competence.pk
        for published_competence in published_competences()
        if published_competence.line_id not in gone and published_competence.framework.state == FrameworkState.PUBLISHED
    ]
    return (
        Competence.objects.filter(pk__in={*offered, *chosen})
        .annotate(is_offered=Case(When(pk__in=offered, then=True), default=False, output_field=BooleanField()))
        .select_related("framework", "domain")
        .order_by("framework__code", "-framework__version", "order", "code")
    )


def lines_counting_in(lines: Iterable[int]) -> dict[int, set[int]]:
    """Lines whose levels count in these: themselves, and those whose level ROPS carried on into them.

    By the line that a level is given in: the lines, of those asked about, in which it counts.
    """
    carried = carried_lines()
    counted_in: dict[int, set[int]] = defaultdict(set)
    for line_id in set(lines):
        for source in (line_id, *carried.get(line_id, ())):
            counted_in[source].add(line_id)
    return dict(counted_in)


def versions_of(competence: Competence) -> QuerySet[Competence]:
    """The same competence in all versions of its framework, the newest first."""
    rows = Competence.objects.filter(line=competence.line_id).select_related("framework", "domain")
    return rows.order_by("-framework__version")


def drafted_codes() -> list[str]:
    """Codes of frameworks of which a draft is being written."""
    drafts = Framework.objects.filter(state=FrameworkState.DRAFT).order_by("code")
    return list(drafts.values_list("code", flat=True).distinct())


def published_competences() -> list[Competence]:
    """Each line of which anything was published, as it is called now, in the framework's order."""
    published = Competence.objects.filter(framework__published_at__isnull=False)
    return in_framework_order(competences_as_called(published.values_list("line_id", flat=True)).values())


def lines_not_in_force(moment: datetime | None = None) -> set[int]:
    """Lines that the versions in force at a moment do not have: ended before, or begun later.

    In force is the newest version of each framework published before
    ``moment`` (default: now); before the first was published, the first.
    """
    lines: dict[int, set[int]] = defaultdict(set)
    versions: list[tuple[int, str, datetime | None]] = []
    rows = Competence.objects.order_by("framework__version", "pk")
    fields = ("line_id", "framework_id", "framework__code", "framework__published_at")
    for line_id, framework_id, code, published_at in rows.values_list(*fields):
        lines[framework_id].add(line_id)
        versions.append((framework_id, code, published_at))
    in_force = _in_force(versions, moment)
    held = {line_id for framework_id in in_force.values() for line_id in lines[framework_id]}
    return {line_id for counted_lines in lines.values() for line_id in counted_lines} - held


def versions_in_force(moment: datetime | None = None) -> dict[str, int]:
    """The version of each framework in force at a moment (default: now): ``{code: key}``."""
    return _in_force(Framework.objects.order_by("version").values_list("pk", "code", "published_at"), moment)


def versions_since(moment: datetime) -> list[tuple[Framework, Framework]]:
    """Frameworks of which another version is in force now than at a moment: the one then, the one now."""
    then, now = versions_in_force(moment), versions_in_force()
    changed = [(then[code], now[code]) for code in sorted(then) if then[code] != now.get(code)]
    named = Framework.objects.in_bulk({key for pair in changed for key in pair}) if changed else {}
    return [(named[before], named[after]) for before, after in changed]


def _in_force(versions: Iterable[tuple[int, str, datetime | None]], moment: datetime | None) -> dict[str, int]:
    """Of versions in their order, the newest published by then; before the first was published, the first."""
    in_force: dict[str, int] = {}
    for framework_id, code, published_at in versions:
        if code not in in_force or _was_published(published_at, moment):
            in_force[code] = framework_id
    return in_force


def _was_published(published_at: datetime | None, moment: datetime | None) -> bool:
    return published_at is not None and (moment is None or published_at < moment)


Carried = Mapping[int, tuple[int, ...]]


def carried_lines() -> Carried:
    """Lines in which the levels of other lines count too, as ROPS decided: ``{line: those other lines}``.

    Most regions have none.
    """
    return sources_of_lines({line: source for line, source, _since in _carried()})


def carried_lines_recorded(recorded_until: datetime) -> tuple[Carried, Carried]:
    """The same as was decided and published before ``recorded_until``, and as it is now: one query."""
    rows = _carried()
    then = sources_of_lines({line: source for line, source, since in rows if since < recorded_until})
    return then, sources_of_lines({line: source for line, source, _since in rows})


def _carried() -> list[tuple[int, int, datetime]]:
    rows = CompetenceOrigin.objects.filter(carried_since__isnull=False).order_by()
    return [
        (line, source, since)
        for line, source, since in rows.values_list("competence__line_id", "origin__line_id", "carried_since")
        if since is not None
    ]


# ---- the content of a framework, as hashed ---------------------------------------------------------------------


def content_of(framework: Framework) -> dict[str, Any]:
    """Everything that publishing freezes, as plain values in a stated order."""
    return {
        "code": framework.code,
        "version": framework.version,
        "name": [framework.name_pl, framework.name_en],
        "levels": [
            [level.number, level.name_pl, level.name_en, level.descriptor_pl, level.descriptor_en]
            for level in framework.levels.order_by("number")
        ],
        "domains": [
            [domain.code, domain.order, domain.name_pl, domain.name_en]
            for domain in framework.domains.order_by("order", "code")
        ],
        "competences": [
            {
                "code": competence.code,
                "order": competence.order,
                "domain": competence.domain.code,
                "name": [competence.name_pl, competence.name_en],
                "esco": competence.esco_links,
                "descriptors": [
                    [descriptor.level, descriptor.text_pl, descriptor.text_en]
                    for descriptor in competence.descriptors.all()
                ],
                "continues": _named(competence.continues),
                "origins": [_named(origin.origin) for origin in competence.origins.all()],
            }
            for competence in competences_of(framework).select_related("continues__framework")
        ],
    }


def _named(competence: Competence | None) -> list[Any] | None:
    return None if competence is None else [competence.framework.version, competence.code]


# ---- profiles --------------------------------------------------------------------------------------------------


# The newest profile wins where two name the same post: in this order it comes last.
_OLDEST_FIRST = ("roleprofile__valid_from", "roleprofile__code", "roleprofile_id")


def _profiles_of(positions: Iterable[int], on: date, recorded_until: datetime | None) -> QuerySet[Any]:
    """Rows of the table between posts and profiles that hold on a day."""
    return RoleProfile.positions.through.objects.filter(
        position_id__in=set(positions), roleprofile__in=RoleProfile.objects.as_of(on, recorded_until)
    )


def _profile_ids(
    positions: Iterable[int], on: date, recorded_until: datetime | None
) -> tuple[dict[int, int], dict[int, RoleProfile]]:
    wanted = set(positions)
    chosen: dict[int, int] = {}
    profiles: dict[int, RoleProfile] = {}
    if not wanted:
        return chosen, profiles
    rows = _profiles_of(wanted, on, recorded_until).select_related("roleprofile").order_by(*_OLDEST_FIRST)
    for row in rows:
        chosen[row.position_id] = row.roleprofile_id
        profiles[row.roleprofile_id] = row.roleprofile
    return chosen, profiles


def profiles_on(
    positions: Iterable[Position], on: date, recorded_until: datetime | None = None
) -> dict[int, RoleProfile]:
    """The profile that holds for each post on the day ``on``, by the post's id; posts without one are left out."""
    chosen, profiles = _profile_ids([position.pk for position in positions], on, recorded_until)
    return {position_id: profiles[profile_id] for position_id, profile_id in chosen.items()}


def profile_on(position: Position, on: date, recorded_until: datetime | None = None) -> RoleProfile | None:
    """The profile that holds for ``position`` on the day ``on``."""
    return profiles_on([position], on, recorded_until).get(position.pk)


def requirements_at(
    posts: Mapping[int, Iterable[int]], on: date, recorded_until: datetime | None = None
) -> dict[int, dict[int, int]]:
    """Required levels by person and line, from who holds which post: ``posts`` is ``{position_id: person_ids}``.

    One query, however many people; people whose posts require nothing are left out.
    """
    # By post and profile, so that where two profiles name the same post the newest wins, also when it is empty.
    asked: dict[int, dict[int, list[tuple[int, int]]]] = defaultdict(lambda: defaultdict(list))
    if posts:
        rows = (
            _profiles_of(posts, on, recorded_until)
            .order_by(*_OLDEST_FIRST)
            .values_list(
                "position_id",
                "roleprofile_id",
                "roleprofile__requirements__competence__line_id",
                "roleprofile__requirements__level",
            )
        )
        for position_id, profile_id, line_id, level in rows:
            wanted = asked[position_id][profile_id]
            if line_id is not None:
                wanted.append((line_id, level))
    levels: dict[int, dict[int, int]] = defaultdict(dict)
    for position_id, by_profile in asked.items():
        *_older, newest = by_profile.values()
        for person_id in posts[position_id]:
            needed = levels[person_id]
            for line_id, level in newest:
                needed[line_id] = max(level, needed.get(line_id, 0))
    return levels


def requirements_for(
    people: Iterable[Person | int], on: date, recorded_until: datetime | None = None
) -> dict[int, dict[int, int]]:
    """Required levels of many people: ``{person_id: {line_id: level}}``.

    Where a person holds several posts on that day, the highest requirement
    counts.  A competence that is not required is left out.  Three queries,
    however many people.
    """
    ids = {person.pk if isinstance(person, Person) else person for person in people}
    posts: dict[int, set[int]] = defaultdict(set)
    family = family_of(ids, recorded_until)
    employments = Employment.objects.as_of(on, recorded_until).filter(person_id__in=list(family))
    for person_id, position_id in employments.order_by().values_list("person_id", "position_id"):
        posts[position_id].add(family[person_id])
    levels = requirements_at(posts, on, recorded_until)
    return {person_id: levels.get(person_id, {}) for person_id in ids}


def people_required_by_line(lines: Iterable[int], on: date) -> dict[int, int]:
    """How many people have a post on a day that requires a level in each of these lines."""
    wanted = set(lines)
    employed = Employment.objects.as_of(on).annotate(root=root_of("person")).order_by()
    posts: dict[int, set[int]] = defaultdict(set)
    for position_id, root in employed.values_list("position_id", "root").distinct():
        posts[position_id].add(root)
    counted = Counter(line_id for required in requirements_at(posts, on).values() for line_id in required)
    return {line_id: count for line_id, count in counted.items() if line_id in wanted}


def requirements_of(person: Person, on: date, recorded_until: datetime | None = None) -> dict[int, int]:
    """``{line_id: required level}`` for one person; the highest over all posts held on that day."""
    return requirements_for([person], on, recorded_until)[person.pk]
