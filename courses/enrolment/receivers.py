"""What enrolment does when the catalogue says that something changed; its signals are sent on commit."""

from courses.catalogue import registry, signals
from courses.enrolment import actions, letters
from courses.enrolment.models import Recruitment
from courses.enrolment.refusals import RecruitmentIsMissing


def tell_of_meeting(sender, *, meeting, **facts) -> None:
    """A new, changed or cancelled meeting: calendars of those who take part follow."""
    letters.follow_calendars(meeting.edition_id)


def cancel_enrolments(sender, *, edition, actor, reason="", **facts) -> None:
    actions.cancel_all(edition=edition, reason=reason, actor=actor)


def recruitment_is_set(edition, now):
    """What publishing needs from this room: terms by which people can apply."""
    return None if Recruitment.objects.filter(edition=edition).exists() else RecruitmentIsMissing()


def moments_opened(editions) -> dict:
    opened = Recruitment.objects.filter(edition__in=list(editions), opened_at__isnull=False)
    return dict(opened.values_list("edition", "opened_at"))


def register() -> None:
    for signal in (signals.meeting_changed, signals.meeting_cancelled):
        signal.connect(tell_of_meeting, dispatch_uid="kompas_courses.enrolment.calendars")
    signals.edition_cancelled.connect(cancel_enrolments, dispatch_uid="kompas_courses.enrolment.cancelled")
    registry.publishing_needs.register("recruitment", recruitment_is_set)
    registry.recruitment_opened.register("enrolment", moments_opened)
