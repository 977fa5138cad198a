"""Closing an institution: what was there ends, and who is ticked goes on at the successor; and taking it back."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from training.kernel import time
from training.kernel.actors import Actor
from training.kernel.date_texts import short_day_text
from training.kernel.history import note, note_many
from training.people.actions.open_days import lock_institutions, open_for
from training.people.actions.posts import supersede
from training.people.models import Employment, Mandate, Organisation, Person, Placement
from training.people.queries import records_of
from training.people.refusals import (
    ClosedBefore,
    FactSuperseded,
    InstitutionNotClosed,
    SucceedsItself,
    SuccessorMissing,
    WhyMissing,
)


def _lock_people(rows: Collection[Employment | Mandate]) -> None:
    """Everybody whose posts or mandates end, by key; their institutions are locked already."""
    keys = {row.person.merged_into_id or row.person_id for row in rows}
    list(Person.objects.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk").values_list("pk"))


def _after(model: Any, organisation: Organisation, day: date) -> list[Any]:
    """Facts of the institution that would hold after the day."""
    rows = model.objects.as_recorded().filter(Q(valid_until__isnull=True) | Q(valid_until__gt=day))
    rows = rows.filter(organisation=organisation).order_by("pk")
    return list(rows if model is Placement else rows.select_related("person", "organisation"))


def _end(fact: Any, day: date, now: datetime) -> None:
    if fact.valid_from <= day:
        supersede(fact, now, valid_until=day)
    else:
        # It was to begin only later: nothing of it happened.
        type(fact).objects.filter(pk=fact.pk).update(superseded_at=now)


@transaction.atomic
def close_organisation(
    *,
    organisation: Organisation,
    closed_on: date,
    actor: Actor,
    reason: str,
    succeeded_by: Organisation | None = None,
    moved: Collection[Employment] = (),
    now: datetime | None = None,
) -> Organisation:
    """Record that ``closed_on`` is the institution's last day, and which one took over its tasks.

    Its kind and county, posts and mandates end that day.  Who is in ``moved``
    has the same post at the successor from the day after.

    Raises:
        WhyMissing
        ClosedBefore: reopen it first.
        SuccessorMissing: people are to be moved, and nobody said where.
        SucceedsItself
        FactSuperseded: a post that was to be moved has changed meanwhile.
        InstitutionClosed: people are to be moved to a successor that is, or will be, closed itself.
    """
    if not reason.strip():
        raise WhyMissing()
    if moved and succeeded_by is None:
        raise SuccessorMissing()
    places = lock_institutions({organisation.pk, *([succeeded_by.pk] if succeeded_by else [])})
    organisation = places[organisation.pk]
    if organisation.closed_on:
        raise ClosedBefore(organisation=organisation.name, closed_on=organisation.closed_on)
    if succeeded_by is not None:
        succeeded_by = places[succeeded_by.pk]
        if succeeded_by == organisation:
            raise SucceedsItself(organisation=organisation.name)
    # Whoever writes a post or a mandate holds the institution's lock, so what is read here is what is ended.
    posts, mandates = _after(Employment, organisation, closed_on), _after(Mandate, organisation, closed_on)
    _lock_people([*posts, *mandates])
    keys = {row.pk for row in moved}
    if Employment.objects.filter(pk__in=keys, superseded_at__isnull=False).exists():
        raise FactSuperseded()
    now = now or time.now()
    organisation.closed_on, organisation.closing_recorded_at = closed_on, now
    organisation.succeeded_by = succeeded_by
    organisation.save()
    for fact in (*_after(Placement, organisation, closed_on), *posts, *mandates):
        _end(fact, closed_on, now)
    shown = short_day_text(closed_on)
    # Of this moment: what was to begin later is superseded, and these lines alone say why.
    note(organisation, _("Closed"), actor=actor, reason=f"{shown}; {reason.strip()}", now=now)
    ended = [(row.person, _("Post ended: the institution was closed"), organisation.name) for row in posts]
    ended += [(row.person, _("Mandate ended: the institution was closed"), organisation.name) for row in mandates]
    for row in posts:
        if row.pk in keys and succeeded_by is not None:
            _move(row, succeeded_by, closed_on + timedelta(days=1), now)
            ended.append((row.person, _("Post goes on at the successor"), succeeded_by.name))
    note_many(ended, actor=actor, now=now)
    return organisation


def _move(post: Employment, successor: Organisation, since: date, now: datetime) -> None:
    there = Employment.objects.as_recorded().filter(
        Q(valid_until__isnull=True) | Q(valid_until__gte=since),
        person__in=records_of(post.person),
        organisation=successor,
        position=post.position_id,
    )
    if not there.exists():
        since = max(since, post.valid_from)
        open_for(successor, since, post.valid_until)
        Employment.objects.create(
            person_id=post.person_id,
            organisation=successor,
            position_id=post.position_id,
            valid_from=since,
            valid_until=post.valid_until,
            recorded_at=now,
        )


@transaction.atomic
def reopen_organisation(
    *, organisation: Organisation, actor: Actor, reason: str, now: datetime | None = None
) -> Organisation:
    """Take a wrong closing back: what it ended holds as before, and who it moved is not at the successor.

    What was recorded at closing stays readable with ``recorded_until=``.

    Raises:
        WhyMissing, InstitutionNotClosed
    """
    if not reason.strip():
        raise WhyMissing()
    organisation, successor = _with_successor(organisation)
    closed_on, moment = organisation.closed_on, organisation.closing_recorded_at
    if closed_on is None or moment is None:
        raise InstitutionNotClosed(organisation=organisation.name)
    organisation.closed_on = organisation.closing_recorded_at = organisation.succeeded_by = None
    organisation.save()
    _take_back(organisation, successor, closed_on, moment, actor, now)
    note(organisation, _("Reopened"), actor=actor, reason=reason.strip())
    return organisation


def _with_successor(organisation: Organisation) -> tuple[Organisation, Organisation | None]:
    """Both under their locks, by key; the successor's is there because who was moved leaves it again."""
    successors = Organisation.objects.filter(pk=organisation.pk, succeeded_by__isnull=False).values("succeeded_by")
    rows = Organisation.objects.select_for_update(no_key=True).filter(Q(pk=organisation.pk) | Q(pk__in=successors))
    places = {row.pk: row for row in rows.order_by("pk")}
    organisation = places[organisation.pk]
    return organisation, places.get(organisation.succeeded_by_id or 0)


