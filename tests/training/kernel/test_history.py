"""What history keeps of who did it: the account while there is one, the name always."""

import pytest
from django.contrib.auth import get_user_model
from wagtail.models import ModelLogEntry

from tests import factories as make
from training.kernel.actors import Actor
from training.kernel.history import note, note_deleted, note_many

pytestmark = pytest.mark.django_db


def line_of(instance):
    return ModelLogEntry.objects.for_instance(instance).latest("pk")


def test_a_command_is_named_in_the_line():
    centre = make.OrganisationFactory()
    note(centre, "Zmiana", actor=Actor.command("kompas_catch_up"), reason="co noc")
    assert line_of(centre).message == "Zmiana: co noc, manage.py kompas_catch_up"


def test_the_name_outlives_the_account():
    user = get_user_model().objects.create_user("ola", password="x", first_name="Ola", last_name="Krok")
    centre = make.OrganisationFactory()
    note(centre, "Zmiana", actor=Actor.of_user(user))
    user.delete()
    line = line_of(centre)
    assert (line.message, line.data["actor_name"]) == ("Zmiana", "Ola Krok")


def test_many_lines_keep_the_same_as_one():
    centre = make.OrganisationFactory()
    note(centre, "Zmiana", actor=make.ACTOR, reason="jeden")
    alone = line_of(centre)
    note_many([(centre, "Zmiana", "jeden")], actor=make.ACTOR)
    together = line_of(centre)
    assert (alone.data, alone.action, alone.label) == (together.data, together.action, together.label)


def test_a_deleted_row_leaves_a_line_that_says_so():
    centre = make.OrganisationFactory()
    note_deleted(centre, actor=make.ACTOR)
    assert line_of(centre).deleted
