"""How many people wish for what."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Min, QuerySet
from django.utils.translation import gettext as _

from courses.catalogue.models import Course
from courses.demand.models import Wish
from training.competences.models import Competence
from training.competences.queries import competences_as_called, name_of_line
from training.kernel.polish import sort_key
from training.people.models import County
from training.people.queries import root_of


@dataclass(frozen=True)
class Subject:
    """A course, or a level of a competence, with those who wished for it on a day; each is counted once."""

    course: Course | None
    competence: Competence | None
    level: int | None
    people: int
    institutions: int
    counties: int
    since: datetime

    @property
    def key(self) -> tuple[int | None, int | None, int | None]:
        return (
            self.course.pk if self.course else None,
            self.competence.line_id if self.competence else None,
            self.level,
        )

    @property
    def name(self) -> str:
        return self.course.title if self.course else str(self.competence)

    @property
    def words(self) -> str:
        if self.course:
            return self.name
        return _("%(competence)s, level %(level)d") % {"competence": self.name, "level": self.level}


def wishes_on(on: date, *, county: County | None = None, of: str = "") -> QuerySet[Wish]:
    """Wishes that were open at the end of the day; ``of`` is ``course`` or ``line``, else both."""
    wishes = Wish.objects.open_on(on)
    if county is not None:
        wishes = wishes.filter(county=county)
    return wishes.filter(**{f"{of}__isnull": False}) if of else wishes


def people_in(wishes: QuerySet[Wish]) -> int:
    """How many people wish, each counted once, under whichever of their records."""
    return wishes.order_by().aggregate(people=Count(root_of(), distinct=True))["people"]


def demand_by_subject(wishes: QuerySet[Wish]) -> list[Subject]:
    """What is wished for, by the most people first; three queries, however much that is."""
    rows = list(
        wishes.order_by()
        .values("course", "line", "level")
        .annotate(
            people=Count(root_of(), distinct=True),
            institutions=Count("organisation", distinct=True),
            counties=Count("county", distinct=True),
            since=Min("asked_at"),
        )
    )
    courses = Course.objects.in_bulk({row["course"] for row in rows if row["course"]})
    competences = competences_as_called({row["line"] for row in rows if row["line"]})
    subjects = [
        Subject(
            course=courses.get(row["course"]),
            competence=competences.get(row["line"]),
            level=row["level"],
            people=row["people"],
            institutions=row["institutions"],
            counties=row["counties"],
            since=row["since"],
        )
        for row in rows
    ]
    return sorted(subjects, key=lambda subject: (-subject.people, sort_key(subject.name), subject.level or 0))


def listed_wishes() -> QuerySet[Wish]:
    """Rows of the list of wishes, with the names of their competences as ``competence_name``."""
    related = ("person", "course", "organisation", "county", "position")
    return Wish.objects.select_related(*related).annotate(competence_name=name_of_line("line"))
