"""Certificates of the demo: the same facts, documents and files as ``issue`` makes, written in bulk.

``kompas_check`` is silent on the result; a test issues a certificate the real way and
compares.
"""

import os
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from certificates.designs.documents import CLASSIC, printed
from certificates.designs.documents.pictures import strip_drawing
from certificates.designs.payload import Payload
from certificates.register import actions as register
from certificates.register import files, rules
from certificates.register.models import Certificate, CertificateEvent, Prepared, Series
from certificates.register.queries import facts
from certificates.register.states import CertificateKind, PreparedState
from cms.site.demo.enrolments import OFFICE
from cms.site.demo.offer import Run
from training.kernel import time
from training.kernel.actor_columns import acted
from training.kernel.canonical_json import canonical, sha256
from training.kernel.conf import setting
from training.kernel.documents import render_pdf
from training.kernel.polish import fold
from training.kernel.search_terms import certificate_number

BATCH = 400


def issue_all(closed: list[tuple[Run, datetime]]) -> int:
    """Check names and issue a day after each closing; the newest edition still waits for ROPS."""
    series: dict[int, Series] = {}
    batch: list[tuple[Prepared, Payload, str, datetime]] = []
    total = 0
    # Drawing is most of the work and lets other threads run meanwhile.
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as presses:
        for run, moment in closed[:-1]:
            issued_at = moment + timedelta(days=1, hours=2)
            edition_facts = facts.edition_facts(run.edition)
            for prepared in _prepared(run):
                batch.append((prepared, *_payload(prepared, edition_facts, series, issued_at), issued_at))
            if len(batch) >= BATCH:
                total += _write(batch, series, presses)
                batch = []
        total += _write(batch, series, presses)
    Series.objects.bulk_update(series.values(), ["last_number"])
    return total + _revoked_and_replaced()


def _prepared(run: Run) -> Iterable[Prepared]:
    return (
        Prepared.objects.filter(enrolment__edition=run.edition, state=PreparedState.PREPARED)
        .select_related("enrolment__person", "enrolment__completion", "enrolment__edition__course")
        .order_by("enrolment__person__sort_key", "pk")
    )


def _series_of(year: int, series: dict[int, Series]) -> Series:
    if year not in series:
        wanted = setting("CERTIFICATE_SERIES")
        series[year] = register.save_series(
            code=wanted["code"], year=year, pattern=wanted["pattern"], first_number=wanted["first_number"], actor=OFFICE
        )
    return series[year]


def _payload(
    prepared: Prepared, edition_facts: facts.EditionFacts, series: dict[int, Series], issued_at: datetime
) -> tuple[Payload, str]:
    day = time.today(issued_at)
    current = _series_of(day.year, series)
    current.last_number = rules.next_ordinal(current.first_number, current.last_number)
    token = register.new_token()
    number = rules.number(
        current.pattern,
        ordinal=current.last_number,
        series=current.code,
        year=current.year,
        course=edition_facts.edition.course.code,
        edition=edition_facts.edition.code,
    )
    payload = facts.payload(
        enrolment=prepared.enrolment,
        edition_facts=edition_facts,
        own=facts.OwnFacts(
            kind=prepared.kind,
            name=prepared.name,
            series=current.code,
            ordinal=current.last_number,
            number=number,
            token=token,
            issued_on=day,
            design=current.design,
        ),
    )
    return payload, token


def _jobs(payloads: Iterable[Payload]) -> Iterator[dict[str, Any]]:
    """What each document says, in words."""
    strips: dict[str, str] = {}
    for payload in payloads:
        digest = next((source["strip"] for source in payload["funding"] if source["strip"]), "")
        if digest and digest not in strips:
            strips[digest] = strip_drawing(files.read_strip(digest))
        yield printed(payload, strip=strips.get(digest, ""))


def _write(
    batch: list[tuple[Prepared, Payload, str, datetime]], series: dict[int, Series], presses: ThreadPoolExecutor
) -> int:
    rows = []
    jobs = _jobs(payload for _prepared, payload, _token, _at in batch)
    documents = presses.map(partial(render_pdf, CLASSIC), jobs)
    for (prepared, payload, token, at), content in zip(batch, documents, strict=True):
        file_name, file_hash = files.store(content, folder="issued", ending="pdf")
        frozen = canonical(payload)
        rows.append(
            Certificate(
                series=series[time.today(at).year],
                ordinal=payload["ordinal"],
                number=payload["number"],
                kind=payload["kind"],
                enrolment=prepared.enrolment,
                person=prepared.enrolment.person,
                name=payload["name"],
                number_key=certificate_number(payload["number"]),
                name_fold=fold(payload["name"]),
                title=payload["course"]["title"],
                issued_on=time.today(at),
                issued_at=at,
                issued_by=OFFICE.name,
                token=token,
                payload=frozen.decode(),
                payload_hash=sha256(frozen),
                ground_hash=prepared.enrolment.completion.ground_hash,
                file_name=file_name,
                file_hash=file_hash,
                file_size=len(content),
                status_at=at,
            )
        )
        prepared.state, prepared.checked_by = PreparedState.ISSUED, OFFICE.name
        prepared.checked_at = at - timedelta(hours=2)
    Certificate.objects.bulk_create(rows, batch_size=200)
    CertificateEvent.objects.bulk_create(
        [CertificateEvent(certificate=row, at=row.issued_at, event="issued", **acted(OFFICE)) for row in rows],
        batch_size=500,
    )
    Prepared.objects.bulk_update(
        [prepared for prepared, *_rest in batch], ["state", "checked_by", "checked_at"], batch_size=200
    )
    return len(rows)


def _revoked_and_replaced() -> int:
    """One withdrawn and one corrected certificate, made by the real actions: the register shows what happens then."""
    issued = list(Certificate.objects.filter(kind=CertificateKind.COMPLETION, status="valid").order_by("-pk")[:20])
    if len(issued) < 2:
        return 0
    mistaken, corrected = issued[0], issued[-1]
    later = max(mistaken.issued_at, corrected.issued_at) + timedelta(days=2)
    register.revoke(
        certificate=mistaken,
        reason="Wydane omyłkowo: uczestnik nie ukończył szkolenia.",
        actor=OFFICE,
        now=later,
    )
    register.replace(
        certificate=corrected,
        name=corrected.name,
        reason="Błąd w dacie szkolenia na pierwszym druku.",
        actor=OFFICE,
        now=later,
    )
    return 1
