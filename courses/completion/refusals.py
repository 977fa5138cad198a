from django.utils.translation import gettext_lazy as _

from training.kernel.refusals import Refusal


class TaughtHere(Refusal):
    code = "taught_here"
    message = _(
        "%(person)s taught this edition and cannot verify its outcomes: "
        "whoever teaches does not assess the same people."
    )


class PlannedToTeach(Refusal):
    code = "planned_to_teach"
    message = _("%(person)s is planned to teach this edition and cannot assess in it.")


class VerifiedHere(Refusal):
    code = "verified_here"
    message = _(
        "%(person)s has verified outcomes of this edition and cannot be written down as having taught it. "
        "If they did teach, another assessor has to verify those outcomes again first."
    )


class NotAnAssessor(Refusal):
    code = "not_an_assessor"
    message = _("%(person)s may not assess in this edition on %(day)s.")


class AssessesThemselves(Refusal):
    code = "assesses_themselves"
    message = _("%(person)s takes part in this edition and cannot assess in it.")


class StandardNotLocked(Refusal):
    code = "standard_not_locked"
    message = _("The standard of this edition was not locked before teaching; outcomes cannot be verified against it.")


class NoStandard(Refusal):
    code = "no_standard"
    message = _("This edition has no standard: there are no outcomes to verify.")


class OutcomeOfAnotherStandard(Refusal):
    code = "outcome_of_another_standard"
    message = _("This learning outcome does not belong to the standard of the edition.")


class MeetingsNotClosed(Refusal):
    code = "meetings_not_closed"
    message = _("Some meetings are not closed yet: %(meetings)s.")


class NothingTaught(Refusal):
    code = "nothing_taught"
    message = _("This edition has no meeting that was held.")


class TooEarly(Refusal):
    code = "too_early"
    message = _("Outcomes are verified after the last meeting, which ends on %(day)s.")


class DatedTooEarly(Refusal):
    code = "dated_too_early"
    message = _("Verification cannot be dated %(day)s, before the last meeting on %(last)s.")


class VerifiedTooEarly(Refusal):
    code = "verified_too_early"
    message = _("The last meeting, %(last)s, took place after the verification of: %(people)s. Verify them again.")


class DatedInFuture(Refusal):
    code = "dated_in_future"
    message = _("Verification cannot be dated in the future (%(day)s).")


class NotTakingPart(Refusal):
    code = "not_taking_part"
    message = _("%(person)s does not take part in this edition.")


class OutcomesNotVerified(Refusal):
    code = "outcomes_not_verified"
    message = _(
        "Some required outcomes are not verified yet: %(people)s. "
        "The edition can be closed knowingly; what is not verified then counts as not met."
    )


class AttendanceNotRecorded(Refusal):
    code = "attendance_not_recorded"
    message = _(
        "Nobody recorded whether these people were at meetings that are closed: %(people)s. "
        "Record it in the register, or close the edition knowingly; what is not recorded then counts as not attended."
    )


class EditionIsClosed(Refusal):
    code = "edition_is_closed"
    message = _("The edition %(edition)s is closed.")


class EditionIsNotTaught(Refusal):
    code = "edition_is_not_taught"
    message = _("The edition %(edition)s is not published or was cancelled.")


class EditionIsNotClosed(Refusal):
    code = "edition_is_not_closed"
    message = _("The edition %(edition)s is not closed; there is nothing to open again.")


class ReasonMissing(Refusal):
    code = "reason_missing"
    message = _("Give the reason of the correction; it is kept with the record.")
    field = "reason"


class RecordMissing(Refusal):
    code = "record_missing"
    message = _("The edition %(edition)s has no record of its closing; kompas_check says more.")
