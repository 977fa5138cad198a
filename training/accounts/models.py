"""Claiming an account: single-use codes that an institution hands out; where accounts were signed in to."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from training.people.models import Organisation, Person


class ClaimCode(models.Model):
    """A code printed for one person.  Only its hash is kept; used once, then dead."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="claim_codes", verbose_name=_("person"))
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("handed out by"),
    )
    sign_in_name = models.CharField(_("sign-in name"), max_length=150, blank=True)
    code_hash = models.CharField(max_length=64, unique=True, editable=False)
    created_by = models.CharField(_("made by"), max_length=200)
    created_at = models.DateTimeField(_("made"))
    expires_at = models.DateTimeField(_("expires"))
    used_at = models.DateTimeField(_("used"), null=True, blank=True)

    class Meta:
        verbose_name = _("account code")
        verbose_name_plural = _("account codes")
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.person}, {self.created_at:%Y-%m-%d}"


class KnownPlace(models.Model):
    """A device or an address from which an account was signed in to; others' guesses do not slow it down.

    Only a keyed hash is kept: of the secret in the browser's cookie, or of the address.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name=_("account")
    )
    place_hash = models.CharField(max_length=64, editable=False)
    last_used_at = models.DateTimeField(_("last used"), db_index=True)

    class Meta:
        verbose_name = _("known place")
        verbose_name_plural = _("known places")
        constraints = [
            models.UniqueConstraint(fields=["user", "place_hash"], name="kompas_training_known_place_once"),
        ]

    def __str__(self) -> str:
        return f"{self.user}"
