"""What each public page shows: the contexts of the mixins' templates."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.cache import cache
from django.core.paginator import Page as ListPage
from django.core.paginator import Paginator
from django.db.models import Prefetch, prefetch_related_objects
from django.http import HttpRequest
from wagtail.models import Page

from cms import addresses, queries, renditions
from cms.cards import Card, cards, own_of, readers_cards
from cms.filters import EditionFilter, PracticeFilter, style_form
from cms.queries import Entry
from cms.words import terms_of
from courses.catalogue.documents import course_json
from courses.catalogue.models import Course, Edition, Outcome, Standard
from courses.catalogue.queries import ProgrammeLine, programme
from courses.catalogue.states import EditionState
from courses.completion.columns import OwnTag, own_tag
from courses.completion.queries import OwnEnrolments
from courses.enrolment.queries import offers_of_editions
from courses.funding.models import EditionFunding, FundingSource
from training.competences.queries import scales_of
from training.kernel import time


def _page(items: Any, request: HttpRequest, per_page: int) -> ListPage:
    return Paginator(items, per_page).get_page(request.GET.get("strona"))


# ---- the catalogue ----------------------------------------------------------------------------------------------


def course_index(request: HttpRequest, *, per_page: int, now: datetime) -> dict[str, Any]:
    filterset = EditionFilter(
        request.GET,
        queries.open_first(queries.editions_to_come(time.today(now)), now),
        choices=queries.choices(),
        now=now,
    )
    editions, offers = filterset.qs, None
    if filterset.wants_free:
        # Places are never stored, so the offers of all that match the other filters are read.
        offers = offers_of_editions(editions, now=now)
        free = [pk for pk, offer in offers.items() if Card(offer.edition, offer, None, now, OwnEnrolments()).has_place]
        editions = editions.filter(pk__in=free)
    page = _page(queries.with_cards(editions), request, per_page)
    return {
        "filter_form": style_form(filterset.form),
        "chips": filterset.chips(),
        "listed": page,
        "count": page.paginator.count,
        "cards": readers_cards(page.object_list, request, now, offers),
    }


# ---- one course -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class TargetLevel:
    """A competence of a course and the level its outcomes lead to."""

    competence: Entry
    level: int | None
    level_name: str


@dataclass(frozen=True)
class CourseScreen:
    """A course as its page shows it."""

    course: Course
    programme: list[ProgrammeLine]
    outcomes: list[Outcome]
    kinds: list[Entry]
    positions: list[Entry]
    competences: list[TargetLevel]
    coming: list[Card]
    cancelled: list[Card]
    past_count: int
    # The reader's applications to the course, and how those before ended.
    own: list[OwnTag]

    @property
    def minutes(self) -> int:
        """The programme's, else those of the next edition."""
        return sum(line.minutes for line in self.programme) or (self.coming[0].minutes if self.coming else 0)

    @property
    def modes(self) -> list[str]:
        """How the coming editions are taught; without any, how the course is meant."""
        words = {card.edition.get_mode_display() for card in self.coming} or {self.course.get_mode_display()}
        return sorted(words)

    @property
    def open(self) -> list[Card]:
        return [card for card in self.coming if card.offer.can_be_joined and not card.applied]

    @property
    def contact(self) -> Edition | None:
        """Who answers questions: the contact of the nearest edition that names one."""
        named = (card.edition for card in self.coming if card.edition.contact_name or card.edition.contact_email)
        return next(named, None)

    @property
    def sources(self) -> list[FundingSource]:
        return list({source.pk: source for card in self.coming for source in card.sources}.values())


def _editions_of(course_id: int, on: date) -> list[Edition]:
    shown = Edition.objects.shown().filter(course=course_id).select_related("county", "course")
    return list(
        queries.with_offers(queries.not_over(shown, on), trainers=True)
        .prefetch_related(
            Prefetch("funding", EditionFunding.objects.select_related("source__strip").order_by("order", "pk"))
        )
        .order_by("starts_on", "pk")
    )


def _times_held(course_id: int, on: date) -> int:
    """How often the course was held, for a page that has no date to show."""
    past = Edition.objects.shown().filter(course=course_id, ends_on__lt=on)
    return past.exclude(state=EditionState.CANCELLED).count()


def course_screen(course: Course, now: datetime, own: OwnEnrolments) -> CourseScreen:
    prefetch_related_objects([course], "modules")
    subject = queries.subject_of(course)
    coming = cards(_editions_of(course.pk, time.today(now)), now, own)
    held = [card for card in coming if not card.is_cancelled]
    outcomes = _outcomes_of(course.pk, held)
    return CourseScreen(
        course=course,
        programme=programme(course),
        outcomes=outcomes,
        kinds=subject.kinds,
        positions=subject.positions,
        competences=_target_levels(subject.competences, outcomes),
        coming=held,
        cancelled=[card for card in coming if card.is_cancelled],
        past_count=0 if held else _times_held(course.pk, time.today(now)),
        own=[own_tag(each, now, elsewhere=True) for each in own.of_course(course.pk)],
    )


