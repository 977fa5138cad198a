"""What the tests of people share."""

import pytest
from django.contrib.auth.models import Group

from tests import factories as make
from training.accounts import registry as roles

GOPS = "Gminny Ośrodek Pomocy Społecznej w Ulhówku"
POSTS = (
    "pracownik socjalny",
    "starszy pracownik socjalny",
    "asystent rodziny",
    "kierownik",
    "instruktor zawodu",
    "trener pracy",
    "terapeuta zajęciowy",
    "opiekun",
)


@pytest.fixture
def region(db):
    """The institutions, posts and counties that the two real lists name."""
    counties = {
        code: make.CountyFactory(code=code, name=name, is_city=code > "0660")
        for code, name in (("0618", "tomaszowski"), ("0620", "zamojski"), ("0664", "Zamość"))
    }
    for kind, name in (
        ("OPS", GOPS),
        ("CIS", "Centrum Integracji Społecznej w Ulhówku"),
        ("ZAZ", "Zakład Aktywności Zawodowej w Przeorsku"),
    ):
        made = make.OrganisationFactory(name=name)
        make.PlacementFactory(organisation=made, kind=make.KindFactory(code=kind), county=counties["0618"])
    for name in POSTS:
        make.PositionFactory(code=name.replace(" ", "-"), name_pl=name, name_en="")


def _staff(role):
    user = make.user(username=role)
    user.groups.add(Group.objects.get(name=roles.GROUPS[role]))
    return user


@pytest.fixture
def coordinator(db):
    return _staff(roles.COORDINATOR)


@pytest.fixture
def analyst(db):
    return _staff(roles.ANALYST)
