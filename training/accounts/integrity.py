"""What must hold of accounts, their addresses and codes, whatever happened to the database."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib.auth import get_user_model

from training.accounts.models import ClaimCode, EmailProposal
from training.accounts.queries import beyond
from training.accounts.rules import plain_name
from training.kernel import time
from training.kernel.actors import Actor
from training.kernel.integrity import Fault
from training.kernel.successors import moments_of
from training.people.models import Person
from training.people.queries import resolve

PROMISE = "accounts"


def check_accounts() -> Iterator[Fault]:
    """Addresses and codes that would open an account to somebody who may do less; names that mean two accounts."""
    now = time.now()
    proposals = EmailProposal.objects.filter(expires_at__gt=now).select_related("person").order_by("pk")
    sentence = "an address is proposed by somebody who may do less than the account"
    yield from _beyond_their_maker(proposals, sentence, "emailproposal")
    codes = ClaimCode.objects.filter(used_at__isnull=True, expires_at__gt=now)
    sentence = "a code that works was made by somebody who may do less than its person: it is refused when it is typed"
    yield from _beyond_their_maker(codes.select_related("person__merged_into").order_by("pk"), sentence, "claimcode")
    yield from _names_that_mean_two()
    yield from _confirmed_by_nobody()


def _confirmed_by_nobody() -> Iterator[Fault]:
    """A confirmed code opens self-assessments to the account again: history says who confirmed, at that moment."""
    rows = ClaimCode.objects.filter(confirmed_at__isnull=False).order_by("pk")
    confirmed = list(rows.values_list("pk", "person_id", "confirmed_at"))
    told = moments_of(Person, {person_id for _pk, person_id, _moment in confirmed})
    for pk, person_id, moment in confirmed:
        if (person_id, moment) not in told:
            yield Fault(PROMISE, "a code counts as confirmed, and history does not say by whom", {"claimcode": pk})


def _beyond_their_maker(rows: Iterable[Any], sentence: str, name: str) -> Iterator[Fault]:
    """One query for each maker, not for each row."""
    made: dict[tuple[str, Any], list[Any]] = defaultdict(list)
    for row in rows:
        made[row.actor_kind, row.actor_user_id].append(row)
    for (kind, user_id), group in made.items():
        user = get_user_model()._default_manager.filter(pk=user_id).first() if user_id else None
        # A link acts for its own person, whose name is all that is kept of it.
        person = getattr(getattr(user, "kompas_person", None), "pk", None)
        by = Actor(kind, group[0].actor_name, user_id, person)
        about = {row.pk: resolve(row.person) for row in group}
        above = beyond(by, about.values())
        for row in group:
            if about[row.pk].pk in above:
                yield Fault(PROMISE, sentence, {name: row.pk})


def _names_that_mean_two() -> Iterator[Fault]:
    """Sign-in names are found in any letters, and so are addresses of accounts."""
    users, field = get_user_model()._default_manager, get_user_model().USERNAME_FIELD
    meant: dict[str, list[Any]] = defaultdict(list)
    for pk, name in users.order_by("pk").values_list("pk", field):
        meant[plain_name(name)].append(pk)
    for keys in meant.values():
        if len(keys) > 1:
            sentence = (
                "several accounts have one sign-in name in other letters: only the exact spelling finds the second"
            )
            yield Fault(PROMISE, sentence, {"accounts": keys})
    owners: dict[str, list[tuple[int, Any]]] = defaultdict(list)
    people = Person.objects.living().filter(user__isnull=False).exclude(email_fold="")
    for pk, user, address in people.order_by("pk").values_list("pk", "user_id", "email_fold"):
        owners[address].append((pk, user))
    for address, holders in owners.items():
        if len(holders) == 1 and address in meant and meant[address] != [holders[0][1]]:
            sentence = "the sign-in name of an account is the address of somebody else's: typing it finds the first"
            yield Fault(PROMISE, sentence, {"account": meant[address][0], "person": holders[0][0]})