def _outcomes_of(course_id: int, coming: list[Card]) -> list[Outcome]:
    """What the standard of the nearest edition says; a course without dates shows its newest."""
    outcomes = Outcome.objects.select_related("competence__framework").order_by("order", "pk")
    if coming:
        keys = [card.edition.standard_id for card in coming if card.edition.standard_id]
        return list(outcomes.filter(standard__in=keys[:1])) if keys else []
    newest = Standard.objects.filter(course=course_id).order_by("-version").values("pk")[:1]
    return list(outcomes.filter(standard__in=newest))


def _target_levels(competences: list[Entry], outcomes: list[Outcome]) -> list[TargetLevel]:
    """The competences of the course and of its outcomes, each with the highest level that is proved.

    By line: a standard may have been written in an earlier version of the framework than the course's tags.
    """
    named = {competence.key: competence for competence in competences}
    best: dict[int, Outcome] = {}
    for outcome in outcomes:
        line_id = outcome.competence.line_id
        named.setdefault(line_id, Entry(line_id, outcome.competence.name))
        if line_id not in best or best[line_id].level < outcome.level:
            best[line_id] = outcome
    scales = scales_of(outcome.competence for outcome in outcomes)
    return [
        TargetLevel(entry, best[key].level, scales.get(best[key].competence.framework_id, {}).get(best[key].level, ""))
        if key in best
        else TargetLevel(entry, None, "")
        for key, entry in named.items()
    ]


def _practices_for(page: Page, screen: CourseScreen) -> list[Page]:
    """Those an editor chose, then the newest on the same competences."""
    lines = [target.competence.key for target in screen.competences]
    chosen = page.chosen_practices()
    return queries.first_practices(3, on_lines=lines, chosen=chosen) if lines or chosen else []


def course_page(page: Page, request: HttpRequest, *, now: datetime) -> dict[str, Any]:
    screen = course_screen(page.course, now, own_of(request, [page.course_id], now))
    practices = _practices_for(page, screen)
    renditions.ready(
        [
            (page.image, renditions.COVER),
            *((source.strip, renditions.STRIP) for source in screen.sources),
            *((practice.image, renditions.TEASER) for practice in practices),
            *renditions.of_body(page.materials),
        ]
    )
    dated = [card.edition for card in screen.coming + screen.cancelled]
    return {
        "screen": screen,
        "course": screen.course,
        "practices": practices,
        "practices_url": addresses.practices_url(request),
        "courses_url": addresses.courses_url(request),
        "structured": course_json(screen.course, dated, [target.competence.name for target in screen.competences]),
    }


# ---- good practices ---------------------------------------------------------------------------------------------


def practice_index(request: HttpRequest, *, per_page: int) -> dict[str, Any]:
    chosen = PracticeFilter(request.GET, domains=queries.domains_with_competences())
    keys = queries.search_practices(terms_of(chosen.text), chosen.lines)
    page = _page(keys, request, per_page)
    practices = queries.practices_by_key(page.object_list)
    renditions.ready((practice.image, renditions.TEASER) for practice in practices)
    return {
        "filter_form": chosen.form,
        "chips": chosen.chips(),
        "listed": page,
        "count": page.paginator.count,
        "practices": practices,
        "practices_url": addresses.practices_url(request),
    }


def practice_page(page: Page, request: HttpRequest, *, now: datetime) -> dict[str, Any]:
    competences = list(page.competences.select_related("domain").order_by("order", "code"))
    lines = [competence.line_id for competence in competences]
    editions = queries.open_first(queries.editions_on(queries.editions_to_come(time.today(now)), lines), now)
    practices = queries.first_practices(3, on_lines=lines, without=[page.pk]) if lines else []
    renditions.ready(
        [
            (page.image, renditions.WIDE),
            *((practice.image, renditions.TEASER) for practice in practices),
            *renditions.of_body(page.body),
        ]
    )
    return {
        "competences": competences,
        "cards": readers_cards(queries.with_cards(editions)[:3], request, now) if lines else [],
        "practices": practices,
        "practices_url": addresses.practices_url(request),
        "courses_url": addresses.courses_url(request),
    }


# ---- the front page ---------------------------------------------------------------------------------------------


def home(page: Page, request: HttpRequest, *, now: datetime) -> dict[str, Any]:
    open_now = queries.open_now(queries.editions_to_come(time.today(now)), now)
    practices = queries.first_practices(3)
    renditions.ready(
        [(page.image, renditions.FRONT), *((practice.image, renditions.TEASER) for practice in practices)],
    )
    return {
        "cards": readers_cards(queries.free_first(queries.with_cards(open_now))[:4], request, now),
        "open_count": open_now.count(),
        # Ten minutes old at most: they are counted over a whole year.
        "numbers": cache.get_or_set("kompas_cms.numbers", lambda: queries.numbers(now), 600),
        "practices": practices,
        "domains": queries.domains(),
        "practices_url": addresses.practices_url(request),
        "courses_url": addresses.courses_url(request),
    }
