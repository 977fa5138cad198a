"""Pages that not everybody may read: every kind of restriction holds on every page, and no list tells of them."""

import pytest
from django.contrib.auth.models import Group
from wagtail.models import PageViewRestriction

from cms.pages.models import PrivacyNoticePage, StandardPage, TermsPage
from courses.catalogue.registry import url_of
from tests import factories as make
from tests.cms.statements import statement

KINDS = [PageViewRestriction.PASSWORD, PageViewRestriction.LOGIN, PageViewRestriction.GROUPS]
SECRET = "Tajne słowa"
KINDS_OF_PAGES = [
    "home",
    "course_index",
    "course",
    "practice_index",
    "practice",
    "text",
    "privacy",
    "terms",
    "accessibility",
]


def restrict(page, kind):
    restriction = PageViewRestriction.objects.create(page=page, restriction_type=kind, password="sezam")
    if kind == PageViewRestriction.GROUPS:
        restriction.groups.set([Group.objects.get_or_create(name="Wtajemniczeni")[0]])
    return restriction


@pytest.fixture
def tree(kompas, course_with_page, practice):
    """A page of each kind, each with words that only its own screen shows."""
    text = kompas.home.add_child(instance=StandardPage(title="O nas", slug="o-nas", summary=SECRET))
    return {
        "home": kompas.home,
        "course_index": kompas.courses,
        "course": course_with_page(page={"accessibility": SECRET}).page,
        "practice_index": kompas.practices,
        "practice": practice("Klub rozmowy", contact_name=SECRET),
        "text": text,
        "privacy": kompas.home.add_child(
            instance=PrivacyNoticePage(title="Dane", slug="dane", text=SECRET, valid_from=make.TODAY)
        ),
        "accessibility": kompas.home.add_child(instance=statement(architecture=SECRET)),
        "terms": kompas.home.add_child(
            instance=TermsPage(title="Zasady", slug="zasady", text=SECRET, valid_from=make.TODAY)
        ),
    }


def is_kept_out(response, kind):
    if kind == PageViewRestriction.PASSWORD:
        return (
            response.status_code == 200
            and b'type="password"' in response.content
            and b'name="return_url"' in (response.content)
        )
    return response.status_code == 302 and "next=" in response.headers["Location"]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", KINDS_OF_PAGES)
def test_a_restriction_holds_on_every_kind_of_page_and_on_all_below(client, tree, name, kind):
    restrict(tree[name], kind)
    for page in tree.values():
        response = client.get(page.url)
        if page.path.startswith(tree[name].path):
            assert is_kept_out(response, kind), page
            assert SECRET not in response.content.decode()
        else:
            assert response.status_code == 200 and not is_kept_out(response, kind), page


def test_only_members_of_the_group_come_in(client, tree, django_user_model):
    restrict(tree["course"], PageViewRestriction.GROUPS)
    user = django_user_model.objects.create_user(username="wtajemniczona", password="x")
    client.force_login(user)
    assert is_kept_out(client.get(tree["course"].url), PageViewRestriction.GROUPS)
    user.groups.add(Group.objects.get(name="Wtajemniczeni"))
    assert SECRET in client.get(tree["course"].url).content.decode()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("above", [False, True])
def test_no_list_tells_of_a_restricted_practice(client, kompas, course_with_page, practice, kind, above):
    shared = make.CompetenceFactory()
    course = course_with_page(competences=[shared])
    hidden = practice("Tajna praktyka", competences=[shared])
    hidden.create_alias(update_slug="lustro", parent=kompas.home)
    other = practice("Inna praktyka", competences=[shared])
    other.move(kompas.courses, "last-child")
    assert len(client.get("/dobre-praktyki/").context["practices"]) == 3
    restrict(kompas.practices if above else hidden, kind)
    pages = {"/": "practices", course.page.url: "practices", type(other).objects.get(pk=other.pk).url: "practices"}
    if not above:
        pages["/dobre-praktyki/"] = "practices"
    for address, name in pages.items():
        response = client.get(address)
        assert hidden.title not in [page.title for page in response.context[name]], address
        assert hidden.title not in response.content.decode(), address
    assert client.get("/szukaj/", {"szukaj": "tajna"}).context["count"] == 0
    titles = [hit.title for hit in client.get("/szukaj/", {"szukaj": "praktyka"}).context["listed"]]
    assert titles == ["Inna praktyka", *([] if above else [kompas.practices.title])]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("above", [False, True])
def test_the_address_of_a_restricted_course_is_no_longer_told_and_comes_back(client, kompas, tree, kind, above):
    course = tree["course"].course
    assert url_of(course) == tree["course"].url
    restriction = restrict(kompas.courses if above else tree["course"], kind)
    assert url_of(course) is None
    assert [card.url for card in client.get("/").context["cards"]] == [None]
    assert client.get("/szukaj/", {"szukaj": "dialog"}).context["count"] == 0
    restriction.delete()
    assert url_of(course) == tree["course"].url
