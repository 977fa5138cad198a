"""The ways of saying no to closing an institution, to reopening it, and to facts of days when it is closed."""

from django.utils.translation import gettext_lazy as _

from training.kernel.refusals import Refusal


class InstitutionClosed(Refusal):
    code = "institution_closed"
    message = _(
        "The last day of %(organisation)s is %(closed_on)s, and nothing goes on there after it. Give a last day up to "
        "then, or choose the institution that took over its tasks."
    )


class ClosedBefore(Refusal):
    code = "closed_before"
    message = _("%(organisation)s was closed on %(closed_on)s. If that is wrong, reopen it first.")


class InstitutionNotClosed(Refusal):
    code = "institution_not_closed"
    message = _("%(organisation)s is not closed.")


class SuccessorMissing(Refusal):
    code = "successor_missing"
    field = "succeeded_by"
    message = _("Choose the institution that the people ticked go on at.")


class SucceedsItself(SuccessorMissing):
    code = "succeeds_itself"
    message = _("%(organisation)s cannot take over from itself. Choose another institution, or none.")
