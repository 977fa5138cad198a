"""Versions of a framework for tests: a published first one, and what a second one does to it."""

from datetime import datetime
from zoneinfo import ZoneInfo

from tests import factories as make
from tests.training.assessments.shapes import framework_with
from training.competences import actions

FIRST = datetime(2025, 1, 7, 12, 0, tzinfo=ZoneInfo("Europe/Warsaw"))
SECOND = datetime(2026, 1, 7, 12, 0, tzinfo=ZoneInfo("Europe/Warsaw"))


def published(count, *, at=FIRST):
    """A published framework with so many competences, in their order."""
    competences = framework_with(count)
    for competence in competences:
        describe(competence)
    actions.publish(framework=competences[0].framework, actor=make.ACTOR, now=at)
    return competences


def describe(competence, levels=4):
    for level in range(1, levels + 1):
        competence.descriptors.update_or_create(level=level, defaults={"text_pl": f"poziom {level}"})


def draft_of(competence):
    """The next version as a draft."""
    return actions.new_version(framework=competence.framework, actor=make.ACTOR)


def counterpart(draft, competence):
    """What continues a competence in a draft."""
    return draft.competences.get(continues=competence)


def rename(competence, name, **more):
    kept = ("domain", "code", "framework", "name_en")
    values = {field: getattr(competence, field) for field in kept}
    return actions.save_competence(competence=competence, name_pl=name, actor=make.ACTOR, **{**values, **more})


def added(draft, name, *, code, **lineage):
    """A competence of a draft with what it goes on from."""
    competence = actions.save_competence(
        framework=draft,
        domain=draft.domains.first(),
        code=code,
        name_pl=name,
        descriptors={level: (f"poziom {level}", "") for level in range(1, 5)},
        actor=make.ACTOR,
    )
    if lineage:
        actions.set_lineage(competence=competence, actor=make.ACTOR, **lineage)
    competence.refresh_from_db()
    return competence


def removed(draft, competence):
    actions.delete_competence(competence=counterpart(draft, competence), actor=make.ACTOR)


def publish(draft, *, at=SECOND):
    return actions.publish(framework=draft, actor=make.ACTOR, now=at)
