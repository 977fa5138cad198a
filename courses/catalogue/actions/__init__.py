"""What happens to courses, standards, editions and meetings: the only code that writes them."""

from courses.catalogue.actions.courses import (
    CourseFields,
    ModuleEntry,
    follow_version,
    lock_rules,
    lock_standard,
    new_standard_version,
    rebuild_search,
    save_course,
    save_modules,
    save_standard,
)
from courses.catalogue.actions.editions import (
    EditionFields,
    cancel_edition,
    cancel_meeting,
    mark_closed,
    mark_reopened,
    publish_edition,
    save_edition,
    save_meeting,
)
from courses.catalogue.rules import OutcomeEntry

__all__ = [
    "CourseFields",
    "EditionFields",
    "ModuleEntry",
    "OutcomeEntry",
    "cancel_edition",
    "cancel_meeting",
    "follow_version",
    "lock_rules",
    "lock_standard",
    "mark_closed",
    "mark_reopened",
    "new_standard_version",
    "publish_edition",
    "rebuild_search",
    "save_course",
    "save_edition",
    "save_meeting",
    "save_modules",
    "save_standard",
]
