"""Every column of every model: a raw change of a history that is over is refused or found, or named as free."""

import pytest
from django.apps import apps

from cms.pages.models import TextVersion
from tests.histories.free import FREE
from tests.histories.trying import delete, faults, other_values, update
from tests.histories.world import build
from training.kernel import triggers

pytestmark = pytest.mark.django_db
LABELS = ("kompas_training", "kompas_courses", "kompas_certificates")


def models():
    """Of the pages only what is kept of them: pages themselves live."""
    rooms = [model for label in LABELS for model in apps.get_app_config(label).get_models(include_auto_created=True)]
    return [*rooms, TextVersion]


# Of these the last row differs from the first: one was superseded or ended, the other is current.
TWICE = {"Verification", "EstimateSharing", "Feed", "Enrolment", "Merge", "Certificate", "Wish"}


def rows_of(model):
    rows = list(model._base_manager.order_by("pk"))
    return [rows[0], rows[-1]] if model.__name__ in TWICE else rows[:1]


def free_columns(model):
    free = FREE.get(model.__name__, {})
    return free if isinstance(free, dict) else None


def silent_in(model, before):
    """The columns of the model that change in silence, and ``DELETE`` when a row goes so."""
    free, silent = free_columns(model), set()
    for row in rows_of(model):
        for field in model._meta.concrete_fields:
            if field.name not in free and any(
                update(row, field, value, before).is_silent for value in other_values(row, field)
            ):
                silent.add(field.name)
        if "DELETE" not in free and delete(row, before).is_silent:
            silent.add("DELETE")
    return silent


def test_no_column_of_a_history_changes_in_silence(pages):
    build()
    assert faults() == set()
    kept = [model for model in models() if free_columns(model) is not None]
    assert [model.__name__ for model in kept if not model._base_manager.exists()] == []
    silent = {model.__name__: columns for model in kept if (columns := silent_in(model, set()))}
    assert silent == {}


def test_what_is_free_is_there_and_says_why():
    named = {model.__name__: {field.name for field in model._meta.concrete_fields} for model in models()}
    for model, free in FREE.items():
        columns = free if isinstance(free, dict) else {}
        assert columns.keys() - named[model] <= {"DELETE"}, model
        assert all(columns.values()) and free, model


def test_without_the_triggers_the_walk_finds_silent_changes(pages):
    """The control: what no check finds, the triggers alone keep."""
    build()
    triggers.remove()
    try:
        before, by_name = faults(), {model.__name__: model for model in models()}
        for name, column in {
            "EditionFunding": "source",
            "Prepared": "DELETE",
            "EstimateSharing": "DELETE",
            "Series": "pattern",
        }.items():
            assert column in silent_in(by_name[name], before), name
    finally:
        triggers.install()
