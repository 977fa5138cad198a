"""The tutorial's blocks, run in their order as one session."""

import pytest
from django.core.management import call_command
from django.urls import reverse

from tests import blocks

PAGE = "docs/tutorial/from-page-to-certificate.md"


@pytest.fixture
def session(db, django_capture_on_commit_callbacks, capsys):
    """What ``manage.py shell`` remembers after the last block, and what it printed."""
    names: dict = {}
    for title, code in blocks.titled(PAGE).items():
        with django_capture_on_commit_callbacks(execute=True):
            if code.startswith("python manage.py "):
                for line in code.splitlines():
                    call_command(*line.split()[2:])
            else:
                exec(compile(code, f"{PAGE}: {title}", "exec"), names)
    return names, capsys.readouterr().out.splitlines()


def test_the_tutorial_goes_from_a_course_to_a_certificate(session, client):
    names, printed = session
    certificate = names["certificate"]
    assert (certificate.number, certificate.kind, certificate.name) == ("1/KK/2026", "competence", "Łucja Wójcik-Żak")
    answer = client.get(reverse("kompas_certificates:verify", args=[certificate.token])).content.decode()
    assert certificate.number in answer
    assert "Wójcik-Żak" not in answer
    # The trainer's refusal, the certificate, and not a word from kompas_check.
    assert [line.split()[0] for line in printed[-2:]] == ["taught_here", "1/KK/2026"]
