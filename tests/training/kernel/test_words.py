"""Small parts of the kernel: canonical bytes, states, registries, refusals, limits of attempts."""

import json
from datetime import UTC, date, datetime

import pytest
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from hypothesis import given
from hypothesis import strategies as st

from training.kernel.canonical_json import canonical, fingerprint, sha256
from training.kernel.conf import DEFAULTS, setting, unknown_settings
from training.kernel.refusals import MoveNotAllowed, Refusal
from training.kernel.states import check_move
from training.kernel.time import zone

plain = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(max_size=10),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=12,
)


@given(plain)
def test_canonical_bytes_read_back_as_the_same_value(value):
    assert json.loads(canonical(value)) == value


@given(st.dictionaries(st.text(max_size=5), st.integers(), min_size=2, max_size=6))
def test_the_order_of_keys_does_not_change_the_bytes(value):
    backwards = dict(reversed(list(value.items())))
    assert fingerprint(value) == fingerprint(backwards)


def test_one_moment_has_one_form_whatever_zone_it_was_said_in():
    warsaw = datetime(2026, 7, 1, 12, 0, tzinfo=zone())
    assert canonical(warsaw) == canonical(warsaw.astimezone(UTC)) == b'"2026-07-01T10:00:00.000000Z"'
    assert canonical({"day": date(2026, 7, 1)}) == b'{"day":"2026-07-01"}'


def test_what_has_no_canonical_form_is_not_guessed():
    with pytest.raises(TypeError):
        canonical({"set": {1, 2}})


def test_a_hash_is_of_the_bytes_themselves():
    assert sha256(b"") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


class Light(TextChoices):
    RED = "red", _("red")
    GREEN = "green", _("green")


def test_a_move_outside_the_table_is_refused_and_says_both_words():
    check_move(Light.RED, Light.GREEN, {Light.RED: {Light.GREEN}})
    with pytest.raises(MoveNotAllowed) as refused:
        check_move(Light.GREEN, Light.RED, {Light.RED: {Light.GREEN}})
    assert refused.value.facts == {"old": Light.GREEN.label, "new": Light.RED.label}
    assert str(Light.GREEN.label) in refused.value.sentence


class TooMany(Refusal):
    code = "too_many"
    message = _("At most %(most)d.")


def test_a_refusal_speaks_to_people_and_to_programs():
    refusal = TooMany(most=3)
    assert refusal.sentence == str(refusal) == "At most 3."
    assert refusal.as_problem() == {
        "type": "urn:kompas:refusal:too_many",
        "title": "At most 3.",
        "status": 409,
        "facts": {"most": "3"},
    }


def test_a_setting_that_is_a_table_is_merged_with_its_default(settings):
    settings.KOMPAS = {"ORGANISER": {"short_name": "ROPS w Kielcach"}, "UNKNOWN": 1}
    assert setting("ORGANISER")["short_name"] == "ROPS w Kielcach"
    assert setting("ORGANISER")["phone"] == DEFAULTS["ORGANISER"]["phone"] == ""
    assert unknown_settings() == ["UNKNOWN"]
    with pytest.raises(KeyError):
        setting("NO_SUCH_SETTING")
