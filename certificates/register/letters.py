"""Letters about certificates: issued, revoked, replaced."""

from datetime import datetime

from certificates.register.models import Certificate
from certificates.register.queries import facts
from training.kernel import links
from training.notices import actions as notices


def send(
    certificate: Certificate, kind: str, template: str, now: datetime, *, reason: str = "", old_number: str = ""
) -> None:
    """Queue a letter; a revocation gives its ``reason``, a replacement the ``old_number``."""
    language = certificate.person.language
    notices.queue(
        kind=kind,
        person=certificate.person,
        template=template,
        context={
            "number": certificate.number,
            "title": certificate.title,
            "link": links.absolute("kompas_certificates:my_certificates", language=language),
            "verify_link": facts.verification_url(certificate.token, language),
            "reason": reason,
            "old_number": old_number,
        },
        cause_kind="certificate",
        cause_key=certificate.pk,
        now=now,
    )
