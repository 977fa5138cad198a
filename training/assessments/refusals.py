"""The ways the ledger says no."""

from django.utils.translation import gettext_lazy as _

from training.kernel.refusals import Refusal


class LevelUnknown(Refusal):
    code = "level_unknown"
    message = _("There is no level %(level)s of “%(competence)s”: the levels are 1 to %(top)s.")
    status = 422


class ObservedInFuture(Refusal):
    code = "observed_in_future"
    message = _("An assessment cannot say what will be seen on %(day)s.")
    status = 422


class CorrectsAnother(Refusal):
    """A correction must speak of the same person and competence as the row it corrects."""

    code = "corrects_another"
    message = _("A correction must be about the same person and the same competence.")


class AlreadyCorrected(Refusal):
    code = "already_corrected"
    message = _("This assessment was corrected before. Correct the newer one.")


class NothingToWithdraw(Refusal):
    code = "nothing_to_withdraw"
    message = _("An assessment without a level only withdraws another one.")
    status = 422


class EvidenceSaysOtherwise(Refusal):
    """The same evidence was recorded before with another level: that needs a correction."""

    code = "evidence_says_otherwise"
    message = _("This evidence was recorded before with level %(old)s, not %(new)s. Record a correction.")


class NotOnesOwn(Refusal):
    code = "not_ones_own"
    message = _("Nobody assesses themselves as their own superior.")
