"""Preparing, issuing, revoking and replacing certificates: the only code that writes the register."""

import secrets
from collections.abc import Callable, Iterable
from datetime import datetime

from django.db import transaction

from certificates.register import facts, queries, rules
from certificates.register.models import Certificate, Prepared
from certificates.register.preparing import (
    check_follows_decision,
    check_name,
    drop,
    lock_edition,
    lock_prepared,
    prepare,
    prepare_leftovers,
    save_series,
    take_back,
)
from certificates.register.refusals import (
    AlreadyReplaced,
    EditionIsBeingCorrected,
    LevelsFell,
    NameNotChecked,
    NoRight,
    WillNotBeIssued,
)
from certificates.register.states import NEXT_STATUS, CertificateStatus, EventKind, PreparedState
from certificates.register.writing import locked_series, printed_number, remember, tell, write_certificate
from courses.catalogue.models import Edition
from courses.completion import actions as completion
from courses.completion.queries import fallen_levels
from courses.records.queries import being_corrected
from training.kernel import time
from training.kernel.actors import Actor
from training.kernel.printing import printable_name
from training.kernel.refusals import Refusal
from training.kernel.states import check_move
from training.people.queries import resolve

__all__ = [
    "check_name",
    "drop",
    "issue",
    "issue_many",
    "note_download",
    "prepare",
    "prepare_leftovers",
    "replace",
    "revoke",
    "save_series",
    "take_back",
]

# 144 bits: more than the 128 a code in public must have, and a QR code that stays small.
TOKEN_BYTES = 18


# ---- issuing ---------------------------------------------------------------------------------------------------


