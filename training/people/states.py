from django.db import models
from django.utils.translation import gettext_lazy as _


class Identity(models.TextChoices):
    """How sure ROPS is that this person is who they say."""

    LISTED = "listed", _("on a staff list")
    CONFIRMED = "confirmed", _("confirmed by ROPS")
    UNCONFIRMED = "unconfirmed", _("registered, not confirmed")


class MandateRole(models.TextChoices):
    HEAD = "head", _("head of the institution")
    CONTACT = "contact", _("training contact")


class Likeness(models.TextChoices):
    """Why two records may be of one person."""

    SAME_NAME = "name", _("same name and institution")
    SAME_EMAIL = "email", _("same e-mail")
    SAME_PHONE = "phone", _("same phone")
    TURNED_NAME = "turned", _("first name and surname in each other's place")


class ImportState(models.TextChoices):
    READING = "reading", _("being read")
    PREVIEWED = "previewed", _("previewed")
    APPLIED = "applied", _("applied")
    DISCARDED = "discarded", _("discarded")
    FAILED = "failed", _("failed")


class RowOutcome(models.TextChoices):
    NEW = "new", _("new")
    CHANGED = "changed", _("changed")
    UNCHANGED = "unchanged", _("unchanged")
    TO_DECIDE = "to_decide", _("to decide")
    REFUSED = "refused", _("refused")
    LEAVER = "leaver", _("not on the list any more")
    SKIPPED = "skipped", _("skipped by decision")


NEXT_IMPORT = {
    ImportState.READING: {ImportState.PREVIEWED, ImportState.FAILED},
    ImportState.PREVIEWED: {ImportState.PREVIEWED, ImportState.APPLIED, ImportState.DISCARDED},
    ImportState.APPLIED: set(),
    ImportState.DISCARDED: set(),
    ImportState.FAILED: {ImportState.DISCARDED},
}
