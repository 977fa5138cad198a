"""What one person wishes for, and how that is called."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from courses.catalogue.models import Course, Edition
from courses.catalogue.registry import url_of
from courses.demand.models import Wish
from training.competences.models import Competence
from training.competences.queries import competences_as_called, top_levels
from training.kernel.page_cache import once
from training.people.models import Person


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
