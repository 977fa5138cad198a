"""Every front screen, as each of its people, in both languages: axe, the console and a narrow phone find nothing."""

import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.contrib.auth.tokens import default_token_generator
from django.urls import resolve, reverse
from django.utils import translation
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from tests.browser import world
from tests.walk.steps import addresses

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text()
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]
LANGUAGES = ["pl", "en"]


def axe(page, include=None):
    """What axe finds, a line each."""
    # Evaluated, not added as a script: the page's own policy would forbid that.
    page.evaluate(AXE)
    results = page.evaluate(
        """([inside, tags]) => axe.run(inside || document,
            {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']})""",
        [include, TAGS],
    )
    return [
        f"{violation['id']}: {violation['help']} → "
        + "; ".join(
            " ".join(map(str, node["target"])) + (f" ({node['any'][0]['message']})" if node["any"] else "")
            for node in violation["nodes"][:3]
        )
        for violation in results["violations"]
    ]


def too_wide(page, width):
    """What sticks out when the window is so wide, in pixels."""
    before = page.viewport_size
    page.set_viewport_size({"width": width, "height": 640})
    wide = page.evaluate(
        """(room) => {
            const width = document.documentElement.scrollWidth;
            if (width <= room) return [];
            const out = [...document.querySelectorAll('body *')].filter(
                (one) => one.getBoundingClientRect().right > room + 1 && !one.closest('.kc-scroll'));
            return [`${width} px: ` + out.slice(0, 4).map(
                (one) => one.tagName.toLowerCase() + '.' + one.className).join(', ')];
        }""",
        width,
    )
    page.set_viewport_size(before)
    return wide


def sideways(page):
    """What sticks out when the window is 320 px wide (WCAG 1.4.10)."""
    return too_wide(page, 320)


def look(window, addresses, *, themes=("light",)):
    """Open each address and gather everything wrong with it."""
    faults = []
    page = window.page
    for address in addresses:
        page.goto(window.base + address, wait_until="load")
        html = page.locator("html")
        expected = "en" if address.startswith("/en/") else "pl"
        if html.get_attribute("lang") != expected:
            faults.append(f"{address}: the language of the page is {html.get_attribute('lang')}")
        for theme in themes:
            page.evaluate("theme => document.documentElement.setAttribute('data-kc-theme', theme)", theme)
            faults += [f"{address} ({theme}): {line}" for line in axe(page)]
        faults += [f"{address}: {line}" for line in sideways(page)]
    faults += window.complaints
    window.complaints.clear()
    return faults


def named(*names):
    """Addresses of ``("app:name", *args)`` in the language of the moment."""
    return [reverse(name, args=args) for name, *args in names]


def in_language(language, addresses):
    """Pages of the site, whose own addresses are Polish."""
    return [f"/en{address}" if language == "en" else address for address in addresses]


@pytest.fixture
def region(site, settings):
    return world.build(site)


def of_visitor(region):
    user = region.assessor.user
    key = urlsafe_base64_encode(force_bytes(user.pk))
    return named(
        ("kompas_training:password_reset_confirm", key, default_token_generator.make_token(user)),
        ("kompas_training:password_reset_confirm", key, "no-such-token"),
        ("kompas_training:sign_in",),
        ("kompas_training:claim",),
        ("kompas_training:claim_code",),
        ("kompas_training:claim_link", region.claim),
        ("kompas_training:claim_link", "no-such-token"),
        ("kompas_training:register",),
        ("kompas_training:password_reset",),
        ("kompas_certificates:verify_form",),
        ("kompas_certificates:verify", region.certificate.token),
        ("kompas_certificates:verify", region.revoked.token),
        ("kompas_certificates:verify", "no-such-code"),
    )


def of_pages(region):
    return [
        "/",
        "/szkolenia/",
        "/szkolenia/?szukaj=rodziny&wolne=on",
        "/szkolenia/?szukaj=nic-takiego",
        region.made.page.url,
        region.other.page.url,
        "/dobre-praktyki/",
        region.practice.url,
        region.text.url,
        *(page.url for page in region.duties),
        f"{region.duties[-1].url}?wersja=1",
        f"{region.duties[0].url}?szukaj=zaświadczenie",
        "/szukaj/?szukaj=leczna",
        "/szukaj/?szukaj=rozmowa",
        "/nie-ma-takiej-strony/",
    ]


def of_learner(region):
    return named(
        ("wagtail_serve", ""),
        ("kompas_training:my_development",),
        ("kompas_training:estimates",),
        ("kompas_training:account",),
        ("kompas_training:email_confirm", "no-such-token"),
        ("kompas_training:messages",),
        ("kompas_training:message", region.learner.notices.first().pk),
        ("kompas_training:password_change",),
        ("kompas_training:team",),
        ("kompas_courses:apply", region.open_one.pk),
        ("kompas_courses:my_enrolments",),
        ("kompas_courses:enrolment", region.offer.pk),
        ("kompas_courses:enrolment", region.queued.pk),
        ("kompas_courses:enrolment", region.past_enrolment.pk),
        ("kompas_courses:withdraw", region.confirmed.pk),
        ("kompas_courses:decline_offer", region.offer.pk),
        ("kompas_courses:my_attendance", region.attended.pk),
        ("kompas_courses:my_calendar",),
        ("kompas_courses:transcript",),
        ("kompas_courses:wish_course", region.open_one.course_id),
        ("kompas_courses:wish_level", region.skills[0].line_id, 2),
        ("kompas_certificates:my_certificates",),
    )


