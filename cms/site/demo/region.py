"""The ground of the demo: dictionaries, institutions, people, employments, mandates."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from io import StringIO
from random import Random

from django.core.management import call_command
from django.utils.text import slugify

from cms.site.demo.institutions import Made, institutions
from cms.site.demo.names import person as invent
from cms.site.demo.staff import headcounts, posts_of
from training.competences.models import Competence
from training.kernel import time
from training.kernel.polish import fold
from training.people.models import (
    County,
    Employment,
    Mandate,
    Organisation,
    OrganisationAlias,
    OrganisationKind,
    Person,
    Placement,
    Position,
    PositionAlias,
)
from training.people.rules import phone_form
from training.people.states import Identity, MandateRole

PEOPLE = {"S": 2_000, "M": 12_000}
HOME_OFFICE = "Gminny Ośrodek Pomocy Społecznej w Ulhówku"
OUTSIDE = {"S": 28, "M": 120}  # trainers and assessors, employed nowhere in the region


@dataclass
class Region:
    """What the later steps need, kept in memory so that they ask nothing twice."""

    size: str
    day: date
    rng: Random
    organisations: list[Organisation] = field(default_factory=list)
    made: list[Made] = field(default_factory=list)
    people: list[Person] = field(default_factory=list)
    workplaces: dict[int, Employment] = field(default_factory=dict)
    kinds_of: dict[int, str] = field(default_factory=dict)
    counties_of: dict[int, County] = field(default_factory=dict)
    trainers: list[Person] = field(default_factory=list)
    assessors: list[Person] = field(default_factory=list)
    positions: dict[str, Position] = field(default_factory=dict)
    competences: dict[str, Competence] = field(default_factory=dict)
    counties: dict[str, County] = field(default_factory=dict)

    @property
    def began(self) -> datetime:
        """When this region's records begin: four years before the day."""
        return time.at(self.day - timedelta(days=4 * 365 + 30), "08:00")

    def by_name(self, name: str) -> Organisation:
        return next(organisation for organisation in self.organisations if organisation.name == name)


def dictionaries(region: Region) -> None:
    for command in ("kompas_load_dictionaries", "kompas_load_framework"):
        call_command(command, verbosity=0, stdout=StringIO())
    region.counties = {county.code: county for county in County.objects.all()}
    region.competences = {
        competence.code: competence for competence in Competence.objects.filter(framework__state="published")
    }
    region.positions = {position.name_fold: position for position in Position.objects.all()}
    for alias in PositionAlias.objects.select_related("position"):
        region.positions.setdefault(alias.name_fold, alias.position)


def _position(region: Region, name: str) -> Position:
    key = fold(name)
    if key not in region.positions:
        region.positions[key] = Position.objects.create(code=slugify(key), name_pl=name)
    return region.positions[key]


def _domain(made: Made, given: Counter) -> str:
    """A mail domain no other institution has: ``gops-ulhowek.example``, then ``gops-ulhowek-2.example``."""
    kind = made.aliases[0].split(" ")[0] if made.kind == "OPS" else made.kind
    name = slugify(fold(f"{kind} {made.locality}"))
    given[name] += 1
    return f"{name}-{given[name]}.example" if given[name] > 1 else f"{name}.example"


def build_institutions(region: Region) -> None:
    region.made = institutions(region.size)
    kinds = {kind.code: kind for kind in OrganisationKind.objects.all()}
    rows, domains = [], Counter()
    for made in region.made:
        rows.append(
            row := Organisation(
                name=made.name,
                short_name=made.aliases[0] if made.aliases else "",
                locality=made.locality,
                address=made.address,
                email=f"sekretariat@{_domain(made, domains)}",
            )
        )
        row.fill_keys()
    region.organisations = Organisation.objects.bulk_create(rows, batch_size=500)
    OrganisationAlias.objects.bulk_create(
        [
            OrganisationAlias(organisation=organisation, name=alias, name_fold=fold(alias))
            for organisation, made in zip(region.organisations, region.made, strict=True)
            for alias in made.aliases
        ],
        batch_size=500,
    )
    placements = []
    for organisation, made in zip(region.organisations, region.made, strict=True):
        placements.append(
            Placement(
                organisation=organisation,
                kind=kinds[made.kind],
                county=region.counties[made.county],
                recorded_at=region.began,
            )
        )
        region.kinds_of[organisation.pk] = made.kind
        region.counties_of[organisation.pk] = region.counties[made.county]
    Placement.objects.bulk_create(placements, batch_size=500)


