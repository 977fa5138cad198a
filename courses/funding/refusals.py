"""The ways funding says no."""

from django.utils.translation import gettext_lazy as _

from training.kernel.refusals import Refusal


class StripNeedsWords(Refusal):
    code = "strip_needs_words"
    message = _("Describe the strip in words: somebody who cannot see it must learn who pays.")
    field = "strip_alt"


class EditionIsClosed(Refusal):
    code = "funding_of_closed_edition"
    message = _(
        "The edition %(edition)s is closed, and its record says who paid. "
        "To correct it, open the edition again on its screen of results, with a reason."
    )


class FundingEndsBeforeItStarts(Refusal):
    code = "funding_ends_before_it_starts"
    message = _("The project ends before it starts.")
    field = "ends_on"
