"""Drawing, storing and writing a certificate: what issuing and replacing share."""

import secrets
from datetime import date, datetime
from functools import partial

from django.db import transaction

from certificates.designs.documents.pictures import strip_drawing
from certificates.designs.payload import Payload
from certificates.designs.registry import render
from certificates.register import files
from certificates.register.models import Certificate, Series
from certificates.register.signals import certificate_issued
from courses.enrolment.models import Enrolment
from training.kernel.actors import Actor
from training.kernel.canonical_json import canonical, sha256
from training.kernel.polish import fold
from training.kernel.search_terms import certificate_number
from training.people.models import Person

# 144 bits: more than the 128 a code in public must have, and a QR code that stays small.
TOKEN_BYTES = 18


def new_token() -> str:
    """The code that the QR code carries, as text for an address."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def write_certificate(
    payload: Payload,
    *,
    ground_hash: str,
    series: Series,
    issued_on: date,
    token: str,
    enrolment: Enrolment,
    person: Person,
    actor: Actor,
    now: datetime,
    replaces: Certificate | None = None,
) -> Certificate:
    """Draw, store and insert; the series moves with it.  A rollback leaves at most an orphan file.

    ``certificate_issued`` is sent on commit.
    """
    strip = next((source["strip"] for source in payload["funding"] if source["strip"]), "")
    content = render(payload, strip=strip_drawing(files.read_strip(strip)) if strip else "")
    file_name, file_hash = files.store(content, folder="issued", ending="pdf")
    frozen = canonical(payload)
    certificate = Certificate.objects.create(
        series=series,
        ordinal=payload["ordinal"],
        number=payload["number"],
        kind=payload["kind"],
        enrolment=enrolment,
        person=person,
        name=payload["name"],
        number_key=certificate_number(payload["number"]),
        name_fold=fold(payload["name"]),
        title=payload["course"]["title"],
        issued_on=issued_on,
        issued_at=now,
        issued_by=actor.name[:200],
        token=token,
        payload=frozen.decode(),
        payload_hash=sha256(frozen),
        ground_hash=ground_hash,
        file_name=file_name,
        file_hash=file_hash,
        file_size=len(content),
        replaces=replaces,
        status_at=now,
    )
    Series.objects.filter(pk=series.pk).update(last_number=payload["ordinal"])
    send = partial(certificate_issued.send_robust, sender=Certificate, certificate=certificate, actor=actor)
    transaction.on_commit(send, robust=True)
    return certificate
