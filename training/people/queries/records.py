"""Queries of people, their posts and their institutions.  Nothing here writes."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from training.kernel.polish import fold, squeeze
from training.kernel.search_terms import search_words
from training.people.models import Employment, FormerName, Mandate, Merge, Organisation, Person, Placement, StaffNumber

# ---- one person, several records -------------------------------------------------------------------------------
#
# Merging rewrites no rows: what was written of a merged record stays written of it, and its ``merged_into`` names the
# record that the person lives on in.  That one is never merged itself (the database sees to it), so one step is enough
# everywhere.  These are the only places that know this; every query about a person goes through one of them.


def resolve(person: Person) -> Person:
    """The record a merged person lives on in; a person who was not merged is returned as given."""
    return person.merged_into or person


def root_id(person: Person) -> int:
    """The key of the record that the person lives on in."""
    return person.merged_into_id or person.pk


def records_of(person: Person, recorded_until: datetime | None = None) -> QuerySet[Person]:
    """All records of the same human being, whichever of them is given: for ``filter(person__in=records_of(person))``.

    Within another query it is a part of that query, and asks nothing by
    itself; only with ``recorded_until`` – the records merged then – it asks which.
    """
    if recorded_until is not None:
        return (
            Person.objects.filter(pk__in=family_of(root_ids([person], recorded_until), recorded_until))
            .order_by()
            .only("pk")
        )
    root = root_id(person)
    return Person.objects.filter(Q(pk=root) | Q(merged_into=root)).order_by().only("pk")


def is_same_person(person: Person, other: Person) -> bool:
    """Whether two records are of the same human being."""
    return root_id(person) == root_id(other)


def person_with_staff_number(organisation: Organisation, number: str) -> Person | None:
    """Whom the HR system of an institution knows by this number: the record that lives on, or nobody."""
    rows = StaffNumber.objects.filter(organisation=organisation, number_fold=fold(squeeze(number)))
    row = rows.select_related("person__merged_into").first()
    return resolve(row.person) if row else None


def records_of_all(roots: Iterable[int]) -> QuerySet[Person]:
    """All records of many people, who are named by the records they live on in."""
    keys = list(roots)
    return Person.objects.filter(Q(pk__in=keys) | Q(merged_into__in=keys)).order_by().only("pk")


def root_of(path: str = "person") -> Coalesce:
    """The key of the record that lives on, behind a foreign key, as an expression: to annotate, group and order by."""
    return Coalesce(F(f"{path}__merged_into_id"), F(f"{path}_id"))


def merged_then(recorded_until: datetime) -> dict[int, int]:
    """Records that were merged just before a moment, each with the record it lived on in then; one query."""
    rows = Merge.objects.filter(merged_at__lt=recorded_until).filter(
        Q(undone_at__isnull=True) | Q(undone_at__gte=recorded_until)
    )
    into = dict(rows.values_list("merged_id", "kept_id"))

    def climb(key: int) -> int:
        while key in into:
            key = into[key]
        return key

    return {key: climb(key) for key in into}


def root_ids(people: Iterable[Person | int], recorded_until: datetime | None = None) -> set[int]:
    """Keys of the records these people live on in; with ``recorded_until`` those they lived on in then."""
    if recorded_until is not None:
        then = merged_then(recorded_until)
        keys = {person.pk if isinstance(person, Person) else person for person in people}
        return {then.get(key, key) for key in keys}
    roots, keys = set(), set()
    for person in people:
        if isinstance(person, Person):
            roots.add(root_id(person))
        else:
            keys.add(person)
    if keys:
        people_by_key = Person.objects.filter(pk__in=keys).order_by()
        roots |= set(people_by_key.values_list(Coalesce("merged_into_id", "pk"), flat=True))
    return roots


def family_of(roots: Iterable[int], recorded_until: datetime | None = None) -> dict[int, int]:
    """Every record that lives on in one of ``roots``, as ``{record: root}``; the roots themselves included."""
    family = {root: root for root in roots}
    if recorded_until is not None:
        return family | {record: root for record, root in merged_then(recorded_until).items() if root in family}
    family |= dict(Person.objects.filter(merged_into__in=list(family)).order_by().values_list("pk", "merged_into_id"))
    return family


# ---- posts and institutions ------------------------------------------------------------------------------------


def employments_on(person: Person, on: date, recorded_until: datetime | None = None) -> QuerySet[Employment]:
    """The person's posts on the day ``on``, as known at ``recorded_until``, with institution and post."""
    return (
        Employment.objects.as_of(on, recorded_until)
        .filter(person__in=records_of(person, recorded_until))
        .select_related("organisation", "position")
        .order_by("organisation__sort_key", "valid_from", "pk")
    )


def current_employments(people: Iterable[Person], on: date) -> dict[int, list[Employment]]:
    """The posts of many people on one day, in one query; people without a post have an empty list."""
    asked = {person.pk: root_id(person) for person in people}
    posts: dict[int, list[Employment]] = defaultdict(list)
    rows = (
        Employment.objects.as_of(on)
        .annotate(root=root_of())
        .filter(person__in=records_of_all(asked.values()))
        .select_related("organisation", "position")
        .order_by("organisation__sort_key", "valid_from", "pk")
    )
    for row in rows:
        posts[row.root].append(row)
    return {key: posts[root] for key, root in asked.items()}


def placement_on(organisation: Organisation, on: date, recorded_until: datetime | None = None) -> Placement | None:
    """Kind and county of an institution on a day; of overlapping rows the latest recorded one."""
    return placements_on([organisation], on, recorded_until).get(organisation.pk)


