"""The site map: pages that everybody may read, at the address the site is asked at."""

import re

import pytest
from wagtail.models import PageViewRestriction

from cms.pages.models import StandardPage


@pytest.fixture
def text(kompas):
    return kompas.home.add_child(instance=StandardPage(title="O nas", slug="o-nas"))


def listed(client):
    answer = client.get("/sitemap.xml", headers={"host": "szkolenia.example.pl"})
    assert answer.headers["Content-Type"] == "application/xml"
    return re.findall(r"<loc>(.+?)</loc>", answer.content.decode())


def test_public_pages_are_listed_by_the_address_asked_at(client, kompas, text):
    site = "http://szkolenia.example.pl"
    expected = [f"{site}{page.url}" for page in (kompas.home, kompas.courses, kompas.practices, text)]
    assert sorted(listed(client)) == sorted(expected)


@pytest.mark.parametrize("kind", [PageViewRestriction.PASSWORD, PageViewRestriction.LOGIN])
def test_restricted_pages_drafts_and_mirrors_of_them_are_left_out(client, kompas, text, kind):
    PageViewRestriction.objects.create(page=text, restriction_type=kind, password="sezam")
    text.create_alias(update_slug="kopia", parent=kompas.home)
    kompas.home.add_child(instance=StandardPage(title="Szkic", slug="szkic", live=False))
    assert [address for address in listed(client) if "o-nas" in address or "kopia" in address] == []
    assert len(listed(client)) == 3


def test_robots_are_told_where_it_is(client, db):
    text = client.get("/robots.txt", headers={"host": "szkolenia.example.pl"}).content.decode()
    assert "Sitemap: http://szkolenia.example.pl/sitemap.xml" in text.splitlines()


def test_nothing_can_be_sent_to_it(client, db):
    assert client.post("/sitemap.xml").status_code == 405


@pytest.mark.parametrize("count", [1, 3])
def test_it_asks_the_same_for_one_page_and_for_three(client, kompas, django_assert_num_queries, count):
    for number in range(count):
        kompas.home.add_child(instance=StandardPage(title=f"Strona {number}", slug=f"strona-{number}"))
    client.get("/sitemap.xml")
    with django_assert_num_queries(QUERIES):
        client.get("/sitemap.xml")


# the site; the pages: how many, which, and which are restricted
QUERIES = 4