def _new_person(rng: Random, mailbox: str, taken: set[str], *, woman_share: float = 0.83, **more) -> Person:
    """A person with an e-mail of their own at ``mailbox``; in small offices often the shared one."""
    first, last, _woman = invent(rng, woman_share)
    while f"{first} {last}" in taken and rng.random() < 0.985:
        first, last, _woman = invent(rng, woman_share)
    taken.add(f"{first} {last}")
    local = slugify(fold(f"{first[0]}-{last}"))
    # Offices share mailboxes: every eighth person has no address of their own.
    shared = rng.random() < 0.125
    person = Person(
        first_name=first,
        last_name=last,
        email=f"sekretariat@{mailbox}" if shared else f"{local}@{mailbox}",
        phone=phone_form(f"81 {rng.randint(400, 899)} {rng.randint(10, 99)} {rng.randint(10, 99)}"),
        **more,
    )
    person.fill_keys()
    return person


def build_people(region: Region) -> None:
    rng = Random(f"people {region.size}")
    kinds = [made.kind for made in region.made]
    outside = OUTSIDE[region.size]
    counts = headcounts(kinds, PEOPLE[region.size] - outside, rng)
    # The office of the demo's accounts is large enough to have a team worth a map.
    office = next(number for number, made in enumerate(region.made) if made.name == HOME_OFFICE)
    largest = max(range(len(counts)), key=counts.__getitem__)
    counts[office], counts[largest] = 9, counts[largest] - (9 - counts[office])
    taken: set[str] = set()
    people, posts = [], []
    for organisation, made, count in zip(region.organisations, region.made, counts, strict=True):
        mailbox = organisation.email.split("@")[1]
        head, *others = posts_of(made.kind)
        names, weights = zip(*(others or [head]), strict=True)
        for number in range(count):
            people.append(_new_person(rng, mailbox, taken))
            posts.append((organisation, head[0] if number == 0 else rng.choices(names, weights)[0], number == 0))
    for number in range(outside):
        more = {"identity": Identity.CONFIRMED}
        people.append(_new_person(rng, f"szkolenia-{number}.example", taken, woman_share=0.6, **more))
    region.people = Person.objects.bulk_create(people, batch_size=1000)
    half = outside * 2 // 3
    region.trainers = region.people[-outside:][:half]
    region.assessors = region.people[-outside:][half:]
    _employ(region, rng, posts)


def _employ(region: Region, rng: Random, posts: list[tuple[Organisation, str, bool]]) -> None:
    employments, mandates, twice = [], [], []
    for person, (organisation, post, is_head) in zip(region.people, posts, strict=False):
        since = region.day - timedelta(days=rng.randint(40, 6000))
        employments.append(
            Employment(
                person=person,
                organisation=organisation,
                position=_position(region, post),
                valid_from=since,
                recorded_at=max(region.began, time.at(since, "09:00")),
            )
        )
        if is_head:
            mandates.append(
                Mandate(
                    person=person,
                    organisation=organisation,
                    role=MandateRole.HEAD,
                    valid_from=max(since, region.began.date()),
                    recorded_at=max(region.began, time.at(since, "09:00")),
                    granted_by="Koordynator szkoleń",
                )
            )
        elif rng.random() < 0.02:
            twice.append((person, organisation, post))
    for person, organisation, post in twice:
        second = rng.choice(region.organisations)
        if second.pk != organisation.pk:
            since = region.day - timedelta(days=rng.randint(40, 900))
            employments.append(
                Employment(
                    person=person,
                    organisation=second,
                    position=_position(region, post),
                    valid_from=since,
                    recorded_at=time.at(since, "09:00"),
                )
            )
    for employment in Employment.objects.bulk_create(employments, batch_size=1000):
        region.workplaces.setdefault(employment.person_id, employment)
    Mandate.objects.bulk_create(mandates, batch_size=1000)
