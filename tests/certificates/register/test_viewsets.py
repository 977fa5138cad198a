"""The register in the admin: who may, what they see, what the actions do."""

import io

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from openpyxl import load_workbook

from certificates.register import actions as register
from certificates.register import files
from certificates.register.models import Certificate, CertificateEvent, Prepared, Series
from tests import factories as make
from training.accounts import registry as roles
from training.kernel import time

pytestmark = pytest.mark.django_db


def signed_in(client, role):
    user = make.user()
    user.groups.add(Group.objects.get(name=roles.GROUPS[role]))
    client.force_login(user)
    return client


@pytest.fixture
def coordinator(client):
    return signed_in(client, roles.COORDINATOR)


def test_the_register_finds_filters_and_shows(coordinator, issued):
    first, second = issued(["Łucja Wiśniewska", "Jan Kos"])
    index = reverse("kompas_certificate:index")
    page = coordinator.get(index).content.decode()
    assert first.number in page and second.number in page
    for query, match, other in (
        ({"q": "wisniewska"}, first, second),
        ({"q": "2/KK"}, second, first),
        ({"q": "dialog kos"}, second, first),
    ):
        page = coordinator.get(index, query).content.decode()
        assert match.name in page
        assert other.name not in page
    assert "Jan Kos" not in coordinator.get(index, {"status": "revoked"}).content.decode()
    inspected = coordinator.get(reverse("kompas_certificate:inspect", args=[first.pk])).content.decode()
    assert first.file_hash in inspected and "manage.py test" in inspected


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_at_any_length(coordinator, issued, django_assert_max_num_queries, count):
    issued([f"Anna Nowak{number}" for number in range(count)])
    coordinator.get(reverse("kompas_certificate:index"))
    with django_assert_max_num_queries(16):
        coordinator.get(reverse("kompas_certificate:index"))


def test_the_register_leaves_as_xlsx_with_real_dates(coordinator, issued):
    issued(["Łucja Wiśniewska"])
    response = coordinator.get(reverse("kompas_certificate:index"), {"export": "xlsx"})
    content = b"".join(response.streaming_content) if response.streaming else response.content
    rows = list(load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True))
    assert rows[1][:2] == ("1/KK/2026", "Łucja Wiśniewska")
    assert rows[1][6].date() == make.TODAY


def test_staff_take_the_document_and_the_history_keeps_it(coordinator, issued):
    (certificate,) = issued()
    response = coordinator.get(reverse("kompas_certificate:document", args=[certificate.pk]))
    assert response.content == files.read(certificate.file_name)
    assert CertificateEvent.objects.filter(event="downloaded").count() == 1


def test_revoking_and_replacing_on_screen(coordinator, issued):
    first, second = issued(["Łucja Wiśniewska", "Jan Kos"])
    url = reverse("kompas_certificate:revoke", args=[first.pk])
    assert coordinator.get(url).status_code == 200
    assert coordinator.post(url, {"reason": ""}).status_code == 200
    first.refresh_from_db()
    assert first.status == "valid"
    coordinator.post(url, {"reason": "Pomyłka."})
    first.refresh_from_db()
    assert (first.status, first.status_reason) == ("revoked", "Pomyłka.")
    url = reverse("kompas_certificate:replace", args=[second.pk])
    response = coordinator.post(url, {"name": "Jan Koss", "reason": "Literówka."})
    new = Certificate.objects.get(replaces=second)
    assert response.url == reverse("kompas_certificate:inspect", args=[new.pk]) and new.name == "Jan Koss"
    # A second time with another name is refused on the form.
    page = coordinator.post(url, {"name": "Jan Kot", "reason": "Literówka."})
    assert page.status_code == 200 and new.number in page.content.decode()


