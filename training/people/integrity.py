"""What must hold of people, posts and institutions whatever happened to the database."""

from collections.abc import Iterator
from itertools import pairwise

from django.db.models import Count, Exists, F, OuterRef, Q

from training.kernel import time
from training.kernel.integrity import Fault, unprintable
from training.kernel.polish import fold, squeeze
from training.kernel.search_terms import digits_of
from training.kernel.successors import superseded_by_nobody
from training.people.models import (
    County,
    Employment,
    Mandate,
    Merge,
    Organisation,
    OrganisationKind,
    Person,
    Placement,
    Position,
    StaffNumber,
)
from training.people.queries import root_of
from training.people.rules import is_error, phone_form

PROMISE = "people"


def check_people() -> Iterator[Fault]:
    yield from _merged_twice()
    yield from _merges_that_people_do_not_say()
    yield from _mandates_without_ground()
    yield from _facts_after_closing()
    yield from superseded_by_nobody(PROMISE, Employment, "person", history_of="person")
    yield from superseded_by_nobody(PROMISE, Mandate, "person", "organisation", "role", history_of="person")
    yield from superseded_by_nobody(PROMISE, Placement, "organisation", history_of="organisation")
    yield from _same_fact_twice(Employment, "person", "organisation", "position")
    yield from _same_fact_twice(Mandate, "person", "organisation", "role")
    yield from _same_fact_twice(Placement, "organisation", "kind", "county")
    yield from _two_placements()
    yield from _stale_search_columns()
    yield from _odd_forms()


def _merged_twice() -> Iterator[Fault]:
    """A record merged into one that was merged itself: some queries would miss what is written of it."""
    deep = Person.objects.filter(merged_into__merged_into__isnull=False).order_by("pk")
    for pk, into in deep.values_list("pk", "merged_into_id"):
        keys = {"person": pk, "merged_into": into}
        yield Fault(PROMISE, "a record is merged into one that was merged into another", keys)


def _mandates_without_ground() -> Iterator[Fault]:
    """A mandate that works today by its days, of somebody who does not work there and need not have been told to."""
    today = time.today()
    records = Employment.objects.as_of(today).annotate(root=root_of())
    working = records.filter(organisation=OuterRef("organisation"), root=OuterRef("root"))
    idle = Mandate.objects.as_of(today).filter(without_post=False).annotate(root=root_of()).exclude(Exists(working))
    for pk in idle.order_by("pk").values_list("pk", flat=True):
        yield Fault(PROMISE, "a mandate of somebody who does not work there", {"mandate": pk})


def _facts_after_closing() -> Iterator[Fault]:
    """Posts, mandates, kinds and counties that go on at an institution after its last day."""
    later = Q(valid_until__isnull=True) | Q(valid_until__gt=F("organisation__closed_on"))
    for model in (Employment, Mandate, Placement):
        rows = model.objects.as_recorded().filter(later, organisation__closed_on__isnull=False)
        for pk in rows.order_by("pk").values_list("pk", flat=True):
            name = str(model._meta.model_name)
            yield Fault(PROMISE, f"the {name} goes on although the institution is closed", {name: pk})


def _merges_that_people_do_not_say() -> Iterator[Fault]:
    """A person's record leads where the merges that hold lead; queries of past days read those."""
    by_people = dict(Person.objects.filter(merged_into__isnull=False).values_list("pk", "merged_into_id"))
    merges = dict(Merge.objects.filter(undone_at__isnull=True).values_list("merged_id", "kept_id"))
    for pk in sorted(by_people.keys() | merges.keys()):
        root, seen = pk, {pk}
        while root in merges and (root := merges[root]) not in seen:
            seen.add(root)
        if by_people.get(pk) != (root if root != pk else None):
            keys = {"person": pk, "merged_into": by_people.get(pk)}
            yield Fault(PROMISE, "a record is merged otherwise than the history of merges says", keys)


def _same_fact_twice(model, *what: str) -> Iterator[Fault]:
    """A dated fact that holds twice on one day."""
    twice = (
        model.objects.as_recorded()
        .order_by()
        .values(*what)
        .annotate(count=Count("pk"))
        .filter(count__gt=1)
        .values_list(*what)
    )
    for key in twice:
        rows = list(
            model.objects.as_recorded().filter(**dict(zip(what, key, strict=True))).order_by("valid_from", "pk")
        )
        for earlier, later in pairwise(rows):
            if earlier.valid_until is None or earlier.valid_until >= later.valid_from:
                name = str(model._meta.model_name)
                yield Fault(
                    PROMISE, f"the same {name} is recorded twice for the same days", {name: [earlier.pk, later.pk]}
                )


