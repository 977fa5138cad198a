"""What upper rooms give the catalogue: they register it in ``AppConfig.ready()``."""

from collections.abc import Callable, Collection
from datetime import datetime
from typing import Any

from courses.catalogue.models import Course, Edition
from training.kernel.refusals import Refusal
from training.kernel.registry import Registry

# The public page of a course, or nothing when it has none.
course_url: Registry[Callable[[Course], str | None]] = Registry("public addresses of courses")

# Where the materials of a course stand, or nothing while there are none.
course_materials: Registry[Callable[[Course], str | None]] = Registry("materials of courses")

# Where in the admin the user makes or edits that page, or nothing when they may not.
course_page_work: Registry[Callable[[Any, Course], str | None]] = Registry("where pages of courses are made")

# What an edition still lacks before it may be published, as the refusal that says so.
publishing_needs: Registry[Callable[[Edition, datetime], Refusal | None]] = Registry("needs of publishing")

# When the recruitment of these editions was opened, by the edition's key; those not opened are left out.
recruitment_opened: Registry[Callable[[Collection[int]], dict[int, datetime]]] = Registry(
    "moments recruitment was opened"
)

# Which of these meetings (by key) a register holds: they took place and can be neither moved nor cancelled.
meetings_held: Registry[Callable[[Collection[int]], set[int]]] = Registry("meetings that took place")

# Parts of an edition's page in the admin, below its meetings: given the request
# and the edition, a Wagtail ``Component`` or nothing.
edition_panels: Registry[Callable[[Any, Edition], Any]] = Registry("panels of an edition")


def url_of(course: Course) -> str | None:
    """The first address somebody knows for the course's page."""
    return next((url for find in course_url if (url := find(course))), None)


def materials_of(course: Course) -> str | None:
    """The first address where somebody knows materials of the course."""
    return next((url for find in course_materials if (url := find(course))), None)


def page_work_of(request: Any, course: Course) -> str | None:
    """The first address where somebody lets the user work on the course's page."""
    return next((url for find in course_page_work if (url := find(request, course))), None)
