"""Letters about certificates: issued, revoked, replaced."""

from datetime import datetime
from typing import Any

from certificates.register.models import Certificate
from certificates.register.queries import facts
from training.kernel import links
from training.notices import actions as notices


def send(certificate: Certificate, kind: str, template: str, now: datetime, **more: Any) -> None:
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
            **more,
        },
        cause_kind="certificate",
        cause_key=certificate.pk,
        now=now,
    )
