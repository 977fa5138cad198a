"""Letters as they leave: what one says does not depend on those built before it."""

import pytest
from django.core import mail

from tests import factories as make
from training.notices import actions as notices

INVITATION = notices.Attachment("zajecia.ics", "text/calendar", b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", "REQUEST")


@pytest.mark.django_db
def test_a_letter_says_the_same_bytes_whatever_was_written_before_it():
    """Headers are read once and kept for the next letters; writing one out must not change them."""
    for first, last in (("Łucja", "Żak-Długonazwiskowa" * 3), ("Jan", "Kos")):
        notices.queue(
            kind="sample",
            person=make.person(first_name=first, last_name=last),
            template="kompas_training/notices/sample",
            context={"title": "praca", "words": "Treść."},
            attachments=[INVITATION],
            now=make.NOW,
        )
    notices.deliver(now=make.NOW)
    longer, other = (letter.message() for letter in mail.outbox)
    before = longer.as_bytes()
    other.as_bytes()
    assert longer.as_bytes() == before
    assert b"Kos" in other.as_bytes() and "Żak" not in str(other["To"])