def of_trainer(region):
    return named(
        ("kompas_courses:today",),
        ("kompas_courses:roster", region.today.pk),
        ("kompas_courses:roster_history", region.today.pk),
        ("kompas_courses:close_meeting", region.today.pk),
        ("kompas_courses:verify_edition", region.waiting.pk),  # the refusal
        ("kompas_training:my_development",),
    )


def of_assessor(region):
    return named(
        ("kompas_courses:editions_to_verify",),
        ("kompas_courses:verify_edition", region.waiting.pk),
        ("kompas_courses:verify_person", region.waiting.pk, region.in_waiting[0].pk),
    )


def of_manager(region):
    return named(
        ("kompas_training:team",),
        ("kompas_training:team_assess", region.learner.pk),
        ("kompas_training:codes",),
        ("kompas_training:codes_of", region.office.pk),
    )


def of_rops(region):
    return named(
        ("kompas_training:account",),  # the account is nobody's
        ("kompas_courses:today",),
        ("kompas_courses:close_edition", region.waiting.pk),
        ("kompas_courses:close_edition", region.past.pk),
        ("kompas_courses:edition_record", region.past.pk, 1),
        ("kompas_courses:verify_edition", region.past.pk),
    )


ROLES = {
    "learner": of_learner,
    "trainer": of_trainer,
    "assessor": of_assessor,
    "manager": of_manager,
}


# Answered by a file or by another screen.
NO_SCREEN = {
    "kompas_training:kept_form",
    "kompas_certificates:download",
    "kompas_courses:accept_offer",
    "kompas_courses:attendance_list_pdf",
    "kompas_courses:edition_calendar",
    "kompas_courses:feed",
    "kompas_courses:make_feed",
    "kompas_courses:register_pdf",
    "kompas_courses:register_xlsx",
    "kompas_courses:renew_feed",
    "kompas_courses:reopen_edition",
    "kompas_courses:reopen_meeting",
    "kompas_courses:revoke_feed",
    "kompas_courses:roster_save",
    "kompas_courses:roster_undo",
    "kompas_courses:withdraw_wish",
    "kompas_courses:transcript_pdf",
    "kompas_courses:transcript_xlsx",
    "kompas_training:email_withdraw",
    "kompas_training:estimates_sharing",
    "kompas_training:health",
    "kompas_training:health_of_pages",
    "kompas_training:message_attachment",
    "kompas_training:message_unread",
    "kompas_training:messages_read",
    "kompas_training:sign_out",
    "kompas_training:team_xlsx",
}


def test_no_front_screen_is_left_out(region):
    front = {name for name, route, _view in addresses() if "kompas" in name and not route.startswith("admin/")}
    people = (of_pages, of_visitor, of_rops, *ROLES.values())
    looked_at = {resolve(urlsplit(address).path).view_name for of_person in people for address in of_person(region)}
    assert front - looked_at == NO_SCREEN


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_visitor_finds_nothing_wrong(window, region, language):
    with translation.override(language):
        addresses = of_visitor(region)
    assert look(window(), in_language(language, of_pages(region)) + addresses) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_nobody_signed_in_finds_anything_wrong(window, region, language):
    faults = []
    with translation.override(language):
        for role, addresses in ROLES.items():
            signed_in = window(getattr(region, role).user)
            faults += [f"{role} {line}" for line in look(signed_in, addresses(region))]
        faults += [f"rops {line}" for line in look(window(region.rops), of_rops(region))]
    assert faults == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_that_know_who_reads_them_have_nothing_wrong(window, region, language):
    opened = window(region.learner.user)
    pages = ["/szkolenia/", region.made.page.url, "/szukaj/?szukaj=rozmowa"]
    assert look(opened, in_language(language, pages), themes=["light", "contrast"]) == []
    for address in pages:
        assert opened.go(address).locator("a.kc-tag").count() > 0, address


@pytest.mark.parametrize("role", ["visitor", *ROLES, "rops"])
def test_text_of_twice_the_size_fits_a_desktop_and_a_phone(window, region, chromium_with_large_text, role):
    """WCAG 1.4.4: no page scrolls sideways."""
    user = {"visitor": None, "rops": region.rops}.get(role) or getattr(getattr(region, role, None), "user", None)
    with translation.override("pl"):
        screens = {"visitor": of_visitor, "rops": of_rops, **ROLES}[role](region)
    opened = window(user, browser=chromium_with_large_text)
    faults = []
    for address in [*of_pages(region), *screens] if role == "visitor" else screens:
        page = opened.go(address)
        faults += [f"{address} at {width}: {line}" for width in (1280, 390) for line in too_wide(page, width)]
    assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "32px"
    assert faults == []


