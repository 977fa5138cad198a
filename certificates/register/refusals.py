"""The ways this room says no."""

from django.utils.translation import gettext_lazy as _

from training.kernel.refusals import Refusal


class NameNotChecked(Refusal):
    code = "name_not_checked"
    message = _("The name “%(name)s” has not been checked yet.")


class WillNotBeIssued(Refusal):
    code = "certificate_dropped"
    message = _("This certificate was set aside and will not be issued.")


class AlreadyIssued(Refusal):
    code = "certificate_already_issued"
    message = _("This certificate has been issued; a change is a new one in its place.")


class AlreadyReplaced(Refusal):
    code = "certificate_already_replaced"
    message = _("Certificate no. %(number)s has already been replaced by no. %(successor)s.")


class EditionIsBeingCorrected(Refusal):
    code = "edition_of_certificate_is_being_corrected"
    message = _("The edition %(edition)s is open for a correction. Close it again first, then issue the certificate.")


class NotEntitled(Refusal):
    code = "not_entitled_after_correction"
    message = _("After the correction of the edition %(name)s is not entitled to a certificate. Revoke this one.")


class NoRight(Refusal):
    code = "no_right_to_certificate"
    message = _(
        "The edition's record gives %(name)s no right to a certificate. "
        "If that is a mistake, correct the edition first."
    )


class DecidedAnew(Refusal):
    code = "decided_anew_since_prepared"
    message = _(
        "The edition was decided anew since this was prepared as “%(prepared)s” for %(name)s: its record now says "
        "“%(kind)s” and “%(recorded)s”. Take it up again and check the name."
    )


class LevelsFell(Refusal):
    code = "levels_fell_with_certificate"
    message = _(
        "The new certificate proves levels that were withdrawn when one was revoked: %(levels)s. "
        "Tick that they are recorded again, or do not replace it."
    )
    field = "restore_levels"


class ReasonMissing(Refusal):
    code = "reason_missing"
    message = _("A reason is needed; it is kept in the history.")
    field = "reason"


class NameIsEmpty(Refusal):
    code = "name_is_empty"
    message = _("A certificate needs a name.")
    field = "name"


class NameChangedMeanwhile(Refusal):
    code = "name_changed_meanwhile"
    message = _("Somebody has changed this name to “%(name)s” in the meantime. Compare, and save once more.")
    field = "name"


class NameIsTooLong(Refusal):
    code = "name_is_too_long"
    message = _("The name has %(length)d characters; at most %(most)d fit.")
    field = "name"


class PatternIsWrong(Refusal):
    code = "number_pattern_is_wrong"
    message = _(
        "The pattern “%(pattern)s” does not make numbers. It needs {number} and {year}, and may use {series}, "
        "{course} and {edition}."
    )
    field = "pattern"


class SeriesInUse(Refusal):
    code = "series_in_use"
    message = _("Numbers of the series %(series)s have been given; it cannot be changed any more.")
