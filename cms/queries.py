"""What pages ask: editions to come, the programme of a course, practices on a subject, numbers of the region."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Case, Count, F, Prefetch, Q, QuerySet, Value, When
from django.utils.translation import get_language
from wagtail.models import Page

from cms.addresses import models_of
from cms.languages import in_readers_language
from cms.visibility import public_pages
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
from training.kernel.polish import fold, sort_key
from training.people.models import County, OrganisationKind, Position


def words_of(text: str) -> list[str]:
    """The words somebody typed, folded; at most eight, so a pasted page asks no endless question."""
    return [word for word in fold(text.replace("\0", " ")).split(" ") if word][:8]


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
    """With recruitment at hand: first those with a place left, in each group the soonest first."""
    turn = Case(When(recruitment__seats__gt=F("seats_taken"), then=Value(0)), default=Value(1))
    return editions.order_by(turn, F("starts_on").asc(nulls_last=True), "course__sort_key", "pk")


def open_now(editions: QuerySet[Edition], now: datetime) -> QuerySet[Edition]:
    """Those one can apply for at this moment."""
    return editions.filter(pk__in=open_recruitments(now).values("edition"))


def editions_on(editions: QuerySet[Edition], lines: Iterable[int] | QuerySet) -> QuerySet[Edition]:
    """Editions of courses on one of these lines of competences.  A subquery, not a join: such a course comes once."""
    return editions.filter(course__in=courses_on(lines))


def courses_on(lines: Iterable[int] | QuerySet) -> QuerySet:
    """Keys of courses on any of these lines, whatever version of the framework they were tagged in."""
    return Course.competences.through.objects.filter(competence__line__in=lines).order_by().values("course")


def with_cards(editions: QuerySet[Edition], *, competences: bool = True) -> QuerySet[Edition]:
    """What a card prints, the offer's counts among it, in a constant number of queries.

    ``competences=False`` asks for the trainers instead: a course's own page
    knows its competences, a list names no trainers.  A meeting then comes once
    for each of its trainers, whose names it carries.
    """
    editions = with_recruitment(editions)
    standing = Meeting.objects.filter(state=MeetingState.PLANNED).order_by("starts_at", "pk")
    if not competences:
        named = {f"trainer_{name}": F(f"trainers__{name}") for name in ("first_name", "last_name", "sort_key")}
        return editions.prefetch_related(Prefetch("meetings", standing.annotate(**named), to_attr="standing"))
    of_course = Competence.objects.select_related("domain").order_by("order", "code")
    return editions.prefetch_related(
        Prefetch("course__competences", of_course), Prefetch("meetings", standing, to_attr="standing")
    )


@dataclass(frozen=True)
class Named:
    """An entry of a dictionary as a course's page prints it; a competence is known by its line."""

    key: int
    name: str


@dataclass(frozen=True)
class Subject:
    """Whom a course is for and what it is about."""

    kinds: list[Named]
    positions: list[Named]
    competences: list[Named]


def subject_of(course: Course) -> Subject:
    """The course's kinds of institutions, posts and competences: three dictionaries, one query."""

    def rows(of: str, queryset: QuerySet, number: Any, key: str = "pk") -> QuerySet:
        return (
            queryset.order_by()
            .annotate(of=Value(of), key_=F(key), number_=number)
            .values_list("of", "key_", "number_", "code", "name_pl", "name_en")
        )

    found = (
        rows("kinds", course.kinds.all(), Value(0))
        .union(
            rows("positions", course.positions.all(), Value(0)),
            rows("competences", course.competences.all(), F("order"), "line_id"),
            all=True,
        )
        .order_by()
    )
    is_polish = (get_language() or "pl").startswith("pl")
    lists: dict[str, list[tuple]] = {"kinds": [], "positions": [], "competences": []}
    for of, key, number, code, polish, english in found:
        name = polish if is_polish or not english else english
        order = (number, code) if of == "competences" else (0, sort_key(name))
        lists[of].append((order, key, name))
    return Subject(**{of: [Named(key, name) for _order, key, name in sorted(rows)] for of, rows in lists.items()})


