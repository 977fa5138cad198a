"""What is wished for, by whom, and which recruitments answer it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from courses.catalogue.models import Course, Edition, Outcome
from courses.catalogue.registry import url_of
from courses.demand.models import Opening, Wish
from courses.enrolment.models import Enrolment, Recruitment
from courses.enrolment.queries import open_recruitments
from training.competences.models import Competence
from training.competences.queries import competences_as_called, lines_counting_in, top_levels
from training.kernel.page_cache import once
from training.people.models import Person
from training.people.queries import root_of

# ---- one person's --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class NamedWish:
    """A wish with what it is about, as that is called now."""

    wish: Wish
    course: Course | None
    competence: Competence | None


def named(wishes: Iterable[Wish]) -> list[NamedWish]:
    """Wishes with their courses at hand; the competences of all in one query."""
    wishes = list(wishes)
    lines = {wish.line_id for wish in wishes if wish.line_id}
    called = competences_as_called(lines) if lines else {}
    return [NamedWish(wish, wish.course, called.get(wish.line_id) if wish.line_id else None) for wish in wishes]


def wish_in_words(named_wish: NamedWish) -> str:
    if named_wish.course:
        return named_wish.course.title
    facts = {"competence": named_wish.competence, "level": named_wish.wish.level}
    return _("%(competence)s, level %(level)d") % facts


def open_wishes_of(person: Person) -> QuerySet[Wish]:
    """What the person wishes for now, the newest first."""
    return Wish.objects.open().of_person(person).select_related("course").order_by("-asked_at", "-pk")


def wishes_on_desk(person: Person) -> list[Wish]:
    """The same, read once for several parts of a desk."""
    mine = open_wishes_of(person)
    return once(("open wishes", person.pk), lambda: list(mine))


def open_wish_for_course(person: Person, course: Course) -> Wish | None:
    return open_wishes_of(person).filter(course=course).first()


def open_wish_for_level(person: Person, line_id: int, level: int) -> Wish | None:
    return open_wishes_of(person).filter(line=line_id, level=level).first()


def is_shown(course: Course) -> bool:
    """Visitors may know of the course: it has a page, or an edition that is or was public."""
    return url_of(course) is not None or Edition.objects.shown().filter(course=course).exists()


def competence_to_wish(line_id: int) -> Competence | None:
    """The competence of a line as it is called now; nothing for a line of which nothing was published."""
    competence = competences_as_called([line_id]).get(line_id)
    return competence if competence and competence.framework.published_at else None


def has_level(competence: Competence, level: int) -> bool:
    return 1 <= level <= top_levels([competence.framework_id]).get(competence.framework_id, 0)


# ---- openings ------------------------------------------------------------------------------------------------------


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
    return Opening.objects.filter(ended_at__isnull=True).exclude(edition__in=taking)


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
