"""What each public page shows: the contexts of the mixins' templates."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.paginator import Page as ListPage
from django.core.paginator import Paginator
from django.http import HttpRequest
from wagtail.models import Page

from cms import addresses, queries
from cms.filters import Chip, EditionFilter, PracticeForm
from courses.catalogue.models import Course, Edition, Meeting
from training.competences.models import Competence
from training.kernel import time


@dataclass(frozen=True)
class Card:
    """One edition in a list."""

    edition: Edition
    offer: Any
    url: str | None
    first: Meeting | None
    minutes: int

    @property
    def course(self) -> Course:
        return self.edition.course

    @property
    def days_left(self) -> int | None:
        """Days until the last one to apply; none when applications are not open."""
        if self.offer is None or not self.offer.is_open:
            return None
        return (time.today(self.offer.closes_at) - time.today()).days


def _offers(editions: Iterable[Edition], now: datetime) -> dict[int, Any]:
    from courses.enrolment import queries as enrolment

    return enrolment.offers(list(editions), now=now)


def cards(editions: Iterable[Edition], now: datetime, offers: dict[int, Any] | None = None) -> list[Card]:
    editions = list(editions)
    offers = _offers(editions, now) if offers is None else offers
    return [
        Card(
            edition=edition,
            offer=offers.get(edition.pk),
            url=addresses.course_url(edition.course_id),
            first=edition.standing[0] if edition.standing else None,
            minutes=sum(meeting.minutes for meeting in edition.standing),
        )
        for edition in editions
    ]


def has_place(offer: Any) -> bool:
    """A place can be had without waiting, now or when applications open."""
    return offer is not None and bool(offer.places_left) and (offer.is_open or offer.opens_at > time.now())


def _page(items: Any, request: HttpRequest, per_page: int) -> ListPage:
    return Paginator(items, per_page).get_page(request.GET.get("strona"))


def course_index(request: HttpRequest, *, per_page: int, now: datetime) -> dict[str, Any]:
    to_come = queries.editions_to_come(time.today(now))
    filterset = EditionFilter(request.GET, to_come, domains=queries.domains_with_competences())
    found = filterset.qs
    offers = None
    if filterset.wants_free:
        offers = _offers(found, now)
        found = found.filter(pk__in=[pk for pk, offer in offers.items() if has_place(offer)])
    page = _page(queries.with_cards(found), request, per_page)
    return {
        "filter": filterset,
        "chips": filterset.chips(request.GET),
        "page_of_list": page,
        "count": page.paginator.count,
        "cards": cards(page.object_list, now, offers),
    }


def course_page(page: Page, request: HttpRequest, *, now: datetime) -> dict[str, Any]:
    return {}


def practice_index(request: HttpRequest, *, per_page: int) -> dict[str, Any]:
    return {}


def practice_page(page: Page, request: HttpRequest, *, now: datetime) -> dict[str, Any]:
    return {}


def home(request: HttpRequest, *, now: datetime) -> dict[str, Any]:
    return {}


__all__ = ["Card", "Chip", "Competence", "PracticeForm", "date"]
