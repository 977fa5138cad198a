"""What pages ask: editions to come, the programme of a course, practices on a subject, numbers of the region."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Prefetch, Q, QuerySet
from wagtail.models import Page

from cms.addresses import models_of
from courses.catalogue.models import Course, Edition, Meeting
from courses.catalogue.states import EditionState, MeetingState
from courses.completion.models import Completion
from courses.completion.states import Result
from courses.enrolment.models import Enrolment
from training.competences.models import Competence, Domain
from training.kernel.polish import fold


def words_of(text: str) -> list[str]:
    """The words somebody typed, folded; at most eight, so a pasted page asks no endless question."""
    return [word for word in fold(text.replace("\0", " ")).split(" ") if word][:8]


def editions_to_come(on: date) -> QuerySet[Edition]:
    """Published editions that have not ended, the soonest first; those without a date yet come last."""
    return (
        Edition.objects.filter(Q(ends_on__gte=on) | Q(ends_on__isnull=True), state=EditionState.PUBLISHED)
        .filter(course__is_archived=False)
        .select_related("course", "county")
        .order_by("starts_on", "course__sort_key", "pk")
    )


def with_cards(editions: QuerySet[Edition]) -> QuerySet[Edition]:
    """What a card prints beside the offer, in a constant number of queries."""
    standing = Meeting.objects.filter(state=MeetingState.PLANNED).order_by("starts_at", "pk")
    return editions.prefetch_related(
        Prefetch("course__competences", Competence.objects.select_related("domain").order_by("order", "code")),
        Prefetch("meetings", standing, to_attr="standing"),
    )


def competences_named(words: Iterable[str]) -> list[list[int]]:
    """For each word, the competences whose name in either language holds it."""
    wanted = list(words)
    if not wanted:
        return []
    names = [
        (pk, fold(f"{polish} {english}"))
        for pk, polish, english in Competence.objects.values_list("pk", "name_pl", "name_en")
    ]
    return [[pk for pk, name in names if word in name] for word in wanted]


def editions_found(editions: QuerySet[Edition], text: str) -> QuerySet[Edition]:
    """Editions whose course, competences or place hold every word."""
    words = words_of(text)
    for word, competences in zip(words, competences_named(words), strict=True):
        hit = Q(course__search_text__contains=word) | Q(place_fold__contains=word)
        if competences:
            # A subquery, not a join: a course with two such competences is one course.
            hit |= Q(course__in=Course.competences.through.objects.filter(competence__in=competences).values("course"))
        editions = editions.filter(hit)
    return editions


def practices(*, on_competences: Iterable[int] | None = None, without: Iterable[int] = ()) -> list[QuerySet[Page]]:
    """Published good practices, the newest first: one queryset for each page type of the site."""
    found = []
    for model in models_of("practice"):
        pages = model.objects.live().public().exclude(pk__in=list(without)).select_related("image", "organisation")
        if on_competences is not None:
            pages = pages.filter(competences__in=list(on_competences)).distinct()
        found.append(
            pages.prefetch_related(
                Prefetch("competences", Competence.objects.select_related("domain").order_by("order", "code")),
                "image__renditions",
            ).order_by("-first_published_at", "-pk")
        )
    return found


def first_practices(count: int, **kwargs) -> list[Page]:
    pages = [page for queryset in practices(**kwargs) for page in queryset[:count]]
    return sorted(pages, key=_newest_first)[:count]


def _newest_first(page: Page) -> tuple[float, int]:
    moment = page.first_published_at
    return (-moment.timestamp() if moment else 0.0, -page.pk)


def domains_with_competences() -> list[Domain]:
    """Domains of the framework in use, each with its competences."""
    from training.competences.queries import current_framework

    framework = current_framework()
    if framework is None:
        return []
    return list(
        Domain.objects.filter(framework=framework).prefetch_related(
            Prefetch("competences", Competence.objects.order_by("order", "code"))
        )
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
        edition__starts_on__gte=since.date(), edition__starts_on__lte=now.date()
    )
    counted = taking_part.order_by().aggregate(
        people=Count("person", distinct=True), institutions=Count("organisation", distinct=True)
    )
    return Numbers(
        courses=Course.objects.filter(is_archived=False, editions__state=EditionState.PUBLISHED).distinct().count(),
        people=counted["people"],
        institutions=counted["institutions"],
        confirmed=Completion.objects.filter(decided_at__gte=since, result=Result.CONFIRMED).count(),
    )
