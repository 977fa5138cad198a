"""Claiming an account: single-use codes that an institution hands out; where accounts were signed in to."""

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import models
from django.utils.translation import gettext_lazy as _

from training.accounts.states import LetterKind
from training.kernel.actor_columns import Acted
from training.people.models import Organisation, Person


class ClaimCode(Acted):
    """A code printed for one person.  Only its hash is kept; used once, then dead."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="claim_codes", verbose_name=_("person"))
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("handed out by"),
    )
    sign_in_name = models.CharField(_("sign-in name"), max_length=150, blank=True)
    code_hash = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(_("made"))
    expires_at = models.DateTimeField(_("expires"))
    used_at = models.DateTimeField(_("used"), null=True, blank=True)
    for_password = models.BooleanField(
        _("new password"), default=False, help_text=_("The person had an account: the code changed its password.")
    )
    confirmed_at = models.DateTimeField(_("confirmed by ROPS"), null=True, blank=True)

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


class EmailProposal(Acted):
    """A new address of a person with an account: nobody's until the link sent to it is followed.

    The link holds a key that says nothing; only its hash is kept.
    """

    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="email_proposals", verbose_name=_("person")
    )
    email = models.EmailField(_("new e-mail"))
    old_email_fold = models.CharField(max_length=254, editable=False)
    key_hash = models.CharField(max_length=64, unique=True, editable=False)
    proposed_at = models.DateTimeField(_("proposed"))
    expires_at = models.DateTimeField(_("expires"), db_index=True)

    class Meta:
        verbose_name = _("proposed e-mail")
        verbose_name_plural = _("proposed e-mails")
        constraints = [
            models.UniqueConstraint(fields=["person"], name="kompas_training_one_proposed_email"),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.proposed_at:%Y-%m-%d}"


class LetterRequest(models.Model):
    """Somebody asked for a letter with a link.  Whether there is anybody to write to is seen after the answer."""

    kind = models.CharField(max_length=10, choices=LetterKind)
    facts = models.JSONField(default=dict)
    asked_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = _("request for a letter")
        verbose_name_plural = _("requests for letters")

    def __str__(self) -> str:
        return self.kind


class RoleGroup(models.Model):
    """Which group has a role, whatever the group is called now; none, where ROPS deleted it."""

    role = models.CharField(max_length=30, unique=True)
    group = models.OneToOneField(
        Group,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="kompas_role",
        verbose_name=_("group"),
    )

    class Meta:
        verbose_name = _("group of a role")
        verbose_name_plural = _("groups of roles")

    def __str__(self) -> str:
        return self.role


class GivenPermission(models.Model):
    """A right that a group was given once.  ROPS may take it away, and no migration brings it back."""

    role = models.CharField(max_length=30)
    name = models.CharField(max_length=150)

    class Meta:
        verbose_name = _("given permission")
        verbose_name_plural = _("given permissions")
        constraints = [
            models.UniqueConstraint(fields=["role", "name"], name="kompas_training_given_once"),
        ]

    def __str__(self) -> str:
        return f"{self.role}: {self.name}"
