"""Which recruitments opened, and which wishes they answer."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from courses.catalogue.models import Edition, Outcome
from courses.demand.models import Opening, Wish
from courses.enrolment.models import Enrolment, Recruitment
from courses.enrolment.queries import open_recruitments
from training.competences.queries import lines_counting_in
from training.people.models import Person
from training.people.queries import root_of


def editions_opened(now: datetime, among: Collection[int] | None = None) -> list[int]:
    """Keys of editions (``among`` these, or all) that take applications now, which nobody has noticed yet."""
    noticed = Opening.objects.filter(edition=OuterRef("edition"), ended_at__isnull=True)
    rows = open_recruitments(now).filter(~Exists(noticed)).order_by("edition_id")
    if among is not None:
        rows = rows.filter(edition__in=list(among))
    return list(rows.values_list("edition_id", flat=True))


def openings_over(now: datetime) -> QuerySet[Opening]:
    """Openings of editions that take no applications any more."""
    taking = open_recruitments(now).values("edition")
    return Opening.objects.filter(ended_at__isnull=True, noticed_at__lte=now).exclude(edition__in=taking)


def is_noticed(recruitment: Recruitment) -> bool:
    return Opening.objects.filter(edition=recruitment.edition_id, ended_at__isnull=True).exists()


def levels_proved(edition: Edition, lines: Collection[int]) -> dict[int, int]:
    """The highest level that the edition proves in each of these lines, as far as it proves any."""
    counted, best = lines_counting_in(lines), dict[int, int]()
    outcomes = Outcome.objects.filter(standard=edition.standard_id, competence__line__in=list(counted))
    for line_id, level in outcomes.order_by().values_list("competence__line", "level"):
        for target in counted[line_id]:
            best[target] = max(level, best.get(target, 0))
    return best


def wishes_answered_by(edition: Edition) -> QuerySet[Wish]:
    """Open wishes for the edition's course, or for a level that it proves; not of those who are in it already."""
    wished = Wish.objects.open().filter(line__isnull=False).order_by().values_list("line", flat=True).distinct()
    answered = Q(course=edition.course_id)
    if edition.standard_id and (lines := list(wished)):
        for line_id, level in levels_proved(edition, lines).items():
            answered |= Q(line=line_id, level__lte=level)
    inside = Enrolment.objects.filter(edition=edition).live().order_by().values(root=root_of())
    records = Person.objects.filter(Q(pk__in=inside) | Q(merged_into__in=inside)).order_by()
    return Wish.objects.open().filter(answered).exclude(person__in=records).order_by("pk")
