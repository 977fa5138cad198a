"""Verbs of frameworks (write a draft, publish it, make the next version) and of the profiles of posts."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from training.competences.models import (
    Competence,
    Domain,
    Framework,
    Level,
    LevelDescriptor,
    Requirement,
    RoleProfile,
)
from training.competences.queries import competences_of, content_of
from training.competences.refusals import (
    CompetenceNotInFramework,
    FrameworkIsFrozen,
    FrameworkIsIncomplete,
    LevelNotInFramework,
    ProfileHasNoFramework,
    ProfileIsSuperseded,
    ProfileStartsTooEarly,
)
from training.competences.rules import missing_parts
from training.competences.states import NEXT, FrameworkState
from training.kernel import time
from training.kernel.actors import Actor
from training.kernel.canon import fingerprint
from training.kernel.dated import BEFORE_RECORDS
from training.kernel.states import check_move
from training.people.models import Position

_MISSING = {
    "levels": gettext_lazy("levels numbered from 1"),
    "domains": gettext_lazy("domains"),
    "competences": gettext_lazy("competences"),
}


def _draft(framework_id: int) -> Framework:
    """The framework, locked, if it may still change."""
    framework = Framework.objects.select_for_update().get(pk=framework_id)
    if framework.state != FrameworkState.DRAFT:
        raise FrameworkIsFrozen(framework=framework)
    return framework


@transaction.atomic
def save_framework(
    *,
    framework: Framework | None = None,
    actor: Actor,
    code: str,
    name_pl: str,
    name_en: str = "",
    levels: Sequence[Mapping[str, Any]] | None = None,
    domains: Sequence[Mapping[str, Any]] | None = None,
) -> Framework:
    """Make a draft, or change one: its names and, where given, its levels and domains.

    ``levels`` hold ``number``, ``name_pl``, ``name_en``, ``descriptor_pl``,
    ``descriptor_en``; ``domains`` hold ``code``, ``order``, ``name_pl``,
    ``name_en``.  Levels and domains that are not named stay as they are.

    Raises:
        FrameworkIsFrozen: it is published or retired.
    """
    if framework is None:
        newest = Framework.objects.filter(code=code).order_by("-version").first()
        framework = Framework(code=code, version=newest.version + 1 if newest else 1)
    else:
        framework = _draft(framework.pk)
    framework.name_pl, framework.name_en = name_pl, name_en
    framework.save()
    for level in levels or ():
        rest = {name: value for name, value in level.items() if name != "number"}
        Level.objects.update_or_create(framework=framework, number=level["number"], defaults=rest)
    for domain in domains or ():
        rest = {name: value for name, value in domain.items() if name != "code"}
        Domain.objects.update_or_create(framework=framework, code=domain["code"], defaults=rest)
    return framework


@transaction.atomic
def save_competence(
    *,
    competence: Competence | None = None,
    actor: Actor,
    framework: Framework,
    domain: Domain,
    code: str,
    name_pl: str,
    name_en: str = "",
    order: int | None = None,
    descriptors: Mapping[int, tuple[str, str]] | None = None,
    esco_links: list[dict] | None = None,
) -> Competence:
    """Add a competence to a draft, or change one; ``descriptors`` maps a level to its Polish and English text.

    Raises:
        FrameworkIsFrozen: the framework is published or retired.
    """
    framework = _draft(competence.framework_id if competence else framework.pk)
    if competence is None:
        last = framework.competences.order_by("-order").first()
        competence = Competence(framework=framework, order=last.order + 1 if last else 1)
    competence.domain, competence.code = domain, code
    competence.name_pl, competence.name_en = name_pl, name_en
    if order is not None:
        competence.order = order
    if esco_links is not None:
        competence.esco_links = esco_links
    competence.save()
    for level, (text_pl, text_en) in (descriptors or {}).items():
        if text_pl:
            LevelDescriptor.objects.update_or_create(
                competence=competence, level=level, defaults={"text_pl": text_pl, "text_en": text_en}
            )
        else:
            competence.descriptors.filter(level=level).delete()
    return competence


@transaction.atomic
def delete_competence(*, competence: Competence, actor: Actor) -> None:
    """Take a competence out of a draft.

    Raises:
        FrameworkIsFrozen: the framework is published or retired.
    """
    _draft(competence.framework_id)
    competence.delete()


@transaction.atomic
def publish(*, framework: Framework, actor: Actor, now: datetime | None = None) -> Framework:
    """Freeze the framework: from now on its content has a hash and cannot change.

    Publishing twice is harmless.

    Raises:
        FrameworkIsIncomplete: a level of a competence has no descriptor, or a part is missing.
        MoveNotAllowed: it is retired.
    """
    framework = Framework.objects.select_for_update().get(pk=framework.pk)
    if framework.state == FrameworkState.PUBLISHED:
        return framework
    check_move(FrameworkState(framework.state), FrameworkState.PUBLISHED, NEXT)
    missing = missing_parts(
        levels=list(framework.levels.values_list("number", flat=True)),
        domains=framework.domains.count(),
        descriptors={
            competence.code: [one.level for one in competence.descriptors.all()]
            for competence in competences_of(framework)
        },
    )
    if missing:
        undescribed = missing.pop("descriptors", [])
        words = [str(_MISSING[part]) for part in missing]
        words += [_("%(competence)s, level %(level)d") % {"competence": c, "level": n} for c, n in undescribed]
        raise FrameworkIsIncomplete(framework=framework, missing="; ".join(words))
    framework.state = FrameworkState.PUBLISHED
    framework.published_at = now or time.now()
    framework.content_hash = fingerprint(content_of(framework))
    framework.save(update_fields=["state", "published_at", "content_hash"])
    return framework


@transaction.atomic
def retire(*, framework: Framework, actor: Actor) -> Framework:
    """Take a published framework out of use; what was assessed by it stays.

    Raises:
        MoveNotAllowed: it was never published.
    """
    framework = Framework.objects.select_for_update().get(pk=framework.pk)
    if framework.state == FrameworkState.RETIRED:
        return framework
    check_move(FrameworkState(framework.state), FrameworkState.RETIRED, NEXT)
    framework.state = FrameworkState.RETIRED
    framework.save(update_fields=["state"])
    return framework


@transaction.atomic
def new_version(*, framework: Framework, actor: Actor) -> Framework:
    """A draft with the same content and the next number; an open draft of the same code comes back instead."""
    framework = Framework.objects.select_for_update().get(pk=framework.pk)
    newest = Framework.objects.filter(code=framework.code).order_by("-version").first()
    if newest.state == FrameworkState.DRAFT:
        return newest
    copy = Framework.objects.create(
        code=framework.code, version=newest.version + 1, name_pl=framework.name_pl, name_en=framework.name_en
    )
    for level in framework.levels.all():
        level.pk, level._state.adding, level.framework = None, True, copy
        level.save()
    domains = {}
    for domain in framework.domains.all():
        old = domain.pk
        domain.pk, domain._state.adding, domain.framework = None, True, copy
        domain.save()
        domains[old] = domain
    for competence in competences_of(framework):
        descriptors = list(competence.descriptors.all())
        domain = domains[competence.domain_id]
        fresh = Competence.objects.create(
            framework=copy,
            domain=domain,
            code=competence.code,
            order=competence.order,
            esco_links=competence.esco_links,
            name_pl=competence.name_pl,
            name_en=competence.name_en,
        )
        LevelDescriptor.objects.bulk_create(
            LevelDescriptor(competence=fresh, level=one.level, text_pl=one.text_pl, text_en=one.text_en)
            for one in descriptors
        )
    return copy


# ---- profiles of posts -----------------------------------------------------------------------------------------


def _copy_of(profile: RoleProfile, *, now: datetime, **changes: Any) -> RoleProfile:
    """A fresh row saying the same as ``profile`` but for ``changes``."""
    kept = {
        name: getattr(profile, name)
        for name in ("framework", "code", "name_pl", "name_en", "legal_basis", "valid_from", "valid_until")
    }
    copy = RoleProfile.objects.create(recorded_at=now, **{**kept, **changes})
    copy.positions.set(profile.positions.all())
    Requirement.objects.bulk_create(
        Requirement(profile=copy, competence_id=line.competence_id, level=line.level)
        for line in profile.requirements.all()
    )
    return copy


@transaction.atomic
def save_profile(
    *,
    profile: RoleProfile | None = None,
    actor: Actor,
    framework: Framework,
    code: str,
    name_pl: str,
    name_en: str = "",
    positions: Sequence[Position] = (),
    levels: Mapping[Competence, int],
    valid_from: date = BEFORE_RECORDS,
    legal_basis: str = "",
    now: datetime | None = None,
) -> RoleProfile:
    """Say which levels a post requires, from a day on.

    A profile is never overwritten.  With the same ``valid_from`` the row is
    mended: the old one is superseded.  With a later day the old one ends the
    day before, and both stand.  Saving the same again changes nothing.

    Raises:
        ProfileHasNoFramework: the framework is not published.
        CompetenceNotInFramework, LevelNotInFramework: a line means nothing in this framework.
        ProfileIsSuperseded: a newer version of this row exists.
        ProfileStartsTooEarly: the new version would start before the one it follows.
    """
    moment = now or time.now()
    if framework.state != FrameworkState.PUBLISHED:
        raise ProfileHasNoFramework
    numbers = set(framework.levels.values_list("number", flat=True))
    lines = {competence: level for competence, level in levels.items() if level}
    for competence, level in lines.items():
        if competence.framework_id != framework.pk:
            raise CompetenceNotInFramework(competence=competence)
        if level not in numbers:
            raise LevelNotInFramework(level=level)
    facts = {"framework": framework, "name_pl": name_pl, "name_en": name_en, "legal_basis": legal_basis}
    until = None
    if profile is not None:
        profile = RoleProfile.objects.select_for_update().get(pk=profile.pk)
        if profile.superseded_at is not None:
            raise ProfileIsSuperseded
        if _says_the_same(profile, facts, code, positions, lines, valid_from):
            return profile
        if valid_from < profile.valid_from:
            raise ProfileStartsTooEarly(first=profile.valid_from)
        until = profile.valid_until
        profile.superseded_at = moment
        profile.save(update_fields=["superseded_at"])
        if valid_from > profile.valid_from:
            _copy_of(profile, now=moment, valid_until=valid_from - timedelta(days=1))
    fresh = RoleProfile.objects.create(code=code, valid_from=valid_from, valid_until=until, recorded_at=moment, **facts)
    fresh.positions.set(positions)
    Requirement.objects.bulk_create(
        Requirement(profile=fresh, competence=competence, level=level) for competence, level in lines.items()
    )
    return fresh


def _says_the_same(profile, facts, code, positions, lines, valid_from) -> bool:
    return (
        profile.valid_from == valid_from
        and profile.code == code
        and all(getattr(profile, name) == value for name, value in facts.items())
        and {position.pk for position in positions} == set(profile.positions.values_list("pk", flat=True))
        and {competence.pk: level for competence, level in lines.items()}
        == dict(profile.requirements.order_by().values_list("competence_id", "level"))
    )


@transaction.atomic
def end_profile(*, profile: RoleProfile, last_day: date, actor: Actor, now: datetime | None = None) -> RoleProfile:
    """The post requires nothing any more after ``last_day``.

    Raises:
        ProfileIsSuperseded: a newer version of this row exists.
        ProfileStartsTooEarly: ``last_day`` lies before the profile's first day.
    """
    moment = now or time.now()
    profile = RoleProfile.objects.select_for_update().get(pk=profile.pk)
    if profile.superseded_at is not None:
        raise ProfileIsSuperseded
    if profile.valid_until == last_day:
        return profile
    if last_day < profile.valid_from:
        raise ProfileStartsTooEarly(first=profile.valid_from)
    profile.superseded_at = moment
    profile.save(update_fields=["superseded_at"])
    return _copy_of(profile, now=moment, valid_until=last_day)
