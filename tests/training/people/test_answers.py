"""Options and decisions, as text and as objects."""

from datetime import date

import pytest

from training.people.rules import Decision, Option, Verb

DAY = date(2026, 11, 30)


@pytest.mark.parametrize(
    ("text", "option"),
    [
        ("id:5", Option(Verb.CHOOSE, key=5)),
        ("same:7", Option(Verb.SAME, key=7)),
        ("moved:7", Option(Verb.MOVED, key=7)),
        ("row:4", Option(Verb.SAME_AS_ROW, key=4)),
        ("end:2026-11-30", Option(Verb.END, day=DAY)),
        ("stay:2026-11-30", Option(Verb.STAY, day=DAY)),
        ("make", Option(Verb.MAKE)),
        ("skip", Option(Verb.SKIP)),
    ],
)
def test_an_option_is_read_and_written_alike(text, option):
    assert Option.parse(text) == option
    assert str(option) == text


@pytest.mark.parametrize("text", ["", "other", "id", "id:", "id:x", "id:-1", "make:5", "end", "end:soon", "5"])
def test_what_is_no_option_is_refused(text):
    with pytest.raises(ValueError):
        Option.parse(text)


def test_a_decision_is_stored_and_read_back_whole():
    decision = Decision(
        is_skipped=True,
        organisation=Option(Verb.MAKE),
        kind="OPS",
        placed_in=3,
        position=Option(Verb.CHOOSE, key=5),
        county=Option(Verb.KEEP),
        person=Option(Verb.SAME_AS_ROW, key=4),
        hidden=Option(Verb.READ),
        leaver=Option(Verb.END, day=DAY),
        mandates_stay_because="zastępstwo",
    )
    stored = decision.as_json()
    assert stored == {
        "row": "skip",
        "organisation": "make",
        "kind": "OPS",
        "placed_in": 3,
        "position": "id:5",
        "county": "keep",
        "person": "row:4",
        "hidden": "read",
        "leaver": "end:2026-11-30",
        "mandates_stay_because": "zastępstwo",
    }
    assert Decision.of_json(stored) == decision


def test_nothing_decided_is_stored_as_nothing():
    assert Decision().as_json() == {}
    assert Decision.of_json({}) == Decision()
