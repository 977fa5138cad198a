"""``kompas_demo``: what it says and does when things are not as usual."""

import json
import socket
from io import StringIO

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.core.management.base import BaseCommand
from wagtail.models import Page

from cms.site.demo import ownership
from cms.site.management.commands.kompas_demo import Command
from courses.catalogue.models import Course
from training.people.models import County, Organisation, Person

pytestmark = pytest.mark.django_db
NOTE = {"size": "S", "day": "2026-01-02", "password": "x", "logins": [["trener", "Prowadzący zajęcia", "/zajecia/"]]}


@pytest.fixture
def home(settings, tmp_path):
    settings.HOME = tmp_path
    settings.KOMPAS = {**settings.KOMPAS, "DEMO": True}
    return tmp_path


class StoppedAt(StringIO):
    """A terminal at which somebody presses Ctrl+C as soon as a line with ``word`` appears."""

    def __init__(self, word):
        super().__init__()
        self.word = word

    def write(self, text):
        super().write(text)
        if self.word in text:
            raise KeyboardInterrupt
        return len(text)


def test_a_taken_port_is_refused_before_anything_is_built(home):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        with pytest.raises(CommandError, match=f"Port {port} cannot be had .* make demo PORT="):
            call_command("kompas_demo", port=port, stdout=StringIO())
    assert list(home.iterdir()) == []
    assert not County.objects.exists()


@pytest.mark.parametrize("port", ["eighty", "70000"])
def test_what_is_no_port_is_refused_in_words(home, port):
    with pytest.raises(CommandError, match=f"Port {port} cannot be had"):
        call_command("kompas_demo", port=port, stdout=StringIO())


def test_a_stopped_build_keeps_nothing_and_the_next_begins_again(home):
    for _turn in range(2):
        output = StoppedAt("dictionaries")
        with pytest.raises(CommandError, match="Nothing of the region was kept"):
            call_command("kompas_demo", stdout=output)
        assert "· dictionaries and framework" in output.getvalue()
        assert not County.objects.exists()
        # The second turn is a build that was stopped just after it had left its note.
        (home / "demo.json").write_text(json.dumps(NOTE))


@pytest.fixture
def built(home):
    """A note of a demo whose front page is in this database."""
    page = Page.get_first_root_node().add_child(instance=Page(title="Kompas", slug="kompas"))
    (home / "demo.json").write_text(json.dumps({**NOTE, "front_page": str(page.translation_key)}))
    return page


def test_a_demo_that_is_there_says_of_which_day_it_is(home, built):
    Person.objects.create(first_name="Jan", last_name="Kos")
    output = StringIO()
    call_command("kompas_demo", stdout=output)
    assert "· the demo of 2026-01-02 (size S) is there" in output.getvalue()
    assert f"for a region of today remove {home}" in output.getvalue()
    assert "trener       Prowadzący zajęcia" in output.getvalue()


def test_a_folder_with_a_demo_of_another_size_is_refused(home, built):
    with pytest.raises(CommandError, match="holds a demo of size S"):
        call_command("kompas_demo", size="M", stdout=StringIO())


def add_page():
    Page.get_first_root_node().add_child(instance=Page(title="Nasz urząd", slug="nasz-urzad"))


def edit_the_welcome_page():
    Page.objects.get(depth=2).save_revision()


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("people", lambda: Person.objects.create(first_name="Jan", last_name="Kos")),
        ("institutions", lambda: Organisation.objects.create(name="GOPS Ulhówek")),
        ("accounts", lambda: get_user_model().objects.create(username="anna")),
        ("courses", lambda: Course.objects.create(title="Praca z rodziną")),
        ("pages", add_page),
        ("pages", edit_the_welcome_page),
    ],
)
# A folder with a demo, whose note lies beside settings that lead to another database, is no proof.
@pytest.mark.parametrize("noted", [None, NOTE, {**NOTE, "front_page": "0b5c4ac8-58ad-4a3c-9ac3-0a1e3e4dbb3b"}])
def test_a_database_with_something_of_others_is_refused_and_left_alone(home, monkeypatch, name, make, noted):
    if noted:
        (home / "demo.json").write_text(json.dumps(noted))
    make()
    accounts = get_user_model().objects.count()
    # Not even migrated: the tables belong to somebody.
    monkeypatch.setattr(Command, "_migrate", lambda self: pytest.fail("migrated"))
    with pytest.raises(CommandError, match=rf"did not make: {name}\. A demo replaces .*KOMPAS_HOME="):
        call_command("kompas_demo", stdout=StringIO())
    assert get_user_model().objects.count() == accounts


def test_an_empty_database_of_a_site_that_is_no_demo_is_refused(home, settings):
    settings.KOMPAS = {**settings.KOMPAS, "DEMO": False}
    with pytest.raises(CommandError, match=r"not the settings of a demo.*KOMPAS_DEMO=1"):
        call_command("kompas_demo", stdout=StringIO())
    assert not get_user_model().objects.exists()


def test_a_new_database_is_nobodys_before_and_after_its_migrations(monkeypatch):
    assert ownership.kept_by_others() == []
    Person.objects.create(first_name="Jan", last_name="Kos")
    monkeypatch.setattr("django.db.connection.introspection.table_names", list)
    assert ownership.kept_by_others() == []
    assert not ownership.is_demo("0b5c4ac8-58ad-4a3c-9ac3-0a1e3e4dbb3b")


def test_there_is_no_switch_that_builds_a_demo_all_the_same():
    def options(command):
        return {action.dest for action in command.create_parser("manage.py", "x")._actions}

    assert options(Command()) - options(BaseCommand()) == {"size", "port", "day"}
