"""Who registers: which institution and post they mean, and whom on record they may be."""

from datetime import date

from django.db.models import Exists, OuterRef, Q

from training.kernel.polish import fold
from training.people.models import Employment, Organisation, OrganisationAlias, Person, Position
from training.people.queries.records import alike_by_name, records_of, records_of_all, root_of

# More than this help nobody to choose.
MOST_INSTITUTIONS = 12
MOST_PEOPLE = 10
MOST_WORDS = 6
# A whole list goes with the form, so that browsers suggest while somebody types.
LONGEST_LIST = 1000


def institutions_like(text: str, on: date) -> list[Organisation]:
    """Open institutions with each of the first six words in a name; only the one whose whole name was typed."""
    words = fold(text).split()
    if not words:
        return []
    institutions = Organisation.objects.filter(Q(closed_on__isnull=True) | Q(closed_on__gt=on))
    whole = institutions.filter(Q(name_fold=" ".join(words)) | Q(aliases__name_fold=" ".join(words))).distinct()
    if len(exact := list(whole[:2])) == 1:
        return exact
    # A question inside for each word: joined, other names would multiply with the words that a visitor types.
    for word in words[:MOST_WORDS]:
        named = OrganisationAlias.objects.filter(organisation=OuterRef("pk"), name_fold__contains=word)
        institutions = institutions.filter(Q(name_fold__contains=word) | Exists(named.order_by()))
    return list(institutions.order_by("sort_key", "pk")[:MOST_INSTITUTIONS])


def institution_names(on: date) -> list[str]:
    """Names to suggest; none where there are too many for a page."""
    institutions = Organisation.objects.filter(Q(closed_on__isnull=True) | Q(closed_on__gt=on))
    names = list(institutions.order_by("sort_key", "pk").values_list("name", flat=True)[: LONGEST_LIST + 1])
    return names if len(names) <= LONGEST_LIST else []


def post_like(text: str) -> Position | None:
    """The post of this name, or the one that staff lists write so."""
    name = fold(text)
    return Position.objects.filter(Q(name_fold=name) | Q(aliases__name_fold=name)).order_by("pk").first()


def possibly_the_same(person: Person) -> list[Person]:
    """People on record with the name, the mailbox or the phone of somebody who registered."""
    alike = Q(pk__in=alike_by_name(person.last_name, person.first_name).values("pk"))
    if person.email_fold:
        alike |= Q(email_fold=person.email_fold)
    if person.phone_digits:
        alike |= Q(phone_digits=person.phone_digits)
    others = Person.objects.living().filter(alike).exclude(pk__in=records_of(person).values("pk"))
    return list(others.order_by("sort_key", "pk")[:MOST_PEOPLE])


def workplaces_in_words(people: list[Person], on: date) -> dict[int, str]:
    """What each of these people does where, on a day."""
    posts = (
        Employment.objects.as_of(on)
        .filter(person__in=records_of_all([person.pk for person in people]))
        .annotate(root=root_of())
        .select_related("organisation", "position")
        .order_by("pk")
    )
    words: dict[int, list[str]] = {}
    for post in posts:
        words.setdefault(post.root, []).append(f"{post.position}, {post.organisation}")
    return {key: "; ".join(lines) for key, lines in words.items()}
