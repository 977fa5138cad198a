"""``kompas_demo``: what it says and does when things are not as usual."""

import json
import socket
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from training.people.models import County, Person

pytestmark = pytest.mark.django_db
NOTE = {"size": "S", "day": "2026-01-02", "password": "x", "logins": [["trener", "Prowadzący zajęcia", "/zajecia/"]]}


@pytest.fixture
def home(settings, tmp_path):
    settings.HOME = tmp_path
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
        said = StoppedAt("dictionaries")
        with pytest.raises(CommandError, match="Nothing of the region was kept"):
            call_command("kompas_demo", stdout=said)
        assert "· dictionaries and framework" in said.getvalue()
        assert not County.objects.exists()
        # The second turn is a build that was stopped just after it had left its note.
        (home / "demo.json").write_text(json.dumps(NOTE))


def test_a_demo_that_is_there_says_of_which_day_it_is(home):
    (home / "demo.json").write_text(json.dumps(NOTE))
    Person.objects.create(first_name="Jan", last_name="Kos")
    said = StringIO()
    call_command("kompas_demo", stdout=said)
    assert "· the demo of 2026-01-02 (size S) is there" in said.getvalue()
    assert f"for a region of today remove {home}" in said.getvalue()
    assert "trener       Prowadzący zajęcia" in said.getvalue()


def test_another_size_and_foreign_people_are_refused(home):
    Person.objects.create(first_name="Jan", last_name="Kos")
    with pytest.raises(CommandError, match="already holds people"):
        call_command("kompas_demo", stdout=StringIO())
    (home / "demo.json").write_text(json.dumps(NOTE))
    with pytest.raises(CommandError, match="holds a demo of size S"):
        call_command("kompas_demo", size="M", stdout=StringIO())