def _two_placements() -> Iterator[Fault]:
    """An institution of two kinds, or in two counties, on one day."""
    rows = Placement.objects.as_recorded().order_by("organisation", "valid_from", "pk")
    before = None
    for row in rows.only("pk", "organisation_id", "kind_id", "county_id", "valid_from", "valid_until"):
        if (
            before is not None
            and before.organisation_id == row.organisation_id
            and (before.kind_id, before.county_id) != (row.kind_id, row.county_id)
            and (before.valid_until is None or before.valid_until >= row.valid_from)
        ):
            keys = {"organisation": row.organisation_id, "placements": [before.pk, row.pk]}
            yield Fault(PROMISE, "an institution has two kinds or counties on one day", keys)
        before = row


def _odd_forms() -> Iterator[Fault]:
    """Values that a writer past the actions left: signs nobody sees, errors for names, a phone in a form of its own."""
    people = Person.objects.order_by("pk").values_list("pk", "last_name", "first_name", "email", "phone")
    for pk, last, first, email, phone in people.iterator(chunk_size=2000):
        if any(squeeze(text) != text for text in (last, first, email, phone)):
            yield Fault(PROMISE, "a name, e-mail or phone has blanks or signs that nobody sees", {"person": pk})
        if is_error(last) or is_error(first):
            yield Fault(PROMISE, "a name is an error of a spreadsheet", {"person": pk})
        if phone_form(phone) != phone:
            yield Fault(PROMISE, "a phone is not in the form in which phones are kept", {"person": pk})
    for pk, number in StaffNumber.objects.order_by("pk").values_list("pk", "number").iterator(chunk_size=2000):
        if not number or squeeze(number) != number:
            yield Fault(PROMISE, "a staff number is empty, or has signs that nobody sees", {"staffnumber": pk})
    for model, name in ((Organisation, "name"), (Position, "name_pl"), (County, "name")):
        for pk, text in model.objects.order_by("pk").values_list("pk", name):
            if is_error(text):
                yield Fault(PROMISE, "a name is an error of a spreadsheet", {str(model._meta.model_name): pk})


def _stale_search_columns() -> Iterator[Fault]:
    """Rows written past ``save`` or the bulk writers: search would not find them."""
    people = Person.objects.order_by("pk").values_list(
        "pk", "last_name", "first_name", "name_fold", "turned_fold", "email", "email_fold", "phone", "phone_digits"
    )
    for pk, last, first, name_fold, turned_fold, email, email_fold, phone, digits in people.iterator(chunk_size=2000):
        names = (fold(f"{last} {first}".strip()), fold(f"{first} {last}".strip()))
        is_name = names == (name_fold, turned_fold)
        if not is_name or (email or "").strip().casefold() != email_fold or digits_of(phone) != digits:
            sentence = "the columns that search uses do not say the person's name, e-mail and phone"
            yield Fault(PROMISE, sentence, {"person": pk})
    numbers = StaffNumber.objects.order_by("pk").values_list("pk", "number", "number_fold")
    for pk, number, number_fold in numbers.iterator(chunk_size=2000):
        if fold(number) != number_fold:
            yield Fault(PROMISE, "the column that search uses does not say the staff number", {"staffnumber": pk})
    institutions = Organisation.objects.order_by("pk").values_list("pk", "name", "name_fold", "phone", "phone_digits")
    for pk, name, name_fold, phone, digits in institutions.iterator(chunk_size=2000):
        if fold(name) != name_fold or digits_of(phone) != digits:
            sentence = "the columns that search uses do not say the institution's name and phone"
            yield Fault(PROMISE, sentence, {"organisation": pk})


def check_printed_names() -> Iterator[Fault]:
    """Every list and certificate can name its people, their institutions with kind and county, and their posts."""
    yield from unprintable(Person, "first_name", "last_name")
    yield from unprintable(Organisation, "name", "short_name")
    yield from unprintable(Position, "name_pl", "name_en")
    yield from unprintable(OrganisationKind, "name_pl", "name_en")
    yield from unprintable(County, "name")
