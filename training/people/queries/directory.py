"""What is on record, loaded for judging a staff list: whole dictionaries once, people a batch at a time."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.db.models.functions import Coalesce
from rapidfuzz import fuzz, process

from training.people.models import (
    County,
    Employment,
    FormerName,
    Organisation,
    OrganisationAlias,
    Person,
    Placement,
    Position,
    PositionAlias,
    StaffNumber,
)
from training.people.queries.records import records_of_all, root_of
from training.people.rules import RegisteredPerson, RegisteredPost, phone_form, spelling

_SUGGESTIONS = 8


def _closest(text: str, known: Collection[str], scorer: Callable[..., float], cutoff: int) -> list[str]:
    """The known texts nearest to ``text``, best first; ``cutoff`` is the lowest score, 0 to 100."""
    matches = process.extract(text, list(known), scorer=scorer, limit=_SUGGESTIONS, score_cutoff=cutoff)
    return [match for match, _score, _index in matches]


@dataclass(frozen=True)
class RegisteredOrganisation:
    id: int
    name: str
    closed_on: date | None
    county_id: int | None


class Directory:
    """Institutions, posts and counties by every way they may be written; then people, batch by batch."""

    def __init__(self, on: date) -> None:
        self.on = on
        self._load_organisations()
        self._load_positions()
        self._load_counties()
        self.people: dict[int, RegisteredPerson] = {}
        self._read_organisations: set[int] = set()
        self._by_name: dict[str, list[RegisteredPerson]] = {}
        self._by_email: dict[str, list[RegisteredPerson]] = {}
        self._by_organisation: dict[int, list[RegisteredPerson]] = {}
        self._by_number: dict[tuple[int, str], RegisteredPerson] = {}

    # ---- dictionaries ------------------------------------------------------------------------------------------

    def _load_organisations(self) -> None:
        counties = dict(
            Placement.objects.as_of(self.on)
            .order_by("valid_from", "recorded_at", "pk")
            .values_list("organisation_id", "county_id")
        )
        self.organisations: dict[int, RegisteredOrganisation] = {}
        self._numbers: dict[str, int] = {}
        self._names: dict[str, set[int]] = defaultdict(set)
        self._keys: dict[str, set[int]] = defaultdict(set)
        self._places: dict[str, set[int]] = defaultdict(set)
        self._words: dict[str, set[int]] = defaultdict(set)
        rows = Organisation.objects.order_by("pk").values_list("pk", "name", "short_name", "number", "closed_on")
        for pk, name, short_name, number, closed_on in rows:
            self.organisations[pk] = RegisteredOrganisation(pk, name, closed_on, counties.get(pk))
            if number:
                self._numbers[number.casefold()] = pk
            self._add_name(pk, name)
            if short_name:
                self._add_name(pk, short_name)
        for pk, name in OrganisationAlias.objects.values_list("organisation_id", "name"):
            self._add_name(pk, name)

    def _add_name(self, pk: int, name: str) -> None:
        self._names[spelling.plain_words(name)].add(pk)
        if key := spelling.organisation_key(name):
            self._keys[key].add(pk)
        if place := spelling.place_of(name):
            self._places[place].add(pk)
            for word in place.split():
                self._words[word].add(pk)

    def _load_positions(self) -> None:
        self.positions: dict[int, str] = {}
        self._posts: dict[str, int] = {}
        for pk, name_pl, name_en in Position.objects.values_list("pk", "name_pl", "name_en"):
            self.positions[pk] = name_pl
            self._posts[spelling.post_key(name_pl)] = pk
            if name_en:
                self._posts.setdefault(spelling.post_key(name_en), pk)
        for pk, name in PositionAlias.objects.values_list("position_id", "name"):
            self._posts.setdefault(spelling.post_key(name), pk)

    def _load_counties(self) -> None:
        self.counties: dict[int, str] = {}
        self._counties: dict[str, int] = {}
        for county in County.objects.all():
            self.counties[county.pk] = str(county)
            plain = spelling.plain_words(county.name)
            self._counties[f"m {plain}" if county.is_city else plain] = county.pk
            self._counties[county.code] = county.pk

    def organisations_named(self, name: str, number: str = "") -> set[int]:
        """Those the name or the number means; two when they disagree, none when nobody has them."""
        matches = set()
        if number and (pk := self._numbers.get(number.casefold())):
            matches.add(pk)
        by_name = (
            self._names.get(spelling.plain_words(name)) or self._keys.get(spelling.organisation_key(name)) or set()
        )
        return matches if matches & by_name else matches | by_name

    def position_named(self, name: str) -> int | None:
        return self._posts.get(spelling.post_key(name))

    def county_named(self, name: str) -> int | None:
        return next((self._counties[key] for key in spelling.county_keys(name) if key in self._counties), None)

    # ---- what may be meant -------------------------------------------------------------------------------------

    def organisations_like(self, name: str) -> list[int]:
        """Those of the same place, of a place spelled alike, or with a rare word in common; the most alike first."""
        place = spelling.place_of(name)
        matches = set(self._places.get(place, ()))
        # Of 1 180 misspelt localities of one region all but five are found from 75 on; each step down to 65 adds
        # institutions of other places and finds hardly one more.
        for near in _closest(place, self._places, fuzz.ratio, 75):
            matches |= self._places[near]
        for word in place.split():
            if len(holders := self._words.get(word, set())) <= _SUGGESTIONS:
                matches |= holders
        plain = spelling.plain_words(name)
        kind = spelling.abbreviate(plain)[0]

        def how_unlike(pk: int) -> tuple[bool, float, int]:
            other = spelling.plain_words(self.organisations[pk].name)
            is_other_kind = bool(kind) and spelling.abbreviate(other)[0] != kind
            return (is_other_kind, -fuzz.ratio(plain, other), pk)

        return sorted(matches, key=how_unlike)[:_SUGGESTIONS]

    def positions_like(self, name: str) -> list[int]:
        # By words, because a post is often written with one more or one less, or in another order.
        key = spelling.post_key(name)
        near = _closest(key, self._posts, fuzz.token_ratio, 60) + self._posts_shortened_to(key.split())
        return list(dict.fromkeys(self._posts[name] for name in near))[:_SUGGESTIONS]

    def _posts_shortened_to(self, words: list[str]) -> list[str]:
        """Posts with a word that one of these begins ("kier. DPS"), those with most such words first."""
        shortened = {
            name: sum(any(part.startswith(word) for part in name.split()) for word in words if len(word) > 2)
            for name in self._posts
        }
        return sorted((name for name, count in shortened.items() if count), key=lambda name: (-shortened[name], name))

    def counties_like(self, name: str) -> list[int]:
        near = _closest(spelling.county_keys(name)[0], self._counties, fuzz.ratio, 60)
        return list(dict.fromkeys(self._counties[name] for name in near))

    # ---- people ------------------------------------------------------------------------------------------------

    def load_people(
        self, names: Iterable[str], emails: Iterable[str], organisations: Iterable[int], people: Iterable[int] = ()
    ) -> None:
        """Everybody who might be meant by rows with these names, addresses and institutions: nine queries.

        Who is there already is not read again: nobody changes while a list is judged.
        """
        names, emails = set(names), {email for email in emails if email}
        organisations = set(organisations) - self._read_organisations
        self._read_organisations |= organisations
        # A record that was merged into another still names the person it is of.
        named = Person.objects.filter(Q(name_fold__in=names) | Q(email_fold__in=emails) | Q(pk__in=set(people)))
        wanted = set(named.order_by().values_list(Coalesce("merged_into_id", "pk"), flat=True))
        formerly = FormerName.objects.filter(name_fold__in=names)
        wanted |= set(formerly.order_by().values_list(root_of(), flat=True))
        here = Employment.objects.as_recorded().filter(organisation__in=organisations)
        wanted |= set(here.order_by().values_list(root_of(), flat=True))
        numbered = StaffNumber.objects.filter(organisation__in=organisations)
        wanted |= set(numbered.order_by().values_list(root_of(), flat=True))
        self._read_people(wanted - self.people.keys())

    def _read_people(self, wanted: set[int]) -> None:
        former: dict[int, set[str]] = defaultdict(set)
        emails: dict[int, set[str]] = defaultdict(set)
        merged = Person.objects.filter(merged_into__in=wanted).order_by()
        for pk, name_fold, email_fold in merged.values_list("merged_into_id", "name_fold", "email_fold"):
            former[pk].add(name_fold)
            emails[pk].add(email_fold)
        formerly = FormerName.objects.filter(person__in=records_of_all(wanted))
        for pk, name_fold in formerly.order_by().values_list(root_of(), "name_fold"):
            former[pk].add(name_fold)
        posts: dict[int, list[RegisteredPost]] = defaultdict(list)
        held = Employment.objects.as_recorded().filter(person__in=records_of_all(wanted)).order_by("valid_from", "pk")
        for person_id, *post in held.values_list(
            root_of(), "pk", "organisation_id", "position_id", "valid_from", "valid_until"
        ):
            posts[person_id].append(RegisteredPost(*post))
        numbers: dict[int, dict[int, frozenset[str]]] = defaultdict(dict)
        given = StaffNumber.objects.filter(person__in=records_of_all(wanted)).order_by("pk")
        for person_id, organisation, number in given.values_list(root_of(), "organisation_id", "number_fold"):
            numbers[person_id][organisation] = numbers[person_id].get(organisation, frozenset()) | {number}
        rows = Person.objects.filter(pk__in=wanted).order_by("pk")
        for pk, last, first, email, phone, name_fold, user in rows.values_list(
            "pk", "last_name", "first_name", "email", "phone", "name_fold", "user"
        ):
            self._add_person(
                RegisteredPerson(
                    pk,
                    last,
                    first,
                    email,
                    phone_form(phone),
                    name_fold,
                    frozenset(former[pk] - {name_fold}),
                    tuple(posts[pk]),
                    frozenset(emails[pk] - {""}),
                    has_account=user is not None,
                    staff_numbers=numbers[pk],
                )
            )

    def _add_person(self, person: RegisteredPerson) -> None:
        self.people[person.id] = person
        for name in {person.name_fold} | person.former_folds:
            self._by_name.setdefault(name, []).append(person)
        for email in {person.email.casefold()} | person.other_emails - {""}:
            self._by_email.setdefault(email, []).append(person)
        for organisation in {post.organisation_id for post in person.posts}:
            self._by_organisation.setdefault(organisation, []).append(person)

        for organisation, numbers in person.staff_numbers.items():
            self._by_number |= {(organisation, number): person for number in numbers}

    def numbered(self, organisation_id: int | None, number_fold: str) -> RegisteredPerson | None:
        """Who has this staff number at this institution."""
        return self._by_number.get((organisation_id, number_fold)) if organisation_id and number_fold else None

    def named(self, name_fold: str) -> list[RegisteredPerson]:
        return self._by_name.get(name_fold, [])

    def with_email(self, email: str) -> list[RegisteredPerson]:
        return self._by_email.get(email.casefold(), []) if email else []

    def at(self, organisation_id: int | None) -> list[RegisteredPerson]:
        return self._by_organisation.get(organisation_id, []) if organisation_id else []
