"""What other apps are told of certificates."""

import pytest

from certificates.register import actions as register
from certificates.register.models import Certificate
from certificates.register.signals import certificate_issued
from tests import factories as make


@pytest.fixture
def told():
    heard = []

    def hear(certificate, actor, **rest):
        heard.append((certificate, actor))

    certificate_issued.connect(hear)
    yield heard
    certificate_issued.disconnect(hear)


def issue(prepared):
    return register.issue(prepared=prepared, actor=make.ACTOR, now=make.NOW)


@pytest.mark.django_db
def test_a_certificate_is_told_once_after_the_commit(checked, told, django_capture_on_commit_callbacks):
    (prepared,) = checked()
    with django_capture_on_commit_callbacks(execute=True):
        certificate = issue(prepared)
        assert told == []
    with django_capture_on_commit_callbacks(execute=True):
        issue(prepared)
    assert told == [(certificate, make.ACTOR)]


@pytest.mark.django_db
def test_one_in_place_of_another_names_it(checked, told, django_capture_on_commit_callbacks):
    (prepared,) = checked()
    with django_capture_on_commit_callbacks(execute=True):
        first = issue(prepared)
        second = register.replace(certificate=first, name="Anna Nowak", reason="błąd", actor=make.ACTOR, now=make.NOW)
    assert [certificate for certificate, _actor in told] == [first, second]
    assert told[1][0].replaces == first


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
