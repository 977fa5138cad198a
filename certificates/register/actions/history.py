"""The history of a certificate."""

from datetime import datetime

from certificates.register.models import Certificate, CertificateEvent
from certificates.register.states import EventKind
from training.kernel import time
from training.kernel.actor_columns import acted
from training.kernel.actors import Actor


def remember(certificate: Certificate, event: str, actor: Actor, now: datetime, reason: str = "") -> None:
    CertificateEvent.objects.create(certificate=certificate, at=now, event=event, reason=reason, **acted(actor))


def note_download(*, certificate: Certificate, actor: Actor, now: datetime | None = None) -> None:
    """Keep in the history that staff took the document of somebody else."""
    remember(certificate, EventKind.DOWNLOADED, actor, now or time.now())
