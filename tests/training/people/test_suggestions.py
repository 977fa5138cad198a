"""What is offered for a name that nobody knows."""

from datetime import date

import pytest

from tests import factories as make
from training.people.loader import load_dictionaries
from training.people.models import Organisation
from training.people.queries import Directory

ON = date(2026, 11, 23)


def names(organisations):
    return [Organisation.objects.get(pk=pk).name for pk in organisations]


def test_a_misspelt_place_is_offered_with_its_own_kind_first(region):
    offered = names(Directory(ON).organisations_like("GOPS Ulhuwek"))
    assert offered[0] == "Gminny Ośrodek Pomocy Społecznej w Ulhówku"
    assert set(offered) == {offered[0], "Centrum Integracji Społecznej w Ulhówku"}


def test_a_misspelt_kind_still_finds_the_institution_of_the_place(region):
    offered = names(Directory(ON).organisations_like("Gminy Ośrodek Pomocy Społecznej w Ulhówku"))
    assert offered[0] == "Gminny Ośrodek Pomocy Społecznej w Ulhówku"


def test_an_institution_of_another_place_is_not_offered_for_being_of_the_same_kind(region):
    assert Directory(ON).organisations_like("GOPS Chodel") == []


def test_a_name_without_a_kind_is_found_by_its_rare_word(region):
    made = make.OrganisationFactory(name="Fundacja „Tęcza” w Suścu")
    assert Directory(ON).organisations_like("Stowarzyszenie Tęcza") == [made.pk]


def test_posts_and_counties_written_in_another_form_are_offered(region):
    directory = Directory(ON)
    assert directory.positions[directory.positions_like("prac. socjalny")[0]] == "pracownik socjalny"
    assert directory.counties[directory.counties_like("zamojskie")[0]] == "zamojski"


def test_the_nearest_place_comes_first_and_a_place_far_from_it_not_at_all(region):
    for name in ("GOPS Przeworsk", "GOPS Zwierzyniec"):
        make.OrganisationFactory(name=name)
    offered = names(Directory(ON).organisations_like("Zakład Aktywności Zawodowej w Przeorskku"))
    assert offered == ["Zakład Aktywności Zawodowej w Przeorsku", "GOPS Przeworsk"]


def test_a_post_is_found_with_its_words_in_another_order(region):
    directory = Directory(ON)
    assert directory.positions[directory.positions_like("socjalny pracownik")[0]] == "pracownik socjalny"


def test_nothing_is_offered_for_a_post_unlike_all_others(region):
    assert Directory(ON).positions_like("informatyk") == []


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("kier. DPS", "kierownik"),
        ("Dyr. OPS", "dyrektor"),
        ("ter. zaj.", "terapeuta zajęciowy"),
        ("spec. p. socj.", "specjalista pracy socjalnej"),
        ("ref.", "pracownik administracyjny"),
        ("piel.", "pielęgniarka / pielęgniarz"),
    ],
)
def test_an_abbreviated_post_may_be_the_one_that_its_words_begin(db, written, meant):
    load_dictionaries(actor=make.ACTOR)
    directory = Directory(ON)
    assert meant in [directory.positions[pk] for pk in directory.positions_like(written)]
