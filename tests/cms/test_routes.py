"""Pages are found in fewer queries than Wagtail's own way takes, and exactly where it finds them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from cms.pages.models import StandardPage

pytestmark = pytest.mark.django_db


@pytest.fixture
def made(course_with_page, practice):
    return course_with_page(), practice(slug="klub")


def status(client, url):
    return client.get(url).status_code


def test_a_page_that_is_not_published_is_not_found(client, made):
    for page in (made[0].page, made[1]):
        assert status(client, page.url) == 200
        page.unpublish()
        assert status(client, page.url) == 404


@pytest.mark.parametrize("restricted", ["the page", "the list above it", "the front page"])
def test_a_page_behind_a_password_asks_for_it(client, made, kompas, restricted):
    for page, listed in ((made[0].page, kompas.courses), (made[1], kompas.practices)):
        place = {"the page": page, "the list above it": listed, "the front page": kompas.home}[restricted]
        restriction = PageViewRestriction.objects.create(
            page=place, restriction_type=PageViewRestriction.PASSWORD, password="tajne"
        )
        asked = client.get(page.url)
        assert asked.template_name == "wagtailcore/password_required.html"
        assert page.title not in asked.content.decode()
        restriction.delete()
        assert page.title in client.get(page.url).content.decode()


def test_a_page_of_text_below_a_list_is_found_and_what_is_not_there_is_not(client, made, kompas):
    text = kompas.courses.add_child(instance=StandardPage(title="Regulamin kursów", slug="regulamin"))
    below = text.add_child(instance=StandardPage(title="Załącznik", slug="zalacznik"))
    for page in (text, below):
        assert page.title in client.get(page.url).content.decode()
    for nowhere in ("nie-ma/", "regulamin/nie-ma/", f"{made[0].page.slug}/nie-ma/"):
        assert status(client, kompas.courses.url + nowhere) == 404
    assert status(client, f"{kompas.home.url}nie-ma/regulamin/") == 404


def test_a_course_is_not_found_below_another_list(client, made, kompas):
    assert status(client, f"{kompas.practices.url}{made[0].page.slug}/") == 404
    assert status(client, f"{kompas.courses.url}{made[1].slug}/") == 404


def test_the_page_of_a_course_comes_with_its_course_and_image(client, made):
    url = made[0].page.url
    client.get(url)
    with CaptureQueriesContext(connection) as asked:
        assert status(client, url) == 200
    found = [query["sql"] for query in asked if 'FROM "kompas_pages_' in query["sql"]]
    # The front page in whole, and the page itself; the list above it says nothing here.
    assert [sql.split('FROM "')[1].split('"')[0] for sql in found][:2] == [
        "kompas_pages_homepage",
        "kompas_pages_coursepage",
    ]
    assert not [query for query in asked if 'FROM "kompas_courses_course" WHERE' in query["sql"]]
