"""What enrolment does when the catalogue says that something changed; its signals are sent on commit."""

from django.db.models import Q, QuerySet

from courses.catalogue.models import Meeting
from courses.enrolment import actions
from courses.enrolment.actions import seats
from courses.enrolment.models import Enrolment, Recruitment
from courses.enrolment.refusals import RecruitmentIsMissing
from courses.enrolment.states import TAKES_PART, EnrolmentState
from training.people.models import Person


def on_meeting_changed(sender, *, meeting, actor, **facts) -> None:
    """A new, changed or cancelled meeting.

    Calendars of those who take part follow it, offers end with the first
    meeting as it stands now, and the queue moves where it may.
    """
    seats.notify_participants_changed(meeting.edition_id)
    recruitment = Recruitment.objects.filter(edition=meeting.edition_id).first()
    if recruitment:
        actions.settle_offers(edition=meeting.edition_id, actor=actor)
        actions.fill_seats(recruitment=recruitment, actor=actor)


def cancel_enrolments(sender, *, edition, actor, reason="", **facts) -> None:
    actions.cancel_all(edition=edition, reason=reason, actor=actor)


def go_on(sender, *, person_id, actor, **facts) -> None:
    """ROPS said who a registered person is: their applications go on where nothing else has to be decided."""
    actions.go_on(person=Person.objects.get(pk=person_id), actor=actor)


def recruitment_is_set(edition, now):
    """What publishing needs from this room: terms by which people can apply."""
    return None if Recruitment.objects.filter(edition=edition).exists() else RecruitmentIsMissing()


def moments_opened(editions) -> dict:
    opened = Recruitment.objects.filter(edition__in=list(editions), opened_at__isnull=False)
    return dict(opened.values_list("edition", "opened_at"))


def meetings_of(person) -> QuerySet[Meeting]:
    """What belongs in the calendar of who takes part, and of who did when the edition was cancelled."""
    called_off = Q(state=EnrolmentState.CANCELLED, confirmed_at__isnull=False)
    joined = Enrolment.objects.of_person(person).filter(Q(state__in=TAKES_PART) | called_off)
    return Meeting.objects.filter(edition__in=joined.values("edition"))
