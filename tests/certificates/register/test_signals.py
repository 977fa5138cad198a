"""Signals about certificates, for other apps."""

import pytest

from certificates.register import actions as register
from certificates.register.models import Certificate
from certificates.register.signals import certificate_issued
from tests import factories as make


@pytest.fixture
def received():
    received = []

    def hear(certificate, actor, **rest):
        received.append((certificate, actor))

    certificate_issued.connect(hear)
    yield received
    certificate_issued.disconnect(hear)


def issue(prepared):
    return register.issue(prepared=prepared, actor=make.ACTOR, now=make.NOW)


@pytest.mark.django_db
def test_the_signal_is_sent_once_after_the_commit(checked, received, django_capture_on_commit_callbacks):
    (prepared,) = checked()
    with django_capture_on_commit_callbacks(execute=True):
        certificate = issue(prepared)
        assert received == []
    with django_capture_on_commit_callbacks(execute=True):
        issue(prepared)
    assert received == [(certificate, make.ACTOR)]


@pytest.mark.django_db
def test_a_replacement_names_what_it_replaces(checked, received, django_capture_on_commit_callbacks):
    (prepared,) = checked()
    with django_capture_on_commit_callbacks(execute=True):
        first = issue(prepared)
        second = register.replace(certificate=first, name="Anna Nowak", reason="błąd", actor=make.ACTOR, now=make.NOW)
    assert [certificate for certificate, _actor in received] == [first, second]
    assert received[1][0].replaces == first


@pytest.mark.django_db
def test_a_receiver_that_fails_takes_no_certificate_back(checked, django_capture_on_commit_callbacks):
    def fail(**facts):
        raise RuntimeError("the other app is down")

    (prepared,) = checked()
    certificate_issued.connect(fail)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            certificate = issue(prepared)
    finally:
        certificate_issued.disconnect(fail)
    assert Certificate.objects.get() == certificate