@pytest.mark.parametrize("theme", ["dark", "contrast"])
def test_the_dark_and_the_contrast_version_can_be_read(window, region, theme):
    with translation.override("pl"):
        faults = look(window(), ["/", "/szkolenia/", region.made.page.url, *of_visitor(region)[-3:]], themes=[theme])
        for role, addresses in ROLES.items():
            faults += look(window(getattr(region, role).user), addresses(region)[:2], themes=[theme])
    assert faults == []


def test_paper_is_white_and_a_total_stands_last_whatever_version_is_on_the_screen(window, region):
    page = window().go(region.made.page.url)
    page.evaluate("document.documentElement.setAttribute('data-kc-theme', 'contrast')")
    page.emulate_media(media="print")
    colours = page.evaluate(
        """() => [document.body, document.querySelector('main .kc-tag')].map((one) => {
            const style = getComputedStyle(one);
            return [style.backgroundColor, style.color];
        })"""
    )
    assert colours[0] == ["rgb(255, 255, 255)", "rgb(0, 0, 0)"]
    assert "rgb(0, 0, 0)" not in colours[1][0] and "255, 0" not in colours[1][1]
    # A foot of a table is printed on every sheet, before the rows that follow.
    assert page.locator(".kc-table tfoot").first.evaluate("foot => getComputedStyle(foot).display") == "table-row-group"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_form_sent_back_says_first_what_is_wrong(window, region, language):
    faults = []
    with translation.override(language):
        forms = [(None, name) for name in ("sign_in", "claim", "claim_code", "register", "password_reset")]
        for user, name in [*forms, (region.learner.user, "password_change")]:
            opened = window(user)
            page = opened.go(reverse(f"kompas_training:{name}"))
            page.locator("main form button[type=submit]").first.click()
            page.locator(".kc-summary").wait_for()
            faults += [f"{name}: {line}" for line in axe(page) + sideways(page) + opened.complaints]
            if not page.locator(".kc-summary").evaluate("one => one === document.activeElement"):
                faults.append(f"{name}: the summary of errors is not where reading begins")
    assert faults == []


@pytest.mark.parametrize(("language", "words"), [("pl", "Formularz wygasł"), ("en", "The form has expired")])
def test_a_form_that_has_expired_says_so_in_the_readers_language(window, site, language, words):
    opened = window()
    with translation.override(language):
        page = opened.go(reverse("kompas_training:sign_in"))
    page.context.clear_cookies()
    page.locator("main form button[type=submit]").first.click()
    page.get_by_role("heading", level=1, name=words).wait_for()
    assert axe(page) + sideways(page) + opened.complaints == []


def test_the_roster_fits_a_phone_and_every_target_is_a_thumb_wide(window, region):
    opened = window(region.trainer.user, width=390, height=844, has_touch=True)
    page = opened.go(reverse("kompas_courses:roster", args=[region.today.pk]))
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    small = page.evaluate(
        """() => [...document.querySelectorAll('main button, main summary, main .kc-btn, main .kc-seg label')]
            .filter((one) => one.checkVisibility() && !one.hasAttribute('aria-hidden'))
            .map((one) => [one.innerText, one.getBoundingClientRect()])
            .filter(([, box]) => box.height < 44 || box.width < 44)
            .map(([text, box]) => `${text} ${box.width}×${box.height}`)"""
    )
    assert small == []
    assert opened.complaints == []


def test_a_manager_sees_the_screens_of_no_other_institution(window, region):
    opened = window(region.manager.user)
    answer = opened.page.goto(opened.base + reverse("kompas_training:team_assess", args=[region.newcomer.pk]))
    assert answer.status == 404
    assert not re.search("Nowa", opened.page.content())


def test_our_parts_of_the_admin_can_be_read(window, region):
    opened = window(region.rops)
    faults = []
    for address in named(
        ("kompas_edition:inspect", region.running.pk),
        ("kompas_prepared:edition", region.past.pk),
        ("kompas_growth_report",),
    ):
        page = opened.go(address)
        faults += [f"{address}: {line}" for line in axe(page, ".kc")]
    assert faults == []


def test_what_is_wrong_would_be_found(window, site):
    """The other tests of this file are worth nothing when this one fails."""
    opened = window()
    page = opened.go("/")
    page.evaluate(
        """() => document.querySelector('main').insertAdjacentHTML('beforeend',
            '<img src="/favicon.ico"><p id="wide">Too pale and too wide.</p>')"""
    )
    page.evaluate("document.querySelector('#wide').style.cssText = 'width: 500px; color: #ccc; background: #fff'")
    page.evaluate("console.error('refused')")
    results = axe(page)
    assert sorted(line.partition(":")[0] for line in results) == ["color-contrast", "image-alt"]
    (line,) = sideways(page)
    assert "p." in line
    assert len(opened.complaints) == 1
