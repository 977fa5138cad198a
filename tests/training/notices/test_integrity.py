"""A letter that nothing will send is found."""

import pytest

from tests import factories as make
from training.notices import actions as notices
from training.notices import integrity
from training.notices.models import Notice

pytestmark = pytest.mark.django_db


@pytest.fixture
def letter():
    queued = notices.queue(
        kind="sample",
        person=make.person(email="lucja@example.org"),
        template="kompas_training/notices/sample",
        context={"title": "praca", "words": "Treść."},
        now=make.NOW,
    )
    assert list(integrity.check_outbox()) == []
    return queued


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        ({"next_attempt_at": None}, "a letter waits that nothing will send"),
        ({"state": "sending", "claimed_at": None}, "a letter waits that nothing will send"),
        ({"state": "sent", "sent_at": None}, "a letter counts as sent and nothing says when"),
    ],
)
def test_each_kind_of_letter_left_lying_is_found(letter, damage, words):
    Notice.objects.filter(pk=letter.pk).update(**damage)
    assert [(fault.sentence, fault.keys) for fault in integrity.check_outbox()] == [(words, {"notice": letter.pk})]
