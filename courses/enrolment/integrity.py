"""Whether a database keeps promises 1 and 2: seats, limits, order, and states that follow from their history."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from django.db.models import Count, F, OuterRef, Subquery, Window
from django.db.models.functions import Coalesce, Lag

from courses.catalogue.states import EditionState
from courses.enrolment.actions.seats import unfilled_seats
from courses.enrolment.models import Enrolment, EnrolmentChange, Recruitment
from courses.enrolment.queries.deadlines import offers_with_ends
from courses.enrolment.states import LIVE, NEXT, EnrolmentState
from training.kernel import time
from training.kernel.integrity import Fault
from training.people.queries import root_of


def seats() -> Iterator[Fault]:
    """No edition has more people with a seat than seats."""
    holding = Enrolment.objects.filter(edition=OuterRef("edition")).holding_a_seat().order_by().values("edition")
    counted = Recruitment.objects.annotate(taken=Coalesce(Subquery(holding.annotate(n=Count("pk")).values("n")), 0))
    for recruitment in counted.filter(taken__gt=F("seats")).order_by("edition_id"):
        yield Fault(
            "seats",
            f"{recruitment.taken} people hold one of {recruitment.seats} seats",
            {"edition": recruitment.edition_id},
        )


def limits() -> Iterator[Fault]:
    """No institution and no county has more seats than its limit."""
    for column, limit in (("organisation", "organisation_limit"), ("county", "county_limit")):
        rows = (
            Enrolment.objects.holding_a_seat()
            .filter(**{f"{column}__isnull": False, f"edition__recruitment__{limit}__isnull": False})
            .order_by()
            .values("edition_id", f"{column}_id", limit=F(f"edition__recruitment__{limit}"))
            .annotate(taken=Count("pk"))
            .filter(taken__gt=F("limit"))
            .order_by("edition_id", f"{column}_id")
        )
        for row in rows:
            yield Fault(
                "limits",
                f"{row['taken']} seats of one {column}, the limit is {row['limit']}",
                {"edition": row["edition_id"], column: row[f"{column}_id"]},
            )


def queue() -> Iterator[Fault]:
    """Arrival grows with each application, and nobody waits for a seat that is free for them."""
    numbered = Enrolment.objects.annotate(
        before=Window(Lag("arrival"), partition_by=[F("edition_id")], order_by=F("pk").asc())
    )
    for row in numbered.filter(before__gte=F("arrival")).order_by("edition_id", "pk"):
        yield Fault(
            "queue",
            f"arrival {row.arrival} was given after {row.before}",
            {"edition": row.edition_id, "enrolment": row.pk},
        )
    for edition, candidate in unfilled_seats(time.now()):
        yield Fault("queue", "waits although a seat is free", {"edition": edition, "enrolment": candidate.key})


def history() -> Iterator[Fault]:
    """Each enrolment is in the state its history leads to, by steps the table of states allows."""
    reached: dict[int, str] = {}
    steps = EnrolmentChange.objects.order_by("enrolment_id", "pk").values_list("enrolment", "old_state", "new_state")
    for enrolment, old, new in steps.iterator():
        before = reached.get(enrolment, "")
        if old != before:
            yield Fault("history", f"a step from “{old}”, but “{before}” was reached", {"enrolment": enrolment})
        elif old and new not in NEXT[EnrolmentState(old)]:
            yield Fault("history", f"the step from “{old}” to “{new}” is not allowed", {"enrolment": enrolment})
        reached[enrolment] = new
    for enrolment, state in Enrolment.objects.order_by("pk").values_list("pk", "state").iterator():
        if reached.get(enrolment, "") != state:
            yield Fault(
                "history",
                f"the state is “{state}”, the history says “{reached.get(enrolment, '')}”",
                {"enrolment": enrolment},
            )


def moments() -> Iterator[Fault]:
    """When a place was offered, confirmed and given up, and why, is what the history says."""
    told: dict[int, dict[str, Any]] = defaultdict(lambda: {"offered_at": None, "confirmed_at": None, "ended_at": None})
    steps = EnrolmentChange.objects.order_by("enrolment_id", "pk")
    for pk, at, old, new, reason in steps.values_list("enrolment", "at", "old_state", "new_state", "reason").iterator():
        expected = told[pk]
        # An application says nothing of its own about how it came.
        expected["reason"] = reason if old else ""
        if new == EnrolmentState.OFFERED:
            expected["offered_at"] = at
        elif new == EnrolmentState.CONFIRMED:
            expected["confirmed_at"] = at
        elif new not in LIVE:
            expected["ended_at"] = at
    columns = ("offered_at", "confirmed_at", "ended_at", "reason")
    rows = Enrolment.objects.filter(changes__isnull=False).distinct().order_by("pk")
    for row in rows.only("pk", *columns, "offer_lasts_until", "offer_expires_at", "is_late_offer").iterator():
        differing = [column for column in columns if getattr(row, column) != told[row.pk][column]]
        if row.offered_at is None and (row.offer_lasts_until or row.offer_expires_at or row.is_late_offer):
            differing.append("offer_expires_at")
        if row.offer_expires_at and row.offer_lasts_until and row.offer_expires_at > row.offer_lasts_until:
            differing.append("offer_expires_at")
        if differing:
            keys = {"enrolment": row.pk, "columns": differing}
            yield Fault("history", "the enrolment says another moment or reason than its history", keys)


def offers() -> Iterator[Fault]:
    """Each offer ends with its working hours or the first meeting as it stands now, whichever comes first."""
    for enrolment, ends in offers_with_ends():
        if enrolment.offer_expires_at != ends:
            keys = {"edition": enrolment.edition_id, "enrolment": enrolment.pk}
            yield Fault("offers", "the offer ends at another moment than by the first meeting", keys)


def cancelled() -> Iterator[Fault]:
    """Nobody holds a place in an edition that does not take place."""
    for row in Enrolment.objects.live().filter(edition__state=EditionState.CANCELLED).order_by("pk"):
        yield Fault(
            "cancelled", "a live enrolment in a cancelled edition", {"edition": row.edition_id, "enrolment": row.pk}
        )


def one_person_once() -> Iterator[Fault]:
    """Nobody is live twice in one edition, also not under two records that were merged."""
    live = Enrolment.objects.live().exclude(edition__state=EditionState.CLOSED).annotate(root=root_of())
    twice = live.order_by().values("edition_id", "root").annotate(count=Count("pk")).filter(count__gt=1)
    for row in twice.order_by("edition_id", "root"):
        yield Fault(
            "one person", "somebody is live twice in one edition", {"edition": row["edition_id"], "person": row["root"]}
        )


CHECKS = (seats, limits, queue, history, moments, cancelled, offers, one_person_once)
