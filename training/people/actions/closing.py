"""Closing an institution: what was there ends, and who is ticked goes on at the successor; and taking it back."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from training.kernel import time
from training.kernel.actors import Actor
from training.kernel.history import note, note_many
from training.people.actions.posts import supersede
from training.people.closing_refusals import InstitutionNotClosed, SuccessorMissing
from training.people.models import Employment, Mandate, Organisation, Person, Placement
from training.people.queries import records_of
from training.people.refusals import InstitutionClosed, WhyMissing


def _lock_people(rows: Collection[Employment | Mandate]) -> None:
    """Everybody whose posts or mandates end, by key."""
    keys = {row.person.merged_into_id or row.person_id for row in rows}
    list(Person.objects.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk").values_list("pk"))


def _after(model: Any, organisation: Organisation, day: date) -> list[Any]:
    """Facts of the institution that would hold after the day."""
    rows = model.objects.known_at().filter(Q(valid_until__isnull=True) | Q(valid_until__gt=day))
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
        InstitutionClosed: it was closed before; reopen it first.
        SuccessorMissing: people are to be moved, and nobody said where.
    """
    if not reason.strip():
        raise WhyMissing()
    if moved and succeeded_by is None:
        raise SuccessorMissing()
    now = now or time.now()
    organisation = Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
    if organisation.closed_on:
        raise InstitutionClosed(organisation=organisation.name, closed_on=organisation.closed_on)
    organisation.closed_on, organisation.succeeded_by = closed_on, succeeded_by
    organisation.save()
    posts, mandates = _after(Employment, organisation, closed_on), _after(Mandate, organisation, closed_on)
    _lock_people([*posts, *mandates])
    for fact in (*_after(Placement, organisation, closed_on), *posts, *mandates):
        _end(fact, closed_on, now)
    shown = date_format(closed_on, "SHORT_DATE_FORMAT")
    # Of this moment: what was to begin later is superseded, and these lines alone say why.
    note(organisation, _("Closed"), actor=actor, reason=f"{shown}; {reason.strip()}", now=now)
    ended = [(row.person, _("Post ended: the institution was closed"), organisation.name) for row in posts]
    ended += [(row.person, _("Mandate ended: the institution was closed"), organisation.name) for row in mandates]
    keys = {row.pk for row in moved}
    for row in posts:
        if row.pk in keys and succeeded_by is not None:
            _move(row, succeeded_by, closed_on + timedelta(days=1), now)
            ended.append((row.person, _("Post goes on at the successor"), succeeded_by.name))
    note_many(ended, actor=actor, now=now)
    return organisation


def _move(post: Employment, successor: Organisation, since: date, now: datetime) -> None:
    there = Employment.objects.known_at().filter(
        Q(valid_until__isnull=True) | Q(valid_until__gte=since),
        person__in=records_of(post.person),
        organisation=successor,
        position=post.position_id,
    )
    if not there.exists():
        Employment.objects.create(
            person_id=post.person_id,
            organisation=successor,
            position_id=post.position_id,
            valid_from=max(since, post.valid_from),
            valid_until=post.valid_until,
            recorded_at=now,
        )


@transaction.atomic
def reopen_organisation(
    *, organisation: Organisation, actor: Actor, reason: str, now: datetime | None = None
) -> Organisation:
    """Take a wrong closing back: what it ended holds as before, and who it moved is not at the successor.

    What was recorded at closing stays readable with ``known=``.

    Raises:
        WhyMissing, InstitutionNotClosed
    """
    if not reason.strip():
        raise WhyMissing()
    now = now or time.now()
    organisation = Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
    if organisation.closed_on is None:
        raise InstitutionNotClosed(organisation=organisation.name)
    closed_on, successor = organisation.closed_on, organisation.succeeded_by
    organisation.closed_on = organisation.succeeded_by = None
    organisation.save()
    placed = Placement.objects.known_at().filter(organisation=organisation, valid_until=closed_on)
    if (closing := placed.order_by("-recorded_at").first()) is not None:
        _take_back(organisation, successor, closed_on, closing.recorded_at, now)
    note(organisation, _("Reopened"), actor=actor, reason=reason.strip())
    return organisation


def _take_back(
    organisation: Organisation, successor: Organisation | None, closed_on: date, moment: datetime, now: datetime
) -> None:
    """Undo every row that the closing recorded: all of them carry its one moment."""
    replaced = {
        model: list(model.objects.filter(organisation=organisation, superseded_at=moment).order_by("pk"))
        for model in (Placement, Employment, Mandate)
    }
    _lock_people([row for model in (Employment, Mandate) for row in replaced[model]])
    for model, rows in replaced.items():
        made = model.objects.known_at().filter(organisation=organisation, recorded_at=moment, valid_until=closed_on)
        made.update(superseded_at=now)
        for row in rows:
            supersede_again(row, now)
    if successor is not None:
        moved = Employment.objects.known_at().filter(organisation=successor, recorded_at=moment)
        moved.filter(person__in=[row.person_id for row in replaced[Employment]]).update(superseded_at=now)


def supersede_again(fact: Any, now: datetime) -> None:
    """Record anew what a superseded row said."""
    values = {
        field.attname: getattr(fact, field.attname) for field in fact._meta.concrete_fields if not field.primary_key
    }
    type(fact).objects.create(**{**values, "recorded_at": now, "superseded_at": None})
