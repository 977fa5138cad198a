"""Revoking and replacing what was issued."""

from datetime import datetime

from django.db import transaction

from certificates.register import letters, queries, rules
from certificates.register.actions.history import remember
from certificates.register.actions.preparing import check_not_being_corrected, lock_edition
from certificates.register.actions.series import lock_series, printed_number
from certificates.register.actions.writing import new_token, write_certificate
from certificates.register.models import Certificate
from certificates.register.queries import facts
from certificates.register.refusals import AlreadyReplaced, LevelsFell
from certificates.register.states import NEXT_STATUS, CertificateStatus, EventKind
from courses.completion import actions as completion
from courses.completion.queries import fallen_levels
from training.kernel import time
from training.kernel.actors import Actor
from training.kernel.printing import printable_name
from training.kernel.states import check_move
from training.people.queries import resolve


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
    letters.send(certificate, "certificate_revoked", "kompas_certificates/notices/revoked", now, reason=reason)
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
    edition_facts = facts.edition_facts(enrolment.edition) if queries.differs_from_record(certificate) else None
    if name is None:
        name = facts.corrected_name(certificate.name, enrolment, edition_facts) if edition_facts else certificate.name
    name = rules.checked_name(printable_name(name, field="name"))
    successor = Certificate.objects.filter(replaces=certificate).first()
    if successor is not None:
        if successor.name == name:
            return successor
        raise AlreadyReplaced(number=certificate.number, successor=successor.number)
    check_not_being_corrected(enrolment.edition)
    kind = facts.corrected_kind(certificate, edition_facts) if edition_facts else certificate.kind
    if levels := fallen_levels(enrolment, edition):
        if not restore_levels:
            raise LevelsFell(levels=", ".join(str(row.competence) for row in levels))
        completion.restore_levels(enrolment=enrolment, reason=reason, actor=actor, now=now)
    if certificate.status == CertificateStatus.VALID:
        # First, because an enrolment has at most one valid certificate.
        _move(certificate, CertificateStatus.REPLACED, reason, now)
    issued_on, token = time.today(now), new_token()
    series = lock_series(issued_on.year)
    ordinal = rules.next_ordinal(series.first_number, series.last_number)
    own = facts.OwnFacts(
        kind=kind,
        name=name,
        series=series.code,
        ordinal=ordinal,
        number=printed_number(series, ordinal, enrolment),
        token=token,
        issued_on=issued_on,
        design=series.design,
    )
    payload = facts.replacement(certificate=certificate, edition_facts=edition_facts, own=own)
    new = write_certificate(
        payload,
        ground_hash=facts.ground_hash(enrolment, edition_facts) if edition_facts else certificate.ground_hash,
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
    letters.send(
        new, "certificate_replaced", "kompas_certificates/notices/replaced", now, old_number=certificate.number
    )
    return new
