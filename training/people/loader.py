"""The dictionaries that Kompas ships: counties, kinds of institutions, posts."""

import csv
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction

from training.kernel.actors import Actor
from training.people.actions import save_county, save_kind, save_position
from training.people.models import County, OrganisationKind, Position

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True)
class Loaded:
    """How many entries were new; what was there already is left as the office keeps it."""

    counties: int = 0
    kinds: int = 0
    positions: int = 0


def _read(name: str, delimiter: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=delimiter))


@transaction.atomic
def load_dictionaries(*, actor: Actor) -> Loaded:
    """Add what is missing, by code.  An entry that the office has changed stays changed."""
    return Loaded(counties=_counties(actor), kinds=_kinds(actor), positions=_positions(actor))


def _counties(actor: Actor) -> int:
    there = set(County.objects.values_list("code", flat=True))
    new = [row for row in _read("counties.csv", ",") if row["teryt"] not in there]
    for row in new:
        is_city = row["city_with_county_rights"] == "1"
        save_county(code=row["teryt"], name=row["name"], seat=row["seat"], is_city=is_city, actor=actor)
    return len(new)


def _kinds(actor: Actor) -> int:
    there = set(OrganisationKind.objects.values_list("code", flat=True))
    new = [row for row in _read("organisation_kinds.csv", ",") if row["code"] not in there]
    for row in new:
        save_kind(code=row["code"], name_pl=row["name_pl"], name_en=row["name_en"], actor=actor)
    return len(new)


def _positions(actor: Actor) -> int:
    there = set(Position.objects.values_list("code", flat=True))
    new = [row for row in _read("positions.csv", ";") if row["code"] not in there]
    for row in new:
        save_position(
            code=row["code"],
            name_pl=row["name_pl"],
            name_en=row["name_en"],
            is_head=row["is_head"] == "1",
            aliases=row["aliases"].split("|"),
            actor=actor,
        )
    return len(new)
