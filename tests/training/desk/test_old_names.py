"""Names of an older version of the framework say so, where they stand beside those in force."""

from datetime import date

import pytest
from django.urls import reverse

from tests import factories as make
from tests.training.assessments.shapes import assessed
from tests.training.assessments.versions import SECOND, counterpart, draft_of, publish, published, removed, rename
from training.desk.queries import development, team
from training.desk.sheets import team_xlsx
from training.kernel import time
from training.kernel.sheets import read_xlsx

pytestmark = pytest.mark.django_db
DAY = date(2025, 12, 2)
SAYS_SO = "do wersji 1 ram"


@pytest.fixture
def world():
    """Somebody whose post requires a competence that was renamed and one that ended, and who holds a third that did."""
    renamed, ended, held = published(3)
    office = make.OrganisationFactory()
    who = make.person(user=make.user())
    make.EmploymentFactory(person=who, organisation=office, position=make.PositionFactory())
    make.RoleProfileFactory(
        framework=renamed.framework, positions=[make.PositionFactory()], requirements={renamed: 3, ended: 2}
    )
    for competence in (renamed, ended, held):
        assessed(who, competence, 1, DAY)
    draft = draft_of(renamed)
    rename(counterpart(draft, renamed), "Nowa nazwa")
    for gone in (ended, held):
        removed(draft, gone)
    publish(draft)
    return who, office, ended, held


def test_my_development_says_up_to_which_version_a_competence_was(client, world):
    who, _office, ended, _held = world
    client.force_login(who.user)
    page = client.get(reverse("kompas_training:my_development"))
    said_of = {row["gap"].competence.name: row["version"] for row in page.context["rows"]}
    assert said_of == {"Nowa nazwa": "", ended.name: SAYS_SO}
    assert [row["version"] for row in page.context["others"]] == [SAYS_SO]
    assert page.content.decode().count(SAYS_SO) == 2
    # On a day when the first version was in force nothing is old.
    assert not development(who, SECOND.date().replace(day=1)).ended


def test_the_team_map_and_its_workbook_say_it_too(world):
    _who, office, ended, _held = world
    shown = team(office, time.today())
    names = [shown.name_of(competence) for competence in shown.competences]
    assert names == ["Nowa nazwa", f"{ended.name} ({SAYS_SO})"]
    assert any(SAYS_SO in str(value) for value in next(iter(read_xlsx(team_xlsx(shown)))))


def test_the_report_of_a_past_day_says_which_version_its_names_are_of(client, world):
    client.force_login(make.user(is_superuser=True))
    for on, is_said in (("2025-12-31", True), ("2026-11-01", False)):
        for address in (
            reverse("kompas_growth_report") + f"?on={on}&since=2025-01-31",
            reverse("kompas_growth_people") + f"?on={on}&since=2025-01-31&by=position&key=all",
        ):
            page = client.get(address).content.decode()
            assert ("Nazwy kompetencji pochodzą z wersji obowiązującej w dniu 31 grudnia 2025" in page) == is_said
