"""Employments and mandates: dated facts, superseded and never overwritten."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from training.kernel import time
from training.kernel.actors import Actor
from training.kernel.date_texts import short_day_text
from training.kernel.dated import BEFORE_RECORDS, Dated
from training.kernel.history import note
from training.people.actions.open_days import lock_institutions, open_for
from training.people.models import Employment, Mandate, Organisation, Person, Position
from training.people.queries import employments_on, mandates_resting_on, records_of, root_id
from training.people.refusals import AlreadyEmployed, FactSuperseded, NotEmployedThere, PersonMerged
from training.people.states import MandateRole

_KEEP: Any = object()


def _lock_person_of(fact: Employment | Mandate) -> None:
    """Lock the person whom a fact is about: it may be written of a record merged into theirs."""
    list(Person.objects.select_for_update(no_key=True).filter(pk=root_id(fact.person)).values_list("pk"))


def _lock_person(person: Person) -> Person:
    person = Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    if person.merged_into_id:
        raise PersonMerged(person=person.full_name)
    return person


def _lock_places(*places: Organisation) -> list[Organisation]:
    """The institutions as they are now; before the people, so that they are not closed while a fact is written."""
    locked = lock_institutions({place.pk for place in places})
    return [locked[place.pk] for place in places]


def _current(fact: Dated) -> Any:
    """The fact under lock; one that was replaced meanwhile is refused."""
    locked = type(fact).objects.select_for_update(no_key=True).get(pk=fact.pk)
    if locked.superseded_at is not None:
        raise FactSuperseded()
    return locked


def supersede(fact: Dated, now: datetime, **changes: Any) -> Any:
    """Close the record of a fact and record it anew with ``changes``; the old row keeps what it said."""
    type(fact).objects.filter(pk=fact.pk).update(superseded_at=now)
    values = {
        field.attname: getattr(fact, field.attname) for field in fact._meta.concrete_fields if not field.primary_key
    }
    fresh = type(fact)(**{**values, "recorded_at": now, "superseded_at": None})
    for name, value in changes.items():
        setattr(fresh, name, value)
    fresh.save()
    return fresh


def _overlapping(since: date, until: date | None) -> Q:
    overlaps = Q(valid_until__isnull=True) | Q(valid_until__gte=since)
    return overlaps & Q(valid_from__lte=until) if until else overlaps


# ---- employments -----------------------------------------------------------------------------------------------


@transaction.atomic
def start_employment(
    *,
    person: Person,
    organisation: Organisation,
    position: Position,
    actor: Actor,
    valid_from: date = BEFORE_RECORDS,
    valid_until: date | None = None,
    now: datetime | None = None,
) -> Employment:
    """Record that ``person`` has a post at ``organisation``.  Recording the same again is harmless.

    Raises:
        DaysOutOfOrder, InstitutionClosed, PersonMerged
        AlreadyEmployed: the same post there, in days that overlap but are not the same.
    """
    (organisation,) = _lock_places(organisation)
    person = _lock_person(person)
    # The clock is read inside the locks: of two who wait, the later one has the later time.
    now = now or time.now()
    open_for(organisation, valid_from, valid_until)
    held = Employment.objects.as_recorded().filter(
        _overlapping(valid_from, valid_until),
        person__in=records_of(person),
        organisation=organisation,
        position=position,
    )
    for other in held:
        if (other.valid_from, other.valid_until) == (valid_from, valid_until):
            return other
        raise AlreadyEmployed(person=person.full_name)
    employment = Employment.objects.create(
        person=person,
        organisation=organisation,
        position=position,
        valid_from=valid_from,
        valid_until=valid_until,
        recorded_at=now,
    )
    note(person, _("Post recorded"), actor=actor, reason=f"{position.name_pl}, {organisation.name}")
    return employment


@transaction.atomic
def end_employment(
    *,
    employment: Employment,
    on: date,
    actor: Actor,
    keep_mandates_because: str = "",
    now: datetime | None = None,
) -> Employment:
    """Record the last day of a post.  The row that was open is superseded; ending it the same day again is harmless.

    Mandates that rest on it end with it; ``keep_mandates_because`` lets the
    person go on acting for the institution without working there.

    Raises:
        DaysOutOfOrder, FactSuperseded, InstitutionClosed
    """
    (organisation,) = _lock_places(employment.organisation)
    _lock_person_of(employment)
    employment = _current(employment)
    now = now or time.now()
    if employment.valid_until == on:
        return employment
    open_for(organisation, employment.valid_from, on)
    ended = supersede(employment, now, valid_until=on)
    for mandate in mandates_resting_on(ended, on).select_related("organisation", "person").order_by("pk"):
        if keep_mandates_because.strip():
            supersede(mandate, now, without_post=True, reason=keep_mandates_because.strip()[:500])
            kept = f"{mandate.organisation.name}: {keep_mandates_because.strip()}"
            note(mandate.person, _("Mandate kept without a post"), actor=actor, reason=kept)
        else:
            end_resting_mandate(mandate, on, actor=actor, now=now)
    where = f"{ended.position.name_pl}, {ended.organisation.name}"
    reason = _("%(where)s, until %(day)s") % {"where": where, "day": short_day_text(on)}
    note(ended.person, _("Post ended"), actor=actor, reason=reason)
    return ended


@transaction.atomic
def correct_employment(
    *,
    employment: Employment,
    actor: Actor,
    organisation: Organisation | None = None,
    position: Position | None = None,
    valid_from: date | None = None,
    valid_until: date | None = _KEEP,
    now: datetime | None = None,
) -> Employment:
    """Put right what was recorded wrongly; what was believed before stays readable with ``recorded_until=``.

    Raises:
        DaysOutOfOrder, FactSuperseded, AlreadyEmployed, InstitutionClosed
    """
    _old, organisation = _lock_places(employment.organisation, organisation or employment.organisation)
    _lock_person_of(employment)
    employment = _current(employment)
    now = now or time.now()
    wanted: dict[str, Any] = {
        "organisation": organisation,
        "position": position or employment.position,
        "valid_from": valid_from or employment.valid_from,
        "valid_until": employment.valid_until if valid_until is _KEEP else valid_until,
    }
    if all(getattr(employment, name) == value for name, value in wanted.items()):
        return employment
    open_for(organisation, wanted["valid_from"], wanted["valid_until"])
    others = Employment.objects.as_recorded().filter(
        _overlapping(wanted["valid_from"], wanted["valid_until"]),
        person__in=records_of(employment.person),
        organisation=wanted["organisation"],
        position=wanted["position"],
    )
    if others.exclude(pk=employment.pk).exists():
        raise AlreadyEmployed(person=employment.person.full_name)
    corrected = supersede(employment, now, **wanted)
    where = f"{corrected.position.name_pl}, {corrected.organisation.name}"
    note(corrected.person, _("Post corrected"), actor=actor, reason=where)
    return corrected


def end_resting_mandate(mandate: Mandate, on: date, *, actor: Actor, now: datetime) -> None:
    """End a mandate with the post that it rested on; one that was to begin later is withdrawn."""
    if mandate.valid_from <= on:
        supersede(mandate, now, valid_until=on)
    else:
        Mandate.objects.filter(pk=mandate.pk).update(superseded_at=now)
    reason = _("%(where)s, until %(day)s") % {"where": mandate.organisation.name, "day": short_day_text(on)}
    note(mandate.person, _("Mandate ended with the post"), actor=actor, reason=reason, now=now)


# ---- mandates --------------------------------------------------------------------------------------------------


@transaction.atomic
def grant_mandate(
    *,
    person: Person,
    organisation: Organisation,
    actor: Actor,
    role: str = MandateRole.HEAD,
    valid_from: date | None = None,
    valid_until: date | None = None,
    without_post: bool = False,
    reason: str = "",
    now: datetime | None = None,
) -> Mandate:
    """Let ``person`` act for ``organisation``, from today when no day is given.  Granting it again is harmless.

    Raises:
        DaysOutOfOrder, InstitutionClosed, PersonMerged
        NotEmployedThere: the person does not work there that day, and ``without_post`` with a ``reason`` is not given.
    """
    (organisation,) = _lock_places(organisation)
    person = _lock_person(person)
    now = now or time.now()
    valid_from = valid_from or time.today(now)
    open_for(organisation, valid_from, valid_until)
    works_there = employments_on(person, valid_from).filter(organisation=organisation).exists()
    if not works_there and not (without_post and reason.strip()):
        raise NotEmployedThere(person=person.full_name, organisation=organisation.name)
    held = Mandate.objects.as_recorded().filter(person__in=records_of(person), organisation=organisation, role=role)
    # A mandate that covers the wanted days already says all that this one would.
    covers = (
        Q(valid_until__isnull=True) | Q(valid_until__gte=valid_until) if valid_until else Q(valid_until__isnull=True)
    )
    if there := held.filter(covers, valid_from__lte=valid_from).first():
        return there
    mandate = Mandate.objects.create(
        person=person,
        organisation=organisation,
        role=role,
        valid_from=valid_from,
        valid_until=valid_until,
        recorded_at=now,
        granted_by=actor.name[:200],
        without_post=without_post and not works_there,
        reason=reason.strip()[:500],
    )
    note(person, _("Mandate granted"), actor=actor, reason=f"{MandateRole(role).label}, {organisation.name}")
    return mandate


@transaction.atomic
def end_mandate(*, mandate: Mandate, on: date, actor: Actor, now: datetime | None = None) -> Mandate:
    """Record the last day of a mandate; the person loses the institution's pages the day after.

    Raises:
        DaysOutOfOrder, FactSuperseded, InstitutionClosed
    """
    (organisation,) = _lock_places(mandate.organisation)
    _lock_person_of(mandate)
    mandate = _current(mandate)
    now = now or time.now()
    if mandate.valid_until == on:
        return mandate
    open_for(organisation, mandate.valid_from, on)
    ended = supersede(mandate, now, valid_until=on)
    reason = _("%(where)s, until %(day)s") % {
        "where": ended.organisation.name,
        "day": short_day_text(on),
    }
    note(ended.person, _("Mandate ended"), actor=actor, reason=reason)
    return ended
