"""Editions as lists and pages show them: the offer, and what the reader has to do with the course."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any

from django.http import HttpRequest

from cms import addresses
from cms.search import Hit
from courses.catalogue.models import Course, Edition, Meeting
from courses.catalogue.states import EditionState
from courses.completion.columns import OwnTag, own_tag
from courses.completion.queries import OwnEnrolments, own_enrolments
from courses.enrolment.queries import OfferedEdition, offers_of_counted
from courses.funding.models import FundingSource
from training.accounts.queries import person_of
from training.kernel import time


def own_of(request: HttpRequest, courses: Iterable[int], now: datetime) -> OwnEnrolments:
    """What the reader has to do with these courses: one query for a signed-in person, none for a visitor."""
    person = person_of(getattr(request, "user", None))
    keys = list(courses)
    return own_enrolments(person, keys, time.today(now)) if person and keys else OwnEnrolments()


@dataclass(frozen=True)
class Card:
    """One edition in a list, with its offer and what the reader has to do with it."""

    edition: Edition
    offer: OfferedEdition
    url: str | None
    now: datetime
    own: OwnEnrolments

    @cached_property
    def applied(self) -> OwnTag | None:
        """The reader's application to this edition, while it lives."""
        current = self.own.current_in(self.edition.pk)
        return own_tag(current, self.now) if current else None

    @cached_property
    def elsewhere(self) -> OwnTag | None:
        """The reader's nearest application to another edition of the course, or how the last one ended."""
        others = [own for own in self.own.of_course(self.edition.course_id) if own.edition_id != self.edition.pk]
        return own_tag(others[0], self.now, elsewhere=True) if others else None

    @property
    def course(self) -> Course:
        return self.edition.course

    @cached_property
    def _planned(self) -> list[Any]:
        """As ``queries.with_offers`` has read them: a meeting stands once for each of its trainers."""
        return list(self.edition.meetings.all())

    @cached_property
    def meetings(self) -> list[Meeting]:
        """Those that are planned."""
        return list({meeting.pk: meeting for meeting in self._planned}.values())

    @property
    def first(self) -> Meeting | None:
        return self.meetings[0] if self.meetings else None

    @property
    def minutes(self) -> int:
        return sum(meeting.minutes for meeting in self.meetings)

    @property
    def days(self) -> int:
        return len({time.today(meeting.starts_at) for meeting in self.meetings})

    @property
    def last_day(self) -> date | None:
        """The last day to apply: applications that close at midnight close with the day before."""
        if self.offer.closes_at is None:
            return None
        return time.today(self.offer.closes_at - timedelta(microseconds=1))

    @property
    def days_left(self) -> int | None:
        """Days until the last one to apply; none when applications are not open."""
        if not self.offer.is_open or self.last_day is None:
            return None
        return (self.last_day - time.today(self.now)).days

    @property
    def opens_later(self) -> bool:
        return self.offer.opens_at is not None and self.now < self.offer.opens_at

    @property
    def has_other_rules(self) -> bool:
        """The course has changed since recruitment opened, and this edition keeps what was promised."""
        return (self.edition.title, self.edition.attendance_threshold) != (
            self.course.title,
            self.course.attendance_threshold,
        )

    @property
    def is_cancelled(self) -> bool:
        return self.edition.state == EditionState.CANCELLED

    @property
    def has_place(self) -> bool:
        """There is a place, now or when applications open."""
        return bool(self.offer.places_left) and (self.offer.is_open or self.opens_later)

    @property
    def can_get_place(self) -> bool:
        """Who applies now may get a place at once or by decision; where all are taken they wait."""
        return self.offer.is_open and bool(self.offer.places_left)

    @property
    def trainers(self) -> list[str]:
        """Names of those who are to teach, in the order of lists."""
        taught = {
            meeting.trainer_key: (meeting.trainer_sort_key, meeting.trainer_name)
            for meeting in self._planned
            if meeting.trainer_key
        }
        return [name for _, name in sorted(taught.values())]

    @property
    def sources(self) -> list[FundingSource]:
        return [funding.source for funding in self.edition.funding.all()]


def cards(
    editions: Iterable[Edition],
    now: datetime,
    own: OwnEnrolments,
    offers: dict[int, OfferedEdition] | None = None,
) -> list[Card]:
    """A card for each edition of ``queries.with_offers``, with what the reader has to do with its course."""
    editions = list(editions)
    if offers is None:
        meetings = {edition.pk: list(edition.meetings.all()) for edition in editions}
        starts = {key: planned[0].starts_at for key, planned in meetings.items() if planned}
        offers = offers_of_counted(editions, now=now, starts=starts)
    urls = addresses.addresses().by_course
    return [Card(edition, offers[edition.pk], urls.get(edition.course_id), now, own) for edition in editions]


def readers_cards(
    editions: Iterable[Edition], request: HttpRequest, now: datetime, offers: dict[int, OfferedEdition] | None = None
) -> list[Card]:
    """The same for who reads the page."""
    editions = list(editions)
    return cards(editions, now, own_of(request, {edition.course_id for edition in editions}, now), offers)


def readers_hits(hits: Iterable[Hit], request: HttpRequest, now: datetime) -> list[tuple[Hit, OwnTag | None]]:
    """Each answer of the search, with what the reader has to do with that course."""
    hits = list(hits)
    own = own_of(request, {hit.page.course_id for hit in hits if hit.kind == "course"}, now)
    return [(hit, _nearest(hit, own, now)) for hit in hits]


def _nearest(hit: Hit, own: OwnEnrolments, now: datetime) -> OwnTag | None:
    mine = own.of_course(hit.page.course_id) if hit.kind == "course" else []
    return own_tag(mine[0], now, elsewhere=True) if mine else None
