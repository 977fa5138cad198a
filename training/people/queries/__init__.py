"""Queries of people, posts, institutions and staff lists.  Nothing here writes."""

from training.people.queries.directory import Directory
from training.people.queries.duplicates import Pair, contacts_as_written, count_duplicates, duplicates, matching
from training.people.queries.judgements import Judgement, Step
from training.people.queries.judging import Judge
from training.people.queries.previews import describe_changes
from training.people.queries.records import (
    alike_by_name,
    current_employments,
    employments_on,
    family_of,
    has_own_email,
    is_same_person,
    mandates_resting_on,
    mandates_that_work,
    namesakes_of,
    owners_of,
    people_named,
    person_with_staff_number,
    placement_on,
    records_of,
    records_of_all,
    resolve,
    root_id,
    root_ids,
    root_of,
    search_people,
    staff_of,
)
from training.people.queries.staff_counts import staff_count, staff_heading

__all__ = [
    "Directory",
    "Judge",
    "Judgement",
    "Pair",
    "Step",
    "alike_by_name",
    "contacts_as_written",
    "count_duplicates",
    "current_employments",
    "describe_changes",
    "duplicates",
    "employments_on",
    "family_of",
    "has_own_email",
    "is_same_person",
    "mandates_resting_on",
    "mandates_that_work",
    "matching",
    "namesakes_of",
    "owners_of",
    "people_named",
    "person_with_staff_number",
    "placement_on",
    "records_of",
    "records_of_all",
    "resolve",
    "root_id",
    "root_ids",
    "root_of",
    "search_people",
    "staff_count",
    "staff_heading",
    "staff_of",
]
