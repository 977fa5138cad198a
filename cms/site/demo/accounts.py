"""The accounts of the demo: whose they are in the region, and what each is called."""

from dataclasses import dataclass

from django.contrib.auth import get_user_model

from cms.site.demo.region import HOME_OFFICE, Region
from training.accounts.actions import group_of
from training.accounts.registry import ANALYST, COORDINATOR, PRACTICE_EDITOR
from training.people.actions.posts import supersede
from training.people.models import Person
from training.people.states import Identity

PASSWORD = "kompas-demo"


@dataclass(frozen=True)
class Login:
    username: str
    role: str
    address: str


def choose_people(region: Region) -> dict[str, Person]:
    """Give names of their own to people of one office, a trainer, an assessor and a ROPS officer."""
    office = region.by_name(HOME_OFFICE)
    there = [person for person in region.people if _works_at(region, person, office.pk)]
    rops = region.by_name("Regionalny Ośrodek Polityki Społecznej w Lublinie")
    officers = [person for person in region.people if _works_at(region, person, rops.pk)]
    at_office, at_rops = (organisation.email.split("@")[1] for organisation in (office, rops))
    named = {
        "manager": (there[0], "Jerzy", "Dąbrowski", f"kierownik@{at_office}"),
        "learner": (there[1], "Łucja", "Wójcik-Żak", f"l.wojcik@{at_office}"),
        "colleague": (there[2], "Michał", "Kowalczyk", f"m.kowalczyk@{at_office}"),
        "trainer": (region.trainers[0], "Tomasz", "Bielecki", "t.bielecki@szkolenia.example"),
        "assessor": (region.assessors[0], "Renata", "Sokołowska", "r.sokolowska@walidacja.example"),
        "coordinator": (officers[1], "Joanna", "Wysocka", f"j.wysocka@{at_rops}"),
        "analyst": (officers[2], "Marek", "Jasiński", f"m.jasinski@{at_rops}"),
        "editor": (officers[3], "Kinga", "Źródłowska", f"k.zrodlowska@{at_rops}"),
    }
    people = {}
    for role, (person, first, last, email) in named.items():
        person.first_name, person.last_name, person.email = first, last, email
        person.identity = Identity.CONFIRMED if role in ("trainer", "assessor") else Identity.LISTED
        person.save()
        people[role] = person
    # The learner and the colleague are social workers, as on the office's staff list.
    social_worker = region.positions["pracownik socjalny"]
    for role in ("learner", "colleague"):
        employment = region.workplaces[people[role].pk]
        # As if it had been recorded so: the row is superseded at its own moment and was never seen.
        corrected = supersede(employment, employment.recorded_at, position=social_worker)
        region.workplaces[people[role].pk] = corrected
    return people


def _works_at(region: Region, person: Person, organisation_id: int) -> bool:
    employment = region.workplaces.get(person.pk)
    return employment is not None and employment.organisation_id == organisation_id


def make_accounts(people: dict[str, Person]) -> list[Login]:
    """Make the accounts; the groups are those of the ROPS roles."""
    user_model = get_user_model()
    groups = {"coordinator": COORDINATOR, "analyst": ANALYST, "editor": PRACTICE_EDITOR}
    roles = {
        "admin": ("Administrator", "/admin/"),
        "coordinator": ("Koordynator ROPS", "/admin/"),
        "analyst": ("Analityk ROPS", "/admin/"),
        "editor": ("Redaktor dobrych praktyk", "/admin/"),
        "trainer": ("Prowadzący zajęcia", "/zajecia/"),
        "assessor": ("Osoba oceniająca", "/weryfikacja-efektow/"),
        "manager": ("Kierownik instytucji", "/zespol/"),
        "learner": ("Pracownik socjalny", "/moj-rozwoj/"),
    }
    names = {
        "admin": "admin", "coordinator": "rops", "analyst": "analityk", "editor": "redaktor",
        "trainer": "trener", "assessor": "walidator", "manager": "kierownik", "learner": "pracownik",
    }  # fmt: skip
    logins = []
    for role, (title, address) in roles.items():
        person = people.get(role)
        user = user_model(
            username=names[role],
            first_name=person.first_name if person else "Administrator",
            last_name=person.last_name if person else "",
            email=person.email if person else "admin@kompas.example",
            is_staff=role == "admin",
            is_superuser=role == "admin",
        )
        user.set_password(PASSWORD)
        user.save()
        if person:
            person.user = user
            person.save(update_fields=["user"])
        if role in groups:
            user.groups.add(group_of(groups[role]))
        logins.append(Login(names[role], title, address))
    return logins
