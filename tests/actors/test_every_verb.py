"""Who did it is written, by the verb, always: each is called by a marked actor, who is then looked for."""

import pytest
from django.db import transaction

from tests import factories as make
from tests.actors.scenario import all_scenarios
from tests.actors.traces import columns, traces
from tests.actors.verbs import verbs
from tests.walk.world import build
from training.kernel.actor_columns import check_actors
from training.kernel.actors import Actor

NAME = "Zenobia Znacznik-Aktorska"


@pytest.fixture
def world(db):
    return build()


def test_every_verb_has_a_scenario_and_every_scenario_a_verb():
    missing, stale = set(verbs()) - set(all_scenarios()), set(all_scenarios()) - set(verbs())
    assert (sorted(missing), sorted(stale)) == ([], [])


@pytest.mark.parametrize("kind", ["user", "command"])
def test_every_verb_leaves_the_name_of_its_actor(world, kind):
    actor = Actor("user", NAME, make.user().pk) if kind == "user" else Actor("command", NAME)
    nameless = []
    for verb, scenario in sorted(all_scenarios().items()):
        with transaction.atomic():
            # Each begins in the same world.
            assert traces(NAME) == []
            scenario(world, actor)
            if not traces(NAME):
                nameless.append(verb)
            transaction.set_rollback(True)
    assert nameless == []


def test_the_search_finds_what_it_is_to_find(world):
    """The columns it reads are those that keep an actor; a search of nothing would find every verb guilty or none."""
    assert {f"{model.__name__}.{name}" for model, name in columns()} >= {
        "Assessment.actor_name",
        "Verification.actor_name",
        "MarkChange.actor_name",
        "EnrolmentChange.actor_name",
        "Mandate.granted_by",
        "StaffImport.uploaded_by",
        "Certificate.issued_by",
    }
    assert traces(make.ACTOR.name) != []


def test_the_check_names_a_row_of_history_without_anybody(db):
    enrolment = make.EnrolmentFactory()
    named = enrolment.changes.create(at=make.NOW, new_state="confirmed", actor_kind="user", actor_name=NAME)
    nameless = enrolment.changes.create(at=make.NOW, new_state="confirmed", actor_kind="user", actor_name="")
    assert [fault.keys for fault in check_actors()] == [{"enrolmentchange": nameless.pk}]
    assert named.pk != nameless.pk
