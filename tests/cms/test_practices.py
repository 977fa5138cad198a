"""Good practices: found by filters, leading to courses, at the same cost."""

import json
from datetime import timedelta

import pytest

from tests import factories as make
from tests.cms.materials import TEXT, picture
from tests.sanity import faults_of


def test_practices_are_filtered_by_domain_competence_and_words(client, kompas, practice):
    management = kompas.framework.domains.get(code="D2")
    talking = make.CompetenceFactory(framework=kompas.framework, code="K1", name_pl="Rozmowa")
    leading = make.CompetenceFactory(framework=kompas.framework, code="K2", name_pl="Kierowanie", domain=management)
    practice("Klub seniora", competences=[talking], organisation=make.organisation(name="Dom w Łęcznej"))
    practice("Narady na stojąco", competences=[leading, talking])
    practice("Szkic").unpublish()

    def titles(**query):
        return [page.title for page in client.get("/dobre-praktyki/", query).context["practices"]]

    assert titles() == ["Narady na stojąco", "Klub seniora"]
    assert titles(obszar="D2") == ["Narady na stojąco"]
    assert titles(kompetencja="K1") == ["Narady na stojąco", "Klub seniora"]
    assert titles(szukaj="lecznej") == ["Klub seniora"]
    assert titles(szukaj="kierowanie") == ["Narady na stojąco"]
    assert titles(szukaj="nic-takiego") == []


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_of_practices_costs_the_same_at_any_length(client, practice, rows, django_assert_num_queries):
    for number in range(rows):
        practice(f"Praktyka {number}", competences=[make.CompetenceFactory()], organisation=make.organisation())
    client.get("/dobre-praktyki/")
    with django_assert_num_queries(13):
        assert client.get("/dobre-praktyki/").context["count"] == rows


def test_a_practice_leads_to_courses_on_the_same_competences(client, course_with_page, practice):
    shared = make.CompetenceFactory()
    made = course_with_page("Mediacje", competences=[shared])
    course_with_page("Pierwsza pomoc")
    closed = course_with_page(
        "Zamknięte",
        competences=[shared],
        meeting={"starts_at": make.NOW + timedelta(days=2)},
        recruitment={"closes_at": make.NOW - timedelta(hours=1)},
    )
    page = practice("Narady", competences=[shared], body=json.dumps([TEXT]), contact_name="Jan Lis")
    response = client.get(page.url)
    assert [card.edition for card in response.context["cards"]] == [made.edition, closed.edition]
    assert "Jan Lis" in response.content.decode()
    assert faults_of(response.content.decode()) == []


@pytest.mark.parametrize("rows", [1, 3])
def test_a_practice_costs_the_same_with_any_number_of_courses(
    client, course_with_page, practice, rows, django_assert_num_queries
):
    shared = make.CompetenceFactory()
    for number in range(rows):
        course_with_page(f"Mediacje {number}", competences=[shared])
        practice(f"Inna {number}", competences=[shared], image=picture())
    page = practice("Narady", competences=[shared], image=picture(), organisation=make.organisation())
    client.get(page.url)
    with django_assert_num_queries(13):
        response = client.get(page.url)
    assert (len(response.context["cards"]), len(response.context["practices"])) == (rows, rows)
