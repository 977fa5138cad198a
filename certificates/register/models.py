"""The register of certificates: yearly series without gaps, frozen payloads, stored files."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from certificates.register.states import CHECKED_STATES, CertificateKind, CertificateStatus, EventKind, PreparedState
from courses.enrolment.models import Enrolment
from training.kernel import bounds
from training.kernel.actor_columns import Acted
from training.people.models import Person


class Series(models.Model):
    """Numbers of one year.  ``last_number`` moves only under this row's lock.

    ``design`` names who draws its certificates (``designs.registry``);
    ``pattern`` uses {number}, {series}, {year}, {course} and {edition}, for
    example ``{number}/{series}/{year}``.
    """

    code = models.CharField(_("series"), max_length=20)
    year = models.PositiveSmallIntegerField(_("year"))
    pattern = models.CharField(_("number pattern"), max_length=100)
    first_number = models.PositiveIntegerField(_("first number"), default=1)
    design = models.CharField(_("design"), max_length=50, default="classic")
    last_number = models.PositiveIntegerField(_("last number given"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("series of numbers")
        verbose_name_plural = pgettext_lazy("several", "series of numbers")
        ordering = ["-year", "code"]
        constraints = [
            *bounds.numbers_within("kompas_certificates_series", year=2100, first_number=bounds.MOST_CERTIFICATES),
            models.UniqueConstraint(fields=["code", "year"], name="kompas_certificates_series_once_a_year"),
            models.CheckConstraint(
                condition=Q(last_number__isnull=True) | Q(last_number__gte=F("first_number")),
                name="kompas_certificates_series_goes_up",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.year}"


class Prepared(models.Model):
    """A certificate somebody is entitled to, before it is issued.  The name is checked here.

    It follows the edition's decision (``Completion``) until it is issued:
    ``recorded_name`` is the name of the record that ``name`` was taken from.
    """

    enrolment = models.OneToOneField(
        Enrolment, on_delete=models.PROTECT, related_name="prepared_certificate", verbose_name=_("enrolment")
    )
    kind = models.CharField(_("kind"), max_length=14, choices=CertificateKind)
    state = models.CharField(
        _("state"), max_length=10, choices=PreparedState, default=PreparedState.PREPARED, editable=False
    )
    name = models.CharField(_("name on the certificate"), max_length=210)
    recorded_name = models.CharField(_("name in the edition's record"), max_length=210, blank=True, editable=False)
    prepared_at = models.DateTimeField(_("prepared"))
    checked_by = models.CharField(_("checked by"), max_length=200, blank=True)
    checked_at = models.DateTimeField(_("checked"), null=True, blank=True)

    class Meta:
        verbose_name = _("prepared certificate")
        verbose_name_plural = _("prepared certificates")
        ordering = ["enrolment__edition", "enrolment__person__sort_key"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=sorted(CHECKED_STATES)) | Q(checked_by="", checked_at__isnull=True),
                name="kompas_certificates_prepared_checked_by_who_checked",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Certificate(models.Model):
    """A certificate as issued.

    Frozen by trigger: everything but ``status`` and the columns that go with
    it.  ``payload`` is the canonical JSON (text, so its bytes are what was
    hashed); ``file_hash`` names the stored PDF; ``token`` (at least 128 bits)
    is what the QR code carries.
    """

    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="certificates")
    ordinal = models.PositiveIntegerField(_("number in the series"))
    number = models.CharField(_("number"), max_length=100, unique=True)
    # The number as it is compared: whatever slashes, spaces and "Nr" somebody types.
    number_key = models.CharField(max_length=100, editable=False, db_index=True)
    kind = models.CharField(_("kind"), max_length=14, choices=CertificateKind)
    enrolment = models.ForeignKey(
        Enrolment, on_delete=models.PROTECT, related_name="certificates", verbose_name=_("enrolment")
    )
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="certificates", verbose_name=_("person"))
    name = models.CharField(_("full name"), max_length=210)
    name_fold = models.CharField(max_length=210, editable=False, db_index=True)
    title = models.CharField(_("title"), max_length=250)
    issued_on = models.DateField(_("issued on"))
    issued_at = models.DateTimeField(_("issued"))
    issued_by = models.CharField(_("issued by"), max_length=200)
    token = models.CharField(max_length=64, unique=True)
    payload = models.TextField(editable=False)
    payload_hash = models.CharField(max_length=64, editable=False)
    # What of the edition's record it rests on (``records.payload.certificate_ground``); a correction changes that.
    ground_hash = models.CharField(max_length=64, editable=False, default="")
    file_name = models.CharField(max_length=200, editable=False)
    file_hash = models.CharField(_("fingerprint of the file"), max_length=64, editable=False)
    file_size = models.PositiveIntegerField(editable=False)
    replaces = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="replaced_by",
        verbose_name=_("replaces"),
    )
    status = models.CharField(_("status"), max_length=10, choices=CertificateStatus, default=CertificateStatus.VALID)
    status_at = models.DateTimeField(_("status since"))
    status_reason = models.CharField(_("reason"), max_length=250, blank=True)

    class Meta:
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        ordering = ["-issued_at", "-ordinal"]
        constraints = [
            *bounds.days_within("kompas_certificates_certificate", "issued_on"),
            *bounds.numbers_within("kompas_certificates_certificate", ordinal=2 * bounds.MOST_CERTIFICATES),
            models.UniqueConstraint(fields=["series", "ordinal"], name="kompas_certificates_certificate_number_once"),
            models.UniqueConstraint(
                fields=["enrolment"],
                condition=Q(status="valid"),
                name="kompas_certificates_certificate_one_valid",
            ),
            models.CheckConstraint(
                condition=~Q(status="revoked") | ~Q(status_reason=""),
                name="kompas_certificates_certificate_revoked_with_reason",
            ),
        ]

    FROZEN = (
        "series",
        "ordinal",
        "number",
        "number_key",
        "kind",
        "enrolment",
        "person",
        "name",
        "name_fold",
        "title",
        "issued_on",
        "issued_at",
        "issued_by",
        "token",
        "payload",
        "payload_hash",
        "ground_hash",
        "file_name",
        "file_hash",
        "file_size",
        "replaces",
    )

    def __str__(self) -> str:
        return self.number


class CertificateEvent(Acted):
    """History of a certificate: issued, sent, downloaded by staff, revoked, replaced."""

    certificate = models.ForeignKey(Certificate, on_delete=models.PROTECT, related_name="events")
    at = models.DateTimeField(_("when"))
    event = models.CharField(_("event"), max_length=20, choices=EventKind)
    reason = models.CharField(_("reason"), max_length=250, blank=True)

    class Meta:
        verbose_name = _("event of a certificate")
        verbose_name_plural = _("events of certificates")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.event
