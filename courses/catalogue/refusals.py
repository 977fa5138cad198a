"""The ways the catalogue says no."""

from django.utils.translation import gettext_lazy as _

from training.kernel.refusals import Refusal


class CourseIsArchived(Refusal):
    code = "course_is_archived"
    message = _("“%(course)s” is archived: it gets no new editions.")
    field = "course"


class StandardIsLocked(Refusal):
    code = "standard_is_locked"
    message = _(
        "Version %(version)s of the standard was locked on %(locked_on)s, when recruitment opened. "
        "Make a new version for editions that are not open yet."
    )


class StandardHasNoOutcomes(Refusal):
    code = "standard_has_no_outcomes"
    message = _("The standard names no learning outcome, so it cannot be locked.")


class StandardOfAnotherCourse(Refusal):
    code = "standard_of_another_course"
    message = _("This standard belongs to another course.")
    field = "standard"


class StandardIsInUse(Refusal):
    """Recruitment has opened: people apply for what the standard promises."""

    code = "standard_is_in_use"
    message = _("Recruitment has opened, so the standard of this edition can no longer change.")
    field = "standard"


class LevelNotInFramework(Refusal):
    code = "level_not_in_framework"
    message = _("The framework of “%(competence)s” has no level %(level)s.")


class EditionIsOver(Refusal):
    code = "edition_is_over"
    message = _("The edition is %(state)s and can no longer be changed.")


class CodeIsMissing(Refusal):
    code = "code_is_missing"
    message = _("A code is needed: it is printed in numbers of certificates.")
    field = "code"


class CodeIsTaken(Refusal):
    code = "code_is_taken"
    message = _("The code “%(code)s” is already used.")
    field = "code"


class EditionHasNoMeetings(Refusal):
    code = "edition_has_no_meetings"
    message = _("The edition has no meeting yet.")


class EditionHasNoContact(Refusal):
    code = "edition_has_no_contact"
    message = _("The edition names no contact: a person with an e-mail address or a telephone number.")


class EditionHasNoPlace(Refusal):
    code = "edition_has_no_place"
    message = _("The edition says neither where it takes place nor that it is remote.")


class ReasonIsMissing(Refusal):
    code = "reason_is_missing"
    message = _("Say why: people will ask.")
    field = "reason"


class MeetingEndsBeforeItStarts(Refusal):
    code = "meeting_ends_before_it_starts"
    message = _("The meeting ends before it starts.")
    field = "ends"


class MeetingOutsideTheDay(Refusal):
    code = "meeting_outside_the_day"
    message = _("A meeting lasts within one day, between %(earliest)s and %(latest)s.")
    field = "starts"


class MoreMinutesThanTime(Refusal):
    code = "more_minutes_than_time"
    message = _("The meeting lasts %(duration)s minutes; it cannot teach %(minutes)s.")
    field = "minutes"


class MeetingsOverlap(Refusal):
    code = "meetings_overlap"
    message = _("Another meeting of this edition takes place at that time: “%(topic)s”, %(when)s.")
    field = "starts"


class MeetingWasHeld(Refusal):
    code = "meeting_was_held"
    message = _("The register of “%(topic)s” already holds attendance, so its time cannot change.")


class MeetingIsCancelled(Refusal):
    code = "meeting_is_cancelled"
    message = _("“%(topic)s” was cancelled. Add a new meeting instead.")


class ModuleOfAnotherCourse(Refusal):
    code = "module_of_another_course"
    message = _("This module belongs to another course.")
    field = "module"


class EditionIsBeingCorrected(Refusal):
    code = "edition_is_being_corrected"
    message = _("%(edition)s was held and closed; it is open only for a correction. Close it again.")
