from django.db import models
from django.utils.translation import gettext_lazy as _


class Result(models.TextChoices):
    """How a course ended for one person."""

    CONFIRMED = "confirmed", _("competence confirmed")
    COMPLETED = "completed", _("completed")
    TOOK_PART = "took_part", _("took part")
    NOT_COMPLETED = "not_completed", _("not completed")


# How each is shown: never by its colour alone.
TONES = {Result.CONFIRMED: "ok", Result.COMPLETED: "ok", Result.TOOK_PART: "info", Result.NOT_COMPLETED: "bad"}

# The word of the ledger for what is recorded when an edition is closed; its key is the verification's.
EVIDENCE = "verification"
# Those of the rows that withdraw it; their key is the withdrawn row's.
WITHDRAWN = "verification_withdrawn"
FELL_WITH_CERTIFICATE = "certificate_revoked"
