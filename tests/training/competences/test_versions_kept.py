"""What is kept of a frozen version is kept by its fingerprint: a draft and a new version are seen at once."""

from datetime import timedelta

import pytest
from django.utils import translation

from tests import factories as make
from tests.training.assessments.versions import counterpart, draft_of, publish, published, removed
from training.competences import actions
from training.competences.models import Level
from training.competences.queries import (
    competences_and_ended,
    competences_as_called,
    current_competences,
    scales_of,
    versions_in_force,
)
from training.kernel import time

pytestmark = pytest.mark.django_db


def renamed_levels(draft, name):
    """The draft's scale, called otherwise."""
    levels = [
        {"number": level.number, "name_pl": f"{name} {level.number}", "name_en": f"{name} in English {level.number}"}
        for level in draft.levels.order_by("number")
    ]
    actions.save_framework(framework=draft, code=draft.code, name_pl=draft.name_pl, levels=levels, actor=make.ACTOR)


def scale_of(competence):
    (scale,) = scales_of(competences_as_called([competence.line_id]).values()).values()
    return scale


def test_the_scale_of_a_published_version_is_read_once_in_any_language(django_assert_num_queries):
    (competence,) = published(1)
    draft = draft_of(competence)
    renamed_levels(draft, "krok")
    publish(draft)
    newest = current_competences([competence])
    with django_assert_num_queries(1):
        first = scales_of(newest)
    with django_assert_num_queries(0):
        again = scales_of(newest)
    assert again == first
    with translation.override("en"), django_assert_num_queries(0):
        assert set(scale_of_version(newest)) == {f"krok in English {number}" for number in range(1, 5)}


def scale_of_version(competences):
    (scale,) = scales_of(competences).values()
    return scale.values()


def test_a_drafts_scale_is_read_each_time():
    (competence,) = published(1)
    draft = draft_of(competence)
    own = draft.competences.select_related("framework").get()
    assert scales_of([own])[draft.pk]
    renamed_levels(draft, "inaczej")
    assert scales_of([own])[draft.pk][1] == "inaczej 1"
    Level.objects.filter(framework=draft, number=1).update(name_pl="jeszcze inaczej")
    assert scales_of([own])[draft.pk][1] == "jeszcze inaczej"


def test_a_new_version_brings_its_own_scale_at_once_and_the_old_one_keeps_its_own():
    (competence,) = published(1)
    before = scale_of(competence)
    draft = draft_of(competence)
    renamed_levels(draft, "nowy")
    # A draft says nothing yet.
    assert scale_of(competence) == before
    publish(draft)
    assert set(scale_of(competence).values()) == {f"nowy {number}" for number in before}
    both = scales_of([competence, *current_competences([competence])])
    assert both == {competence.framework_id: before, draft.pk: scale_of(competence)}


@pytest.mark.parametrize("offset", [None, -4000, -1, 1])
def test_what_ended_is_what_the_versions_in_force_do_not_have(offset, django_assert_num_queries):
    kept, ended = published(2)
    other = make.CompetenceFactory(framework=make.FrameworkFactory(code="inne", state="draft", published_at=None))
    draft = draft_of(kept)
    removed(draft, ended)
    added = counterpart(draft, kept)
    publish(draft)
    draft.refresh_from_db()
    moment = offset and draft.published_at + timedelta(days=offset)
    lines = {kept.line_id, ended.line_id, other.line_id, added.line_id}
    with django_assert_num_queries(1):
        called, gone = competences_and_ended(lines, moment)
    in_force = set(versions_in_force(moment).values())
    assert called == competences_as_called(lines, moment)
    assert gone == {line for line, competence in called.items() if competence.framework_id not in in_force}
    assert (ended.line_id in gone) == (moment is None or moment > draft.published_at)


def test_nothing_has_ended_before_anything_was_asked_about():
    assert competences_and_ended([], time.now()) == ({}, frozenset())
