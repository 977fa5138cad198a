"""What pages ask: editions to come, the programme of a course, practices on a subject, numbers of the region."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Case, Count, F, Prefetch, Q, QuerySet, Value, When, Window
from django.db.models.functions import Concat, Trim
from wagtail.models import Page
from wagtail.query import PageQuerySet

from cms.addresses import models_of
from cms.languages import in_readers_language
from cms.visibility import public_pages
from cms.words import Term, Text, Word, terms_of
from courses.catalogue.models import Course, Edition, Meeting
from courses.catalogue.states import EditionState, MeetingState
from courses.completion.models import Completion
from courses.completion.states import Result
from courses.enrolment.models import Enrolment
from courses.enrolment.queries import open_recruitments, with_recruitment
from training.competences.models import Competence, Domain, Framework
from training.competences.queries import published_competences
from training.competences.states import FrameworkState
from training.kernel import time
from training.kernel.polish import sort_key
from training.people.models import County, OrganisationKind, Position
from training.synonyms import queries as synonyms


def not_over(editions: QuerySet[Edition], on: date) -> QuerySet[Edition]:
    return editions.filter(Q(ends_on__gte=on) | Q(ends_on__isnull=True))


def editions_to_come(on: date) -> QuerySet[Edition]:
    """Published editions that have not ended, the soonest first; those without a date yet come last."""
    published = Edition.objects.filter(state=EditionState.PUBLISHED, course__is_archived=False)
    return (
        not_over(published, on)
        .select_related("course", "county")
        .order_by(F("starts_on").asc(nulls_last=True), "course__sort_key", "pk")
    )


def open_first(editions: QuerySet[Edition], now: datetime) -> QuerySet[Edition]:
    """First what one can apply for, then what opens later, then what only goes on; in each the soonest first."""
    ahead = Q(starts_on__isnull=True) | Q(starts_on__gt=time.today(now))
    later = Q(recruitment__opens_at__gt=now) | Q(recruitment__isnull=True) & ahead
    turn = Case(
        When(pk__in=open_recruitments(now).values("edition"), then=Value(0)),
        When(later, then=Value(1)),
        default=Value(2),
    )
    return editions.alias(turn=turn).order_by("turn", F("starts_on").asc(nulls_last=True), "course__sort_key", "pk")


def free_first(editions: QuerySet[Edition]) -> QuerySet[Edition]:
    """With recruitment at hand: first those with a place left, in each group the soonest first.

    Each with ``count_of_all``, how many there are in all, for a page that shows only the first of them.
    """
    turn = Case(When(recruitment__seats__gt=F("seats_taken"), then=Value(0)), default=Value(1))
    return editions.annotate(count_of_all=Window(Count("pk"))).order_by(
        turn, F("starts_on").asc(nulls_last=True), "course__sort_key", "pk"
    )


def open_now(editions: QuerySet[Edition], now: datetime) -> QuerySet[Edition]:
    """Those one can apply for at this moment."""
    return editions.filter(pk__in=open_recruitments(now).values("edition"))


def editions_on(editions: QuerySet[Edition], lines: Iterable[int] | QuerySet[Any, Any]) -> QuerySet[Edition]:
    """Editions of courses on one of these lines of competences.  A subquery, not a join: such a course comes once."""
    return editions.filter(course__in=courses_on(lines))


def courses_on(lines: Iterable[int] | QuerySet[Any, Any]) -> QuerySet[Any, Any]:
    """Keys of courses on any of these lines, whatever version of the framework they were tagged in."""
    return Course.competences.through.objects.filter(competence__line__in=lines).order_by().values("course")


def with_offers(editions: QuerySet[Edition]) -> QuerySet[Edition]:
    """With recruitment, its counts and the planned meetings (no cancelled ones), and who is to teach them.

    A meeting comes once for each of its trainers: ``trainer_key``, ``trainer_name`` and ``trainer_sort_key``.
    """
    planned = Meeting.objects.filter(state=MeetingState.PLANNED).order_by("starts_at", "pk")
    planned = planned.annotate(
        trainer_key=F("trainers__pk"),
        trainer_name=Trim(Concat("trainers__first_name", Value(" "), "trainers__last_name")),
        trainer_sort_key=F("trainers__sort_key"),
    )
    return with_recruitment(editions).prefetch_related(Prefetch("meetings", planned))


def with_cards(editions: QuerySet[Edition]) -> QuerySet[Edition]:
    """What a card of a list prints, in a constant number of queries."""
    competences = Competence.objects.select_related("domain").order_by("order", "code")
    return with_offers(editions).prefetch_related(Prefetch("course__competences", competences))


@dataclass(frozen=True)
class Entry:
    """An entry of a dictionary as a course's page prints it; the key of a competence is that of its line."""

    key: int
    name: str


@dataclass(frozen=True)
class Subject:
    """Whom a course is for and what it is about."""

    kinds: list[Entry]
    positions: list[Entry]
    competences: list[Entry]


