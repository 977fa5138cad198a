"""Giving the number, drawing, storing and telling: what issuing and replacing share; part of ``register.actions``."""

from datetime import date, datetime
from functools import partial
from typing import Any

from django.db import transaction

from certificates.designs.payload import Payload
from certificates.designs.pictures import strip_drawing
from certificates.designs.registry import check_design, render
from certificates.register import facts, files, rules
from certificates.register.models import Certificate, CertificateEvent, Series
from certificates.register.signals import certificate_issued
from training.kernel import links
from training.kernel.actor_columns import acted
from training.kernel.actors import Actor
from training.kernel.canonical_json import canonical, sha256
from training.kernel.conf import setting
from training.kernel.polish import fold
from training.kernel.search_terms import certificate_number
from training.notices import actions as notices
from training.people.models import Person


def locked_series(year: int) -> Series:
    """The year's series, locked.  The lock makes numbers consecutive; a rollback gives its number back."""
    wanted = setting("CERTIFICATE_SERIES")
    locked = Series.objects.select_for_update(no_key=True)
    series = locked.filter(code=wanted["code"], year=year).first()
    if series is None:
        Series.objects.get_or_create(
            code=wanted["code"],
            year=year,
            defaults={
                "pattern": rules.check_pattern(wanted["pattern"]),
                "first_number": wanted["first_number"],
                "design": check_design(wanted["design"]),
            },
        )
        series = locked.get(code=wanted["code"], year=year)
    return series


def printed_number(series: Series, ordinal: int, enrolment: Any) -> str:
    edition = enrolment.edition
    return rules.number(
        series.pattern,
        ordinal=ordinal,
        series=series.code,
        year=series.year,
        course=edition.course.code,
        edition=edition.code,
    )


def write_certificate(
    payload: Payload,
    *,
    ground_hash: str,
    series: Series,
    issued_on: date,
    token: str,
    enrolment: Any,
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
    told = partial(certificate_issued.send_robust, sender=Certificate, certificate=certificate, actor=actor)
    transaction.on_commit(told, robust=True)
    return certificate


def remember(certificate: Certificate, event: str, actor: Actor, now: datetime, reason: str = "") -> None:
    CertificateEvent.objects.create(certificate=certificate, at=now, event=event, reason=reason, **acted(actor))


def tell(certificate: Certificate, kind: str, template: str, now: datetime, **more: Any) -> None:
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
