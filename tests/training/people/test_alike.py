"""What is offered for a name that nobody knows."""

from datetime import date

from tests import factories as make
from training.people.models import Organisation
from training.people.queries import Directory
from training.people.rules import Alike, likeness

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


def test_the_most_alike_comes_first_and_nothing_below_the_share_comes_at_all():
    alike = Alike(["tomaszowski", "tomaszow", "zamojski", "tomaszowski"])
    assert alike.nearest("tomaszowsky", most=5, least=0.5) == ["tomaszowski", "tomaszow"]
    assert alike.nearest("tomaszowsky", most=1, least=0.5) == ["tomaszowski"]
    assert alike.nearest("", most=5, least=0.5) == []
    assert likeness("chelm", "chelm") == 1
