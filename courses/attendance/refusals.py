from django.utils.translation import gettext_lazy as _

from training.kernel.refusals import Refusal


class MeetingIsCancelled(Refusal):
    code = "meeting_is_cancelled"
    message = _("This meeting was cancelled; attendance is not recorded.")


class EditionIsClosed(Refusal):
    code = "edition_is_closed"
    message = _("The edition %(edition)s is closed; its register can no longer be changed.")


class EditionIsNotTaught(Refusal):
    code = "edition_is_not_taught"
    message = _("The edition %(edition)s is not published or was cancelled.")


class MeetingIsAhead(Refusal):
    code = "meeting_is_ahead"
    message = _("Attendance can be recorded from the day of the meeting, %(day)s.")


class MeetingHasNotStarted(Refusal):
    code = "meeting_has_not_started"
    message = _("A meeting can be closed after it has started: %(start)s.")


class MeetingIsClosed(Refusal):
    code = "meeting_is_closed"
    message = _("The meeting “%(topic)s” is closed. Only the organiser corrects a closed meeting.")


class MeetingIsOpen(Refusal):
    code = "meeting_is_open"
    message = _("The meeting “%(topic)s” is not closed yet; there is nothing to correct.")


class ClosedOnAnotherDay(Refusal):
    code = "closed_on_another_day"
    message = _(
        "The meeting “%(topic)s” was closed on %(day)s; it can be opened again on that day only. "
        "Ask the organiser for a correction."
    )


class NotOnTheList(Refusal):
    code = "not_on_the_list"
    message = _("This person does not take part in this edition.")


class MinutesMissing(Refusal):
    code = "minutes_missing"
    message = _("%(presence)s: give how many minutes were missed.")


class MinutesImpossible(Refusal):
    code = "minutes_impossible"
    message = _("%(missed)d minutes cannot be missed: the meeting has %(minutes)d.")


class SomethingNewerStands(Refusal):
    code = "something_newer_stands"
    message = _("This cannot be undone: something newer was recorded for this person.")


class TopicMissing(Refusal):
    code = "topic_missing"
    message = _("Give the topic that was taught.")


class MinutesTaughtMissing(Refusal):
    code = "minutes_taught_missing"
    message = _("The meeting was planned until %(end)s. Say how many minutes were taught.")
    field = "minutes"


class MinutesTaughtImpossible(Refusal):
    code = "minutes_taught_impossible"
    message = _(
        "The meeting was planned for %(lasted)s minutes from beginning to end; it cannot have taught %(minutes)s. "
        "If it was longer, move its end first."
    )
    field = "minutes"


class NobodyTaught(Refusal):
    code = "nobody_taught"
    message = _("Say who taught this meeting.")
    field = "taught_by"


class ReasonMissing(Refusal):
    code = "reason_missing"
    message = _("Give the reason of the correction.")


class PeopleNotMarked(Refusal):
    code = "people_not_marked"
    message = _("Some people have no attendance mark yet: %(names)s.")
