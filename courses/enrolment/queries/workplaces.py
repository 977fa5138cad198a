"""Where applicants work, under whichever of their records, on the day asked about."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any, cast

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from courses.enrolment import rules
from courses.enrolment.models import Enrolment
from courses.enrolment.refusals import NotAWorkplace
from courses.enrolment.rules import Candidate
from training.people.models import Employment, Person, Placement
from training.people.queries import records_of, records_of_all, root_of


def _employments(person: Person, on: date) -> QuerySet[Employment]:
    """Those of the person that day, each with ``county_id``, the county of the institution that day."""
    placement = Placement.objects.as_of(on).filter(organisation=OuterRef("organisation"))
    return (
        Employment.objects.as_of(on)
        .filter(person__in=records_of(person))
        .annotate(county_id=Subquery(placement.order_by("-valid_from").values("county")[:1]))
        .order_by("-valid_from", "pk")
    )


def workplaces(person: Person, on: date) -> list[Employment]:
    """Where the person works that day, with institution and post, to be shown."""
    return list(_employments(person, on).select_related("organisation", "position"))


def sending_workplace(person: Person, chosen: Employment | None, on: date) -> Employment | None:
    """The workplace that sends the person: the one chosen, else the only one.

    Raises:
        NotAWorkplace: the one chosen is not theirs on that day.
        ChooseInstitution: they work in several institutions, and none was chosen.
    """
    # Asked under the lock of the recruitment: keys are enough.
    places = list(_employments(person, on))
    if chosen is not None:
        theirs = [place for place in places if place.pk == chosen.pk]
        if not theirs:
            raise NotAWorkplace()
        return theirs[0]
    rules.check_choice({place.organisation_id for place in places})
    return places[0] if places else None


def candidate_from(workplace: Employment | None) -> Candidate:
    """Somebody who applies from one of their workplaces: its institution, and the county of that."""
    if workplace is None:
        return Candidate()
    return Candidate(None, workplace.organisation_id, cast(Any, workplace).county_id)  # annotated by ``_employments``


def with_institution_at_start(enrolments: QuerySet[Enrolment]) -> QuerySet[Enrolment]:
    """Those of which ``institutions_of`` or the application says who sent the person on the edition's first day."""
    first_day = OuterRef("edition__starts_on")
    root = Coalesce(OuterRef(OuterRef("person__merged_into")), OuterRef(OuterRef("person")))
    records = Person.objects.filter(Q(pk=root) | Q(merged_into=root)).order_by()
    working = Employment.objects.as_recorded().filter(
        Q(valid_until__isnull=True) | Q(valid_until__gte=first_day), valid_from__lte=first_day, person__in=records
    )
    return enrolments.filter(Q(organisation__isnull=False) | Exists(working.order_by()))


def institutions_of(people: Iterable[int], on: date) -> dict[int, list[int]]:
    """``{person_id: institutions they work in that day}``, the newest first."""
    organisations = defaultdict(list)
    asked = list(people)
    roots = dict(Person.objects.filter(pk__in=asked).order_by().values_list("pk", Coalesce("merged_into_id", "pk")))
    rows = Employment.objects.as_of(on).filter(person__in=records_of_all(roots.values())).order_by("-valid_from", "pk")
    for root, organisation in rows.values_list(root_of(), "organisation_id"):
        organisations[root].append(organisation)
    return {person: organisations[root] for person, root in roots.items() if root in organisations}
