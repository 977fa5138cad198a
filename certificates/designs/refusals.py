"""The ways this room says no."""

from django.utils.translation import gettext_lazy as _

from training.kernel.refusals import Refusal


class DesignIsMissing(Refusal):
    """A series or a certificate names a design that nobody registered."""

    code = "design_is_missing"
    message = _("There is no design “%(design)s” of certificates. Choose another for the series, or install it again.")
    field = "design"
    status = 422
