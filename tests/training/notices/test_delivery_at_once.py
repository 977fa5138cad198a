"""Many workers send at the same time, on PostgreSQL: every message leaves once."""

import threading
from collections import Counter

import pytest
from django.core import mail
from django.db import connection

from tests import factories as make
from training.kernel import triggers
from training.notices import actions as notices
from training.notices.models import Notice


def race(workers=6):
    barrier = threading.Barrier(workers)
    sent, errors = [], []

    def work():
        try:
            barrier.wait()
            sent.append(notices.deliver(now=make.NOW))
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(workers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    return sum(sent)


@pytest.fixture
def forty_waiting():
    for number in range(40):
        notices.queue(
            kind="sample",
            person=make.person(email=f"p{number}@example.org"),
            template="kompas_training/notices/sample",
            context={},
            now=make.NOW,
        )
    # The tasks ran at once, outside a transaction: make everything due again.
    triggers.remove()
    Notice.objects.update(state="queued", attempts=0, next_attempt_at=make.NOW, sent_at=None)
    triggers.install()
    mail.outbox.clear()


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_six_workers_send_forty_messages_once_each(forty_waiting):
    assert race() == 40
    assert set(Counter(letter.to[0] for letter in mail.outbox).values()) == {1}
    assert len(mail.outbox) == 40 and not Notice.objects.exclude(state="sent").exists()


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_without_the_claim_they_send_many_twice(forty_waiting, monkeypatch):
    """The negative control: the same race with the claim taken out."""
    monkeypatch.setattr("training.notices.actions.outbox._claim", lambda notice, now: notice)
    assert race() > 40
    assert len(mail.outbox) > 40