def subject_of(course: Course) -> Subject:
    """The course's kinds of institutions, posts and competences."""
    competences = course.competences.order_by("order", "code")
    return Subject(
        kinds=_by_name(course.kinds.all()),
        positions=_by_name(course.positions.all()),
        competences=[Entry(competence.line_id, competence.name) for competence in competences],
    )


def _by_name(rows: Iterable[OrganisationKind] | Iterable[Position]) -> list[Entry]:
    return sorted((Entry(row.pk, row.name) for row in rows), key=lambda entry: sort_key(entry.name))


def asked_terms(text: str) -> list[Term]:
    """What somebody looks for, with the synonyms that ROPS keeps; nothing is asked when nothing was typed."""
    return terms_of(text, synonyms.pairs()) if text.strip() else []


class CompetenceNames:
    """Names of competences of today in either language: few, so they are read once and compared here."""

    def __init__(self) -> None:
        self._names = [
            (competence.line_id, Text(f"{competence.name_pl} {competence.name_en}"))
            for competence in published_competences()
        ]

    def lines(self, word: Word) -> list[int]:
        """Lines of the competences whose name holds the word or a form of it."""
        return [line_id for line_id, name in self._names if name.holds(word)]


class CourseNames(CompetenceNames):
    """The same with the names of the posts that courses are for."""

    def __init__(self) -> None:
        super().__init__()
        posts = Position.objects.order_by("pk").values_list("pk", "name_pl", "name_en")
        self._posts = [(key, Text(f"{polish} {english}")) for key, polish, english in posts]

    def courses(self, word: Word) -> Q:
        """Courses on a competence, or for a post, whose name holds the word."""
        lines, posts = self.lines(word), [key for key, name in self._posts if name.holds(word)]
        hit = Q()
        if lines:
            hit |= Q(course__in=courses_on(lines))
        if posts:
            hit |= Q(course__in=Course.positions.through.objects.filter(position__in=posts).values("course"))
        return hit


def count_each(lists: dict[str, QuerySet[Edition]]) -> dict[str, int]:
    """How many editions are in each of the lists, in one query."""
    counted = {name: Count("pk", filter=Q(pk__in=editions.order_by().values("pk"))) for name, editions in lists.items()}
    return Edition.objects.order_by().aggregate(**counted)


def search_editions(editions: QuerySet[Edition], terms: Sequence[Term]) -> QuerySet[Edition]:
    """Editions whose course, competences or place hold every term."""
    if not terms:
        return editions
    names = CourseNames()

    def match(word: Word) -> Q:
        return word.within("course__search_text") | word.within_names("place_fold") | names.courses(word)

    for term in terms:
        editions = editions.filter(term.matches(match))
    return editions


# ---- good practices ---------------------------------------------------------------------------------------------


def practices(model: type[Page], *, tags: bool = True) -> PageQuerySet:
    """Published practices of a page type, with what a card prints; its ``tags`` are the competences."""
    pages = (
        in_readers_language(public_pages(model))
        .select_related("image", "locale", "organisation")
        .order_by(F("first_published_at").desc(nulls_last=True), "-pk")
    )
    competences = Competence.objects.select_related("domain").order_by("order", "code")
    return pages.prefetch_related(Prefetch("competences", competences)) if tags else pages


def first_practices(
    count: int,
    *,
    on_lines: Iterable[int] | None = None,
    without: Iterable[int] = (),
    chosen: Iterable[int] = (),
    tags: bool = True,
) -> list[Page]:
    """Those chosen, in their order, then the newest practices, on any of the lines when some are given."""
    turns = {key: turn for turn, key in enumerate(chosen)}
    first_pages: list[Page] = []
    for model in models_of("practice"):
        pages = practices(model, tags=tags).exclude(pk__in=list(without))
        if on_lines is not None:
            pages = pages.filter(Q(pk__in=practices_on(model, on_lines)) | Q(pk__in=list(turns)))
        if turns:
            first = Case(*(When(pk=key, then=Value(turn)) for key, turn in turns.items()), default=Value(len(turns)))
            pages = pages.order_by(first, *pages.query.order_by)
        first_pages += pages[: max(count, len(turns))]
    last = len(turns)
    first_pages.sort(key=lambda page: (turns.get(page.pk, last), *_newest_first(page.first_published_at, page.pk)))
    return first_pages[: max(count, sum(page.pk in turns for page in first_pages))]


def practices_on(model: type[Page], lines: Iterable[int]) -> QuerySet[Any, Any]:
    """Keys of a page type's practices on any of these lines of competences."""
    return model.objects.filter(competences__line__in=list(lines)).order_by().values("pk")


def _newest_first(moment: datetime | None, pk: int) -> tuple[float, int]:
    return (-moment.timestamp() if moment else 0.0, -pk)


def holding(pages: PageQuerySet, terms: Sequence[Term], names: CompetenceNames) -> PageQuerySet:
    """Practices that hold every term in their words or in the names of their competences."""
    model = pages.model

    def match(word: Word) -> Q:
        hit, lines = word.within("search_text"), names.lines(word)
        return hit | Q(pk__in=practices_on(model, lines)) if lines else hit

    for term in terms:
        pages = pages.filter(term.matches(match))
    return pages


