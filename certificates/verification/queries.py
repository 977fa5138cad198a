"""What the register tells anybody who holds a certificate: the least that answers the question."""

from dataclasses import dataclass
from datetime import date, datetime

from certificates.designs.payload import read
from certificates.register import queries, rules
from certificates.register.models import Certificate
from certificates.register.states import CertificateStatus


@dataclass(frozen=True)
class Answer:
    """Number, status, title and date; ``name_agrees`` is empty when nobody typed a name.

    There is no name here on purpose: a page cannot show what it does not get.
    """

    key: int
    number: str
    kind: str
    title: str
    issued_on: date
    issuer: str
    status: str
    status_at: datetime
    successor: str
    name_agrees: bool | None

    @property
    def is_valid(self) -> bool:
        return self.status == CertificateStatus.VALID

    @property
    def is_replaced(self) -> bool:
        return self.status == CertificateStatus.REPLACED


def answer_by_token(token: str, *, name: str = "") -> Answer | None:
    return _answer(queries.by_token(token), name)


def answer_by_number(number: str, *, name: str = "") -> Answer | None:
    return _answer(queries.by_number(number), name)


def _answer(certificate: Certificate | None, name: str) -> Answer | None:
    if certificate is None:
        return None
    successor = getattr(certificate, "replaced_by", None)
    return Answer(
        key=certificate.pk,
        number=certificate.number,
        kind=certificate.get_kind_display(),
        title=certificate.title,
        issued_on=certificate.issued_on,
        # As printed: the organiser may have another name by now.
        issuer=read(certificate.payload)["issuer"]["name"],
        status=certificate.status,
        status_at=certificate.status_at,
        successor=successor.number if successor else "",
        name_agrees=rules.same_name(certificate.name, name) if name.strip() else None,
    )
