"""Owners of accounts are told when records are merged, at addresses that are nobody else's."""

import pytest

from tests import factories as make
from training.notices.models import Notice
from training.people import actions

pytestmark = pytest.mark.django_db


def merge(kept, merged, **more):
    return actions.merge_people(kept=kept, merged=merged, actor=make.ACTOR, reason="jedna", **more)


def letters():
    return dict(Notice.objects.filter(kind="account_merged").order_by("pk").values_list("address", "body"))


def test_without_accounts_nobody_is_written_to():
    merge(make.person(), make.person())
    assert letters() == {}


def test_the_owner_of_an_account_that_moved_is_told_how_they_sign_in():
    merged = make.person_with_account(email="own@example.org")
    merge(make.person(email="list@example.org"), merged)
    told = letters()
    assert list(told) == ["own@example.org"]
    assert merged.user.get_username() in told["own@example.org"]


@pytest.mark.parametrize(
    ("own", "told"),
    [("/logowanie/", "http://testserver/logowanie/"), ("https://sso.example.pl/", "https://sso.example.pl/")],
)
def test_the_letter_leads_to_where_people_of_this_site_sign_in(settings, own, told):
    settings.KOMPAS = {**settings.KOMPAS, "BASE_URL": "http://testserver"}
    settings.LOGIN_URL = own
    merge(make.person(email="list@example.org"), make.person_with_account(email="own@example.org"))
    (body,) = letters().values()
    assert f"\n{told}\n" in body and "konto/zaloguj" not in body


@pytest.mark.parametrize("keeps_merged_account", [False, True])
def test_of_two_accounts_both_addresses_are_told_which_one_is_closed(keeps_merged_account):
    kept, merged = (make.person_with_account(email=f"{name}@example.org") for name in ("kept", "merged"))
    row = merge(kept, merged, keeps_merged_account=keeps_merged_account)
    told = letters()
    assert set(told) == {"kept@example.org", "merged@example.org"}
    for body in told.values():
        assert f"{row.deactivated_user.get_username()} jest" in " ".join(body.split())
    Notice.objects.all().delete()
    actions.undo_merge(merge=row, actor=make.ACTOR, reason="dwie")
    assert set(letters()) == {"kept@example.org", "merged@example.org"}


def test_a_mailbox_that_somebody_else_reads_gets_no_sign_in_name():
    make.person(email="biuro@example.org")
    merge(make.person_with_account(email="biuro@example.org"), make.person())
    assert letters() == {}


def test_the_same_address_is_told_once():
    kept, merged = (make.person_with_account(email="own@example.org") for _turn in range(2))
    merge(kept, merged)
    assert Notice.objects.filter(kind="account_merged").count() == 1