def test_an_edition_is_checked_and_issued_on_one_page(coordinator, closed_course):
    first, second = closed_course(["Łucja Wiśniewska", "Jan Kos"])
    url = reverse("kompas_prepared:edition", args=[first.enrolment.edition_id])
    assert coordinator.get(url).status_code == 200
    bad = coordinator.post(
        url,
        {"do": "check", "checked": [first.pk, second.pk], f"name-{first.pk}": "Łucja Żak", f"name-{second.pk}": " "},
    )
    assert bad.status_code == 422 and 'aria-invalid="true"' in bad.content.decode()
    assert list(Prepared.objects.order_by("pk").values_list("name", "state")) == [
        ("Łucja Żak", "checked"),
        ("Jan Kos", "prepared"),
    ]
    coordinator.post(url, {"do": "issue"})
    assert list(Certificate.objects.values_list("name", flat=True)) == ["Łucja Żak"]
    coordinator.post(url, {"do": "check", "checked": [second.pk], f"name-{second.pk}": "Jan Kos"})
    coordinator.post(url, {"do": "issue"})
    assert set(Certificate.objects.values_list("name", "ordinal")) == {("Łucja Żak", 1), ("Jan Kos", 2)}
    page = coordinator.get(url).content.decode()
    assert 'name="do"' not in page


def edition_page(prepared):
    return reverse("kompas_prepared:edition", args=[prepared.enrolment.edition_id])


def test_a_name_that_was_just_typed_is_shown_once_more_before_it_is_frozen(coordinator, checked):
    first, second = checked(["Łucja Wiśniewska", "Jan Kos"])
    sent = {
        "do": "issue",
        "checked": [first.pk, second.pk],
        f"name-{first.pk}": "Łucja Wiśniewska-Żak",
        f"seen-{first.pk}": "Łucja Wiśniewska",
        f"name-{second.pk}": "Jan Kos",
        f"seen-{second.pk}": "Jan Kos",
    }
    page = coordinator.post(edition_page(first), sent, follow=True).content.decode()
    assert "niczego jeszcze nie wydano" in page and not Certificate.objects.exists()
    sent[f"seen-{first.pk}"] = "Łucja Wiśniewska-Żak"
    coordinator.post(edition_page(first), sent)
    assert set(Certificate.objects.values_list("name", flat=True)) == {"Łucja Wiśniewska-Żak", "Jan Kos"}


def test_nobody_overwrites_a_correction_they_have_not_seen(coordinator, closed_course):
    (prepared,) = closed_course(["Anna Nowk"])
    register.check_name(prepared=prepared, name="Anna Nowak", actor=make.ACTOR)
    stale = {"do": "check", "checked": [prepared.pk], f"name-{prepared.pk}": "Anna Nowk"}
    page = coordinator.post(edition_page(prepared), {**stale, f"seen-{prepared.pk}": "Anna Nowk"})
    assert page.status_code == 422 and "zmieniono to imię i nazwisko na „Anna Nowak”" in page.content.decode()
    prepared.refresh_from_db()
    assert prepared.name == "Anna Nowak"
    # The page now says what is saved; whoever insists has seen it.
    assert f'name="seen-{prepared.pk}" value="Anna Nowak"' in page.content.decode()


def test_one_that_cannot_be_printed_keeps_no_other_from_being_issued(coordinator, checked):
    first, _second = checked(["Anna Nowak", "Jan Kos"])
    # As an older version, or an import, might have left it.
    Prepared.objects.filter(pk=first.pk).update(name="Anna 李")
    page = coordinator.post(edition_page(first), {"do": "issue"})
    assert page.status_code == 422 and "李 nie da się wydrukować" in page.content.decode()
    assert list(Certificate.objects.values_list("name", "ordinal")) == [("Jan Kos", 1)]
    bad = {"do": "check", "checked": [first.pk], f"name-{first.pk}": "Anna 王", f"seen-{first.pk}": "Anna 李"}
    assert coordinator.post(edition_page(first), bad).status_code == 422


def test_issuing_that_stops_says_so_and_goes_on_later(coordinator, checked, monkeypatch):
    first, *_others = checked(["Anna Nowak", "Jan Kos", "Ewa Lis"])
    whole, calls = files.store, []

    def full_disk(*args, **kwargs):
        calls.append(args)
        if len(calls) == 2:
            raise OSError("No space left on device")
        return whole(*args, **kwargs)

    with monkeypatch.context() as broken:
        broken.setattr(files, "store", full_disk)
        page = coordinator.post(edition_page(first), {"do": "issue"}, follow=True).content.decode()
    assert "Wydano 1 zaświadczenie" in page and "Wydawanie zatrzymało się" in page
    coordinator.post(edition_page(first), {"do": "issue"})
    assert sorted(Certificate.objects.values_list("ordinal", flat=True)) == [1, 2, 3]


