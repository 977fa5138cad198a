"""The lock that everything about one edition's register takes first."""

from courses.attendance import refusals
from courses.catalogue.models import Edition, Meeting
from courses.catalogue.states import EditionState, MeetingState


def lock(meeting: Meeting) -> Meeting:
    """The meeting read anew, with its edition locked."""
    edition_id = Meeting.objects.values_list("edition_id", flat=True).get(pk=meeting.pk)
    # NO KEY: rows that only point at the edition need not wait for us.
    edition = Edition.objects.select_for_update(no_key=True).get(pk=edition_id)
    fresh = Meeting.objects.select_related("closing").get(pk=meeting.pk)
    fresh.edition = edition
    if fresh.state == MeetingState.CANCELLED:
        raise refusals.MeetingIsCancelled
    if edition.state == EditionState.CLOSED:
        raise refusals.EditionIsClosed(edition=edition.code)
    if edition.state != EditionState.PUBLISHED:
        raise refusals.EditionIsNotTaught(edition=edition.code)
    return fresh
