"""Chromium for the tests that look at screens as people do."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.contrib.auth.models import Group
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, sync_playwright
from wagtail.models import Collection, Site
from wagtail.models import Page as WagtailPage

from cms import addresses
from cms.pages import permissions
from cms.pages.models import CourseIndexPage, HomePage, PracticeIndexPage
from training.accounts.registry import GROUPS

HERE = Path(__file__).parent
CHROMIUM = os.environ.get("KOMPAS_CHROMIUM") or shutil.which("chromium")
# A folder here keeps a picture of every window as its test left it.
PICTURES = os.environ.get("KOMPAS_TEST_PICTURES")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_collection_modifyitems(items):
    if CHROMIUM:
        return
    skip = pytest.mark.skip(reason="no Chromium: set KOMPAS_CHROMIUM")
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(skip)


@pytest.fixture(scope="session")
def playwright():
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def chromium(playwright):
    """One browser for the whole run: starting it is slow."""
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def chromium_with_large_text(playwright):
    """The browser of somebody who set its text to 200 % (16 px are its own size)."""
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*FLAGS, "--blink-settings=defaultFontSize=32"])
    yield browser
    browser.close()


@pytest.fixture(autouse=True)
def _addresses_of_this_site(settings, live_server):
    """Links in letters, QR codes and pages lead to the server of the test."""
    settings.KOMPAS = {**settings.KOMPAS, "BASE_URL": live_server.url}
    settings.WAGTAILADMIN_BASE_URL = live_server.url


@pytest.fixture
def site(transactional_db, pages):
    """Front page, catalogue and practices of an empty site, on the server's own host."""
    if not Collection.objects.exists():
        Collection.add_root(name="Root")
    site = Site.objects.get(is_default_site=True)
    old = site.root_page
    home = WagtailPage.objects.get(depth=1).add_child(instance=HomePage(title="Strona główna", slug="kompas"))
    site.root_page = home
    site.save()
    old.delete()
    courses = home.add_child(instance=CourseIndexPage(title="Szkolenia", slug="szkolenia", show_in_menus=True))
    practices = home.add_child(
        instance=PracticeIndexPage(title="Dobre praktyki", slug="dobre-praktyki", show_in_menus=True)
    )
    # The flush of an earlier test took the tree after the groups had been given their places in it.
    permissions.prepare({role: Group.objects.get(name=name) for role, name in GROUPS.items()})
    addresses.forget()
    return SimpleNamespace(home=home, courses=courses, practices=practices)


class Window:
    """A browser window of one person.  What its console complains of is kept in ``complaints``."""

    def __init__(self, context: BrowserContext, base: str):
        self.base = base
        self.complaints: list[str] = []
        self.page: Page = context.new_page()
        self.page.set_default_timeout(15_000)
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.complaints.append(f"{self.page.url}: {error}"))

    def _heard(self, message: ConsoleMessage) -> None:
        # A page may well answer 403, 404, 409, 422 or 429; the browser calls that an error of its own.
        if message.type == "error" and "the server responded with a status of 4" not in message.text:
            self.complaints.append(f"{self.page.url}: {message.text}")

    def go(self, address: str) -> Page:
        self.page.goto(address if address.startswith("http") else self.base + address)
        return self.page


@pytest.fixture
def window(request, chromium, live_server, client) -> Callable[..., Window]:
    """``window(user, width=390, …)``: a new window, signed in by cookie when there is a user."""
    contexts = []

    def opened(user=None, *, width: int = 1280, height: int = 900, browser=chromium, **options) -> Window:
        context = browser.new_context(
            **{
                "locale": "pl-PL",
                "timezone_id": "Europe/Warsaw",
                "reduced_motion": "reduce",
                "viewport": {"width": width, "height": height},
                **options,
            }
        )
        contexts.append(context)
        if user is not None:
            client.force_login(user)
            context.add_cookies(
                [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}]
            )
            client.cookies.clear()  # the session stays the window's own
        return Window(context, live_server.url)

    yield opened
    for number, context in enumerate(contexts):
        if PICTURES:
            for page in context.pages:
                page.screenshot(path=Path(PICTURES) / f"{request.node.name}-{number}.png", full_page=True)
        context.close()
