"""What owners of accounts are told when two records of one person are merged, or parted again."""

from datetime import datetime

from training.kernel import time
from training.kernel.links import absolute_sign_in
from training.notices.actions import queue
from training.people.models import Merge, Person

LETTERS = "kompas_training/accounts/letters"


def notify_of_merge(*, merge: Merge, now: datetime | None = None) -> int:
    """Write to the address of each record that had an account before; return how many letters that are.

    An address that somebody else uses too gets none: it would tell them a
    sign-in name.
    """
    kept = Person.objects.select_related("user").get(pk=merge.kept_id)
    merged = Person.objects.get(pk=merge.merged_id)
    written = set()
    for had_account, address in (
        (merge.kept_user_id, merge.kept_email if merge.moved_email and not merge.undone_at else kept.email),
        (merge.merged_user_id, merged.email),
    ):
        fold = address.strip().casefold()
        if had_account and fold and fold not in written and not _is_shared(fold, kept, merged):
            written.add(fold)
            context = _context(merge, kept)
            queue(
                kind="account_merged",
                person=kept,
                template=f"{LETTERS}/merged",
                context=context,
                address=address,
                now=now or time.now(),
            )
    return len(written)


def _is_shared(fold: str, kept: Person, merged: Person) -> bool:
    others = Person.objects.living().filter(email_fold=fold)
    return others.exclude(pk__in=[kept.pk, merged.pk]).exists()


def _context(merge: Merge, kept: Person) -> dict[str, object]:
    closed = merge.deactivated_user
    return {
        "is_undone": merge.undone_at is not None,
        "sign_in_name": kept.user.get_username() if kept.user else "",
        "closed_name": closed.get_username() if closed else "",
        "url": absolute_sign_in(language=kept.language),
    }
