"""Verbs of lines: what a competence of a new version goes on from, and whose level it carries."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from training.competences.models import Competence, CompetenceLine, CompetenceOrigin, Framework
from training.competences.refusals import (
    AlreadyContinued,
    CarriesNoOrigin,
    CarriesTwoLevels,
    FrameworkIsFrozen,
    NotAnEarlierVersion,
    OriginNamedTwice,
)
from training.competences.registry import levels_carried
from training.competences.states import FrameworkState
from training.kernel import time
from training.kernel.actors import Actor
from training.kernel.history import note


def lock_versions(code: str) -> dict[int, Framework]:
    """All versions of a framework, locked by key: whoever writes one, or its lines, does so alone.

    Competences of several versions share lines, origins and tags: two verbs
    that each held their own version only would take those in two orders.
    """
    rows = Framework.objects.select_for_update(no_key=True).filter(code=code).order_by("pk")
    return {framework.pk: framework for framework in rows}


def lock_framework(framework_id: int) -> Framework:
    """The framework, locked with all its versions.  The code of a framework never changes."""
    code = Framework.objects.values_list("code", flat=True).get(pk=framework_id)
    return lock_versions(code)[framework_id]


def draft_framework(framework_id: int) -> Framework:
    """The framework, locked with all its versions, if it may still change.

    Raises:
        FrameworkIsFrozen: it is published or retired.
    """
    framework = lock_framework(framework_id)
    if framework.state != FrameworkState.DRAFT:
        raise FrameworkIsFrozen(framework=framework)
    return framework


def delete_line(line: CompetenceLine) -> None:
    """A line without competences was one of a draft only: it goes with the last of them."""
    if not line.competences.exists():
        line.delete()


@transaction.atomic
def set_lineage(
    *,
    competence: Competence,
    actor: Actor,
    continues: Competence | None = None,
    origins: Sequence[Competence] = (),
    carries: Competence | None = None,
    now: datetime | None = None,
) -> Competence:
    """Say what a competence of a draft goes on from.

    What ``continues`` another has its line, so its levels.  What came by
    splitting or merging names its ``origins``, and starts without levels
    unless ROPS says which of them it ``carries``; that decision is recorded
    with who made it and when.

    Raises:
        FrameworkIsFrozen: the framework is published or retired.
        NotAnEarlierVersion: something named is not in an earlier published version of the same framework.
        AlreadyContinued: another competence continues that one.
        OriginNamedTwice: an origin is also what is continued, or is named twice.
        CarriesNoOrigin, CarriesTwoLevels: the level carried is not that of an origin, or not the only one.
    """
    framework = draft_framework(competence.framework_id)
    competence = Competence.objects.select_related("line").get(pk=competence.pk)
    # As they stand now, whatever the caller read before.
    asked = {named.pk for named in (continues, carries, *origins) if named is not None}
    stored = Competence.objects.select_related("framework").in_bulk(asked)
    continues = stored[continues.pk] if continues is not None else None
    carries = stored[carries.pk] if carries is not None else None
    origins = [stored[origin.pk] for origin in origins]
    _check_lineage(framework, competence, continues, origins, carries)
    left = competence.line
    if continues is not None:
        competence.line_id = continues.line_id
    elif competence.continues_id is not None:
        competence.line = CompetenceLine.objects.create()
    was_named = _lineage_in_words(competence)
    competence.continues = continues
    competence.save(update_fields=["line", "continues"])
    if left.pk != competence.line_id:
        delete_line(left)
    _write_origins(competence, origins, carries, actor=actor, moment=now or time.now())
    if (named := _lineage_in_words(competence)) != was_named:
        note(competence, _("Origin changed"), actor=actor, reason=named)
    return competence


def _check_lineage(
    framework: Framework,
    competence: Competence,
    continues: Competence | None,
    origins: Sequence[Competence],
    carries: Competence | None,
) -> None:
    for named in [continues, *origins]:
        if named is not None and not _is_earlier(named.framework, framework):
            raise NotAnEarlierVersion(competence=named)
    if continues is not None:
        others = Competence.objects.select_related("framework").exclude(pk=competence.pk)
        by = (
            others.filter(continues=continues).first()
            or others.filter(framework=framework, line=continues.line_id).first()
        )
        if by is not None:
            raise AlreadyContinued(competence=continues, by=by, version=by.framework.version)
    seen = {continues.line_id} if continues is not None else set()
    for origin in origins:
        if origin.line_id in seen:
            raise OriginNamedTwice(competence=origin)
        seen.add(origin.line_id)
    if carries is not None:
        if carries not in origins:
            raise CarriesNoOrigin(competence=carries)
        if continues is not None:
            raise CarriesTwoLevels(competence=competence, of=continues)


def _is_earlier(framework: Framework, other: Framework) -> bool:
    return (
        framework.code == other.code and framework.version < other.version and framework.state != FrameworkState.DRAFT
    )


def _write_origins(
    competence: Competence,
    origins: Sequence[Competence],
    carries: Competence | None,
    *,
    actor: Actor,
    moment: datetime,
) -> None:
    """Origins that stay keep their row, and with it who decided and when."""
    before = {row.origin_id: row for row in competence.origins.all()}
    wanted = {origin.pk: carries is not None and origin.pk == carries.pk for origin in origins}
    CompetenceOrigin.objects.filter(pk__in=[row.pk for pk, row in before.items() if pk not in wanted]).delete()
    # Those that no longer carry first: at most one may.
    for origin_id, is_carried in sorted(wanted.items(), key=lambda item: item[1]):
        row = before.get(origin_id) or CompetenceOrigin(competence=competence, origin_id=origin_id)
        if row.pk is None or row.carries != is_carried:
            _decide(row, is_carried, actor=actor, moment=moment)


def _decide(row: CompetenceOrigin, is_carried: bool, *, actor: Actor, moment: datetime) -> None:
    row.carries = is_carried
    row.decided_by, row.decided_at = (actor.name[:200], moment) if is_carried else ("", None)
    row.save()


def _lineage_in_words(competence: Competence) -> str:
    """What history says of where a competence comes from."""
    words = []
    if competence.continues is not None:
        words.append(_("continues %(competence)s") % {"competence": competence.continues.code})
    for row in competence.origins.select_related("origin"):
        text = _("from %(competence)s, with its level") if row.carries else _("from %(competence)s")
        words.append(text % {"competence": row.origin.code})
    return ", ".join(words) or _("begins here")


def carry_decided_levels(framework: Framework) -> None:
    """Levels that were decided to be carried over count from the publication on; within its transaction."""
    decided = CompetenceOrigin.objects.filter(competence__framework=framework, carries=True, carried_since__isnull=True)
    lines = set(decided.values_list("competence__line_id", flat=True))
    if lines:
        decided.update(carried_since=framework.published_at)
        _tell(lines)


def _tell(lines: set[int]) -> None:
    for count_again in levels_carried:
        count_again(lines)


@transaction.atomic
def carry_level(*, origin: CompetenceOrigin, actor: Actor, now: datetime | None = None) -> CompetenceOrigin:
    """Decide, after publishing, that the level held in an origin counts in what came of it, from now on.

    Deciding twice is harmless.  It cannot be taken back: figures rest on it.

    Raises:
        CarriesTwoLevels: the competence continues another, or carries the level of another origin.
    """
    moment = now or time.now()
    lock_framework(origin.competence.framework_id)
    origin = CompetenceOrigin.objects.select_related("competence__framework", "origin").get(pk=origin.pk)
    if origin.carries:
        return origin
    competence = origin.competence
    other = competence.origins.filter(carries=True).select_related("origin").first()
    if competence.continues_id is not None or other is not None:
        raise CarriesTwoLevels(competence=competence, of=other.origin if other else competence.continues)
    origin.carries, origin.decided_by, origin.decided_at = True, actor.name[:200], moment
    if competence.framework.published_at is not None:
        origin.carried_since = max(moment, competence.framework.published_at)
    origin.save()
    note(competence, _("Level carried on"), actor=actor, reason=str(origin.origin))
    if origin.carried_since is not None:
        _tell({competence.line_id})
    return origin
