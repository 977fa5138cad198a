from django.db import models
from django.utils.translation import gettext_lazy as _


class CertificateKind(models.TextChoices):
    PARTICIPATION = "participation", _("certificate of participation")
    COMPLETION = "completion", _("certificate of completion")
    COMPETENCE = "competence", _("certificate of confirmed competence")


class PreparedState(models.TextChoices):
    """How far a certificate is; ``dropped`` is what people say, ``no_right`` what the edition's decision says."""

    PREPARED = "prepared", _("prepared")
    CHECKED = "checked", _("name checked")
    ISSUED = "issued", _("issued")
    DROPPED = "dropped", _("will not be issued")
    NO_RIGHT = "no_right", _("no right to one any more")


class CertificateStatus(models.TextChoices):
    VALID = "valid", _("is in the register")
    REVOKED = "revoked", _("revoked")
    REPLACED = "replaced", _("replaced")


class EventKind(models.TextChoices):
    ISSUED = "issued", _("issued")
    DOWNLOADED = "downloaded", _("downloaded by staff")
    REVOKED = "revoked", _("revoked")
    REPLACED = "replaced", _("replaced")


NEXT_PREPARED = {
    PreparedState.PREPARED: {PreparedState.CHECKED, PreparedState.DROPPED, PreparedState.NO_RIGHT},
    PreparedState.CHECKED: {
        PreparedState.PREPARED,
        PreparedState.ISSUED,
        PreparedState.DROPPED,
        PreparedState.NO_RIGHT,
    },
    PreparedState.ISSUED: set(),
    PreparedState.DROPPED: {PreparedState.PREPARED},
    PreparedState.NO_RIGHT: {PreparedState.PREPARED},
}
# The name was looked at: ``checked_by`` says by whom, in these states only.
CHECKED_STATES = frozenset({PreparedState.CHECKED, PreparedState.ISSUED})
# Those that can still become a certificate, and follow what the edition decides.
WAITS = frozenset({PreparedState.PREPARED, PreparedState.CHECKED})

NEXT_STATUS = {
    CertificateStatus.VALID: {CertificateStatus.REVOKED, CertificateStatus.REPLACED},
    CertificateStatus.REVOKED: set(),
    CertificateStatus.REPLACED: set(),
}
