"""The title is what is read out first: of a page that refuses what was typed it begins with the error.

Every form of the front is sent empty, and with everything wrong.  A page that
sums up errors, or marks one at a field, says so in its title; no other does.
"""

import re
from urllib.parse import urljoin

from tests.hostile.formed import written
from tests.hostile.places import Place, places
from tests.hostile.steps import MARKS
from tests.walk.steps import ask

pytestmark = MARKS
TITLE = re.compile(r"<title>\s*(.*?)\s*</title>", re.S)
ERROR = re.compile(r'data-kc-errors|class="kc-error"')
REFUSING = {
    "kompas_certificates:verify",
    "kompas_certificates:verify_form",
    "kompas_courses:close_edition",
    "kompas_courses:close_meeting",
    "kompas_courses:verify_edition",
    "kompas_courses:verify_person",
    "kompas_training:account",
    "kompas_training:claim",
    "kompas_training:claim_code",
    "kompas_training:claim_link",
    "kompas_training:password_change",
    "kompas_training:password_reset",
    "kompas_training:register",
    "kompas_training:sign_in",
    "page catalogue",
    "page practices",
}


def refusal(html: str) -> str:
    """What is wrong with the title; nothing where it says what the page says."""
    title = TITLE.search(html)[1]
    return "" if title.startswith("Błąd: ") == bool(ERROR.search(html)) else title


def answers(site, place: Place):
    """What comes for each form of the page, sent empty and with nonsense in every field."""
    page = ask(site.clients[place.role], "GET", f"{place.url}?{place.query}")
    if page.status_code != 200 or page.streaming or b"<title>" not in page.content:
        return
    yield page
    for form in written(page.content.decode()):
        for value in ("", "?" * 5000):
            data = dict.fromkeys(form.values, value)
            yield ask(site.clients[place.role], "POST", urljoin(place.url, form.action), data)


def test_a_page_that_refuses_what_was_typed_says_so_in_its_title(site):
    refusing, faults = set(), []
    front = [place for place in places(site) if not place.url.startswith("/admin/")]
    wrong_days = "od=2026-12-31&do=2026-12-01&obszar=nie-ma"
    front += [Place("page catalogue", site.catalogue.url, wrong_days, "learner", None)]
    front += [Place("page practices", site.practices.url, "obszar=nie-ma", "learner", None)]
    for place in front:
        for answer in answers(site, place):
            if answer.streaming or b"<title>" not in answer.content:
                continue
            html = answer.content.decode()
            faults += [f"{place}: {title}" for title in filter(None, [refusal(html)])]
            if ERROR.search(html):
                refusing.add(place.name)
    assert not faults, "\n".join(faults)
    assert refusing == REFUSING
