"""What is done to courses and their standards; editions and meetings are in ``editions``."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import chain
from typing import Any, TypedDict, Unpack

from django.db import transaction
from django.db.models import Max
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from courses.catalogue import queries
from courses.catalogue.models import Course, Edition, Module, Outcome, Standard
from courses.catalogue.refusals import (
    CodeIsMissing,
    CodeIsTaken,
    LevelNotInFramework,
    StandardHasNoOutcomes,
    StandardIsLocked,
)
from courses.catalogue.rules import OutcomeEntry, rules_hash
from courses.catalogue.states import Mode
from training.competences.actions import retag
from training.competences.models import Competence, Framework, Level
from training.kernel import time
from training.kernel.actors import Actor
from training.kernel.history import changes_of, note, note_saved
from training.kernel.model_fields import check_fields, write
from training.kernel.printing import printable, printable_fields, tidied
from training.people.models import OrganisationKind, Position

RULE_COLUMNS = tuple(name for name in Edition.LOCKED if name not in {"course", "standard"})


class CourseFields(TypedDict, total=False):
    """What ``save_course`` writes; what is not named stays.  ``attendance_threshold`` is in percent."""

    code: str
    title: str
    summary: str
    purpose: str
    audience: str
    mode: Mode
    language: str
    didactic_hour: int
    attendance_threshold: int
    is_archived: bool


@transaction.atomic
def save_course(
    *,
    actor: Actor,
    course: Course | None = None,
    kinds: Collection[OrganisationKind] | None = None,
    positions: Collection[Position] | None = None,
    competences: Collection[Competence] | None = None,
    **fields: Unpack[CourseFields],
) -> Course:
    """Make a course, or change the given one; what is not named stays.

    Raises:
        CodeIsMissing: a course without a code.
        CodeIsTaken: another course has this code.
        CannotBeDrawn: the title or the code holds what no font has.
    """
    if course is not None:
        course = Course.objects.select_for_update(no_key=True).get(pk=course.pk)
    is_new = course is None
    check_fields("save_course", fields, CourseFields)
    values = printable_fields(fields, {"title", "code"})
    code = values.get("code", course.code if course else "")
    if not code:
        raise CodeIsMissing()
    others = Course.objects.exclude(pk=course.pk) if course else Course.objects.all()
    if others.filter(code=code).exists():
        raise CodeIsTaken(code=code)
    changes = changes_of(course, values) if course else []
    course = write(course or Course(), values)
    course.save()
    for relation, chosen in (("kinds", kinds), ("positions", positions), ("competences", competences)):
        if chosen is not None and _choose(course, relation, chosen):
            changes.append(str(capfirst(getattr(Course, relation).field.verbose_name)))
    if is_new or changes:
        note_saved(course, is_new=is_new, actor=actor, reason="; ".join(changes))
    return course


def follow_version(framework: Framework) -> int:
    """Courses tagged with a competence that a newly published version continues are tagged with that one."""
    return retag(Course.competences.through, framework)


def _choose(course: Course, relation: str, chosen: Collection[Any]) -> bool:
    """Make the relation hold exactly ``chosen``; whether that changed anything."""
    there = getattr(course, relation)
    before = set(there.values_list("pk", flat=True))
    there.set(chosen)
    return before != {outcome.pk for outcome in chosen}


# ---- programme -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ModuleEntry:
    """A module as written; ``id`` names the one it changes."""

    title: str
    minutes: int
    description: str = ""
    id: int | None = None


@transaction.atomic
def save_modules(*, course: Course, modules: Sequence[ModuleEntry], actor: Actor) -> list[Module]:
    """Make the programme of the course exactly these modules, in this order.

    Modules that are not named again are removed; meetings that pointed at
    them stay, without a module.
    """
    Course.objects.select_for_update(no_key=True).get(pk=course.pk)
    there = {module.pk: module for module in course.modules.order_by("order", "pk")}
    before = _programme(there.values())
    kept = []
    for order, entry in enumerate(modules, start=1):
        module = (there.get(entry.id) if entry.id else None) or Module(course=course)
        module.order, module.title = order, printable(entry.title)
        module.description, module.minutes = tidied(entry.description), entry.minutes
        module.save()
        kept.append(module)
    Module.objects.filter(course=course).exclude(pk__in=[module.pk for module in kept]).delete()
    titles = ", ".join(f"{module.title} ({module.minutes})" for module in kept)
    if before != _programme(kept):
        note(course, _("Programme written"), actor=actor, reason=titles)
    return kept


def _programme(modules: Iterable[Module]) -> list[tuple[int, str, str, int]]:
    return [(module.pk, module.title, module.description, module.minutes) for module in modules]


# ---- standards -------------------------------------------------------------------------------------------------


@transaction.atomic
def save_standard(
    *,
    course: Course,
    actor: Actor,
    standard: Standard | None = None,
    scope: str = "",
    target_group: str = "",
    outcomes: Iterable[OutcomeEntry] = (),
) -> Standard:
    """Write a standard whole: a new version of the course's, or the given one while it is not locked.

    Raises:
        StandardIsLocked: recruitment has opened; make a new version instead.
        LevelNotInFramework: an outcome names a level its framework does not have.
        CannotBeDrawn: an outcome holds what no font has, and no certificate could ever be printed.
    """
    # The course is locked, not the standard: two new versions have no row of their own yet.
    course = Course.objects.select_for_update(no_key=True).get(pk=course.pk)
    # Before the standard is locked: what it holds then is printed on certificates, or on none.
    outcomes = [
        replace(outcome, text=printable(outcome.text), criterion=printable(outcome.criterion)) for outcome in outcomes
    ]
    scope, target_group = tidied(scope), tidied(target_group)
    _check_levels(outcomes)
    is_new = standard is None
    if standard is None:
        standard = Standard(course=course, version=_next_version(course))
    else:
        standard = _unlocked(Standard.objects.select_for_update(no_key=True).get(pk=standard.pk, course=course))
    changes = [] if is_new else changes_of(standard, {"scope": scope, "target_group": target_group})
    standard.scope, standard.target_group = scope, target_group
    standard.save()
    is_same = standard.outcomes.exists() and queries.outcome_entries(standard) == outcomes
    if not is_same:
        _write_outcomes(standard, outcomes)
        changes += [_("Learning outcomes: %(count)d") % {"count": len(outcomes)}]
    if is_new or changes:
        note_saved(standard, is_new=is_new, actor=actor, reason="; ".join(changes))
    return standard


def _write_outcomes(standard: Standard, outcomes: Sequence[OutcomeEntry]) -> None:
    standard.outcomes.all().delete()
    Outcome.objects.bulk_create(
        Outcome(
            standard=standard,
            order=order,
            kind=entry.kind,
            text=entry.text,
            criterion=entry.criterion,
            method=entry.method,
            competence_id=entry.competence_id,
            level=entry.level,
            is_required=entry.is_required,
        )
        for order, entry in enumerate(outcomes, start=1)
    )


@transaction.atomic
def new_standard_version(*, standard: Standard, actor: Actor) -> Standard:
    """A copy that may be changed, with the next number, for editions not yet open.

    When the course already has a newer version that is not locked, that one comes back.
    """
    course = Course.objects.select_for_update(no_key=True).get(pk=standard.course_id)
    newer = course.standards.filter(version__gt=standard.version, locked_at__isnull=True).order_by("version").last()
    if newer is not None:
        return newer
    return save_standard(
        course=course,
        actor=actor,
        scope=standard.scope,
        target_group=standard.target_group,
        outcomes=queries.outcome_entries(standard),
    )


@transaction.atomic
def lock_standard(*, standard: Standard, actor: Actor, now: datetime | None = None) -> Standard:
    """Freeze the standard with its hash: recruitment of an edition that uses it opens.

    From here on the database itself refuses a change.  Locking a locked one
    is harmless: it keeps its first moment.

    Raises:
        StandardHasNoOutcomes: there is nothing to verify.
        CannotBeDrawn: an outcome holds what no font has.
    """
    Course.objects.select_for_update(no_key=True).get(pk=standard.course_id)
    standard = Standard.objects.select_for_update(no_key=True).get(pk=standard.pk)
    if standard.locked_at is not None:
        return standard
    outcomes = list(standard.outcomes.values_list("text", "criterion"))
    if not outcomes:
        raise StandardHasNoOutcomes
    # Written before texts were checked: locked, it could never be printed nor mended.
    for text in chain.from_iterable(outcomes):
        printable(text)
    standard.content_hash = queries.hash_of(standard)
    standard.locked_at = now or time.now()
    standard.save(update_fields=["content_hash", "locked_at"])
    note(standard, _("Standard locked"), actor=actor, reason=standard.content_hash)
    return standard


@transaction.atomic
def lock_rules(*, edition: Edition, actor: Actor, now: datetime | None = None) -> Edition:
    """Make the rules of completion the edition's own: recruitment opens, and people apply for what it promises.

    From here on a change of the course is for other editions, and the
    database refuses a change of these.  Locking again is harmless.

    Raises:
        CannotBeDrawn: the title or a module holds what no font has.
    """
    edition = Edition.objects.select_for_update(of=("self",), no_key=True).select_related("course").get(pk=edition.pk)
    if edition.has_own_rules:
        return edition
    # Nobody changes the course or its programme while it is being copied.
    edition.course = Course.objects.select_for_update(no_key=True).get(pk=edition.course_id)
    own = queries.rules_of(edition)
    for title in (own.title, *(module.title for module in own.programme)):
        printable(title)
    edition.own_title, edition.own_language = own.title, own.language
    edition.own_didactic_hour, edition.own_threshold = own.didactic_hour, own.threshold
    edition.own_end_document, edition.own_programme = own.end_document, own.modules
    edition.rules_hash = rules_hash(own)
    edition.rules_locked_at = now or time.now()
    first = queries.first_meeting_at(edition.pk)
    edition.taught_since = first if first is not None and first <= edition.rules_locked_at else None
    edition.save(update_fields=[*RULE_COLUMNS, "own_title_fold"])
    note(edition, _("Rules of the edition locked"), actor=actor, reason=edition.rules_hash)
    return edition


def _unlocked(standard: Standard) -> Standard:
    if standard.locked_at is not None:
        raise StandardIsLocked(version=standard.version, locked_on=time.today(standard.locked_at))
    return standard


def _next_version(course: Course) -> int:
    return (course.standards.aggregate(last=Max("version"))["last"] or 0) + 1


def _check_levels(outcomes: Sequence[OutcomeEntry]) -> None:
    competences = Competence.objects.in_bulk({entry.competence_id for entry in outcomes})
    level_numbers: dict[int, set[int]] = {}
    frameworks = {competence.framework_id for competence in competences.values()}
    for framework_id, number in Level.objects.filter(framework__in=frameworks).values_list("framework_id", "number"):
        level_numbers.setdefault(framework_id, set()).add(number)
    for entry in outcomes:
        competence = competences[entry.competence_id]
        levels = level_numbers.get(competence.framework_id)
        # A framework still being written may have no levels yet.
        if levels is not None and entry.level not in levels:
            raise LevelNotInFramework(competence=competence.name, level=entry.level)


def rebuild_search() -> int:
    """Write the search column of every course again; how many there are."""
    count = 0
    for course in Course.objects.order_by("pk").iterator(chunk_size=500):
        Course.objects.filter(pk=course.pk).update(search_text=course.search_column())
        count += 1
    return count
