"""Privacy notice and terms: every published text is kept as a version, and the one in force can be asked for."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from cms.pages import actions
from cms.pages.integrity import texts_are_kept, versions_are_as_written
from cms.pages.models import PrivacyNoticePage, TermsPage, TextVersion
from tests import factories as make
from tests.sanity import faults_of
from training.accounts.queries.texts import text_in_force
from training.kernel import triggers
from training.notices.registry import catch_up

ACTOR, TODAY = make.ACTOR, make.TODAY


@pytest.fixture
def notice(kompas):
    page = PrivacyNoticePage(title="Dane osobowe", slug="dane", text="<p>Pierwsza</p>", valid_from=TODAY)
    kompas.home.add_child(instance=page)
    page.save_revision().publish()
    page.refresh_from_db()
    return page


def publish(page, text, *, valid_from=TODAY, user=None):
    page.text, page.valid_from = f"<p>{text}</p>", valid_from
    page.save_revision(user=user).publish(user=user)
    page.refresh_from_db()


def texts(page):
    return [(row.number, row.text) for row in TextVersion.objects.filter(page=page.pk).order_by("number")]


def test_each_text_that_is_published_is_kept(notice):
    publish(notice, "Druga")
    assert texts(notice) == [(1, "<p>Pierwsza</p>"), (2, "<p>Druga</p>")]


def test_publishing_the_same_again_makes_no_version(notice):
    notice.save_revision().publish()
    assert texts(notice) == [(1, "<p>Pierwsza</p>")]


def test_a_draft_is_no_version(notice):
    notice.text = "<p>Szkic</p>"
    notice.save_revision()
    assert texts(notice) == [(1, "<p>Pierwsza</p>")]


def test_the_version_names_who_published_it(notice):
    user = make.superuser(first_name="Ewa", last_name="Zając")
    publish(notice, "Druga", user=user)
    version = TextVersion.objects.get(number=2)
    assert (version.actor_kind, version.actor_name, version.actor_user) == ("user", "Ewa Zając", user)


def test_a_version_is_never_changed_or_deleted(notice):
    for change in (
        lambda: TextVersion.objects.update(text="Inna"),
        lambda: TextVersion.objects.update(valid_from=TODAY - timedelta(days=9)),
        lambda: TextVersion.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    assert texts(notice) == [(1, "<p>Pierwsza</p>")]


def test_the_versions_outlive_their_page(notice):
    key = notice.pk
    notice.delete()
    assert TextVersion.objects.filter(page=key).count() == 1
    assert text_in_force("privacy") is None


def test_older_versions_are_read_at_an_address_of_their_own(client, notice):
    publish(notice, "Druga")
    newest = client.get(notice.url).content.decode()
    assert "Druga" in newest and "Pierwsza" not in newest
    assert 'href="?wersja=1"' in newest
    older = client.get(f"{notice.url}?wersja=1").content.decode()
    assert "Pierwsza" in older and "Druga" not in older
    assert "To jest starsza wersja" in older
    assert faults_of(newest) == faults_of(older) == []


@pytest.mark.parametrize("asked", ["3", "0", "-1", "x", "", "9" * 30, "²"])
def test_a_version_that_is_not_there_is_not_found(client, notice, asked):
    assert client.get(notice.url, {"wersja": asked}).status_code == 404


def test_a_single_version_has_no_list_of_versions(client, notice):
    page = client.get(notice.url).content.decode()
    assert "Wersja 1, obowiązuje od 23 listopada 2026" in page
    assert "?wersja=" not in page


def test_a_text_published_ahead_says_so_and_leads_to_the_one_in_force(client, notice):
    publish(notice, "Od nowego roku", valid_from=TODAY + timedelta(days=40))
    page = client.get(notice.url).content.decode()
    assert "Od nowego roku" in page and "Ta wersja jeszcze nie obowiązuje" in page
    assert text_in_force("privacy").number == 1
    assert text_in_force("privacy", TODAY + timedelta(days=40)).number == 2


def test_lower_floors_ask_for_the_version_in_force(notice):
    text = text_in_force("privacy")
    assert text.key == TextVersion.objects.get().pk
    assert (text.number, text.title, text.valid_from) == (1, "Dane osobowe", TODAY)
    assert text.url == f"{notice.url}?wersja=1"
    assert text_in_force("terms") is None


def test_a_notice_taken_off_the_site_is_not_in_force(notice):
    notice.unpublish()
    assert text_in_force("privacy") is None


def test_terms_are_kept_the_same_way(kompas):
    page = TermsPage(title="Regulamin", slug="regulamin", text="<p>§ 1</p>", valid_from=TODAY)
    kompas.home.add_child(instance=page)
    page.save_revision().publish()
    assert text_in_force("terms").title == "Regulamin"


def test_a_text_that_a_script_put_into_the_tree_is_found_and_kept_later(kompas):
    page = TermsPage(title="Regulamin", slug="regulamin", text="<p>§ 1</p>", valid_from=TODAY)
    kompas.home.add_child(instance=page)
    assert [fault.keys for fault in texts_are_kept()] == [{"page": page.pk}]
    assert catch_up["versions of texts"]() == 1
    assert [*texts_are_kept()] == []
    assert catch_up["versions of texts"]() == 0


def test_a_version_changed_past_the_guard_is_found(notice):
    triggers.remove()
    TextVersion.objects.update(text="Inna")
    triggers.install()
    assert [fault.keys for fault in versions_are_as_written()] == [{"version": TextVersion.objects.get().pk}]


def test_keeping_twice_keeps_once(notice):
    assert actions.keep_version(page=notice, actor=ACTOR) is None


def test_the_footer_of_every_page_leads_there(client, notice, kompas):
    for address in (kompas.home.url, reverse("kompas_training:sign_in")):
        page = client.get(address).content.decode()
        assert f'<a href="{notice.url}">Ochrona danych osobowych</a>' in page
        assert "Regulamin" not in page


def test_the_search_finds_its_words(client, notice):
    assert notice.url in client.get("/szukaj/", {"szukaj": "pierwsza"}).content.decode()


def test_the_editor_asks_for_the_day_and_the_text(client, kompas):
    client.force_login(make.superuser())
    url = reverse("wagtailadmin_pages:add", args=["kompas_pages", "privacynoticepage", kompas.home.pk])
    sent = {"title": "Dane", "slug": "dane", "valid_from": "", "text": "null", "summary": "", "action-publish": "1"}
    answer = client.post(url, sent)
    assert set(answer.context["form"].errors) == {"valid_from", "text"}


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_the_same_for_one_version_and_for_three(client, notice, django_assert_num_queries, count):
    for number in range(1, count):
        publish(notice, f"Kolejna {number}")
    client.get(notice.url)
    with django_assert_num_queries(QUERIES):
        client.get(notice.url)


# the site; its root, the page, and the page as what it is; what it mirrors and what restricts it; its versions
QUERIES = 7
