"""The ways the calendars say no."""

from django.utils.translation import gettext_lazy as _

from training.kernel.refusals import Refusal


class NoFeedToRevoke(Refusal):
    code = "no_feed_to_revoke"
    message = _("There is no calendar address in use.")
    status = 404
