"""No parameter that lists ask for, nor one that nobody asked for, ends in a 500, at any address of both trees."""

from urllib.parse import quote

from django.http import HttpResponse

from tests.hostile.places import Place, places
from tests.hostile.steps import MARKS, culprits, told
from tests.hostile.values import PARAMETERS, UNKNOWN
from tests.walk.steps import ask

pytestmark = MARKS
VALUES = list(PARAMETERS.values())
WORDS = {value: what for what, value in PARAMETERS.items()}
# Pages, searches, exports and orders of lists, ours and Wagtail's.
OFTEN = ("page", "p", "q", "export", "ordering")


def get(site, place: Place, pairs: list[tuple[str, str]]) -> HttpResponse:
    query = "&".join(filter(None, [place.query, *(f"{name}={value}" for name, value in pairs)]))
    return ask(site.clients[place.role], "GET", f"{place.url}?{query}{UNKNOWN}")


def fault(site, place: Place, pairs: list[tuple[str, str]], answer: HttpResponse) -> str | None:
    """Which of the parameters it was, when the answer is a fault."""
    if answer.status_code < 500:
        return None
    least = culprits(pairs, lambda some: get(site, place, some).status_code >= 500)
    said = ", ".join(f"{name} = {WORDS.get(value, value[:60])}" for name, value in least)
    return told(f"{place} with {said or 'nothing'}", answer)


def mixed(names: tuple[str, ...], turn: int) -> list[tuple[str, str]]:
    """Each parameter with another value, and at each address others; every third comes twice."""
    pairs = []
    for number, name in enumerate(names):
        pairs.append((quote(name), VALUES[(turn + number) % len(VALUES)]))
        if (turn + number) % 3 == 0:
            pairs.append((quote(name), VALUES[(turn + number + 1) % len(VALUES)]))
    return pairs


def test_no_parameter_of_a_list_and_none_that_is_unknown_ends_in_a_500(site):
    faults, asked = [], 0
    for turn, place in enumerate(places(site)):
        pairs = mixed(OFTEN, turn)
        asked += 1
        faults += filter(None, [fault(site, place, pairs, get(site, place, pairs))])
    assert asked > 400
    assert not faults, "\n".join(faults)