def lines_named(words: Iterable[str]) -> list[list[int]]:
    """For each word, the lines of competences whose name of today in either language holds it."""
    wanted = list(words)
    if not wanted:
        return []
    names = [
        (published_competence.line_id, fold(f"{published_competence.name_pl} {published_competence.name_en}"))
        for published_competence in published_competences()
    ]
    return [[line_id for line_id, name in names if word in name] for word in wanted]


def editions_found(editions: QuerySet[Edition], text: str) -> QuerySet[Edition]:
    """Editions whose course, competences or place hold every word."""
    words = words_of(text)
    for word, lines in zip(words, lines_named(words), strict=True):
        hit = Q(course__search_text__contains=word) | Q(place_fold__contains=word)
        if lines:
            hit |= Q(course__in=courses_on(lines))
        editions = editions.filter(hit)
    return editions


# ---- good practices ---------------------------------------------------------------------------------------------


def practices(model: type[Page]) -> QuerySet[Page]:
    """Published practices of a page type, with what a card prints."""
    return (
        in_readers_language(public_pages(model))
        .select_related("image", "locale", "organisation")
        .prefetch_related(
            Prefetch("competences", Competence.objects.select_related("domain").order_by("order", "code"))
        )
        .order_by(F("first_published_at").desc(nulls_last=True), "-pk")
    )


def first_practices(
    count: int,
    *,
    on_lines: Iterable[int] | None = None,
    without: Iterable[int] = (),
    chosen: Iterable[int] = (),
) -> list[Page]:
    """Those chosen, in their order, then the newest practices, on any of the lines when some are given."""
    turns = {key: turn for turn, key in enumerate(chosen)}
    found: list[Page] = []
    for model in models_of("practice"):
        pages = practices(model).exclude(pk__in=list(without))
        if on_lines is not None:
            pages = pages.filter(Q(pk__in=practices_on(model, on_lines)) | Q(pk__in=list(turns)))
        if turns:
            first = Case(*(When(pk=key, then=Value(turn)) for key, turn in turns.items()), default=Value(len(turns)))
            pages = pages.order_by(first, *pages.query.order_by)
        found += pages[: max(count, len(turns))]
    last = len(turns)
    found.sort(key=lambda page: (turns.get(page.pk, last), *_newest_first(page.first_published_at, page.pk)))
    return found[: max(count, sum(page.pk in turns for page in found))]


def practices_on(model: type[Page], lines: Iterable[int]) -> QuerySet:
    """Keys of a page type's practices on any of these lines of competences."""
    return model.objects.filter(competences__line__in=list(lines)).order_by().values("pk")


def _newest_first(moment: datetime | None, pk: int) -> tuple[float, int]:
    return (-moment.timestamp() if moment else 0.0, -pk)


Key = tuple[type[Page], int]


def practices_found(text: str, on_lines: Iterable[int] | None) -> list[Key]:
    """Which practices answer, the newest first: page types and keys, to be fetched a page at a time."""
    words = words_of(text)
    named = lines_named(words)
    found = []
    for model in models_of("practice"):
        pages = in_readers_language(public_pages(model))
        if on_lines is not None:
            pages = pages.filter(pk__in=practices_on(model, on_lines))
        for word, lines in zip(words, named, strict=True):
            hit = Q(search_text__contains=word)
            if lines:
                hit |= Q(pk__in=practices_on(model, lines))
            pages = pages.filter(hit)
        found += [(model, pk, moment) for pk, moment in pages.order_by().values_list("pk", "first_published_at")]
    found.sort(key=lambda row: _newest_first(row[2], row[1]))
    return [(model, pk) for model, pk, _ in found]


