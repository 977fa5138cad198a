"""The ways of saying no to closing an institution and to reopening it."""

from django.utils.translation import gettext_lazy as _

from training.kernel.refusals import Refusal


class InstitutionNotClosed(Refusal):
    code = "institution_not_closed"
    message = _("%(organisation)s is not closed.")


class SuccessorMissing(Refusal):
    code = "successor_missing"
    field = "succeeded_by"
    message = _("Choose the institution that the people ticked go on at.")
