"""Letters of the people who sign in to the demo: what they were told of their own applications."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from courses.enrolment.letters import notify
from courses.enrolment.models import EnrolmentChange
from courses.enrolment.states import EnrolmentState
from training.notices import actions as notices
from training.notices.models import Notice
from training.people.models import Person

# Letters of the last days wait to be read.
NEWS = timedelta(days=10)
# A place that was moved is told of by its new application.
SILENT = {EnrolmentState.MOVED}


def build_letters(people: Iterable[Person], now: datetime) -> int:
    """Write them as they left, each on the day of its cause; say how many."""
    changes = (
        EnrolmentChange.objects.filter(enrolment__person__in=list(people), at__lt=now)
        .exclude(new_state__in=SILENT)
        .select_related("enrolment__person", "enrolment__edition__recruitment", "enrolment__edition__course")
    )
    for change in changes:
        notify([change], change.enrolment.edition.recruitment, now=change.at)
        notices.deliver(now=change.at)
    old = Notice.objects.filter(created_at__lt=now - NEWS).select_related("person")
    for letter in old:
        notices.mark_read(person=letter.person, letters=[letter])
    return len(changes)
