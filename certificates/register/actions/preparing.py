"""Before issuing: who is entitled to what, and names checked by ROPS."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from certificates.register import queries, rules
from certificates.register.models import Prepared
from certificates.register.queries import facts
from certificates.register.refusals import (
    AlreadyIssued,
    DecidedAnew,
    EditionIsBeingCorrected,
    NameChangedMeanwhile,
    NoRight,
)
from certificates.register.states import CHECKED_STATES, NEXT_PREPARED, PreparedState
from courses.catalogue.models import Edition
from courses.completion.models import Completion
from courses.records.queries import being_corrected
from training.kernel import time
from training.kernel.actors import Actor
from training.kernel.history import changes_of, note, note_many
from training.kernel.printing import printable_name
from training.kernel.states import check_move
from training.people.queries import resolve


def prepare(*, completion_ids: Iterable[int], actor: Actor | None = None, now: datetime | None = None) -> int:
    """Prepare a certificate for everybody whom the result of a course entitles; return how many are new.

    Those of the same editions that wait already follow what was decided: the
    kind, the name when the record has another, and whether there is a right to
    one at all.  Doing it again is harmless.
    """
    decided = Completion.objects.filter(pk__in=list(completion_ids))
    editions = set(decided.values_list("enrolment__edition_id", flat=True))
    new, _changed = _prepare(editions, decided, actor, now)
    return new


def prepare_leftovers() -> int:
    """Prepare what was missed when a course was closed, and change what was decided anew; part of ``kompas_catch_up``.

    Edition by edition, so that none waits for another.  Returns how many are new or were changed.
    """
    missing = queries.entitled_without_prepared().values_list("enrolment__edition_id", flat=True)
    otherwise = queries.decided_otherwise().order_by().values_list("enrolment__edition_id", flat=True)
    done = 0
    for edition_id in sorted({*missing.distinct()[:500], *otherwise.distinct()[:500]}):
        decided = Completion.objects.filter(enrolment__edition=edition_id)
        done += sum(_prepare({edition_id}, decided, None, None))
    return done


@transaction.atomic
def _prepare(
    edition_ids: set[int], decided: QuerySet[Completion], actor: Actor | None, now: datetime | None
) -> tuple[int, int]:
    """How many certificates are new, and how many that wait were changed."""
    now, actor = now or time.now(), actor or Actor.task("prepare_certificates")
    editions = _lock_editions(edition_ids)
    names: dict[int, str] = {}
    for edition in editions:
        names |= facts.recorded_names(edition)
    changed = _follow_decisions(editions, names, actor)
    rows = [
        Prepared(
            enrolment=completion.enrolment,
            kind=rules.ENTITLES[completion.result],
            name=names.get(completion.enrolment_id) or resolve(completion.enrolment.person).full_name,
            recorded_name=completion.name,
            prepared_at=now,
        )
        for completion in queries.entitled_without_prepared()
        .filter(pk__in=decided.values("pk"))
        .select_related("enrolment__person")
        .order_by("pk")
    ]
    Prepared.objects.bulk_create(rows)
    note_many([(row, _("Prepared"), row.get_kind_display()) for row in rows], actor=actor)
    return len(rows), changed


def _lock_editions(edition_ids: Iterable[int]) -> list[Edition]:
    """The editions, locked: no decision changes, and a second listener finds what the first has prepared."""
    return list(Edition.objects.select_for_update(no_key=True).filter(pk__in=set(edition_ids)).order_by("pk"))


def _follow_decisions(editions: list[Edition], names: Mapping[int, str], actor: Actor) -> int:
    """Bring what waits in these editions to what was decided, and write down what that changed."""
    keys = queries.decided_otherwise().filter(enrolment__edition__in=editions).order_by("pk").values("pk")
    waiting = Prepared.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=keys).order_by("pk")
    lines = []
    for prepared in waiting.select_related("enrolment__completion"):
        changes = _follow(prepared, names)
        prepared.save()
        lines.append((prepared, _("The edition was decided anew"), "; ".join(changes)))
    note_many(lines, actor=actor)
    return len(lines)


def _follow(prepared: Prepared, names: Mapping[int, str]) -> list[str]:
    """Set on the row what the decision says; what that changes, in words."""
    right = queries.right_of(prepared.enrolment)
    if right is None:
        return _set(prepared, state=PreparedState.NO_RIGHT)
    kind, recorded_name = right
    values: dict[str, Any] = {"kind": kind}
    name = names.get(prepared.enrolment_id, prepared.name)
    # What ROPS corrected for the print stays while the record goes on saying the same.
    if recorded_name != prepared.recorded_name and not rules.same_name(name, prepared.name):
        values["name"] = name
    if kind != prepared.kind or "name" in values or prepared.state == PreparedState.NO_RIGHT:
        values["state"] = PreparedState.PREPARED
    changes = _set(prepared, **values)
    prepared.recorded_name = recorded_name
    return changes


def _set(prepared: Prepared, **values: Any) -> list[str]:
    changes = changes_of(prepared, values)
    state = values.get("state", prepared.state)
    if state != prepared.state:
        check_move(PreparedState(prepared.state), PreparedState(state), NEXT_PREPARED)
    for name, value in values.items():
        setattr(prepared, name, value)
    if state not in CHECKED_STATES:
        prepared.checked_by, prepared.checked_at = "", None
    return changes


def lock_edition(enrolment_id: int) -> Edition:
    """The edition of an enrolment, locked; before its certificates, as closing and reopening do."""
    return Edition.objects.select_for_update(of=("self",), no_key=True).get(enrolments=enrolment_id)


def lock_prepared(prepared: Prepared) -> Prepared:
    return (
        Prepared.objects.select_for_update(of=("self",), no_key=True)
        .select_related("enrolment__person", "enrolment__edition__course", "enrolment__completion")
        .get(pk=prepared.pk)
    )


def check_not_being_corrected(edition: Edition) -> None:
    """
    Raises:
        EditionIsBeingCorrected: what a certificate would say is being corrected.
    """
    if being_corrected(edition):
        raise EditionIsBeingCorrected(edition=edition.code)


def check_follows_decision(prepared: Prepared) -> None:
    """Refuse what the decision about the enrolment does not say.

    Raises:
        NoRight: it gives no right to a certificate.
        DecidedAnew: to one of another kind, or the record has another name since.
    """
    right = queries.right_of(prepared.enrolment)
    if right is None:
        raise NoRight(name=prepared.name)
    if not queries.follows_decision(prepared):
        kind, recorded = right
        raise DecidedAnew(prepared=prepared.get_kind_display(), name=prepared.name, kind=kind.label, recorded=recorded)


@transaction.atomic
def check_name(
    *,
    prepared: Prepared,
    actor: Actor,
    name: str | None = None,
    seen: str | None = None,
    now: datetime | None = None,
) -> Prepared:
    """Say that the name is as it should be printed; ``name`` corrects it.

    ``seen`` is the name that was read when deciding; nobody overwrites a
    correction they have not seen.

    Raises:
        AlreadyIssued: the certificate is in the register.
        NoRight, DecidedAnew: the edition's decision says something else.
        NameChangedMeanwhile: it is neither the name that was seen nor the wanted one.
        NameIsEmpty, NameIsTooLong, CannotBeDrawn: it cannot be printed.
    """
    prepared = lock_prepared(prepared)
    if prepared.state == PreparedState.ISSUED:
        raise AlreadyIssued()
    check_follows_decision(prepared)
    wanted = rules.checked_name(printable_name(prepared.name if name is None else name, field="name"))
    if seen is not None and prepared.name not in {seen, wanted}:
        raise NameChangedMeanwhile(name=prepared.name)
    if prepared.state == PreparedState.CHECKED and wanted == prepared.name:
        return prepared
    if prepared.state != PreparedState.CHECKED:
        check_move(PreparedState(prepared.state), PreparedState.CHECKED, NEXT_PREPARED)
    prepared.name, prepared.state = wanted, PreparedState.CHECKED
    prepared.checked_by, prepared.checked_at = actor.name[:200], now or time.now()
    prepared.save()
    note(prepared, _("Name checked"), actor=actor, reason=wanted)
    return prepared


@transaction.atomic
def drop(*, prepared: Prepared, actor: Actor) -> Prepared:
    """Set a prepared certificate aside: it will not be issued.

    Raises:
        AlreadyIssued: it is in the register; revoke it instead.
    """
    prepared = lock_prepared(prepared)
    if prepared.state == PreparedState.ISSUED:
        raise AlreadyIssued()
    if prepared.state != PreparedState.DROPPED:
        _set(prepared, state=PreparedState.DROPPED)
        prepared.save()
        note(prepared, _("Set aside"), actor=actor)
    return prepared


@transaction.atomic
def take_back(*, prepared: Prepared, actor: Actor) -> Prepared:
    """Undo the check of a name, or take up a certificate that was set aside, as the edition's record says now.

    Raises:
        AlreadyIssued: it is in the register.
        NoRight: the record gives no right to it.
    """
    prepared = lock_prepared(prepared)
    if prepared.state == PreparedState.ISSUED:
        raise AlreadyIssued()
    if queries.right_of(prepared.enrolment) is None:
        raise NoRight(name=prepared.name)
    follows = queries.follows_decision(prepared)
    if prepared.state == PreparedState.PREPARED and follows:
        return prepared
    names = {} if follows else facts.recorded_names(prepared.enrolment.edition)
    changes = _follow(prepared, names)
    if prepared.state != PreparedState.PREPARED:
        changes += _set(prepared, state=PreparedState.PREPARED)
    prepared.save()
    note(prepared, _("Taken up again"), actor=actor, reason="; ".join(changes))
    return prepared
