"""How floors give each other things, and how a test sees only those that it means."""

import pytest

from training.kernel.registry import Registry


@pytest.fixture
def things():
    registry: Registry[str] = Registry("things")
    for name in ("first", "second", "third"):
        registry.register(name, name[0])
    return registry


def test_a_registry_keeps_its_order_and_replaces_by_name():
    things: Registry[str] = Registry("things")
    things.register("late", "c", order=90)
    things.register("early", "a", order=10)
    things.register("middle", "old")
    things.register("middle", "b", order=50)
    assert list(things) == ["a", "b", "c"]
    assert things["middle"] == "b"
    assert "nothing" not in things


def test_a_registry_takes_functions_as_a_decorator():
    things: Registry = Registry("things")

    @things.add("answer", order=1)
    def answer():
        return 1

    assert things["answer"] is answer


def test_only_shows_what_is_named_and_the_end_brings_all_back(things):
    with things.only("second") as inside:
        assert inside is things
        assert list(things) == ["s"]
        assert "first" not in things
    assert list(things) == ["f", "s", "t"]


def test_only_without_names_is_an_empty_registry(things):
    with things.only():
        assert list(things) == []


def test_without_hides_what_is_named(things):
    with things.without("second", "third"):
        assert list(things) == ["f"]
    assert list(things) == ["f", "s", "t"]


def test_without_names_nothing_is_hidden(things):
    with things.without():
        assert list(things) == ["f", "s", "t"]


@pytest.mark.parametrize("narrow", [Registry.only, Registry.without])
def test_what_is_registered_or_replaced_inside_is_gone_at_the_end(things, narrow):
    with narrow(things):
        things.register("fourth", "4")
        things.register("first", "1")
        assert things["fourth"] == "4" and things["first"] == "1"
    assert "fourth" not in things
    assert things["first"] == "f"


@pytest.mark.parametrize("narrow", [Registry.only, Registry.without])
def test_a_name_that_is_not_registered_is_a_mistake_of_the_test(things, narrow):
    with pytest.raises(KeyError, match="secnod"), narrow(things, "secnod"):
        raise AssertionError("never inside")
    assert list(things) == ["f", "s", "t"]


@pytest.mark.parametrize("narrow", [Registry.only, Registry.without])
def test_all_is_back_also_after_a_failure(things, narrow):
    with pytest.raises(ZeroDivisionError), narrow(things):
        things.register("fourth", "4")
        raise ZeroDivisionError
    assert list(things) == ["f", "s", "t"]


def test_one_inside_another_ends_in_its_own_turn(things):
    with things.without("first"):
        with things.only("second"):
            assert list(things) == ["s"]
        assert list(things) == ["s", "t"]
    assert list(things) == ["f", "s", "t"]
