"""Decisions about staff lists without a database: how names and posts are spelt, who is who, what a row says."""

from training.people.rules.answers import OF_ONE_ROW, Decision, Option, Question, Verb
from training.people.rules.contacts import phone_form
from training.people.rules.list_cells import RowReader, problem
from training.people.rules.list_headers import Header, find_header, meaning_of, repeated_header
from training.people.rules.list_lines import group_heading, not_a_person
from training.people.rules.list_rows import ListRow, StaffList
from training.people.rules.matching import (
    MOST_ATTEMPTS,
    OWN_AT_MOST,
    READING_LIFE,
    UNDO_DAYS,
    Listed,
    Match,
    Pair,
    Reading,
    Reference,
    RegisteredPerson,
    RegisteredPost,
    compare,
    contradicts,
    is_office_mailbox,
    is_swapped,
    match,
    may_undo_merge,
    reading,
)
from training.people.rules.not_read import describe
from training.people.rules.spelling import check_names, is_error, kind_of, post_key

__all__ = [
    "MOST_ATTEMPTS",
    "OF_ONE_ROW",
    "OWN_AT_MOST",
    "READING_LIFE",
    "UNDO_DAYS",
    "Decision",
    "Header",
    "ListRow",
    "Listed",
    "Match",
    "Option",
    "Pair",
    "Question",
    "Reading",
    "Reference",
    "RegisteredPerson",
    "RegisteredPost",
    "RowReader",
    "StaffList",
    "Verb",
    "check_names",
    "compare",
    "contradicts",
    "describe",
    "find_header",
    "group_heading",
    "is_error",
    "is_office_mailbox",
    "is_swapped",
    "kind_of",
    "match",
    "may_undo_merge",
    "meaning_of",
    "not_a_person",
    "phone_form",
    "post_key",
    "problem",
    "reading",
    "repeated_header",
]
