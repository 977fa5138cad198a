"""What each public page shows: the contexts of the mixins' templates."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.cache import cache
from django.core.paginator import Page as ListPage
from django.core.paginator import Paginator
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest
from django.utils.translation import get_language
from wagtail.models import Page

from cms import addresses, queries, renditions
from cms.cards import Card, cards, own_of, readers_cards
from cms.filters import ChipsMixin, EditionFilter, PracticeFilter, WayOut, style_form, ways_out
from cms.outlines import Outline, outline_of
from cms.spelling import nearest
from courses.catalogue.documents import course_json
from courses.catalogue.models import Course, Edition
from courses.catalogue.states import EditionState
from courses.completion.columns import OwnTag, own_tag
from courses.completion.queries import OwnEnrolments
from courses.demand.queries import open_wish_for_course
from courses.enrolment.queries import OfferedEdition, offers_of_editions
from courses.funding.models import EditionFunding, FundingSource
from training.accounts.queries import person_of
from training.desk.panels import front_page_agenda
from training.kernel import time

# Of the front page: figures over a year, and the domains of the framework.
NUMBERS_KEPT_FOR = 600  # seconds


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
        offers = offers_of_editions(editions, now=now)
        editions = _with_places(editions, offers, now)
    page = _page(queries.with_cards(editions), request, per_page)
    chips = filterset.chips()

    def places(editions: QuerySet[Edition], *, only_free: bool) -> QuerySet[Edition]:
        return _with_places(editions, offers_of_editions(editions, now=now), now) if only_free else editions

    def counts() -> dict[str, int]:
        return queries.count_each(
            {
                chip.name: places(filterset.without(chip.name), only_free=filterset.wants_free and chip.name != "wolne")
                for chip in chips
            }
        )

    def count_of(text: str) -> int:
        editions = queries.search_editions(filterset.without("szukaj"), queries.asked_terms(text))
        return places(editions, only_free=filterset.wants_free).count()

    is_empty = not page.paginator.count
    return {
        "filter_form": style_form(filterset.form),
        "chips": chips,
        "ways_out": ways_out(chips, counts()) if is_empty and chips else [],
        "spelling": _spelling(filterset, count_of) if is_empty else None,
        "listed": page,
        "count": page.paginator.count,
        "cards": readers_cards(page.object_list, request, now, offers),
    }


def _with_places(editions: QuerySet[Edition], offers: dict[int, OfferedEdition], now: datetime) -> QuerySet[Edition]:
    """Places are never stored, so the offers of all that match the other filters are read."""
    free = [pk for pk, offer in offers.items() if Card(offer.edition, offer, None, now, OwnEnrolments()).has_place]
    return editions.filter(pk__in=free)


def _spelling(filters: ChipsMixin, count: Callable[[str], int]) -> WayOut | None:
    """How the text may have been meant, where that would find something."""
    text = nearest(filters.form.cleaned_data.get("szukaj", ""))
    return filters.spelt(text, count(text)) if text else None


# ---- one course -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class CourseScreen:
    """A course as its page shows it."""

    course: Course
    outline: Outline
    coming: list[Card]
    cancelled: list[Card]
    past_count: int
    # The reader's applications to the course, and how those before ended.
    own: list[OwnTag]

    @property
    def minutes(self) -> int:
        """The programme's, else those of the next edition."""
        return self.outline.minutes or (self.coming[0].minutes if self.coming else 0)

    @property
    def modes(self) -> list[str]:
        """How the coming editions are taught; without any, how the course is meant."""
        words = {card.edition.get_mode_display() for card in self.coming} or {self.course.get_mode_display()}
        return sorted(words)

    @property
    def open(self) -> list[Card]:
        return [card for card in self.coming if card.offer.can_be_joined and not card.applied]

    @property
    def offers_notice(self) -> bool:
        """No date is planned, or one at which nobody gets a place now and that the reader has not applied for."""
        return not self.coming or any(not card.applied and not card.can_get_place for card in self.coming)

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
        queries.with_offers(queries.not_over(shown, on))
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
    coming = cards(_editions_of(course.pk, time.today(now)), now, own)
    held = [card for card in coming if not card.is_cancelled]
    return CourseScreen(
        course=course,
        outline=outline_of(course, [card.edition for card in held]),
        coming=held,
        cancelled=[card for card in coming if card.is_cancelled],
        past_count=0 if held else _times_held(course.pk, time.today(now)),
        own=[own_tag(each, now, elsewhere=True) for each in own.of_course(course.pk)],
    )