Key = tuple[type[Page], int]


def search_practices(terms: Sequence[Term], on_lines: Iterable[int] | None) -> list[Key]:
    """Which practices match, the newest first: page types and keys, to be fetched a page at a time."""
    names = CompetenceNames() if terms else None
    rows = []
    for model in models_of("practice"):
        pages = in_readers_language(public_pages(model))
        if on_lines is not None:
            pages = pages.filter(pk__in=practices_on(model, on_lines))
        if names:
            pages = holding(pages, terms, names)
        rows += [(model, pk, moment) for pk, moment in pages.order_by().values_list("pk", "first_published_at")]
    rows.sort(key=lambda row: _newest_first(row[2], row[1]))
    return [(model, pk) for model, pk, _ in rows]


def practices_by_key(keys: Iterable[Key]) -> list[Page]:
    """The practices themselves, in the order of their keys."""
    keys = list(keys)
    by_key: dict[Key, Page] = {}
    for model in models_of("practice"):
        if pks := [pk for page_type, pk in keys if page_type is model]:
            by_key |= {(model, page.pk): page for page in practices(model).filter(pk__in=pks)}
    return [by_key[key] for key in keys if key in by_key]


# ---- the subject matter and the numbers -------------------------------------------------------------------------


@dataclass(frozen=True)
class Choice:
    """An entry of a dictionary as a filter offers it."""

    code: str
    name: str


@dataclass(frozen=True)
class Choices:
    """What the catalogue's filters offer."""

    counties: list[Choice]
    kinds: list[Choice]
    positions: list[Choice]
    domains: list[Choice]


def _current_framework() -> QuerySet[Framework, Any]:
    return (
        Framework.objects.filter(state=FrameworkState.PUBLISHED)
        .order_by("-published_at", "-version", "-pk")
        .values("pk")[:1]
    )


def domains() -> list[Choice]:
    """Domains of the framework in use, in its order."""
    rows = Domain.objects.filter(framework__in=_current_framework()).order_by("order", "code")
    return [_choice(domain) for domain in rows]


def offered_domains(now: datetime) -> list[Choice]:
    """Those of them in which the catalogue has something."""
    coming = editions_to_come(time.today(now)).order_by().values("course")
    lines = Course.competences.through.objects.filter(course__in=coming).values("competence__line")
    rows = Domain.objects.filter(
        pk__in=Competence.objects.filter(framework__in=_current_framework(), line__in=lines).values("domain")
    )
    return [_choice(domain) for domain in rows.order_by("order", "code")]


def choices() -> Choices:
    """Counties, kinds of institutions, posts and domains of the framework in use."""
    return Choices(
        # A city is sorted by its own name: "m. Chełm" at Ch.
        counties=[Choice(county.code, str(county)) for county in County.objects.order_by("sort_key")],
        kinds=_choices_by_name(OrganisationKind.objects.all()),
        positions=_choices_by_name(Position.objects.all()),
        domains=domains(),
    )


def _choice(row: OrganisationKind | Position | Domain) -> Choice:
    return Choice(row.code, row.name[:1].upper() + row.name[1:])


def _choices_by_name(rows: Iterable[OrganisationKind] | Iterable[Position]) -> list[Choice]:
    return sorted((_choice(row) for row in rows), key=lambda choice: sort_key(choice.name))


def editions_in_domain(editions: QuerySet[Edition], code: str) -> QuerySet[Edition]:
    competences = Competence.objects.filter(domain__code=code, framework__in=_current_framework())
    return editions_on(editions, competences.values("line"))


def domains_with_competences() -> list[Domain]:
    """Domains of the framework in use, each with its competences."""
    return list(
        Domain.objects.filter(framework__in=_current_framework())
        .order_by("order", "code")
        .prefetch_related(Prefetch("competences", Competence.objects.order_by("order", "code")))
    )


@dataclass(frozen=True)
class Numbers:
    """What the front page says about the region."""

    courses: int
    people: int
    institutions: int
    confirmed: int


def numbers(now: datetime) -> Numbers:
    """Courses that the catalogue lists; people, institutions and completions of the last 12 months."""
    since = now - timedelta(days=365)
    taking_part = Enrolment.objects.taking_part().filter(
        edition__starts_on__gte=time.today(since), edition__starts_on__lte=time.today(now)
    )
    counted = taking_part.order_by().aggregate(
        people=Count("person", distinct=True), institutions=Count("organisation", distinct=True)
    )
    coming = editions_to_come(time.today(now)).order_by()
    return Numbers(
        courses=Course.objects.filter(pk__in=coming.values("course")).count(),
        people=counted["people"],
        institutions=counted["institutions"],
        confirmed=Completion.objects.filter(decided_at__gte=since, result=Result.CONFIRMED).count(),
    )
