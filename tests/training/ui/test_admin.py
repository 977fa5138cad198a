"""Screens in the Wagtail admin: forms go through actions, lists leave in local time, nobody sees what they may not."""

import io
import re
from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.exceptions import ImproperlyConfigured
from django.utils import translation
from openpyxl import load_workbook
from wagtail.models import ModelLogEntry

from tests import factories as make
from tests.html import in_one_line
from tests.training.ui.admin_urls import CountyViewSet
from training.people.models import County
from training.ui.admin import KompasViewSet, PermissionMenuItem
from training.ui.exports import _csv_text, csv_safe, local_value

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.training.ui.admin_urls")]
HOME = "/admin/kompas/test-county/"


@pytest.fixture(autouse=True)
def _english(settings):
    settings.LANGUAGE_CODE = "en"
    CountyViewSet.seen.clear()
    with translation.override("en"):
        yield


@pytest.fixture
def lublin():
    return make.CountyFactory(code="0663", name="Lublin")


def staff(*codenames):
    user = make.UserFactory(first_name="Ewa", last_name="Żak")
    group = Group.objects.create(name="staff")
    group.permissions.set(Permission.objects.filter(codename__in=["access_admin", *codenames]))
    user.groups.add(group)
    return user


@pytest.fixture
def editor(client):
    client.force_login(staff("view_county", "add_county", "change_county", "delete_county"))
    return client


@pytest.fixture
def reader(client):
    client.force_login(staff("view_county"))
    return client


def test_a_form_saves_through_the_action_and_leaves_a_trace(editor):
    answer = editor.post(f"{HOME}new/", {"code": "0610", "name": "łęczyński"})
    assert answer.status_code == 302
    assert CountyViewSet.seen == [("user", "Ewa Żak", None, "łęczyński")]
    county = County.objects.get()
    assert "łęczyński" in editor.get(f"{HOME}history/{county.pk}/").content.decode()


def test_the_action_sees_the_row_as_it_was_before_the_form(editor, lublin):
    editor.post(f"{HOME}edit/{lublin.pk}/", {"code": "0663", "name": "Nowy Lublin"})
    assert CountyViewSet.seen == [("user", "Ewa Żak", "Lublin", "Nowy Lublin")]


def test_a_refusal_stands_beside_its_field_and_takes_everything_back(editor, lublin):
    page = editor.post(f"{HOME}edit/{lublin.pk}/", {"code": "0663", "name": "Zajęty"})
    assert page.status_code == 200
    assert page.context["form"].errors == {"name": ["There is already a county called Zajęty."]}
    assert County.objects.get().name == "Lublin"


def test_a_refusal_without_a_field_stands_at_the_top(editor):
    page = editor.post(f"{HOME}new/", {"code": "0610", "name": "Jutro"})
    assert page.context["form"].non_field_errors() == ["Not today."]
    assert "Not today." in page.content.decode()
    assert not County.objects.exists()


def test_deleting_asks_the_action_too(editor, lublin):
    page = editor.post(f"{HOME}delete/{lublin.pk}/")
    assert page.status_code == 200 and "Not today." in page.content.decode()
    other = make.CountyFactory(code="0610", name="łęczyński")
    assert editor.post(f"{HOME}delete/{other.pk}/").status_code == 302
    assert list(County.objects.all()) == [lublin]


def test_a_verb_has_a_page_that_says_what_will_happen_and_asks_why(editor, lublin):
    county = make.CountyFactory(code="0610", name="łęczyński")
    page = editor.get(f"{HOME}close/{county.pk}/").content.decode()
    assert "It closes for ever." in page and 'name="reason"' in page and "Close the county" in page
    assert editor.post(f"{HOME}close/{county.pk}/", {"reason": ""}).status_code == 200
    assert editor.post(f"{HOME}close/{county.pk}/", {"reason": "merged"}).status_code == 302
    county.refresh_from_db()
    assert county.name == "Ewa Żak: merged"
    # History is the action's: the page writes none, so nothing stands there twice.
    assert not ModelLogEntry.objects.for_instance(county).exists()


def test_a_refused_verb_changes_nothing_and_says_why(editor, lublin):
    page = editor.post(f"{HOME}close/{lublin.pk}/", {"reason": "no"})
    assert page.status_code == 200 and "Not today." in page.content.decode()
    lublin.refresh_from_db()
    assert lublin.name == "Lublin"


def test_a_verb_is_offered_only_where_it_makes_sense(editor, lublin):
    other = make.CountyFactory(code="0610", name="łęczyński")
    assert f"{HOME}close/" not in editor.get(f"{HOME}inspect/{lublin.pk}/").content.decode()
    assert f"{HOME}close/{other.pk}/" in editor.get(f"{HOME}inspect/{other.pk}/").content.decode()
    assert f"{HOME}close/{other.pk}/" in editor.get(HOME).content.decode()


@pytest.mark.parametrize("address", ["new/", "edit/{}/", "delete/{}/", "rename/{}/", "close/{}/"])
def test_who_may_only_look_may_not_change(reader, lublin, address):
    address = HOME + address.format(lublin.pk)
    for answer in (reader.get(address), reader.post(address, {"code": "0663", "name": "Zły", "reason": "x"})):
        assert answer.status_code == 302 and answer["Location"] == "/admin/"
    assert County.objects.get().name == "Lublin"
    assert CountyViewSet.seen == []


