"""No value in the gap of an address ends in a 500: front and admin, ours and Wagtail's.

The addresses are those of the resolver, the values ``values.py``.
"""

from tests.hostile.places import GAP, filled, keys_of, routes
from tests.hostile.steps import MARKS, report_of
from tests.hostile.values import VALUES
from tests.walk.steps import ask

pytestmark = MARKS


def fits(converter: str, value: str) -> bool:
    """A gap for a number lets only digits through; others let pass, or not, for themselves."""
    return converter != "int" or value.isdigit()


def hostile(route: str, keys: list[str]) -> list[tuple[str, str]]:
    """The address with each value in each of its gaps, real objects in the others; and with it in all of them."""
    converters, paths = [converter for converter, _name in GAP.findall(route)], []
    for what, value in VALUES.items():
        fitting = [at for at, converter in enumerate(converters) if fits(converter, value)]
        for at in fitting:
            paths.append((f"{what} in gap {at + 1}", filled(route, [*keys[:at], value, *keys[at + 1 :]])))
        if len(fitting) > 1:
            everywhere = [value if at in fitting else key for at, key in enumerate(keys)]
            paths.append((f"{what} in {len(fitting)} gaps", filled(route, everywhere)))
    return paths


def test_no_value_in_a_gap_of_an_address_ends_in_a_500(site):
    faults, gaps = [], 0
    for name, route, _view in routes():
        if "<" not in route:
            continue
        role = "superuser" if route.startswith("admin/") else "manager"
        addresses = hostile(route, keys_of(name, route, site))
        gaps += bool(addresses)
        for what, url in addresses:
            answer = ask(site.clients[role], "GET", url)
            if answer.status_code >= 500:
                faults.append(report_of(f"{name} with {what}", answer))
    assert gaps > 250
    assert not faults, "\n".join(faults)


def test_what_stands_beside_a_hostile_gap_is_real(site):
    """Else the first key that means nothing would answer for all of them."""
    several = {name: route for name, route, _view in routes() if route.count("<") > 1}
    assert len(several) > 20
    for name in ("kompas_courses:verify_person", "wagtailadmin_pages:revisions_view", "wagtailadmin_pages:add"):
        url = filled(several[name], keys_of(name, several[name], site))
        assert ask(site.clients["superuser"], "GET", url).status_code == 200, url
