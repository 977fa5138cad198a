"""A site with accounts of its own and no word about signing in: every way ends well there."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]
SIGN_IN = "/kompas/konto/zaloguj/"
# Without an account there is nothing at these: forms only, and keys that nobody has.
TAKE_FORMS_ONLY = {
    "sign_out",
    "estimates_sharing",
    "make_feed",
    "renew_feed",
    "revoke_feed",
    "reopen_edition",
    "messages_read",
    "message_unread",
}
NOTHING_THERE = {"edition_calendar", "feed", "verify"}
DEAD_LINKS = {"claim_link", "password_reset_confirm"}
OPEN = {"sign_in", "claim", "claim_code", "register", "password_reset", "verify_form", "health", "health_of_pages"}


@pytest.fixture(scope="module")
def visit(tmp_path_factory):
    place = tmp_path_factory.mktemp("host")
    environment = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ}
    done = subprocess.run(
        [sys.executable, str(ROOT / "tests/host/visit.py")],
        cwd=ROOT,
        env={
            **environment,
            "HOST_HOME": str(place),
            "DJANGO_SETTINGS_MODULE": "tests.host.settings",
            "PYTHONPATH": str(ROOT),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-6000:]
    return json.loads(done.stdout)


def test_a_visitor_is_led_to_the_sign_in_and_never_to_a_page_that_is_not_there(visit):
    ends = {name.partition(":")[2]: way for name, way in visit["visitor"].items()}
    assert len(ends) > 50
    expected = {
        **dict.fromkeys(TAKE_FORMS_ONLY, 405),
        **dict.fromkeys(NOTHING_THERE, 404),
        **dict.fromkeys(DEAD_LINKS, 410),
        **dict.fromkeys(OPEN, 200),
    }
    for name, (address, chain, status) in ends.items():
        assert address.startswith("/kompas/"), name
        if name in expected:
            assert (chain, status) == ([], expected[name]), name
        else:
            assert (chain, status) == ([f"{SIGN_IN}?next={address}"], 200), name


def test_a_superuser_becomes_a_person_who_signs_in_looks_and_leaves(visit):
    boss = visit["boss"]
    assert boss["asked"] == f"{SIGN_IN}?next=/kompas/moj-rozwoj/"
    assert boss["form"] == [200, True]
    assert boss["entered"] == [302, "/kompas/moj-rozwoj/"]
    assert boss["mine"] == [200, True, []]
    assert boss["direct"] == "/kompas/moj-rozwoj/"
    assert boss["left"] == ["/", 200]
    assert boss["after"] == 302
    assert set(boss["admin"].values()) == {200}


def test_under_a_prefix_no_page_links_to_an_address_without_it(visit):
    shown = [name for name, status in visit["boss"]["signed_in"].items() if status == 200]
    assert len(shown) >= 12
    assert visit["boss"]["bare"] == {}


def test_an_account_without_a_user_name_is_made_and_one_without_an_address_refused(visit):
    claims = visit["claims"]
    assert claims["link"].startswith("/kompas/konto/aktywacja/")
    assert (claims["asked"], claims["done"]) == (200, [302, "/kompas/konto/"])
    assert claims["account"] == ["ewa.lis@example.org", "Ewa", "Lis"]
    assert claims["without"][0] == "AccountNeedsAddress" and "Jan Kos" in claims["without"][1]


def test_a_site_that_names_its_own_sign_in_is_followed_everywhere(visit):
    own = visit["own_sign_in"]
    ends = {name.partition(":")[2]: end for name, end in own["ends"].items()}
    not_asked = TAKE_FORMS_ONLY | NOTHING_THERE | DEAD_LINKS | OPEN
    assert {name for name, end in ends.items() if not end.startswith("/members/in/?next=/kompas/")} == not_asked
    shown = {name.partition(":")[2]: result for name, result in own["links"].items()}
    pages = {"claim", "claim_code", "register", "password_reset", "verify_form"}
    # The form of Kompas's own sign-in stays where it is, for those who know it.
    assert {name: shown[name] for name in pages} == {name: [True, False] for name in pages}
    assert "/members/in/" in own["letter"] and "konto/zaloguj" not in own["letter"]
