"""Our pages as machines meet them: Wagtail's API and its search backend."""

import json

import pytest
from django.core.management import call_command
from wagtail.models import Page, PageViewRestriction

from cms.pages.models import CourseIndexPage, CoursePage, HomePage, PracticePage, StandardPage
from tests import factories as make
from tests.cms.materials import TEXT, picture


@pytest.fixture
def with_api(settings):
    settings.ROOT_URLCONF = "tests.cms.api_urls"


@pytest.fixture
def full(kompas, course_with_page, practice):
    competence = make.CompetenceFactory(name_pl="Rozmowa", name_en="Talking")
    made = course_with_page(
        competences=[competence],
        page={"provided": "Obiad", "accessibility": "Pętla indukcyjna", "materials": json.dumps([TEXT])},
    )
    made.page.image = picture()
    made.page.save()
    office = make.organisation(name="Ośrodek w Bychawie")
    club = practice(
        "Klub seniora", competences=[competence], organisation=office, contact_email="ewa@example.org", body="[]"
    )
    kompas.courses.lead = "Zapraszamy na warsztaty."
    kompas.courses.save()
    text = kompas.home.add_child(instance=StandardPage(title="O nas", slug="o-nas", summary="Kim jesteśmy."))
    return {"course": made.page, "practice": club, "index": kompas.courses, "text": text, "home": kompas.home}


def asked(client, page):
    response = client.get(f"/api/v2/pages/{page.pk}/")
    assert response.status_code == 200, response.content
    return response.json()


def test_the_api_tells_what_a_course_page_shows(client, with_api, full):
    page = full["course"]
    told = asked(client, page)
    assert told["course"] == {
        "id": page.course.pk,
        "code": page.course.code,
        "title": "Dialog motywujący",
        "summary": "Rozmowa, która zmienia.",
        "audience": "Pracownicy socjalni",
        "language": "pl",
    }
    assert (told["provided"], told["accessibility"], told["image"]["id"]) == (
        "Obiad",
        "Pętla indukcyjna",
        page.image_id,
    )
    assert [part["type"] for part in told["materials"]] == ["text"]
    assert "search_text" not in told


def test_the_api_tells_what_a_practice_shows_and_not_whom_to_write_to(client, with_api, full):
    page = full["practice"]
    told = asked(client, page)
    assert told["summary"] == "Spotkania, które wyciągają z domu."
    assert told["organisation"] == {"id": page.organisation_id, "name": "Ośrodek w Bychawie"}
    assert [competence["name"] for competence in told["competences"]] == ["Rozmowa"]
    assert "ewa@example.org" not in json.dumps(told)


def test_the_api_tells_the_other_pages_too(client, with_api, full):
    assert asked(client, full["index"])["lead"] == "Zapraszamy na warsztaty."
    assert asked(client, full["text"])["summary"] == "Kim jesteśmy."
    assert asked(client, full["home"])["hero_title"] == ""


def test_the_api_lists_pages_by_kind_and_leaves_out_the_restricted(client, with_api, full):
    address = "/api/v2/pages/?type=kompas_pages.CoursePage&fields=course,provided"
    (told,) = client.get(address).json()["items"]
    assert (told["course"]["title"], told["provided"]) == ("Dialog motywujący", "Obiad")
    PageViewRestriction.objects.create(page=full["index"], restriction_type=PageViewRestriction.LOGIN)
    assert client.get(address).json()["items"] == []
    assert client.get(f"/api/v2/pages/{full['course'].pk}/").status_code == 404


@pytest.mark.parametrize(
    ("model", "typed", "name"),
    [
        (CoursePage, "indukcyjna", "course"),
        (CoursePage, "Zeszyt", "course"),
        (CoursePage, "motywujący", "course"),
        (PracticePage, "wyciągają", "practice"),
        (PracticePage, "Bychawie", "practice"),
        (CourseIndexPage, "warsztaty", "index"),
        (StandardPage, "jesteśmy", "text"),
        (Page, "indukcyjna", "course"),
    ],
)
def test_wagtails_search_finds_our_pages_by_their_own_words(full, model, typed, name):
    call_command("update_index", verbosity=0)
    assert [page.pk for page in model.objects.search(typed)] == [full[name].pk]


def test_wagtails_search_can_be_narrowed_by_what_a_page_is_about(full):
    call_command("update_index", verbosity=0)
    course = full["course"].course
    assert [page.pk for page in CoursePage.objects.filter(course=course).search("Obiad")] == [full["course"].pk]
    assert list(CoursePage.objects.exclude(course=course).search("Obiad")) == []
    assert list(HomePage.objects.search("Obiad")) == []
