"""What a request brings is cleaned in one place, with the middleware of the site or without it."""

import pytest
from django.core.exceptions import BadRequest
from django.http import Http404, HttpResponse
from django.test import RequestFactory
from django.urls import reverse
from wagtail.models import Workflow

from tests import factories as make
from tests.walk.steps import addresses
from training.kernel.input_text import LONGEST_IN_AN_ADDRESS, clean_text, number_of
from training.ui.requests import CleanRequests, check_fall, with_clean_request

factory = RequestFactory()


def seen_by_a_view(request, **captured):
    """The GET and POST that a view of ours gets."""
    seen = {}

    def view(request, **kwargs):
        seen.update(GET=request.GET, POST=request.POST, kwargs=kwargs)
        return HttpResponse()

    with_clean_request(view)(request, **captured)
    return seen


@pytest.mark.parametrize("text", ["", " ", "²", "٣", "①", "-1", "+1", "1.0", "1e3", "NaN", "9" * 19, "9" * 5000, None])
def test_what_is_no_key_is_none(text):
    assert number_of(text) is None


@pytest.mark.parametrize(("text", "number"), [("0", 0), (" 17 ", 17), ("007", 7), (str(2**63 - 1), 2**63 - 1)])
def test_a_key_is_ascii_digits_that_a_database_keeps(text, number):
    assert number_of(text) == number


def test_a_number_may_have_a_ceiling_of_its_own():
    assert number_of("100", most=99) is None


def test_text_keeps_its_lines_and_loses_what_no_keyboard_types():
    assert clean_text("a\x00b\r\n\tc\x1b\ud800ą") == "ab\r\n\tcą"


def test_a_view_never_sees_nul_in_an_address_or_a_form():
    seen = seen_by_a_view(factory.post("/?q=a%00b&%00c=1&q=d", {"name": "Anna\x00", "other": ["x\x00", "y"]}))
    assert dict(seen["GET"].lists()) == {
        "q": ["ab", "d"],
        "c": ["1"],
    }
    assert dict(seen["POST"].lists()) == {"name": ["Anna"], "other": ["x", "y"]}


def test_a_value_of_an_address_is_cut_and_a_text_of_a_form_is_not():
    long = "a" * (LONGEST_IN_AN_ADDRESS + 1)
    seen = seen_by_a_view(factory.post(f"/?q={long}", {"text": long}))
    assert seen["GET"]["q"] == long[:-1]
    assert seen["POST"]["text"] == long


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("/admin/", "/admin/"),
        ("https://example.org/x", "https://example.org/x"),
        ("abc", ""),
        ("-1", ""),
        ('{"a":', ""),
        ("\x00/admin/", "/admin/"),
    ],
)
def test_where_to_go_afterwards_is_an_address_or_nothing(typed, kept):
    """Django would look for a view of that name, and fall."""
    seen = seen_by_a_view(factory.post("/", {"next": typed}, query_params={"next": typed}))
    assert seen["POST"]["next"] == seen["GET"]["next"] == kept


def test_what_is_clean_stays_what_django_made_of_it():
    request = factory.get("/?q=a&q=b")
    given = request.GET
    assert seen_by_a_view(request)["GET"] is given


@pytest.mark.parametrize(
    "captured", [{"pk": 2**63}, {"pk": 10**4000}, {"token": "a\x00"}, {"slug": "\ud800"}, {"pk": "9" * 5000}]
)
def test_a_key_that_no_database_keeps_is_not_found(captured):
    with pytest.raises(Http404):
        seen_by_a_view(factory.get("/"), **captured)


def test_an_address_with_nul_is_not_looked_up_by_anything_behind_the_middleware():
    def fails(request):
        raise AssertionError("asked")

    with pytest.raises(Http404):
        CleanRequests(fails)(factory.get("/kursy%00/"))


@pytest.mark.django_db
def test_a_page_that_a_list_of_wagtails_does_not_have_is_not_found(client):
    """They fall over it when it is not the first: the pages of a workflow."""
    client.force_login(make.superuser())
    address = reverse("wagtailadmin_workflows:edit", args=[Workflow.objects.first().pk])
    assert client.get(address, {"p": "1"}).status_code == 200
    assert client.get(address, {"p": "7"}).status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize(
    "name", ["wagtailadmin_choose_page_external_link", "wagtailredirects:process_import", "wagtailadmin_pages:copy"]
)
def test_what_wagtails_own_forms_always_send_and_nobody_sent_is_a_bad_request(client, pages, name):
    client.force_login(make.superuser())
    args = [pages.get_children().first().pk] if name == "wagtailadmin_pages:copy" else []
    answer = client.post(reverse(name, args=args), {"new_title": "X", "new_slug": "x"})
    assert answer.status_code == 400


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "query"),
    [
        ("kompas_edition:index", {"county": "1" + "0" * 30}),
        ("wagtailadmin_explore_root", {"owner": "9223372036854775808"}),
        ("wagtailadmin_reports:site_history", {"timestamp_from": "0001-01-01"}),
        ("wagtailadmin_choose_page_phone_link", {"parent_page_id": "x"}),
        ("wagtailadmin_choose_page_chosen_multiple", {"id": "x"}),
    ],
)
def test_a_number_or_a_day_beyond_what_can_be_held_is_no_fault(client, name, query):
    client.force_login(make.superuser())
    # PostgreSQL finds nothing where SQLite cannot look.
    assert client.get(reverse(name), query).status_code in (200, 400)


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["abc", "²", "2100-12-31", "987654321"])
def test_what_is_no_key_in_a_picker_of_wagtails_is_no_fault(client, pages, typed):
    client.force_login(make.superuser())
    answer = client.post(reverse("wagtailredirects:add"), {"old_path": "/a", "redirect_page": typed})
    assert answer.status_code == (200 if typed == "987654321" else 400)
    copied = reverse("wagtailadmin_pages:copy", args=[pages.get_children().first().pk])
    answer = client.post(copied, {"new_title": "X", "new_slug": "x", "new_parent_page": typed})
    assert answer.status_code == 400


@pytest.mark.parametrize(
    "exception",
    [
        ValueError("Field 'id' expected a number but got 'abc'."),
        # How many blocks a stream of a page has.
        ValueError("invalid literal for int() with base 10: 'abc'"),
    ],
)
def test_a_number_that_nobody_sent_is_a_fault_of_ours(exception):
    assert check_fall(factory.post("/?a=1", {"b": "c"}), exception) is None
    with pytest.raises(BadRequest):
        check_fall(factory.post("/", {"b": "abc"}), exception)


def test_a_fall_of_our_own_stays_one():
    for exception in (KeyError("a"), AttributeError("a"), RecursionError(), OverflowError()):
        assert check_fall(factory.get("/"), exception) is None


def test_all_of_our_addresses_clean_by_themselves_also_in_a_site_without_the_middleware():
    raw = [
        name
        for name, _route, view in addresses()
        if name.startswith("kompas") and not name.startswith("kompas_site") and not hasattr(view, "cleans_request")
    ]
    assert not raw, f"Give these a clean request (training.ui.requests): {sorted(raw)}"
