"""What people on no list say of themselves when they register."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from training.people.models.institutions import Organisation, Position
from training.people.models.persons import Person


class Registration(models.Model):
    """Where somebody says they work, and which privacy notice they were shown; ROPS makes a post of it, or not.

    An institution or post that is not on the list stands in the typed words only.
    """

    person = models.OneToOneField(
        Person, on_delete=models.CASCADE, related_name="registration", verbose_name=_("person")
    )
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("institution"),
    )
    workplace = models.CharField(_("institution as typed"), max_length=200, blank=True)
    position = models.ForeignKey(
        Position, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("post")
    )
    post = models.CharField(_("post as typed"), max_length=150, blank=True)
    privacy_version = models.CharField(_("version of the privacy notice that was shown"), max_length=20, blank=True)
    registered_at = models.DateTimeField(_("registered"))

    class Meta:
        verbose_name = _("registration")
        verbose_name_plural = _("registrations")

    def __str__(self) -> str:
        return f"{self.person}, {self.registered_at:%Y-%m-%d}"