def test_who_may_only_look_sees_the_list_without_buttons(reader, lublin):
    page = reader.get(HOME).content.decode()
    assert (
        "Lublin" in page and "Add a county" not in page and f"{HOME}edit/" not in page and f"{HOME}rename/" not in page
    )


def test_entering_the_admin_is_not_enough(client, lublin):
    client.force_login(staff())
    answer = client.get(HOME)
    assert answer.status_code == 302 and answer["Location"] == "/admin/"


@pytest.mark.parametrize("count", [1, 3])
def test_a_list_asks_as_many_questions_for_three_rows_as_for_one(editor, django_assert_num_queries, count):
    for number in range(count):
        make.CountyFactory(code=f"06{number:02}", name=f"powiat {number}")
    editor.get(HOME)  # fills caches of content types and sites
    with django_assert_num_queries(9):
        assert editor.get(HOME).status_code == 200


def test_a_list_leaves_as_a_workbook_named_by_what_it_holds_and_the_day(editor, lublin):
    answer = editor.get(f"{HOME}?export=xlsx")
    assert 'filename="counties-20' in answer["Content-Disposition"]
    worksheet = load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    assert worksheet.title == "Counties"
    rows = list(worksheet.values)
    assert rows == [("Name", "TERYT code", "City with county rights"), ("Lublin", "0663", "yes")]


def test_since_before_our_records_is_an_empty_cell_not_the_year_1900(client):
    make.RoleProfileFactory()
    client.force_login(staff("view_roleprofile"))
    answer = client.get("/admin/kompas/profiles/?export=xlsx")
    headings, row = load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active.values
    assert row[headings.index("From")] is None


def test_a_list_leaves_as_csv_that_excel_reads_and_does_not_run(editor):
    make.CountyFactory(code="0610", name="=HYPERLINK(1)")
    content = b"".join(editor.get(f"{HOME}?export=csv").streaming_content).decode()
    assert content.startswith("\ufeffName;TERYT code")
    assert "'=HYPERLINK(1);0610" in content


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@x", "\t=1", "\r=1"])
def test_a_formula_is_made_harmless(text):
    assert csv_safe(text) == "'" + text
    assert csv_safe("Żak = 1") == "Żak = 1"


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|", "\n", '";"', ", "])
def test_a_formula_behind_any_delimiter_is_made_harmless(delimiter):
    safe = csv_safe(f"Jan{delimiter}=1+1")
    assert "'=1+1" in safe and safe.startswith("Jan")


def test_a_phone_keeps_its_plus_and_a_number_its_comma():
    from decimal import Decimal

    assert [
        _csv_text(value) for value in ("+48 601 234 567", "+48601234567", "+48 601+1", 12.5, Decimal("0.75"), 3)
    ] == [
        "+48 601 234 567",
        "+48601234567",
        "'+48 601+1",
        "12,5",
        "0,75",
        "3",
    ]


def test_a_moment_is_shown_in_local_time():
    with translation.override("pl"):
        assert local_value(datetime(2026, 7, 1, 7, 0, tzinfo=UTC)) == "1 lipca 2026, 09:00"
    assert local_value("x") == "x"


def test_pages_of_wagtail_itself_come_without_our_stylesheet(reader):
    assert "kompas.css" not in reader.get("/admin/account/").content.decode()


def test_a_viewset_that_takes_names_from_its_model_does_not_start():
    class Nameless(KompasViewSet):
        model = County
        name = "kompas_county"

    with pytest.raises(ImproperlyConfigured, match="url_prefix"):
        Nameless()


def test_a_menu_entry_is_shown_to_those_who_may(rf):
    entry = PermissionMenuItem("Counties", "/x/", name="counties", model=County)
    named = PermissionMenuItem("Counties", "/x/", name="counties", permission="kompas_training.view_county")
    may, may_not = rf.get("/"), rf.get("/")
    may.user, may_not.user = staff("view_county"), make.UserFactory()
    assert [entry.is_shown(may), named.is_shown(may)] == [True, True]
    assert [entry.is_shown(may_not), named.is_shown(may_not)] == [False, False]
    with pytest.raises(ImproperlyConfigured):
        PermissionMenuItem("Anybody", "/x/", name="anybody")


def test_an_empty_list_says_so_and_offers_the_first_step(editor):
    page = in_one_line(editor.get(HOME).content.decode())
    assert "There is nothing here yet." in page and "Why not" not in page
    assert f'<p>There is nothing here yet. <a href="{HOME}new/">Add a county</a></p>' in page


def test_a_list_counts_its_rows_without_a_noun_and_begins_headings_with_a_capital(editor, lublin):
    page = editor.get(HOME).content.decode()
    assert "Rows: 1" in page and "1 county" not in page
    editor.get(HOME)  # the columns are shared by every view of the list
    page = editor.get(HOME).content.decode()
    assert re.search(r"<th[^>]*>\s*Where it is\s*<", page) and "where it is" not in page


def test_a_page_of_facts_says_yes_no_and_nothing_in_words(editor, lublin):
    facts = {field["label"]: field["value"] for field in editor.get(f"{HOME}inspect/{lublin.pk}/").context["fields"]}
    assert facts["City with county rights"] == "yes"
    County.objects.update(is_city=False, seat="")
    facts = {field["label"]: field["value"] for field in editor.get(f"{HOME}inspect/{lublin.pk}/").context["fields"]}
    assert (facts["City with county rights"], facts["Seat"]) == ("no", "–")
