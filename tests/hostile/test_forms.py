"""No field of a form ends in a 500, at any address of the site and the admin.

The forms are those that stand in the pages, filled as somebody would.  Each
comes with everything wrong at once; then with what its fields let through of
it, so that nothing is refused before it reaches the rules and the database.
"""

from urllib.parse import urljoin

import pytest

from tests.hostile.asked import asked_names, read_bodies
from tests.hostile.formed import Written, fields_of, layers, made_forms, meant, written, wrong
from tests.hostile.places import Place, places
from tests.hostile.steps import MARKS, culprits, report_of
from tests.hostile.values import EVERYTHING
from tests.walk.steps import ask

pytestmark = [*MARKS, pytest.mark.slow]
EVERY = list(EVERYTHING.values())


def send(site, place: Place, form: Written, data: dict):
    return ask(site.clients[place.role], "POST", urljoin(place.url, form.action), data)


def fault(site, place: Place, form: Written, usual: dict, pairs: list[tuple[str, object]]) -> str | None:
    """Which of the fields it was, when the answer is a fault."""
    answer = send(site, place, form, {**usual, **dict(pairs)})
    if answer.status_code < 500:
        return None
    least = culprits(pairs, lambda some: send(site, place, form, {**usual, **dict(some)}).status_code >= 500)
    return report_of(f"{place} with {[(name, str(value)[:40]) for name, value in least]}", answer)


@pytest.fixture(scope="module")
def screens(site) -> list[tuple[Place, Written, dict]]:
    """Each form of each address that opens, and its fields; those of adding and editing once, where they differ."""
    forms, met = [], set()
    for place in places(site):
        with made_forms() as made:
            answer = ask(site.clients[place.role], "GET", f"{place.url}?{place.query}")
        if answer.status_code != 200 or answer.streaming or b"<form" not in answer.content:
            continue
        fields = fields_of(made)
        for form in written(answer.content.decode()):
            names = sorted((set(form.values) | form.files) - {"csrfmiddlewaretoken"})
            key = (place.name, form.action.partition("?")[0], tuple(names))
            if key not in met:
                met.add(key)
                forms.append((place, form, {name: fields.get(name, ("", None))[1] for name in names}))
    return forms


def test_no_field_of_a_form_ends_in_a_500(site, screens):
    faults = []
    for turn, (place, form, fields) in enumerate(screens):
        usual = {name: meant(name, form, each) for name, each in fields.items() if name not in form.files}
        usual = {name: values for name, values in usual.items() if values}
        pairs = [(name, EVERY[(turn * 7 + number) % len(EVERY)]) for number, name in enumerate(fields)]
        let_through, fell = layers(fields, lambda name, each, form=form: wrong(name, form, each), most=1, turn=turn)
        faults += [f"{place}: {fault_text}" for fault_text in fell]
        for some in (pairs, *([(name, value) for name, (_what, value) in layer.items()] for layer in let_through)):
            faults += filter(None, [fault(site, place, form, usual, some)])
    assert len(screens) > 100
    assert not faults, "\n".join(faults)


@pytest.fixture(scope="module")
def taking(site) -> list[tuple[Place, list[str]]]:
    """Addresses that take what is sent, once for each answer of theirs; and the fields that they ask for."""
    forms, faults, met = [], [], set()
    for place in places(site):
        with asked_names() as names:
            answer = ask(site.clients[place.role], "POST", place.url)
        if answer.status_code >= 500:
            faults.append(report_of(f"{place} with nothing", answer))
        key = (place.name, answer.status_code, tuple(sorted(names)))
        if answer.status_code not in (403, 404, 405) and key not in met:
            met.add(key)
            forms.append((place, sorted(names)))
    assert len(forms) > 80
    assert not faults, "\n".join(faults)
    return forms


def test_nothing_that_is_sent_to_an_address_without_a_form_ends_in_a_500(site, taking):
    """Buttons, programs, and what somebody makes up: fields are seen being asked for."""
    faults = []
    for turn, (place, names) in enumerate(taking):
        data = {name: EVERY[(turn * 7 + number) % len(EVERY)] for number, name in enumerate(names)}
        answer = ask(site.clients[place.role], "POST", place.url, data) if names else None
        if answer is not None and answer.status_code >= 500:
            faults.append(report_of(f"{place} with {names}", answer))
    assert not faults, "\n".join(faults)


# As programs send them: the body, and what it says it is.
JSON = [
    ("[" * 100_000, "application/json"),
    ('{"entries": ', "application/json"),
    (b"\xff\xfe={}", "application/json"),
    ('{"entries": null, "undo": 1e400}', "application/json"),
]
BODIES = [
    (b"\xff\xfe={}", "application/x-www-form-urlencoded"),
    (b"--x\r\n", "multipart/form-data"),
    (b"--x\r\nContent-Disposition: form-data; name=a; filename=\r\n\r\n", "multipart/form-data; boundary=x"),
    ("&".join(f"a{number}=1" for number in range(1200)), "application/x-www-form-urlencoded"),
]


def test_no_body_of_a_message_ends_in_a_500(site, taking):
    faults, reading = [], 0
    for turn, (place, _names) in enumerate(taking):
        with read_bodies() as read:
            fell = [fault_of_body(site, place, *JSON[0])]
        # The others are for those who look at them.
        reading += bool(read)
        for body, kind in (*(JSON[1:] if read else ()), BODIES[turn % len(BODIES)]):
            fell.append(fault_of_body(site, place, body, kind))
        faults += filter(None, fell)
    assert not faults, "\n".join(faults)
    # Taps of a roster, and what Wagtail's own program does with a page.
    assert reading > 1


def fault_of_body(site, place: Place, body: str | bytes, kind: str) -> str | None:
    answer = ask(site.clients[place.role], "POST", place.url, body, kind)
    return report_of(f"{place} with {body[:30]!r} as {kind}", answer) if answer.status_code >= 500 else None
