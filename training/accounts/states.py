"""The words of this room."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class LetterKind(models.TextChoices):
    """What a visitor asked to be written."""

    CLAIM = "claim", _("link to activate the account")
    PASSWORD = "password", _("link to a new password")
    REGISTER = "register", _("registration")
