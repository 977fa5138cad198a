"""One cause, one notice to one person."""

import pytest

from tests import factories as make
from training.notices import actions as notices
from training.notices.models import Notice, NoticeAttachment
from training.notices.states import DeliveryState

INVITATION = notices.Attachment("meeting.ics", "text/calendar", b"BEGIN:VCALENDAR", "REQUEST")


def message(person, key, **more):
    values = {"context": {"title": "praca", "words": "Treść."}, "cause_kind": "enrolment", "cause_key": key}
    return notices.Message(
        kind="sample", person=person, template="kompas_training/notices/sample", **{**values, **more}
    )


def queue(person, key, **more):
    (notice,) = notices.queue_many([message(person, key, **more)], now=make.NOW)
    return notice


@pytest.mark.django_db
def test_the_same_cause_gives_the_first_notice_again():
    person = make.person()
    first = queue(person, 7, attachments=[INVITATION])
    again = queue(person, 7, attachments=[INVITATION], context={"title": "inny"})
    other = queue(make.person(), 7)
    assert again.pk == first.pk and again.subject == first.subject
    assert Notice.objects.count() == 2 and NoticeAttachment.objects.count() == 1
    assert other.pk != first.pk


@pytest.mark.django_db
def test_the_same_cause_gives_the_first_notice_again_also_after_it_was_sent():
    person, other = make.person(), make.person()
    first = queue(person, 7)
    notices.deliver()
    first.refresh_from_db()
    assert first.state == DeliveryState.SENT
    again, new, without = notices.queue_many(
        [
            message(person, 7),
            message(other, 7),
            message(person, ""),
        ]
    )
    assert again.pk == first.pk
    assert {new.person, without.person} == {person, other}
    assert Notice.objects.count() == 3
