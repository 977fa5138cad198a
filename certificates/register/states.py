from django.db import models
from django.utils.translation import gettext_lazy as _


class CertificateKind(models.TextChoices):
    PARTICIPATION = "participation", _("certificate of participation")
    COMPLETION = "completion", _("certificate of completion")
    COMPETENCE = "competence", _("certificate of confirmed competence")


class PreparedState(models.TextChoices):
    PREPARED = "prepared", _("prepared")
    CHECKED = "checked", _("name checked")
    ISSUED = "issued", _("issued")
    DROPPED = "dropped", _("will not be issued")


class CertificateStatus(models.TextChoices):
    VALID = "valid", _("stands in the register")
    REVOKED = "revoked", _("revoked")
    REPLACED = "replaced", _("replaced")


class EventKind(models.TextChoices):
    ISSUED = "issued", _("issued")
    DOWNLOADED = "downloaded", _("downloaded by staff")
    REVOKED = "revoked", _("revoked")
    REPLACED = "replaced", _("replaced")


NEXT_PREPARED = {
    PreparedState.PREPARED: {PreparedState.CHECKED, PreparedState.DROPPED},
    PreparedState.CHECKED: {PreparedState.PREPARED, PreparedState.ISSUED, PreparedState.DROPPED},
    PreparedState.ISSUED: set(),
    PreparedState.DROPPED: {PreparedState.PREPARED},
}

NEXT_STATUS = {
    CertificateStatus.VALID: {CertificateStatus.REVOKED, CertificateStatus.REPLACED},
    CertificateStatus.REVOKED: set(),
    CertificateStatus.REPLACED: set(),
}
