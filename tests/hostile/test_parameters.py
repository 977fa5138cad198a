"""No parameter ends in a 500, at any address of the site and the admin.

Which parameters there are is not written anywhere: a view that asks for one is
seen asking (``asked.py``).  They come together, each with another value, and
at each address others.  A filter that refuses one value hides what is
behind the rest: so what its fields let through comes once more, among itself.
"""

from dataclasses import dataclass
from urllib.parse import quote, unquote

import pytest
from django.http import HttpResponse

from tests.hostile.asked import asked_names
from tests.hostile.formed import fields_of, layers, made_forms
from tests.hostile.places import Place, places
from tests.hostile.steps import MARKS, culprits, report_of
from tests.hostile.values import PARAMETERS, UNKNOWN
from tests.walk.steps import ask

pytestmark = MARKS
VALUES = list(PARAMETERS.values())
WORDS = {value: what for what, value in PARAMETERS.items()}
# What screens ask for only when something else was asked, or only of some roles.
OFTEN = ("page", "p", "q", "export", "ordering")


@dataclass
class Asked:
    """One address, the parameters it asks for, and the fields of its filters."""

    place: Place
    names: list[str]
    fields: dict


def get(site, place: Place, pairs: list[tuple[str, str]], unknown: str = "") -> HttpResponse:
    query = "&".join(filter(None, [place.query, *(f"{name}={value}" for name, value in pairs)]))
    return ask(site.clients[place.role], "GET", f"{place.url}?{query}{unknown}")


def fault(site, place: Place, pairs: list[tuple[str, str]], answer: HttpResponse, unknown: str = "") -> str | None:
    """Which of the parameters it was, when the answer is a fault."""
    if answer.status_code < 500:
        return None
    least = culprits(pairs, lambda some: get(site, place, some, unknown).status_code >= 500)
    parameters = ", ".join(f"{name} = {WORDS.get(value, value[:60])}" for name, value in least)
    return report_of(f"{place} with {parameters or 'nothing'}", answer)


def mixed(names: list[str], turn: int) -> list[tuple[str, str]]:
    """Each parameter with another value; every third comes twice."""
    pairs = []
    for number, name in enumerate(names):
        pairs.append((quote(name), VALUES[(turn + number) % len(VALUES)]))
        if (turn + number) % 3 == 0:
            pairs.append((quote(name), VALUES[(turn + number + 1) % len(VALUES)]))
    return pairs


@pytest.fixture(scope="module")
def asked(site) -> list[Asked]:
    """Every address, opened once with what it may ask for and with what nobody asked for."""
    asked, faults = [], []
    for turn, place in enumerate(places(site)):
        pairs = mixed(OFTEN, turn)
        with asked_names() as names, made_forms() as made:
            answer = get(site, place, pairs, UNKNOWN)
        faults += filter(None, [fault(site, place, pairs, answer, UNKNOWN)])
        asked.append(Asked(place, sorted(names), fields_of(made)))
    assert not faults, "\n".join(faults)
    return asked


def test_no_parameters_together_end_in_a_500(site, asked):
    faults, met = [], set()
    for turn, screen in enumerate(asked):
        # A list and its results are one view.
        key = (screen.place.name.removesuffix("_results"), tuple(screen.names))
        if screen.names and key not in met:
            met.add(key)
            pairs = mixed(screen.names, turn * 5 + 2)
            faults += filter(None, [fault(site, screen.place, pairs, get(site, screen.place, pairs))])
    assert not faults, "\n".join(faults)


def test_no_parameters_that_a_filter_lets_through_end_in_a_500(site, asked):
    faults, met = [], set()
    values = {what: unquote(value, errors="replace") for what, value in PARAMETERS.items()}
    for turn, screen in enumerate(asked):
        fields = {name: each for name, (_form, each) in screen.fields.items() if name in screen.names}
        # A list and its results share their filters.
        key = (screen.place.name.partition(":")[0] or screen.place.url, tuple(sorted(fields)))
        if not fields or key in met:
            continue
        met.add(key)
        let_through, wrong = layers(fields, lambda _name, _each: values, most=6, turn=turn)
        faults += [f"{screen.place}: {fault}" for fault in wrong]
        for layer in let_through:
            pairs = [(quote(name), quote(value)) for name, (_what, value) in layer.items()]
            faults += filter(None, [fault(site, screen.place, pairs, get(site, screen.place, pairs))])
    assert len(met) > 30
    assert not faults, "\n".join(faults)
