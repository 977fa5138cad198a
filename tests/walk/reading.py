"""Whose names a role may read, wherever it goes; anybody else's surname on a page is a leak."""

from tests.walk.steps import Line
from tests.walk.world import SURNAMES

EVERYBODY = frozenset(SURNAMES)
BY_ROLE = {
    "nobody": set(),
    "learner": {"learner"},
    "other_learner": {"other_learner"},
    # Own groups.
    "trainer": {"trainer", "learner"},
    "other_trainer": {"other_trainer", "other_learner"},
    "assessor": {"assessor", "learner"},
    # Own staff while it works there.
    "manager": {"manager", "learner", "colleague"},
    "other_manager": {"other_manager", "other_learner", "other_colleague"},
    "coordinator": EVERYBODY,
    # Numbers, no names; and practices, no people.
    "analyst": set(),
    "editor": set(),
    "superuser": EVERYBODY,
}
# A secret in the address is itself the permission.
BY_ADDRESS = {
    "GET kompas_training:claim_link(claim_token)": {"colleague"},
    "GET kompas_courses:feed(feed.token)": {"learner"},
}
# My development names who assessed a level that somebody else entered, and who teaches the classes ahead.
MY_DEVELOPMENT = "GET kompas_training:my_development()"
NAMED_THERE = {"learner": {"manager", "trainer"}, "other_learner": {"other_manager", "other_trainer"}}


def may_read(role: str, line: Line) -> set[str]:
    named = NAMED_THERE.get(role, set()) if str(line) == MY_DEVELOPMENT else set()
    return set(BY_ROLE[role]) | BY_ADDRESS.get(str(line), set()) | named
