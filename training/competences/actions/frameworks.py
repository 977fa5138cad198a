"""Verbs of frameworks: write a draft, publish it, make the next version, retire it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from training.competences.actions.lines import (
    carry_decided_levels,
    delete_line,
    draft_framework,
    lock_framework,
    lock_versions,
)
from training.competences.models import (
    Competence,
    CompetenceLine,
    Domain,
    Framework,
    Level,
    LevelDescriptor,
)
from training.competences.queries import competences_of, content_of, top_levels, version_before
from training.competences.refusals import (
    FrameworkIsIncomplete,
    LevelNotInFramework,
    NewerVersionPublished,
    ScaleHasAnotherLength,
)
from training.competences.registry import published
from training.competences.rules import missing_parts
from training.competences.states import NEXT, FrameworkState
from training.kernel import time
from training.kernel.actors import Actor
from training.kernel.canonical_json import fingerprint
from training.kernel.history import changes_of, note, note_saved
from training.kernel.printing import printable, printable_fields
from training.kernel.states import check_move

# Of a level or a domain.
PRINTED = ("code", "name_pl", "name_en")
_MISSING = {
    "levels": gettext_lazy("levels numbered from 1, from two to nine of them"),
    "domains": gettext_lazy("domains"),
    "competences": gettext_lazy("competences"),
}


def _printable_names(code: str, name_pl: str, name_en: str) -> tuple[str, str, str]:
    """What certificates, registers and profiles print of it."""
    return (
        printable(code, field="code"),
        printable(name_pl, field="name_pl"),
        printable(name_en, field="name_en"),
    )


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
    ``name_en``.  Levels are the whole scale: one that is not named goes, with
    what it looks like in each competence.  Domains that are not named stay.

    Raises:
        FrameworkIsFrozen: it is published or retired.
        CannotBeDrawn: a code or a name holds what no font has.
        ScaleHasAnotherLength: the scale would end elsewhere than in the version before.
    """
    is_new = framework is None
    code, name_pl, name_en = _printable_names(code, name_pl, name_en)
    # None means that they stay; an empty list of levels takes all away.
    levels = None if levels is None else [printable_fields(level, PRINTED) for level in levels]
    domains = [printable_fields(domain, PRINTED) for domain in domains or ()]
    if framework is None:
        lock_versions(code)
        # Asked after the lock: a version made while it was waited for counts.
        newest = Framework.objects.filter(code=code).order_by("-version").first()
        framework = Framework(code=code, version=newest.version + 1 if newest else 1)
    else:
        framework = draft_framework(framework.pk)
    names = {"name_pl": name_pl, "name_en": name_en}
    changes = [] if is_new else changes_of(framework, names)
    framework.name_pl, framework.name_en = name_pl, name_en
    framework.save()
    for level in levels or ():
        rest = {name: value for name, value in level.items() if name != "number"}
        Level.objects.update_or_create(framework=framework, number=level["number"], defaults=rest)
    if levels is not None:
        numbers = [level["number"] for level in levels]
        framework.levels.exclude(number__in=numbers).delete()
        LevelDescriptor.objects.filter(competence__framework=framework).exclude(level__in=numbers).delete()
        _check_length(framework)
    for domain in domains:
        rest = {name: value for name, value in domain.items() if name != "code"}
        Domain.objects.update_or_create(framework=framework, code=domain["code"], defaults=rest)
    changes += [str(level["name_pl"]) for level in levels or ()] + [str(domain["name_pl"]) for domain in domains]
    if is_new or changes:
        note_saved(framework, is_new=is_new, actor=actor, reason="; ".join(changes))
    return framework