def practices_by_key(keys: Iterable[Key]) -> list[Page]:
    """The practices themselves, in the order of their keys."""
    keys = list(keys)
    by_key: dict[Key, Page] = {}
    for model in models_of("practice"):
        wanted = [pk for one, pk in keys if one is model]
        if wanted:
            by_key |= {(model, page.pk): page for page in practices(model).filter(pk__in=wanted)}
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


def _current() -> QuerySet:
    return (
        Framework.objects.filter(state=FrameworkState.PUBLISHED)
        .order_by("-published_at", "-version", "-pk")
        .values("pk")[:1]
    )


def choices() -> Choices:
    """Counties, kinds of institutions, posts and domains of the framework in use: four dictionaries, one query."""

    def rows(of: str, queryset: QuerySet, polish: str, english: str, number: Any = None) -> QuerySet:
        return (
            queryset.order_by()
            .annotate(of=Value(of), pl=F(polish), en=F(english), number_=number or Value(0))
            .values_list("of", "code", "pl", "en", "number_", "pk")
        )

    city = Case(When(is_city=True, then=Value(1)), default=Value(0))
    found = (
        rows("county", County.objects.all(), "name", "name", city)
        .union(
            rows("kind", OrganisationKind.objects.all(), "name_pl", "name_en"),
            rows("position", Position.objects.all(), "name_pl", "name_en"),
            rows("domain", Domain.objects.filter(framework__in=_current()), "name_pl", "name_en", F("order")),
            all=True,
        )
        # Since Django 6.1 a union is ordered as its first model is, by a column that is not asked for.
        .order_by()
    )
    is_polish = (get_language() or "pl").startswith("pl")
    lists: dict[str, list[Choice]] = {"county": [], "kind": [], "position": [], "domain": []}
    order: dict[str, int] = {}
    for of, code, polish, english, number, _pk in found:
        name = polish if is_polish or not english else english
        if of == "county":
            lists[of].append(Choice(code, f"m. {name}" if number else name))
            continue
        if of == "domain":
            order[code] = number
        lists[of].append(Choice(code, name[:1].upper() + name[1:]))
    for of in ("kind", "position"):
        lists[of].sort(key=lambda choice: sort_key(choice.name))
    # A city stands by its own name: "m. Chełm" at Ch.
    lists["county"].sort(key=lambda choice: sort_key(choice.name.removeprefix("m. ")))
    lists["domain"].sort(key=lambda choice: (order[choice.code], choice.code))
    return Choices(lists["county"], lists["kind"], lists["position"], lists["domain"])


def editions_in_domain(editions: QuerySet[Edition], code: str) -> QuerySet[Edition]:
    competences = Competence.objects.filter(domain__code=code, framework__in=_current())
    return editions_on(editions, competences.values("line"))


def domains_with_competences() -> list[Domain]:
    """Domains of the framework in use, each with its competences."""
    return list(
        Domain.objects.filter(framework__in=_current())
        .order_by("order", "code")
        .prefetch_related(Prefetch("competences", Competence.objects.order_by("order", "code")))
    )


@dataclass(frozen=True)
class Numbers:
    """Measured, not claimed: what the front page says about the region."""

    courses: int
    people: int
    institutions: int
    confirmed: int


def numbers(now: datetime) -> Numbers:
    """Courses on offer; people and institutions that took part, and competences confirmed, in the last 12 months."""
    since = now - timedelta(days=365)
    taking_part = Enrolment.objects.taking_part().filter(
        edition__starts_on__gte=time.today(since), edition__starts_on__lte=time.today(now)
    )
    counted = taking_part.order_by().aggregate(
        people=Count("person", distinct=True), institutions=Count("organisation", distinct=True)
    )
    published = Edition.objects.filter(state=EditionState.PUBLISHED).order_by()
    return Numbers(
        courses=Course.objects.filter(is_archived=False, pk__in=published.values("course")).count(),
        people=counted["people"],
        institutions=counted["institutions"],
        confirmed=Completion.objects.filter(decided_at__gte=since, result=Result.CONFIRMED).count(),
    )