def _take_back(
    organisation: Organisation,
    successor: Organisation | None,
    closed_on: date,
    moment: datetime,
    actor: Actor,
    now: datetime | None,
) -> None:
    """Let go on what the closing ended: all those rows carry its one moment."""
    replaced: dict[Any, list[Any]] = {
        model: list(model.objects.filter(organisation=organisation, superseded_at=moment).order_by("pk"))
        for model in (Placement, Employment, Mandate)
    }
    _lock_people([row for model in (Employment, Mandate) for row in replaced[model]])
    now = now or time.now()
    for rows in replaced.values():
        taken: set[int] = set()
        for row in rows:
            if row.valid_from > closed_on:
                supersede_again(row, now)
            elif (ended := _as_it_stands(row, closed_on, moment, taken)) is not None:
                supersede(ended, now, valid_until=row.valid_until)
    if successor is not None:
        moved = Employment.objects.as_recorded().filter(organisation=successor, recorded_at=moment)
        moved = moved.filter(person__in=[row.person_id for row in replaced[Employment]])
        # A post that has ended otherwise since the closing is not recorded anew: then these lines alone tell of it.
        message = _("Post at the successor taken back")
        note_many(
            [(row.person, message, successor.name) for row in moved.select_related("person")], actor=actor, now=now
        )
        moved.update(superseded_at=now)


def _as_it_stands(row: Any, closed_on: date, moment: datetime, taken: set[int]) -> Any:
    """What is known now of a fact that the closing ended: it may have been put right since.

    Nothing, when it was given another last day: that one holds.
    """
    whose = ("organisation_id",) if isinstance(row, Placement) else ("organisation_id", "person_id")
    what = [name for name in ("kind_id", "county_id", "position_id", "role", "valid_from") if hasattr(row, name)]
    rows = type(row).objects.filter(valid_until=closed_on, **{name: getattr(row, name) for name in whose})
    same = rows.filter(recorded_at=moment, **{name: getattr(row, name) for name in what})
    current = same.exclude(pk__in=taken).order_by("pk").first()
    if current is not None:
        taken.add(current.pk)
    while current is not None and current.superseded_at is not None:
        current = rows.filter(recorded_at=current.superseded_at).order_by("pk").first()
    return current


def supersede_again(fact: Any, now: datetime) -> None:
    """Record anew what a superseded row said."""
    values = {
        field.attname: getattr(fact, field.attname) for field in fact._meta.concrete_fields if not field.primary_key
    }
    type(fact).objects.create(**{**values, "recorded_at": now, "superseded_at": None})