def placements_on(
    organisations: Iterable[Organisation | int], on: date, recorded_until: datetime | None = None
) -> dict[int, Placement]:
    """Kinds and counties of many institutions on one day, in one query."""
    keys = [organisation if isinstance(organisation, int) else organisation.pk for organisation in organisations]
    rows = (
        Placement.objects.as_of(on, recorded_until)
        .filter(organisation__in=keys)
        .select_related("kind", "county")
        .order_by("valid_from", "recorded_at", "pk")
    )
    return {row.organisation_id: row for row in rows}


def staff_of(organisations: Iterable[Organisation] | QuerySet[Organisation], on: date) -> QuerySet[Person]:
    """Everybody with a post at any of these institutions on the day ``on``, in Polish order."""
    working = Employment.objects.as_of(on).filter(organisation__in=organisations)
    return Person.objects.living().filter(pk__in=working.order_by().values(root=root_of()))


def search_people(text: str) -> QuerySet[Person]:
    """People whose name, present or former, holds every word of ``text``, or whose e-mail begins with it.

    Also the names and addresses of records that were merged into theirs.
    """
    people = Person.objects.living()
    words = search_words(text)
    if not words:
        return people
    named = Q()
    for word in words:
        named &= Q(name_fold__contains=word)
    return people.filter(_under_any_record(named, Q(email_fold__startswith=text.strip().casefold())))


def _under_any_record(named: Q, otherwise: Q | None = None) -> Q:
    """People of whom a record, or a former name of one, answers ``named``, or a record answers ``otherwise``."""
    fits = named | otherwise if otherwise else named
    merged = Person.objects.filter(fits, merged_into__isnull=False).order_by().values("merged_into")
    formerly = FormerName.objects.filter(named).values(root=root_of())
    return fits | Q(pk__in=merged) | Q(pk__in=formerly)


def mandates_that_work(person: Person, on: date) -> QuerySet[Mandate]:
    """The person's mandates that open an institution on the day: they work there, or ROPS said they need not."""
    records = records_of(person)
    working = Employment.objects.as_of(on).filter(person__in=records, organisation=OuterRef("organisation"))
    mandates = Mandate.objects.as_of(on).filter(person__in=records)
    return mandates.filter(Q(without_post=True) | Exists(working.order_by()))


def mandates_resting_on(employment: Employment, on: date) -> QuerySet[Mandate]:
    """Mandates that go on after a post ends on a day, although the person has no other post there then."""
    records = records_of(employment.person)
    later = Q(valid_until__isnull=True) | Q(valid_until__gt=on)
    posts = Employment.objects.as_recorded().filter(later, person__in=records, organisation=employment.organisation_id)
    mandates = Mandate.objects.as_recorded().filter(
        later, person__in=records, organisation=employment.organisation_id, without_post=False
    )
    return mandates.exclude(Exists(posts.exclude(pk=employment.pk)))


def namesakes_of(person: Person) -> QuerySet[Person]:
    """Others on record who have, or had, the person's name."""
    return people_named(person.name_fold).exclude(pk=root_id(person))


def people_named(name_fold: str) -> QuerySet[Person]:
    """Everybody on record who has, or had, this folded name, under whichever of their records."""
    return Person.objects.living().filter(_under_any_record(Q(name_fold=name_fold)))


def alike_by_name(last_name: str, first_name: str) -> QuerySet[Person]:
    """People on record who have, or had, these names, also in each other's place."""
    name = fold(f"{last_name} {first_name}")
    return Person.objects.living().filter(_under_any_record(Q(name_fold=name), Q(turned_fold=name)))


def has_own_email(person: Person) -> bool:
    """Whether the address of the person is theirs alone: nobody else on record uses it."""
    if not person.email_fold:
        return False
    return not Person.objects.living().filter(email_fold=person.email_fold).exclude(pk=person.pk).exists()


def owners_of(addresses: Iterable[str]) -> dict[str, Person]:
    """Whose own each of these mailboxes is: people on record who alone use it, by the folded address."""
    folds = {squeeze(address).casefold() for address in addresses} - {""}
    users: dict[str, list[Person]] = defaultdict(list)
    for person in Person.objects.living().filter(email_fold__in=folds):
        users[person.email_fold].append(person)
    return {fold: people[0] for fold, people in users.items() if len(people) == 1}


def mandates_by_organisation(organisations: Iterable[int], on: date) -> dict[tuple[int, int], list[Mandate]]:
    """Open mandates that rest on a post, by the record the person lives on in and the institution; one query."""
    mandates: dict[tuple[int, int], list[Mandate]] = defaultdict(list)
    rows = (
        Mandate.objects.as_recorded()
        .filter(Q(valid_until__isnull=True) | Q(valid_until__gte=on), organisation__in=list(organisations))
        .filter(without_post=False)
        .annotate(root=root_of())
    )
    for row in rows.order_by("pk"):
        mandates[row.root, row.organisation_id].append(row)
    return mandates


def employments_by_organisation(organisations: Iterable[int], on: date) -> dict[int, list[Employment]]:
    """Open posts at these institutions with their people, in one query; ``person`` is the record they live on in."""
    employments: dict[int, list[Employment]] = defaultdict(list)
    rows = (
        Employment.objects.as_recorded()
        .filter(Q(valid_until__isnull=True) | Q(valid_until__gte=on), organisation__in=list(organisations))
        .select_related("person__merged_into", "organisation", "position")
        .order_by("person__sort_key", "pk")
    )
    for row in rows:
        row.person = resolve(row.person)
        employments[row.organisation_id].append(row)
    return employments
