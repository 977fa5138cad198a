"""Questions about people, their posts and their institutions.  Nothing here writes."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce

from training.kernel.meant import search_words
from training.people.models import Employment, FormerName, Organisation, Person, Placement

# ---- one person, several records -------------------------------------------------------------------------------
#
# Merging rewrites no rows: what was written of a merged record stays written of it, and its ``merged_into`` names the
# record that the person lives on in.  That one is never merged itself (the database sees to it), so one step is enough
# everywhere.  These are the only places that know this; every question about a person goes through one of them.


def resolve(person: Person) -> Person:
    """The record a merged person lives on in; a person who was not merged is returned as given."""
    return person if person.merged_into_id is None else person.merged_into


def root_id(person: Person) -> int:
    """The key of the record that the person lives on in."""
    return person.merged_into_id or person.pk


def records_of(person: Person) -> QuerySet[Person]:
    """All records of the same human being, whichever of them is given: for ``filter(person__in=records_of(person))``.

    Asks nothing by itself: within another query it is a part of that query.
    """
    root = root_id(person)
    return Person.objects.filter(Q(pk=root) | Q(merged_into=root)).order_by().only("pk")


def is_same_person(one: Person, other: Person) -> bool:
    """Whether two records are of the same human being."""
    return root_id(one) == root_id(other)


def root_of(path: str = "person") -> Coalesce:
    """The key of the record that lives on, behind a foreign key, as an expression: to annotate, group and order by."""
    return Coalesce(F(f"{path}__merged_into_id"), F(f"{path}_id"))


def root_ids(people: Iterable[Person | int]) -> set[int]:
    """Keys of the records these people live on in."""
    roots, keys = set(), set()
    for person in people:
        if isinstance(person, Person):
            roots.add(root_id(person))
        else:
            keys.add(person)
    if keys:
        found = Person.objects.filter(pk__in=keys).order_by()
        roots |= set(found.values_list(Coalesce("merged_into_id", "pk"), flat=True))
    return roots


def family_of(roots: Iterable[int]) -> dict[int, int]:
    """Every record that lives on in one of ``roots``, as ``{record: root}``; the roots themselves included."""
    family = {root: root for root in roots}
    family |= dict(Person.objects.filter(merged_into__in=list(family)).order_by().values_list("pk", "merged_into_id"))
    return family


# ---- posts and institutions ------------------------------------------------------------------------------------


def employments_on(person: Person, on: date, known: datetime | None = None) -> QuerySet[Employment]:
    """The person's posts on the day ``on``, as known at ``known``, with institution and post."""
    return (
        Employment.objects.as_of(on, known)
        .filter(person=person)
        .select_related("organisation", "position")
        .order_by("organisation__sort_key", "valid_from", "pk")
    )


def current_employments(people: Iterable[Person], on: date) -> dict[int, list[Employment]]:
    """The posts of many people on one day, in one query; people without a post have an empty list."""
    found: dict[int, list[Employment]] = {person.pk: [] for person in people}
    rows = (
        Employment.objects.as_of(on)
        .filter(person__in=list(found))
        .select_related("organisation", "position")
        .order_by("organisation__sort_key", "valid_from", "pk")
    )
    for row in rows:
        found[row.person_id].append(row)
    return found


def placement_on(organisation: Organisation, on: date, known: datetime | None = None) -> Placement | None:
    """Kind and county of an institution on a day; of overlapping rows the latest recorded one."""
    return placements_on([organisation], on, known).get(organisation.pk)


def placements_on(
    organisations: Iterable[Organisation | int], on: date, known: datetime | None = None
) -> dict[int, Placement]:
    """Kinds and counties of many institutions on one day, in one query."""
    keys = [one if isinstance(one, int) else one.pk for one in organisations]
    rows = (
        Placement.objects.as_of(on, known)
        .filter(organisation__in=keys)
        .select_related("kind", "county")
        .order_by("valid_from", "recorded_at", "pk")
    )
    return {row.organisation_id: row for row in rows}


def staff_of(organisations: Iterable[Organisation] | QuerySet[Organisation], on: date) -> QuerySet[Person]:
    """Everybody with a post at any of these institutions on the day ``on``, in Polish order."""
    working = Employment.objects.as_of(on).filter(organisation__in=organisations).values("person")
    return Person.objects.living().filter(pk__in=working)


def search_people(text: str) -> QuerySet[Person]:
    """People whose name, present or former, holds every word of ``text``, or whose e-mail begins with it."""
    people = Person.objects.living()
    words = search_words(text)
    if not words:
        return people
    present, former = Q(), Q()
    for word in words:
        present &= Q(name_fold__contains=word)
        former &= Q(name_fold__contains=word)
    formerly = FormerName.objects.filter(former).values("person")
    return people.filter(present | Q(pk__in=formerly) | Q(email_fold__startswith=text.strip().casefold()))


def namesakes_of(person: Person) -> QuerySet[Person]:
    """Others on record who have, or had, the person's name."""
    formerly = FormerName.objects.filter(name_fold=person.name_fold).values("person")
    named = Q(name_fold=person.name_fold) | Q(pk__in=formerly)
    return Person.objects.living().filter(named).exclude(pk=person.pk)


def has_own_email(person: Person) -> bool:
    """Whether the address of the person is theirs alone: nobody else on record uses it."""
    if not person.email_fold:
        return False
    return not Person.objects.living().filter(email_fold=person.email_fold).exclude(pk=person.pk).exists()


def employments_by_organisation(organisations: Iterable[int], on: date) -> dict[int, list[Employment]]:
    """Open posts at these institutions with their people, in one query."""
    found: dict[int, list[Employment]] = defaultdict(list)
    rows = (
        Employment.objects.known_at()
        .filter(Q(valid_until__isnull=True) | Q(valid_until__gte=on), organisation__in=list(organisations))
        .select_related("person", "organisation", "position")
        .order_by("person__sort_key", "pk")
    )
    for row in rows:
        found[row.organisation_id].append(row)
    return found
