from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class WishState(models.TextChoices):
    OPEN = "open", pgettext_lazy("wish", "open")
    ANSWERED = "answered", _("recruitment opened")
    WITHDRAWN = "withdrawn", pgettext_lazy("wish", "withdrawn")


NEXT_WISH: dict[WishState, set[WishState]] = {
    WishState.OPEN: {WishState.ANSWERED, WishState.WITHDRAWN},
    WishState.ANSWERED: set(),
    WishState.WITHDRAWN: set(),
}
