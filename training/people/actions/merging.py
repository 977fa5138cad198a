"""Merging two records of one person, and taking it back.

Merging rewrites no rows.  ``Person.merged_into`` leads every query to the
record that lives on, and a ``Merge`` keeps who decided it, why and when.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from training.kernel import time
from training.kernel.actor_columns import acted
from training.kernel.actors import Actor
from training.kernel.history import note
from training.people import rules
from training.people.actions.open_days import lock_institutions
from training.people.models import DistinctPeople, Merge, Person
from training.people.refusals import (
    AccountOutranks,
    ClashUnsettled,
    MergedFurther,
    PersonMerged,
    SameRecord,
    UndoTooLate,
    WhyMissing,
)
from training.people.registry import accounts_merged, beyond, merge_parts


def _lock(*people: Person) -> list[Person]:
    """These records, locked in the order of their keys; each must live, which is asked before the next is waited for.

    Records merged into them are not locked: only whoever holds the record
    that they live on in changes them.  So nobody holds a merged record while
    waiting for another, and merges in any order never wait in a circle.

    Raises:
        PersonMerged
    """
    locked = {}
    for key in sorted(person.pk for person in people):
        locked[key] = Person.objects.select_for_update(no_key=True).get(pk=key)
        if locked[key].merged_into_id:
            raise PersonMerged(person=locked[key].full_name)
    return [locked[person.pk] for person in people]


def _check_rank(actor: Actor, people: Iterable[Person]) -> None:
    """Nobody moves, closes or takes over what may do more than they may: an account, or a mandate without one."""
    people = list(people)
    above = beyond(actor, people)
    for person in people:
        if person.pk in above:
            raise AccountOutranks(person=person.full_name)


@transaction.atomic
def merge_people(
    *,
    kept: Person,
    merged: Person,
    actor: Actor,
    reason: str,
    answers: Mapping[str, str] | None = None,
    keeps_merged_account: bool = False,
    institutions: Collection[int] = (),
    now: datetime | None = None,
) -> Merge:
    """Let ``merged`` live on in ``kept``: one person, one record.

    When only the merged record has an account, it moves, and its e-mail with
    it.  When both have one, the kept record's stays (``keeps_merged_account``:
    the other one), and the other is deactivated.

    Args:
        answers: which of two things that one person has once stays, by the key of the ``Clash``.
        institutions: keys of those that the caller writes posts of afterwards; they are locked before the people.

    Raises:
        SameRecord, WhyMissing
        PersonMerged: one of them was merged before.
        ClashUnsettled: something stands twice and no answer says which stays.
        AccountOutranks: an account of one of them has more rights than the actor's.
    """
    if not reason.strip():
        raise WhyMissing()
    if kept.pk == merged.pk:
        raise SameRecord(person=kept.full_name)
    moment = now or time.now()
    ended: list[str] = []
    # Before people are locked: ending an application locks its recruitment, which comes first in the order of locks.
    for part in merge_parts:
        ended += part.settle(kept, merged, answers or {}, actor=actor, reason=reason, now=moment)
    lock_institutions(institutions)
    kept, merged = _lock(kept, merged)
    _check_rank(actor, (kept, merged))
    for part in merge_parts:
        for clash in part.clashes(kept, merged):
            raise ClashUnsettled(question=clash.question)
    # The clock is read inside the lock: of two who wait, the later one has the later time.
    moment = now or time.now()
    row = Merge(
        kept=kept,
        merged=merged,
        merged_at=moment,
        reason=reason.strip(),
        ended=ended,
        kept_user_id=kept.user_id,
        merged_user_id=merged.user_id,
        **acted(actor),
    )
    _move_account(row, kept, merged, keeps_merged_account)
    # Those that live on in the merged record first: a record that others point at is not merged.
    Person.objects.filter(merged_into=merged).update(merged_into=kept)
    Person.objects.filter(pk=merged.pk).update(merged_into=kept)
    merged.merged_into = kept
    row.save()
    _note_merge(row, actor)
    for part in merge_parts:
        part.follow([kept], actor=actor)
    _notify_of_accounts(row)
    return row


def _notify_of_accounts(merge: Merge) -> None:
    if merge.kept_user_id or merge.merged_user_id:
        for tell in accounts_merged:
            tell(merge)


def _move_account(row: Merge, kept: Person, merged: Person, keeps_merged_account: bool) -> None:
    if merged.user_id is None:
        return
    if kept.user_id is not None:
        closing = kept.user if keeps_merged_account else merged.user
        if closing is not None and closing.is_active:
            closing.is_active = False
            closing.save(update_fields=["is_active"])
            row.deactivated_user = closing
        if not keeps_merged_account:
            return
    _give_accounts(kept, merged.user_id, merged, kept.user_id)
    if merged.email and merged.email != kept.email:
        # Whoever reads the account's mailbox has proved it; an address that merely stood on the other record has not.
        row.kept_email, row.moved_email = kept.email, merged.email
        kept.email = merged.email
        kept.save(update_fields=["email", "email_fold"])


def _give_accounts(first: Person, first_user: Any, second: Person, second_user: Any) -> None:
    """Set two people's accounts; emptied before, because an account has one person."""
    Person.objects.filter(pk__in=[first.pk, second.pk]).update(user=None)
    for person, user in ((first, first_user), (second, second_user)):
        person.user_id = user
        if user is not None:
            Person.objects.filter(pk=person.pk).update(user=user)


