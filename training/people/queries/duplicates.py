"""Which records may be of one person, and why: found in the database, a constant number of queries.

In words in docs/explanation/duplicates.md; change both together.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from training.kernel.search_terms import digits_of, numbers_in, search_words
from training.people import rules
from training.people.models import DistinctPeople, Employment, FormerName, Organisation, Person
from training.people.queries.records import records_of_all, root_of
from training.people.rules import phone_form
from training.people.states import Likeness

# Of more people alike than this, each is offered beside the oldest record only: not a thousand pairs of “Test Test”.
_MOST_IN_A_GROUP = 10


@dataclass(frozen=True)
class Pair:
    """Two records that live, the older first, with every ground and what is the same: an institution, an address."""

    first: int
    second: int
    grounds: tuple[tuple[Likeness, str], ...]
    names: str
    order: str

    @property
    def reasons(self) -> set[Likeness]:
        return {reason for reason, _what in self.grounds}


_Candidate = Iterator[tuple[int, int, Likeness, str]]


def duplicates() -> list[Pair]:
    """Pairs of records that may be of one person, the likeliest first.

    Left out: records already merged, and pairs that somebody said are two
    people, under whichever of their records.
    """
    grounds = _grounds()
    people = _names_of({key for pair in grounds for key in pair})
    pairs = [
        Pair(first, second, tuple(sorted(why, key=_by_strength)), f"{people[first][0]} {people[second][0]}", order)
        for (first, second), why in grounds.items()
        for order in [people[first][1]]
    ]
    return sorted(pairs, key=lambda pair: (-len(pair.reasons), pair.order, pair.first, pair.second))


def count_duplicates() -> int:
    return len(_grounds())


def matching(pairs: Iterable[Pair], *, reason: str = "", text: str = "") -> list[Pair]:
    """Pairs offered for a reason, of which one or the other has every word of ``text``: name, e-mail or phone."""
    wanted = []
    for number in numbers_in(text):
        wanted.append(digits_of(number))
        text = text.replace(number, " ")
    wanted += search_words(text)
    return [
        pair for pair in pairs if (not reason or reason in pair.reasons) and all(word in pair.names for word in wanted)
    ]


def contacts_as_written(pairs: Iterable[Pair]) -> dict[tuple[Likeness, str], str]:
    """The addresses and phones of these pairs' grounds as people read them; compared are bare letters and digits.

    Ask for a page of pairs: the answer is one query with all their addresses.
    """
    grounds = {ground for pair in pairs for ground in pair.grounds}
    emails = [what for reason, what in grounds if reason == Likeness.SAME_EMAIL]
    phones = [what for reason, what in grounds if reason == Likeness.SAME_PHONE]
    written: dict[tuple[Likeness, str], str] = {}
    if not emails and not phones:
        return written
    rows = Person.objects.filter(Q(email_fold__in=emails) | Q(phone_digits__in=phones)).order_by("pk")
    for email_fold, email, digits, phone in rows.values_list("email_fold", "email", "phone_digits", "phone"):
        written.setdefault((Likeness.SAME_EMAIL, email_fold), email)
        written.setdefault((Likeness.SAME_PHONE, digits), phone_form(phone))
    return written


def _grounds() -> dict[tuple[int, int], set[tuple[Likeness, str]]]:
    grounds: dict[tuple[int, int], set[tuple[Likeness, str]]] = defaultdict(set)
    for find in (_same_names, _former_names, _same_contacts, _turned_names):
        for first, second, reason, what in find():
            grounds[min(first, second), max(first, second)].add((reason, what))
    for pair in _not_duplicates():
        grounds.pop(pair, None)
    return grounds


def _by_strength(ground: tuple[Likeness, str]) -> tuple[int, str]:
    return (list(Likeness).index(ground[0]), ground[1])


# ---- the grounds -----------------------------------------------------------------------------------------------


def _pairs(people: Iterable[int]) -> Iterator[tuple[int, int]]:
    keys = sorted(people)
    if len(keys) > _MOST_IN_A_GROUP:
        return ((keys[0], other) for other in keys[1:])
    return combinations(keys, 2)


def _shared(rows: QuerySet[Any, Any], *keys: str, most: int | None = None) -> dict[tuple[Any, ...], set[int]]:
    """Who shares what, of rows annotated with ``root``: only values that several people have; one query."""
    wanted = rows.order_by().values(*keys).annotate(people=Count("root", distinct=True)).filter(people__gt=1)
    if most is not None:
        wanted = wanted.filter(people__lte=most)
    holders: dict[tuple[Any, ...], set[int]] = defaultdict(set)
    members = rows.order_by().filter(**{f"{keys[0]}__in": wanted.values(keys[0])})
    for *key, root in members.values_list(*keys, "root"):
        holders[tuple(key)].add(root)
    return {key: people for key, people in holders.items() if len(people) > 1}


def _posts() -> QuerySet[Any, Any]:
    return Employment.objects.as_recorded().annotate(root=root_of())


def _people() -> QuerySet[Any, Any]:
    """All records, merged ones too: what is written on them is still true of the person."""
    return Person.objects.annotate(root=Coalesce("merged_into_id", "pk")).order_by()


def _same_names() -> _Candidate:
    rows = _posts().annotate(name=F("person__name_fold"))
    for (_name, _key, institution), people in _shared(rows, "name", "organisation", "organisation__name").items():
        for first, second in _pairs(people):
            yield first, second, Likeness.SAME_NAME, institution


def _former_names() -> _Candidate:
    """Somebody has the name that another had, and both worked at one institution."""
    bearers = _people().filter(name_fold=OuterRef("name_fold")).exclude(root=OuterRef("root"))
    formerly = FormerName.objects.annotate(root=root_of()).filter(Exists(bearers)).order_by()
    former: dict[int, set[str]] = defaultdict(set)
    for root, name in formerly.values_list("root", "name_fold"):
        former[root].add(name)
    if not former:
        return
    named = Q(person__name_fold__in=set().union(*former.values()))
    now: dict[tuple[str, int], set[int]] = defaultdict(set)
    then: dict[tuple[int, int], str] = {}
    rows = _posts().filter(named | Q(person__in=records_of_all(former))).order_by()
    for root, name, key, institution in rows.values_list(
        "root", "person__name_fold", "organisation", "organisation__name"
    ):
        now[name, key].add(root)
        if root in former:
            then[root, key] = institution
    for (root, key), institution in then.items():
        for other in set().union(*(now[name, key] for name in former[root])) - {root}:
            yield root, other, Likeness.SAME_NAME, institution


def _same_contacts() -> _Candidate:
    """An address or a phone that few have and no institution; a number below nine digits is an extension."""
    offices = list(Organisation.objects.values_list("email", "phone_digits"))
    emails, phones = {email.strip().casefold() for email, _phone in offices}, {phone for _email, phone in offices}
    shared = _shared(_people().exclude(email_fold=""), "email_fold", most=rules.OWN_AT_MOST)
    for (email,), people in shared.items():
        if email not in emails and not rules.is_office_mailbox(email):
            for first, second in _pairs(people):
                yield first, second, Likeness.SAME_EMAIL, email
    shared = _shared(_people().filter(phone_digits__regex=r"^.{9,}"), "phone_digits", most=rules.OWN_AT_MOST)
    for (digits,), people in shared.items():
        if digits not in phones:
            for first, second in _pairs(people):
                yield first, second, Likeness.SAME_PHONE, digits


def _turned_names() -> _Candidate:
    forth = Person.objects.filter(turned_fold=OuterRef("name_fold")).order_by()
    back = Person.objects.filter(name_fold=OuterRef("turned_fold")).order_by()
    rows = _people().exclude(name_fold=F("turned_fold")).filter(Exists(forth) | Exists(back))
    people = list(rows.values_list("root", "name_fold", "turned_fold"))
    named: dict[str, set[int]] = defaultdict(set)
    for root, name, _turned in people:
        named[name].add(root)
    for root, _name, turned in people:
        for other in named.get(turned, set()) - {root}:
            yield root, other, Likeness.TURNED_NAME, ""


# ---- what is said of them --------------------------------------------------------------------------------------


def _not_duplicates() -> Iterator[tuple[int, int]]:
    rows = DistinctPeople.objects.annotate(first_root=root_of("first"), second_root=root_of("second"))
    for first, second in rows.order_by().values_list("first_root", "second_root"):
        yield min(first, second), max(first, second)


def _names_of(keys: set[int]) -> dict[int, tuple[str, str]]:
    """What is searched, and what is sorted by."""
    rows: Any = Person.objects.filter(pk__in=keys).order_by()
    return {
        pk: (f"{name} {email} {phone}", sort_key)
        for pk, name, email, phone, sort_key in rows.values_list(
            "pk", "name_fold", "email_fold", "phone_digits", "sort_key"
        )
    }
