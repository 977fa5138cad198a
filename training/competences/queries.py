"""Questions about frameworks and the profiles of posts, on any day."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime

from django.db.models import Prefetch, QuerySet

from training.competences.models import (
    Competence,
    Framework,
    Level,
    LevelDescriptor,
    RoleProfile,
)
from training.competences.states import FrameworkState
from training.people.models import Employment, Person, Position
from training.people.queries import family_of


def current_framework() -> Framework | None:
    """The newest published framework, which screens and new assessments use."""
    return Framework.objects.filter(state=FrameworkState.PUBLISHED).order_by("-published_at", "-version", "-pk").first()


def competences_of(framework: Framework) -> QuerySet[Competence]:
    """The competences in their own order, each with its domain and the descriptors of its levels."""
    descriptors = Prefetch("descriptors", LevelDescriptor.objects.order_by("level"))
    return framework.competences.select_related("domain").prefetch_related(descriptors).order_by("order", "code")


def level_names(framework: Framework) -> dict[int, str]:
    """``{1: "basic", …}`` in the active language."""
    return {level.number: level.name for level in framework.levels.order_by("number")}


def top_levels(frameworks: Iterable[int]) -> dict[int, int]:
    """The highest level of each framework, by the framework's id."""
    top: dict[int, int] = {}
    for framework_id, number in Level.objects.filter(framework_id__in=set(frameworks)).values_list(
        "framework_id", "number"
    ):
        top[framework_id] = max(number, top.get(framework_id, 0))
    return top


# ---- the content of a framework, as hashed ---------------------------------------------------------------------


def content_of(framework: Framework) -> dict:
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
                "descriptors": [[one.level, one.text_pl, one.text_en] for one in competence.descriptors.all()],
            }
            for competence in competences_of(framework)
        ],
    }


# ---- profiles --------------------------------------------------------------------------------------------------


# The newest profile wins where two name the same post: in this order it comes last.
_OLDEST_FIRST = ("roleprofile__valid_from", "roleprofile__code", "roleprofile_id")


def _profiles_of(positions: Iterable[int], on: date, known: datetime | None) -> QuerySet:
    """Rows of the table between posts and profiles that hold on a day."""
    return RoleProfile.positions.through.objects.filter(
        position_id__in=set(positions), roleprofile__in=RoleProfile.objects.as_of(on, known)
    )


def _profile_ids(
    positions: Iterable[int], on: date, known: datetime | None
) -> tuple[dict[int, int], dict[int, RoleProfile]]:
    wanted = set(positions)
    chosen: dict[int, int] = {}
    profiles: dict[int, RoleProfile] = {}
    if not wanted:
        return chosen, profiles
    rows = _profiles_of(wanted, on, known).select_related("roleprofile").order_by(*_OLDEST_FIRST)
    for row in rows:
        chosen[row.position_id] = row.roleprofile_id
        profiles[row.roleprofile_id] = row.roleprofile
    return chosen, profiles


def profiles_on(positions: Iterable[Position], on: date, known: datetime | None = None) -> dict[int, RoleProfile]:
    """The profile that holds for each post on the day ``on``, by the post's id; posts without one are left out."""
    chosen, profiles = _profile_ids([position.pk for position in positions], on, known)
    return {position_id: profiles[profile_id] for position_id, profile_id in chosen.items()}


def profile_on(position: Position, on: date, known: datetime | None = None) -> RoleProfile | None:
    """The profile that holds for ``position`` on the day ``on``."""
    return profiles_on([position], on, known).get(position.pk)


def requirements_at(
    posts: Mapping[int, Iterable[int]], on: date, known: datetime | None = None
) -> dict[int, dict[int, int]]:
    """Required levels by person, from who holds which post: ``posts`` is ``{position_id: person_ids}``.

    One query, however many people; people whose posts require nothing are left out.
    """
    # By post and profile, so that where two profiles name the same post the newest wins, also when it is empty.
    lines: dict[int, dict[int, list[tuple[int, int]]]] = defaultdict(lambda: defaultdict(list))
    if posts:
        rows = (
            _profiles_of(posts, on, known)
            .order_by(*_OLDEST_FIRST)
            .values_list(
                "position_id",
                "roleprofile_id",
                "roleprofile__requirements__competence_id",
                "roleprofile__requirements__level",
            )
        )
        for position_id, profile_id, competence_id, level in rows:
            wanted = lines[position_id][profile_id]
            if competence_id is not None:
                wanted.append((competence_id, level))
    found: dict[int, dict[int, int]] = defaultdict(dict)
    for position_id, by_profile in lines.items():
        *_older, newest = by_profile.values()
        for person_id in posts[position_id]:
            needed = found[person_id]
            for competence_id, level in newest:
                needed[competence_id] = max(level, needed.get(competence_id, 0))
    return found


def requirements_for(
    people: Iterable[Person | int], on: date, known: datetime | None = None
) -> dict[int, dict[int, int]]:
    """Required levels of many people: ``{person_id: {competence_id: level}}``.

    Where a person holds several posts on that day, the highest requirement
    counts.  A competence that is not required is left out.  Three queries,
    however many people.
    """
    ids = {getattr(person, "pk", person) for person in people}
    posts: dict[int, set[int]] = defaultdict(set)
    family = family_of(ids, known)
    employments = Employment.objects.as_of(on, known).filter(person_id__in=list(family))
    for person_id, position_id in employments.order_by().values_list("person_id", "position_id"):
        posts[position_id].add(family[person_id])
    found = requirements_at(posts, on, known)
    return {person_id: found.get(person_id, {}) for person_id in ids}


def requirements_of(person: Person, on: date, known: datetime | None = None) -> dict[int, int]:
    """``{competence_id: required level}`` for one person; the highest over all posts held on that day."""
    return requirements_for([person], on, known)[person.pk]
