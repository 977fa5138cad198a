"""One gate: where it leads, whatever the site says of its own sign-in."""

from pathlib import Path

from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import reverse

from tests import factories as make
from training.kernel.links import sign_in_url
from training.ui.access import gate, signed_in_required
from training.ui.addresses import signed_in_url, signed_out_url

ROOT = Path(__file__).resolve().parents[3]
VIEWS = [path for room in ("training", "courses", "certificates") for path in (ROOT / room).rglob("*.py")]


@signed_in_required
def screen(request, pk):
    return HttpResponse(f"seen {pk}")


def asked(method="get", user=None, **headers):
    request = getattr(RequestFactory(), method)("/zajecia/1/zapis/?strona=2", headers=headers)
    request.user = user or AnonymousUser()
    return screen(request, pk=1)


def test_who_is_signed_in_passes(db):
    assert asked(user=make.user()).content == b"seen 1"


def test_a_visitor_comes_back_to_what_was_asked_for():
    assert asked().headers["Location"] == f"{reverse('kompas_training:sign_in')}?next=/zajecia/1/zapis/%3Fstrona%3D2"


def test_a_form_sent_too_late_leads_back_to_its_page():
    late = asked("post", referer="http://testserver/zajecia/1/?strona=3")
    assert late.headers["Location"].endswith("?next=/zajecia/1/%3Fstrona%3D3")
    # Another site's page is no place to go back to.
    assert asked("post", referer="http://elsewhere.example/x/").headers["Location"].endswith("%3Fstrona%3D2")


def test_the_sites_own_sign_in_is_honoured(settings):
    settings.LOGIN_URL = "/logowanie/"
    assert asked().headers["Location"].startswith("/logowanie/?next=")
    settings.LOGIN_REDIRECT_URL = "/panel/"
    settings.LOGOUT_REDIRECT_URL = "/pa/"
    assert (sign_in_url(), signed_in_url(), signed_out_url()) == ("/logowanie/", "/panel/", "/pa/")


def test_a_sign_in_that_is_not_mounted_is_no_wish(settings):
    settings.LOGIN_URL = "nowhere:sign_in"
    assert sign_in_url() == reverse("kompas_training:sign_in")


def test_the_first_reason_stops():
    request = RequestFactory().get("/")
    stopped = gate(lambda request: HttpResponse(status=403))(screen)
    assert stopped(request, pk=1).status_code == 403


def test_no_view_has_a_gate_of_its_own():
    own = ("login_required", "LoginRequiredMixin", "redirect_to_login", "user_passes_test")
    gates = {
        str(path.relative_to(ROOT)): word for path in VIEWS for word in own if word in path.read_text(encoding="utf-8")
    }
    assert gates == {"training/ui/access.py": "redirect_to_login"}


def test_no_screen_of_the_admin_leaves_its_policy_to_a_version_of_wagtail():
    """Wagtail 7.4 lets everybody of the admin into a screen of ours that only says which permission it wants."""
    files = [*VIEWS, *(ROOT / "cms").rglob("*.py")]
    own = {
        str(path.relative_to(ROOT)) for path in files if "PermissionCheckedMixin" in path.read_text(encoding="utf-8")
    }
    assert own == {"training/ui/policies.py"}
