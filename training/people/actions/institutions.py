"""Institutions with their names, kinds and counties; and the dictionaries."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any, TypedDict, Unpack

from django.db import transaction
from django.db.models import Q
from django.utils.text import slugify
from django.utils.translation import gettext as _

from training.kernel import time
from training.kernel.actors import Actor
from training.kernel.dated import BEFORE_RECORDS
from training.kernel.history import note
from training.kernel.model_fields import check_fields
from training.kernel.polish import fold, squeeze
from training.kernel.printing import printable_fields
from training.people.actions.open_days import open_for
from training.people.actions.posts import supersede
from training.people.models import (
    County,
    Organisation,
    OrganisationAlias,
    OrganisationKind,
    Placement,
    Position,
    PositionAlias,
)
from training.people.refusals import NameTaken, NumberTaken
from training.people.rules import check_names, phone_form, post_key


class OrganisationFields(TypedDict, total=False):
    """What ``save_organisation`` writes; what is not named stays."""

    name: str
    short_name: str
    number: str
    nip: str
    regon: str
    locality: str
    address: str
    email: str
    phone: str


class PositionFields(TypedDict, total=False):
    """What ``save_position`` writes; what is not named stays."""

    code: str
    name_pl: str
    name_en: str
    is_head: bool


class KindFields(TypedDict, total=False):
    """What ``save_kind`` writes; what is not named stays."""

    code: str
    name_pl: str
    name_en: str


class CountyFields(TypedDict, total=False):
    """What ``save_county`` writes; what is not named stays."""

    code: str
    name: str
    seat: str
    is_city: bool


@transaction.atomic
def save_organisation(
    *,
    actor: Actor,
    organisation: Organisation | None = None,
    kind: OrganisationKind | None = None,
    county: County | None = None,
    aliases: Iterable[str] | None = None,
    now: datetime | None = None,
    **fields: Unpack[OrganisationFields],
) -> Organisation:
    """Make an institution, or change the given one; what is not named stays.

    ``kind`` and ``county`` of a new one hold since before our records; a
    later change of either is ``place_organisation``, with its day.  Its last
    day and its successor are ``close_organisation``.

    Raises:
        NumberTaken: another institution has this number.
        CannotBeDrawn: the name holds what no font has.
    """
    check_fields("save_organisation", fields, OrganisationFields)
    values: dict[str, Any] = {
        name: squeeze(value) if isinstance(value, str) else value for name, value in fields.items()
    }
    if values.get("phone"):
        values["phone"] = phone_form(values["phone"])
    aliases = None if aliases is None else list(aliases)
    check_names(values.get("name"), values.get("short_name"), *(aliases or ()))
    values = printable_fields(values, {"name", "short_name"})
    is_new = organisation is None
    if organisation is not None:
        organisation = Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
    if number := values.get("number"):
        others = Organisation.objects.filter(number=number)
        other = (others.exclude(pk=organisation.pk) if organisation else others).first()
        if other:
            raise NumberTaken(number=number, organisation=other.name)
    organisation = organisation or Organisation()
    old_name = organisation.name
    for name, value in values.items():
        setattr(organisation, name, value)
    organisation.save()
    if old_name and fold(old_name) != fold(organisation.name):
        # Lists go on using the old name for years.
        _add_alias(organisation, old_name)
    if aliases is not None:
        wanted = {fold(alias): squeeze(alias) for alias in aliases if squeeze(alias)}
        organisation.aliases.exclude(name_fold__in=wanted).delete()
        for alias in wanted.values():
            _add_alias(organisation, alias)
    if kind and county and not organisation.placements.as_recorded().exists():
        _record_placement(organisation, kind, county, BEFORE_RECORDS, now or time.now())
    note(organisation, _("Added") if is_new else _("Changed"), actor=actor)
    return organisation


def _add_alias(organisation: Organisation, name: str) -> None:
    OrganisationAlias.objects.get_or_create(
        organisation=organisation, name_fold=fold(name), defaults={"name": squeeze(name)}
    )


def _record_placement(
    organisation: Organisation, kind: OrganisationKind, county: County, since: date, now: datetime
) -> Placement:
    return Placement.objects.create(
        organisation=organisation,
        kind=kind,
        county=county,
        valid_from=since,
        # Of a closed one: until its last day.
        valid_until=organisation.closed_on,
        recorded_at=now,
    )


@transaction.atomic
def place_organisation(
    *,
    organisation: Organisation,
    kind: OrganisationKind,
    county: County,
    actor: Actor,
    valid_from: date | None = None,
    now: datetime | None = None,
) -> Placement:
    """Record kind and county from a day on, whatever was recorded of later days; the earlier ones end the day before.

    Rows that begin on that day or later are superseded whole: this corrects
    them.  Of a closed institution it holds until the last day.  The same
    placement again is harmless.

    Raises:
        InstitutionClosed: from a day after the institution's last.
    """
    organisation = Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
    now = now or time.now()
    valid_from, last = valid_from or BEFORE_RECORDS, organisation.closed_on
    open_for(organisation, valid_from, max(last, valid_from) if last else None)
    reaching = Q(valid_until__isnull=True) | Q(valid_until__gte=valid_from)
    overlapping = list(organisation.placements.as_recorded().filter(reaching).order_by("valid_from", "pk"))
    for earlier in overlapping:
        is_same = (earlier.kind_id, earlier.county_id, earlier.valid_until) == (kind.pk, county.pk, last)
        if is_same and earlier.valid_from <= valid_from and len(overlapping) == 1:
            return earlier
    for earlier in overlapping:
        if earlier.valid_from >= valid_from:
            Placement.objects.filter(pk=earlier.pk).update(superseded_at=now)
        else:
            supersede(earlier, now, valid_until=valid_from - timedelta(days=1))
    placement = _record_placement(organisation, kind, county, valid_from, now)
    note(organisation, _("Kind and county recorded"), actor=actor, reason=f"{kind.name_pl}, {county}")
    return placement


# ---- dictionaries ----------------------------------------------------------------------------------------------


def _free_code(name: str) -> str:
    base = slugify(fold(name))[:50] or "stanowisko"
    code, number = base, 2
    while Position.objects.filter(code=code).exists():
        code, number = f"{base}-{number}", number + 1
    return code


@transaction.atomic
def save_position(
    *,
    actor: Actor,
    position: Position | None = None,
    aliases: Iterable[str] | None = None,
    **fields: Unpack[PositionFields],
) -> Position:
    """Make a post, or change the given one; ``aliases`` are other ways staff lists write it.

    Raises:
        NameTaken: the name, or an alias, means another post.
        CannotBeDrawn: the name holds what no font has.
    """
    check_fields("save_position", fields, PositionFields)
    values = printable_fields(fields, {"name_pl", "name_en"})
    is_new = position is None
    position = Position() if position is None else Position.objects.select_for_update(no_key=True).get(pk=position.pk)
    for name, value in values.items():
        setattr(position, name, squeeze(value) if isinstance(value, str) else value)
    aliases = None if aliases is None else list(aliases)
    check_names(position.name_pl, position.name_en, *(aliases or ()))
    wanted = {fold(alias): squeeze(alias) for alias in aliases or () if squeeze(alias)}
    for name in (position.name_pl, *wanted.values()):
        if holder := post_called(name, besides=position):
            raise NameTaken(name=name, holder=holder.name_pl)
    position.code = position.code or _free_code(position.name_pl)
    position.save()
    if aliases is not None:
        position.aliases.exclude(name_fold__in=wanted).delete()
        for key, alias in wanted.items():
            PositionAlias.objects.get_or_create(name_fold=key, defaults={"name": alias, "position": position})
    note(position, _("Added") if is_new else _("Changed"), actor=actor)
    return position


def post_called(name: str, besides: Position | None = None) -> Position | None:
    """The other post that this name already means."""
    key = post_key(name)
    others = Position.objects.all()
    if besides is not None and besides.pk is not None:
        others = others.exclude(pk=besides.pk)
    for other in others.filter(name_fold=fold(name)):
        return other
    alias = PositionAlias.objects.filter(name_fold__in={fold(name), key}).select_related("position").first()
    return alias.position if alias and alias.position != besides else None


@transaction.atomic
def save_kind(*, actor: Actor, kind: OrganisationKind | None = None, **fields: Unpack[KindFields]) -> OrganisationKind:
    """Make or change a kind of institution.

    Raises:
        CannotBeDrawn: the name holds what no font has.
    """
    check_fields("save_kind", fields, KindFields)
    return _save_entry(kind or OrganisationKind(), fields, actor)


@transaction.atomic
def save_county(*, actor: Actor, county: County | None = None, **fields: Unpack[CountyFields]) -> County:
    """Make or change a county.

    Raises:
        CannotBeDrawn: the name holds what no font has.
    """
    check_fields("save_county", fields, CountyFields)
    return _save_entry(county or County(), fields, actor)


def _save_entry(entry: Any, fields: Mapping[str, Any], actor: Actor) -> Any:
    is_new = entry.pk is None
    for name, value in printable_fields(fields, {"name", "name_pl", "name_en"}).items():
        setattr(entry, name, squeeze(value) if isinstance(value, str) else value)
        if name.startswith("name"):
            check_names(getattr(entry, name))
    entry.save()
    note(entry, _("Added") if is_new else _("Changed"), actor=actor)
    return entry
