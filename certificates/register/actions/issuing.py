"""Issuing: one prepared certificate, or many one after another."""

from collections.abc import Callable, Iterable
from datetime import datetime

from django.db import transaction

from certificates.register import letters, rules
from certificates.register.actions.history import remember
from certificates.register.actions.preparing import (
    check_follows_decision,
    check_not_being_corrected,
    lock_edition,
    lock_prepared,
)
from certificates.register.actions.series import lock_series, printed_number
from certificates.register.actions.writing import new_token, write_certificate
from certificates.register.models import Certificate, Prepared
from certificates.register.queries import facts
from certificates.register.refusals import NameNotChecked, NoRight, WillNotBeIssued
from certificates.register.states import EventKind, PreparedState
from training.kernel import time
from training.kernel.actors import Actor
from training.kernel.refusals import Refusal
from training.people.queries import resolve


@transaction.atomic
def issue(
    *,
    prepared: Prepared,
    actor: Actor,
    now: datetime | None = None,
    edition_facts: facts.EditionFacts | None = None,
) -> Certificate:
    """Give a number, freeze the facts, draw and store the document, and tell the person: all or nothing.

    Issuing again gives the certificate that exists.  ``edition_facts``
    were read once for a whole group.  The edition is locked first: nobody
    decides anew what is being printed.

    Raises:
        NameNotChecked: ROPS has not checked the name.
        WillNotBeIssued: it was set aside.
        NoRight, DecidedAnew: the edition's decision says something else than what was prepared.
        EditionIsBeingCorrected: what it would say is being corrected.
        CannotBeDrawn: a text of the course holds a character that cannot be printed.
    """
    now = now or time.now()
    lock_edition(prepared.enrolment_id)
    prepared = lock_prepared(prepared)
    enrolment = prepared.enrolment
    if prepared.state == PreparedState.ISSUED:
        return enrolment.certificates.latest("issued_at", "pk")
    if prepared.state == PreparedState.DROPPED:
        raise WillNotBeIssued()
    if prepared.state == PreparedState.NO_RIGHT:
        raise NoRight(name=prepared.name)
    if prepared.state != PreparedState.CHECKED:
        raise NameNotChecked(name=prepared.name)
    check_not_being_corrected(enrolment.edition)
    check_follows_decision(prepared)
    if edition_facts is None or not facts.is_current(edition_facts, enrolment, enrolment.completion.ground_hash):
        edition_facts = facts.edition_facts(enrolment.edition)
    issued_on, token = time.today(now), new_token()
    # The series last: nobody waits for it longer than for one document.
    series = lock_series(issued_on.year)
    ordinal = rules.next_ordinal(series.first_number, series.last_number)
    own = facts.OwnFacts(
        kind=prepared.kind,
        name=prepared.name,
        series=series.code,
        ordinal=ordinal,
        number=printed_number(series, ordinal, enrolment),
        token=token,
        issued_on=issued_on,
        design=series.design,
    )
    payload = facts.payload(enrolment=enrolment, edition_facts=edition_facts, own=own)
    certificate = write_certificate(
        payload,
        ground_hash=facts.ground_hash(enrolment, edition_facts),
        series=series,
        issued_on=issued_on,
        token=token,
        enrolment=enrolment,
        person=resolve(enrolment.person),
        actor=actor,
        now=now,
    )
    Prepared.objects.filter(pk=prepared.pk).update(state=PreparedState.ISSUED)
    remember(certificate, EventKind.ISSUED, actor, now)
    letters.send(certificate, "certificate_issued", "kompas_certificates/notices/issued", now)
    return certificate


def issue_many(
    *,
    prepared: Iterable[Prepared],
    actor: Actor,
    now: datetime | None = None,
    progress: Callable[[int, int], None] | None = None,
    refused: Callable[[Prepared, Refusal], None] | None = None,
) -> list[Certificate]:
    """Issue one after another, each in its own transaction, so that a stop loses none and repeats none.

    ``progress(done, of)`` is called after each.  ``refused(prepared, refusal)``
    is called for one that cannot be issued, and the others go on.

    Raises:
        NameNotChecked, WillNotBeIssued, EditionIsBeingCorrected, CannotBeDrawn: without ``refused``, at the
            first that cannot be issued; those before it stay issued.
    """
    rows = list(prepared)
    by_edition: dict[int, facts.EditionFacts] = {}
    issued = []
    for done, row in enumerate(rows, start=1):
        edition = row.enrolment.edition
        if edition.pk not in by_edition:
            by_edition[edition.pk] = facts.edition_facts(edition)
        try:
            issued.append(issue(prepared=row, actor=actor, now=now, edition_facts=by_edition[edition.pk]))
        except Refusal as refusal:
            if refused is None:
                raise
            refused(row, refusal)
        if progress:
            progress(done, len(rows))
    return issued