def _note_merge(row: Merge, actor: Actor) -> None:
    what = [row.reason, *row.ended]
    if row.deactivated_user:
        what.append(_("account deactivated: %(name)s") % {"name": row.deactivated_user.get_username()})
    elif row.merged_user_id and not row.kept_user_id:
        what.append(_("the account moved"))
    reason = "; ".join(what)
    note(
        row.kept, _("Merged with the record of %(person)s") % {"person": _named(row.merged)}, actor=actor, reason=reason
    )
    note(
        row.merged, _("Merged into the record of %(person)s") % {"person": _named(row.kept)}, actor=actor, reason=reason
    )


def _named(person: Person) -> str:
    return f"{person.full_name} ({person.pk})"


@transaction.atomic
def undo_merge(*, merge: Merge, actor: Actor, reason: str, now: datetime | None = None) -> Merge:
    """Part two records again, as they were; undoing twice is harmless.

    What was written of the kept record since stays with it.

    Raises:
        WhyMissing
        UndoTooLate: thirty days have passed.
        MergedFurther: the kept record was merged itself since; that is undone first.
        AccountOutranks
    """
    if not reason.strip():
        raise WhyMissing()
    # The kept record alone: whoever holds it may change those that live on in it.
    kept = Person.objects.select_for_update(no_key=True).get(pk=merge.kept_id)
    merge = (
        Merge.objects.select_for_update(of=("self",), no_key=True).select_related("deactivated_user").get(pk=merge.pk)
    )
    if merge.undone_at is not None:
        return merge
    moment = now or time.now()
    if not rules.may_undo_merge(merge.merged_at, moment):
        raise UndoTooLate(days=rules.UNDO_DAYS)
    merged = Person.objects.get(pk=merge.merged_id)
    if kept.merged_into_id:
        raise MergedFurther(person=kept.full_name, other=Person.objects.get(pk=kept.merged_into_id).full_name)
    _check_rank(actor, (kept, merged))
    merge.undone_at, merge.undone_by, merge.undone_reason = moment, actor.name[:200], reason.strip()
    merge.save(update_fields=["undone_at", "undone_by", "undone_reason"])
    Person.objects.filter(pk=merged.pk).update(merged_into=None)
    merged.merged_into = None
    followers = _merged_below(merged)
    Person.objects.filter(pk__in=followers).update(merged_into=merged)
    _give_account_back(merge, kept, merged)
    for person, other in ((kept, merged), (merged, kept)):
        what = _("Parted from the record of %(person)s") % {"person": _named(other)}
        note(person, what, actor=actor, reason=merge.undone_reason)
    for part in merge_parts:
        part.follow([kept, merged], actor=actor)
    _notify_of_accounts(merge)
    return merge


def _merged_below(person: Person) -> set[int]:
    """Records merged into this one, and into those, by merges that hold."""
    below: set[int] = set()
    newest = {person.pk}
    while newest:
        rows = Merge.objects.filter(kept__in=newest, undone_at__isnull=True)
        newest = set(rows.values_list("merged_id", flat=True)) - below
        below |= newest
    return below


def _give_account_back(merge: Merge, kept: Person, merged: Person) -> None:
    before = (merge.kept_user_id, merge.merged_user_id)
    # Accounts that were given elsewhere, or closed for good, since the merge stay where they are.
    held = {kept.user_id, merged.user_id} - {None}
    if held <= set(before) and (kept.user_id, merged.user_id) != before:
        _give_accounts(kept, before[0] if before[0] in held else None, merged, before[1] if before[1] in held else None)
    closed = merge.deactivated_user
    if closed is not None and not closed.is_active and closed.pk in held:
        closed.is_active = True
        closed.save(update_fields=["is_active"])
    if merge.moved_email and kept.email == merge.moved_email:
        kept.email = merge.kept_email
        kept.save(update_fields=["email", "email_fold"])


@transaction.atomic
def mark_distinct(*, first: Person, second: Person, actor: Actor, now: datetime | None = None) -> DistinctPeople:
    """Say that two records are of two people: they are not offered for merging again.  Saying it twice is harmless.

    Raises:
        SameRecord
    """
    if first.pk == second.pk:
        raise SameRecord(person=first.full_name)
    first, second = sorted((first, second), key=lambda person: person.pk)
    pair, is_new = DistinctPeople.objects.get_or_create(
        first=first, second=second, defaults={"decided_at": now or time.now(), "decided_by": actor.name[:200]}
    )
    if is_new:
        for person, other in ((first, second), (second, first)):
            note(person, _("Not the same person as %(person)s") % {"person": _named(other)}, actor=actor)
    return pair


@transaction.atomic
def offer_again(*, pair: DistinctPeople, actor: Actor) -> None:
    """Take back that two records are of two people; taking it back twice is harmless."""
    gone, _rows = DistinctPeople.objects.filter(pk=pair.pk).delete()
    if gone:
        for person, other in ((pair.first, pair.second), (pair.second, pair.first)):
            note(person, _("Perhaps the same person as %(person)s") % {"person": _named(other)}, actor=actor)
