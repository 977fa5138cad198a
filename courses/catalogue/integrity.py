"""Is it true of the whole database that the standard stands before teaching (promise 6)?"""

from collections.abc import Iterator

from courses.catalogue import queries
from courses.catalogue.models import Course, Edition, Meeting, Module, Outcome, Standard
from courses.catalogue.rules import end_document, rules_hash
from courses.catalogue.states import MeetingState
from training.kernel.integrity import Fault, unprintable
from training.kernel.time import today

PROMISE = "standard before teaching"
RULES = "rules of the edition"


def locked_standards_are_as_locked() -> Iterator[Fault]:
    """The hash of a locked standard is that of its content today."""
    for standard in Standard.objects.filter(locked_at__isnull=False).prefetch_related("outcomes").iterator(500):
        if queries.hash_of(standard) != standard.content_hash:
            yield Fault(PROMISE, "A locked standard is not what was locked.", {"standard": standard.pk})


def opened_editions_have_locked_standards() -> Iterator[Fault]:
    """Recruitment opened: the standard was locked by then.

    One locked after the first meeting began is allowed; that it proved
    nothing is asked where courses are completed.
    """
    editions = Edition.objects.filter(standard__isnull=False).select_related("standard").order_by("pk")
    for batch in _batches(editions):
        opened = queries.openings([edition.pk for edition in batch])
        for edition in batch:
            if edition.pk not in opened or edition.standard is None:
                continue
            locked_at = edition.standard.locked_at
            keys = {"edition": edition.pk, "standard": edition.standard_id}
            if locked_at is None:
                yield Fault(PROMISE, "Recruitment has opened and the standard is not locked.", keys)
            elif locked_at > opened[edition.pk]:
                yield Fault(PROMISE, "The standard was locked after recruitment opened.", keys)


def opened_editions_have_own_rules() -> Iterator[Fault]:
    """Recruitment opened: the rules of completion are the edition's own, and those that were locked."""
    editions = Edition.objects.select_related("course").prefetch_related("course__modules").order_by("pk")
    for batch in _batches(editions):
        opened = queries.openings([edition.pk for edition in batch])
        for edition in batch:
            keys = {"edition": edition.pk}
            if not edition.has_own_rules:
                if edition.pk in opened:
                    yield Fault(RULES, "Recruitment has opened and the rules of the edition are not locked.", keys)
                continue
            own = queries.rules_of(edition)
            if rules_hash(own) != edition.rules_hash:
                yield Fault(RULES, "The rules of the edition are not those that were locked.", keys)
            if own.end_document != end_document(has_standard=edition.standard_id is not None):
                yield Fault(RULES, "The document at the end does not fit the standard.", keys)
            locked_at = edition.rules_locked_at
            if edition.pk in opened and locked_at is not None and locked_at > opened[edition.pk]:
                yield Fault(RULES, "The rules were locked after recruitment opened.", keys)


def days_follow_meetings() -> Iterator[Fault]:
    """An edition's days are those of its first and last meeting."""
    editions = Edition.objects.prefetch_related("meetings").order_by("pk")
    for edition in editions.iterator(500):
        meetings = [meeting for meeting in edition.meetings.all() if meeting.state == MeetingState.PLANNED]
        starts = min((today(meeting.starts_at) for meeting in meetings), default=None)
        ends = max((today(meeting.ends_at) for meeting in meetings), default=None)
        if (starts, ends) != (edition.starts_on, edition.ends_on):
            yield Fault("days of editions", "The days are not those of the meetings.", {"edition": edition.pk})


def printed_texts() -> Iterator[Fault]:
    """What certificates and lists print can be drawn: titles, programmes, outcomes, topics, venues."""
    for model, *columns in (
        (Course, "title", "code"),
        (Module, "title"),
        (Outcome, "text", "criterion"),
        (Edition, "own_title", "venue", "code"),
        (Meeting, "topic", "venue"),
    ):
        yield from unprintable(model, *columns)


def _batches(editions, size: int = 500) -> Iterator[list[Edition]]:
    batch: list[Edition] = []
    for edition in editions.iterator(size):
        batch.append(edition)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch
