"""What hands do on a page."""

import time
from collections.abc import Callable
from urllib.parse import urlsplit

from playwright.sync_api import expect


def send(page):
    """Press the button that sends the form of an admin page."""
    with page.expect_navigation():
        page.locator("main form[method=post i]").last.locator("button[type=submit]").last.click()


def choose(page, field, text):
    """Choose a row in one of Wagtail's choosers."""
    page.locator(f"#id_{field}-chooser [data-chooser-action-choose]").first.click()
    modal = page.locator(".modal-body")
    modal.locator("input[type=text], input[type=search]").first.fill(text)
    modal.locator("a[data-chooser-modal-choice]", has_text=text).first.click()
    expect(page.locator(f"#id_{field}-chooser .chosen")).to_contain_text(text)


def press(page, selector):
    """Click what leads to another page, and wait for it."""
    with page.expect_navigation():
        page.locator(selector).first.click()


def arrives(page, path):
    page.wait_for_url(lambda url: urlsplit(url).path == path)


def text_of(page):
    return page.locator("main").inner_text()


def until(happened: Callable[[], object], seconds: float = 15) -> None:
    """Wait for what the server does after its answer has left."""
    deadline = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < deadline, "It has not happened in time."
        time.sleep(0.05)