@transaction.atomic
def issue(
    *,
    prepared: Prepared,
    actor: Actor,
    now: datetime | None = None,
    known: facts.EditionFacts | None = None,
) -> Certificate:
    """Give a number, freeze the facts, draw and store the document, and tell the person: all or nothing.

    Issuing again gives the certificate that exists.  ``known`` are the facts
    of the edition when a whole group is issued.  The edition is locked first:
    nobody decides anew what is being printed.

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
        return enrolment.certificates.order_by("-issued_at", "-pk").first()
    if prepared.state == PreparedState.DROPPED:
        raise WillNotBeIssued()
    if prepared.state == PreparedState.NO_RIGHT:
        raise NoRight(name=prepared.name)
    if prepared.state != PreparedState.CHECKED:
        raise NameNotChecked(name=prepared.name)
    _check_not_being_corrected(enrolment.edition)
    check_follows_decision(prepared)
    if known is None or not facts.is_current(known, enrolment, enrolment.completion.ground_hash):
        known = facts.edition_facts(enrolment.edition)
    issued_on, token = time.today(now), secrets.token_urlsafe(TOKEN_BYTES)
    # The series last: nobody waits for it longer than for one document.
    series = locked_series(issued_on.year)
    ordinal = rules.next_ordinal(series.first_number, series.last_number)
    payload = facts.payload(
        enrolment=enrolment,
        known=known,
        kind=prepared.kind,
        name=prepared.name,
        series=series.code,
        ordinal=ordinal,
        number=printed_number(series, ordinal, enrolment),
        token=token,
        issued_on=issued_on,
        design=series.design,
    )
    certificate = write_certificate(
        payload,
        ground_hash=facts.ground_hash(enrolment, known),
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
    tell(certificate, "certificate_issued", "kompas_certificates/notices/issued", now)
    return certificate


def _check_not_being_corrected(edition: Edition) -> None:
    if being_corrected(edition):
        raise EditionIsBeingCorrected(edition=edition.code)


def issue_many(
    *,
    prepared: Iterable[Prepared],
    actor: Actor,
    now: datetime | None = None,
    progress: Callable[[int, int], None] | None = None,
    refused: Callable[[Prepared, Refusal], None] | None = None,
) -> list[Certificate]:
    """Issue one after another, each in its own transaction, so that a stop loses none and repeats none.

    ``progress(done, of)`` is called after each.  ``refused(prepared, why)``
    is called for one that cannot be issued, and the others go on.

    Raises:
        NameNotChecked, WillNotBeIssued, EditionIsBeingCorrected, CannotBeDrawn: without ``refused``, at the
            first that cannot be issued; those before it stand.
    """
    wanted = list(prepared)
    known: dict[int, facts.EditionFacts] = {}
    issued = []
    for done, one in enumerate(wanted, start=1):
        edition = one.enrolment.edition
        if edition.pk not in known:
            known[edition.pk] = facts.edition_facts(edition)
        try:
            issued.append(issue(prepared=one, actor=actor, now=now, known=known[edition.pk]))
        except Refusal as why:
            if refused is None:
                raise
            refused(one, why)
        if progress:
            progress(done, len(wanted))
    return issued


# ---- afterwards ------------------------------------------------------------------------------------------------


def _lock_certificate(certificate: Certificate) -> Certificate:
    return (
        Certificate.objects.select_for_update(of=("self",), no_key=True)
        .select_related("person", "enrolment__edition__course", "series")
        .get(pk=certificate.pk)
    )


@transaction.atomic
def revoke(
    *,
    certificate: Certificate,
    reason: str,
    actor: Actor,
    withdraw_levels: bool = False,
    now: datetime | None = None,
) -> Certificate:
    """Take a certificate's validity away; its number stays taken and the register shows it as revoked.

    With ``withdraw_levels``, the levels that rest on its verifications fall too.

    Raises:
        ReasonMissing: there is no reason.
        MoveNotAllowed: it was replaced before.
    """
    now = now or time.now()
    reason = rules.checked_reason(reason)
    if withdraw_levels:
        # First, because the edition's row is locked before those of its certificates.
        completion.withdraw_levels(enrolment=certificate.enrolment, reason=reason, actor=actor, now=now)
    certificate = _lock_certificate(certificate)
    if certificate.status == CertificateStatus.REVOKED:
        return certificate
    _move(certificate, CertificateStatus.REVOKED, reason, now)
    remember(certificate, EventKind.REVOKED, actor, now, reason)
    tell(certificate, "certificate_revoked", "kompas_certificates/notices/revoked", now, reason=reason)
    return certificate


def _move(certificate: Certificate, status: CertificateStatus, reason: str, now: datetime) -> None:
    check_move(CertificateStatus(certificate.status), status, NEXT_STATUS)
    certificate.status, certificate.status_at, certificate.status_reason = status, now, reason
    certificate.save(update_fields=["status", "status_at", "status_reason"])


@transaction.atomic
def replace(
    *,
    certificate: Certificate,
    reason: str,
    actor: Actor,
    name: str | None = None,
    restore_levels: bool = False,
    now: datetime | None = None,
) -> Certificate:
    """Issue a new certificate in the place of this one, with a new number that names the old.

    Course, outcomes and hours stay as they were frozen, unless the edition was
    corrected since: then everything is what its record says now.  ``name``
    corrects the name.  One revoked by mistake is healed the same way and stays revoked;
    levels that fell with it are recorded again, which ``restore_levels`` agrees to.
    Replacing again with the same name gives the successor that exists.

    Raises:
        ReasonMissing: there is no reason.
        AlreadyReplaced: it has a successor with another name.
        EditionIsBeingCorrected: what it would say is being corrected.
        NotEntitled: the correction left no right to a certificate.
        LevelsFell: the new one would prove levels that were withdrawn, without ``restore_levels``.
        DesignIsMissing: the design of the year's series is no longer there.
        NameIsEmpty, NameIsTooLong, CannotBeDrawn: the name cannot be printed.
    """
    now = now or time.now()
    reason = rules.checked_reason(reason)
    edition = lock_edition(certificate.enrolment_id)
    certificate = _lock_certificate(certificate)
    enrolment = certificate.enrolment
    known = facts.edition_facts(enrolment.edition) if queries.differs_from_record(certificate) else None
    if name is None:
        name = facts.corrected_name(certificate.name, enrolment, known) if known else certificate.name
    wanted = rules.checked_name(printable_name(name, field="name"))
    successor = Certificate.objects.filter(replaces=certificate).first()
    if successor is not None:
        if successor.name == wanted:
            return successor
        raise AlreadyReplaced(number=certificate.number, successor=successor.number)
    _check_not_being_corrected(enrolment.edition)
    kind = facts.corrected_kind(certificate, known) if known else certificate.kind
    if levels := fallen_levels(enrolment, edition):
        if not restore_levels:
            raise LevelsFell(levels=", ".join(str(row.competence) for row in levels))
        completion.restore_levels(enrolment=enrolment, reason=reason, actor=actor, now=now)
    if certificate.status == CertificateStatus.VALID:
        # First, because only one valid certificate of an enrolment may stand.
        _move(certificate, CertificateStatus.REPLACED, reason, now)
    issued_on, token = time.today(now), secrets.token_urlsafe(TOKEN_BYTES)
    series = locked_series(issued_on.year)
    ordinal = rules.next_ordinal(series.first_number, series.last_number)
    number = printed_number(series, ordinal, enrolment)
    numbered = facts.Numbered(wanted, series.code, ordinal, number, issued_on, series.design)
    payload = facts.replacement(certificate=certificate, known=known, kind=kind, token=token, numbered=numbered)
    new = write_certificate(
        payload,
        ground_hash=facts.ground_hash(enrolment, known) if known else certificate.ground_hash,
        series=series,
        issued_on=issued_on,
        token=token,
        enrolment=enrolment,
        person=resolve(certificate.person),
        actor=actor,
        now=now,
        replaces=certificate,
    )
    remember(certificate, EventKind.REPLACED, actor, now, reason)
    remember(new, EventKind.ISSUED, actor, now, reason)
    tell(new, "certificate_replaced", "kompas_certificates/notices/replaced", now, old_number=certificate.number)
    return new


def note_download(*, certificate: Certificate, actor: Actor, now: datetime | None = None) -> None:
    """Keep in the history that staff took the document of somebody else."""
    remember(certificate, EventKind.DOWNLOADED, actor, now or time.now())