def _practices_for(page: Page, screen: CourseScreen) -> list[Page]:
    """Those an editor chose, then the newest on the same competences."""
    lines = [target.competence.key for target in screen.outline.competences]
    chosen = page.chosen_practices()
    return queries.first_practices(3, on_lines=lines, chosen=chosen, tags=False) if lines or chosen else []


def wishing(request: HttpRequest, screen: CourseScreen) -> dict[str, Any]:
    """Whether *Notify me* is offered, and the reader's wish: one query where it is offered to a signed-in person."""
    user = getattr(request, "user", None)
    person = person_of(user)
    is_visitor = user is None or not user.is_authenticated
    may_wish = (person is not None or is_visitor) and not screen.course.is_archived and screen.offers_notice
    return {
        "may_wish": may_wish,
        "reader": person,
        "wish": open_wish_for_course(person, screen.course) if person and may_wish else None,
    }


def course_page(page: Page, request: HttpRequest, *, now: datetime) -> dict[str, Any]:
    screen = course_screen(page.course, now, own_of(request, [page.course_id], now))
    outline = screen.outline
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
        "outline": outline,
        "course": screen.course,
        **wishing(request, screen),
        "practices": practices,
        "practices_url": addresses.practices_url(request),
        "courses_url": addresses.courses_url(request),
        "structured": course_json(
            screen.course,
            dated,
            teaches=[target.competence.name for target in outline.competences],
            minutes=outline.minutes,
        ),
    }


# ---- good practices ---------------------------------------------------------------------------------------------


def practice_index(request: HttpRequest, *, per_page: int) -> dict[str, Any]:
    chosen = PracticeFilter(request.GET, domains=queries.domains_with_competences())
    keys = queries.search_practices(queries.asked_terms(chosen.text), chosen.lines)
    page = _page(keys, request, per_page)
    chips = chosen.chips()

    def counts() -> dict[str, int]:
        rests = {chip.name: chosen.without(chip.name) for chip in chips}
        return {
            name: len(queries.search_practices(queries.asked_terms(rest.text), rest.lines))
            for name, rest in rests.items()
        }

    def count_of(text: str) -> int:
        return len(queries.search_practices(queries.asked_terms(text), chosen.lines))

    practices = queries.practices_by_key(page.object_list)
    renditions.ready((practice.image, renditions.TEASER) for practice in practices)
    return {
        "filter_form": chosen.form,
        "chips": chips,
        "ways_out": ways_out(chips, counts()) if not keys else [],
        "spelling": _spelling(chosen, count_of) if not keys else None,
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
    """For a visitor: what it is and what is offered.  Who is signed in begins with what is near for them."""
    open_now = queries.open_now(queries.editions_to_come(time.today(now)), now)
    first: list[Any] = list(queries.free_first(queries.with_cards(open_now))[:4])
    agenda = front_page_agenda(request, now)
    practices = [] if agenda else queries.first_practices(3)
    renditions.ready(
        [(page.image, renditions.FRONT), *((practice.image, renditions.TEASER) for practice in practices)],
    )
    return {
        "agenda": agenda,
        "cards": readers_cards(first, request, now),
        "open_count": first[0].count_of_all if first else 0,
        # Ten minutes old at most: they are counted over a whole year.
        "numbers": cache.get_or_set("kompas_cms.numbers", lambda: queries.numbers(now), NUMBERS_KEPT_FOR),
        "practices": practices,
        "domains": cache.get_or_set(
            f"kompas_cms.domains.{get_language()}", lambda: queries.offered_domains(now), NUMBERS_KEPT_FOR
        ),
        "practices_url": addresses.practices_url(request),
        "courses_url": addresses.courses_url(request),
    }