def test_while_a_worker_issues_the_page_says_how_far_it_is(coordinator, checked, settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    first, *_others = checked(["Anna Nowak", "Jan Kos", "Ewa Lis"])
    response = coordinator.post(edition_page(first), {"do": "issue"})
    assert "issuing=3" in response.url
    page = coordinator.get(response.url).content.decode()
    assert "0 z 3" in page and 'http-equiv="refresh"' in page
    register.issue(prepared=first, actor=make.ACTOR)
    assert '<progress max="3" value="1"' in coordinator.get(response.url).content.decode()
    for wrong in ("?issuing=x&since=1", "?issuing=3&since=-1", "?issuing=3"):
        assert 'http-equiv="refresh"' not in coordinator.get(edition_page(first) + wrong).content.decode()


def test_a_page_that_heard_nothing_for_a_minute_says_that_issuing_has_stopped(coordinator, checked):
    (first,) = checked(["Anna Nowak"])
    page = coordinator.get(f"{edition_page(first)}?issuing=1&since=1700000000").content.decode()
    assert "Wydawanie zatrzymało się" in page and 'http-equiv="refresh"' not in page


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_of_an_edition_costs_the_same_at_any_length(
    coordinator, closed_course, django_assert_max_num_queries, count
):
    prepared = closed_course([f"Anna Nowak{number}" for number in range(count)])
    url = reverse("kompas_prepared:edition", args=[prepared[0].enrolment.edition_id])
    coordinator.get(url)
    with django_assert_max_num_queries(14):
        coordinator.get(url)


def test_prepared_ones_are_checked_dropped_and_issued_one_by_one(coordinator, closed_course):
    (prepared,) = closed_course()
    for action, data, state in (
        ("check", {"name": "Łucja Żak"}, "checked"),
        ("take-back", {}, "prepared"),
        ("drop", {}, "dropped"),
        ("take-back", {}, "prepared"),
        ("check", {"name": "Łucja Żak"}, "checked"),
    ):
        url = reverse(f"kompas_prepared:{action}", args=[prepared.pk])
        assert coordinator.get(url).status_code == 200
        coordinator.post(url, data)
        prepared.refresh_from_db()
        assert prepared.state == state, action
    coordinator.post(reverse("kompas_prepared:issue", args=[prepared.pk]))
    assert Certificate.objects.get().name == "Łucja Żak"


def test_the_years_pattern_is_set_on_screen_until_it_is_used(coordinator, checked):
    add, year = reverse("kompas_series:add"), time.today().year
    usual = {"code": "KK", "year": year, "design": "classic"}
    page = coordinator.post(add, {**usual, "pattern": "{number}", "first_number": 17})
    assert page.status_code == 200 and not Series.objects.exists()
    coordinator.post(add, {**usual, "pattern": "{number}/{year}", "first_number": 17})
    series = Series.objects.get()
    edit = reverse("kompas_series:edit", args=[series.pk])
    coordinator.post(
        edit,
        {**usual, "pattern": "{number}/{series}/{year}", "first_number": 20},
    )
    (prepared,) = checked()
    coordinator.post(reverse("kompas_prepared:issue", args=[prepared.pk]))
    series.refresh_from_db()
    assert (series.first_number, series.pattern) == (20, "{number}/{series}/{year}")
    page = coordinator.post(edit, {**usual, "pattern": "{number}/{year}", "first_number": 1})
    assert page.status_code == 200
    series.refresh_from_db()
    assert series.first_number == 20


@pytest.mark.parametrize("role", [roles.ANALYST, roles.PRACTICE_EDITOR])
def test_readers_without_names_do_not_get_in(client, issued, role):
    (certificate,) = issued(["Łucja Wiśniewska"])
    prepared = Prepared.objects.get()
    reader = signed_in(client, role)
    for name, args in (
        ("kompas_certificate:index", []),
        ("kompas_certificate:inspect", [certificate.pk]),
        ("kompas_certificate:document", [certificate.pk]),
        ("kompas_certificate:revoke", [certificate.pk]),
        ("kompas_certificate:replace", [certificate.pk]),
        ("kompas_prepared:index", []),
        ("kompas_prepared:inspect", [prepared.pk]),
        ("kompas_prepared:edition", [prepared.enrolment.edition_id]),
        ("kompas_series:index", []),
        ("kompas_series:add", []),
    ):
        response = reader.get(reverse(name, args=args))
        assert response.status_code in (302, 403), name
        assert "Wiśniewska" not in response.content.decode()
