"""Queries of wishes: one person's, what answers them, and how many people wish for what."""

from courses.demand.queries.openings import (
    editions_opened,
    is_noticed,
    levels_proved,
    openings_over,
    wishes_answered_by,
)
from courses.demand.queries.subjects import Subject, demand_by_subject, listed_wishes, people_in, wishes_on
from courses.demand.queries.wishes import (
    NamedWish,
    competence_to_wish,
    has_level,
    is_shown,
    named,
    open_wish_for_course,
    open_wish_for_level,
    open_wishes_of,
    wish_in_words,
    wishes_on_desk,
)

__all__ = [
    "NamedWish",
    "Subject",
    "competence_to_wish",
    "demand_by_subject",
    "editions_opened",
    "has_level",
    "is_noticed",
    "is_shown",
    "levels_proved",
    "listed_wishes",
    "named",
    "open_wish_for_course",
    "open_wish_for_level",
    "open_wishes_of",
    "openings_over",
    "people_in",
    "wish_in_words",
    "wishes_answered_by",
    "wishes_on",
    "wishes_on_desk",
]