def _check_length(framework: Framework) -> None:
    """A version keeps the length of the scale: what people hold, and what posts require, are its numbers.

    Raises:
        ScaleHasAnotherLength: it ends elsewhere than in the published version before.
    """
    before = version_before(framework)
    if before is None:
        return
    tops = top_levels([before.pk, framework.pk])
    top, kept = tops.get(framework.pk, 0), tops.get(before.pk, 0)
    if top != kept:
        raise ScaleHasAnotherLength(framework=framework, top=top, version=before.version, kept=kept)


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
    esco_links: list[dict[str, str]] | None = None,
) -> Competence:
    """Add a competence to a draft, or change one; ``descriptors`` maps a level to its Polish and English text.

    A competence that is added begins a line of its own; ``set_lineage`` says what it goes on from.

    Raises:
        FrameworkIsFrozen: the framework is published or retired.
        CannotBeDrawn: the code or the name holds what no font has.
        LevelNotInFramework: a level is described that the framework's scale does not have.
    """
    code, name_pl, name_en = _printable_names(code, name_pl, name_en)
    framework = draft_framework(competence.framework_id if competence else framework.pk)
    described = {level for level, (text_pl, _text_en) in (descriptors or {}).items() if text_pl}
    if beyond := described - set(framework.levels.values_list("number", flat=True)):
        raise LevelNotInFramework(level=min(beyond))
    is_new = competence is None
    if competence is None:
        last = framework.competences.order_by("-order").first()
        competence = Competence(
            framework=framework, line=CompetenceLine.objects.create(), order=last.order + 1 if last else 1
        )
    values = {"domain": domain, "code": code, "name_pl": name_pl, "name_en": name_en}
    changes = [] if is_new else changes_of(competence, values)
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
    note_saved(competence, is_new=is_new, actor=actor, reason="; ".join(changes))
    return competence


@transaction.atomic
def delete_competence(*, competence: Competence, actor: Actor) -> None:
    """Take a competence out of a draft.

    Raises:
        FrameworkIsFrozen: the framework is published or retired.
    """
    framework, line = draft_framework(competence.framework_id), competence.line
    note(framework, _("Competence deleted"), actor=actor, reason=f"{competence.code} {competence.name_pl}")
    competence.delete()
    delete_line(line)


@transaction.atomic
def publish(*, framework: Framework, actor: Actor, now: datetime | None = None) -> Framework:
    """Freeze the framework: from now on its content has a hash and cannot change.

    Publishing twice is harmless.  Levels that ROPS decided to carry over from
    split and merged competences count from this moment on.

    Raises:
        NewerVersionPublished: a later version of it was published.
        ScaleHasAnotherLength: its scale ends elsewhere than that of the version before.
        FrameworkIsIncomplete: a level of a competence has no descriptor, or a part is missing.
        MoveNotAllowed: it is retired.
    """
    framework = lock_framework(framework.pk)
    if framework.state == FrameworkState.PUBLISHED:
        return framework
    check_move(FrameworkState(framework.state), FrameworkState.PUBLISHED, NEXT)
    later = Framework.objects.filter(code=framework.code, version__gt=framework.version)
    if newer := later.exclude(state=FrameworkState.DRAFT).order_by("-version").first():
        raise NewerVersionPublished(version=newer.version)
    _check_length(framework)
    missing = missing_parts(
        levels=list(framework.levels.values_list("number", flat=True)),
        domains=framework.domains.count(),
        descriptors={
            competence.code: [descriptor.level for descriptor in competence.descriptors.all()]
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
    carry_decided_levels(framework)
    for follow in published:
        follow(framework)
    note(
        framework,
        _("Framework published"),
        actor=actor,
        reason=framework.content_hash,
        now=framework.published_at,
    )
    return framework


@transaction.atomic
def retire(*, framework: Framework, actor: Actor) -> Framework:
    """Take a published framework out of use; what was assessed by it stays.

    Raises:
        MoveNotAllowed: it was never published.
    """
    framework = lock_framework(framework.pk)
    if framework.state == FrameworkState.RETIRED:
        return framework
    check_move(FrameworkState(framework.state), FrameworkState.RETIRED, NEXT)
    framework.state = FrameworkState.RETIRED
    framework.save(update_fields=["state"])
    note(framework, _("Framework retired"), actor=actor)
    return framework


@transaction.atomic
def new_version(*, framework: Framework, actor: Actor) -> Framework:
    """A draft with the content of the newest version and the next number; an open draft comes back instead.

    Each competence continues the one it is a copy of, so publishing the copy forgets nobody's level.
    """
    framework = lock_framework(framework.pk)
    framework = Framework.objects.filter(code=framework.code).order_by("-version").first() or framework
    if framework.state == FrameworkState.DRAFT:
        return framework
    copy = Framework.objects.create(
        code=framework.code, version=framework.version + 1, name_pl=framework.name_pl, name_en=framework.name_en
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
            line_id=competence.line_id,
            continues=competence,
            code=competence.code,
            order=competence.order,
            esco_links=competence.esco_links,
            name_pl=competence.name_pl,
            name_en=competence.name_en,
        )
        LevelDescriptor.objects.bulk_create(
            LevelDescriptor(
                competence=fresh, level=descriptor.level, text_pl=descriptor.text_pl, text_en=descriptor.text_en
            )
            for descriptor in descriptors
        )
    note(copy, _("Version made"), actor=actor, reason=str(framework))
    return copy
