"""What the migrations ask of a site: a Wagtail that is supported, and its own models where Wagtail lets it choose."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FILES = [path for package in ("training", "courses", "certificates", "cms") for path in (ROOT / package).rglob("0*.py")]
NEWEST_OF_WAGTAIL_7_4 = "0097_baselogentry_uuid_action_timestamp_indexes"


def test_migrations_ask_for_nothing_newer_than_the_oldest_wagtail_has():
    asked = {name for path in FILES for name in re.findall(r"\('wagtailcore', '(\w+)'\)", path.read_text())}
    assert asked == {NEWEST_OF_WAGTAIL_7_4}


def test_migrations_name_no_model_that_a_site_may_swap():
    assert len(FILES) >= 5
    chosen = re.compile(
        r"['\"](wagtailcore\.page|wagtailimages\.image|wagtaildocs\.document)['\"]|WAGTAIL_PAGE_MODEL", re.I
    )
    assert [str(path) for path in FILES if chosen.search(path.read_text())] == []
