"""What is taught: courses with their programme and standard, editions and meetings."""

from courses.catalogue.models.courses import Course, Module, Outcome, Standard, default_hour, default_threshold
from courses.catalogue.models.editions import Edition, EditionQuerySet, Meeting, MeetingQuerySet

__all__ = [
    "Course",
    "Edition",
    "EditionQuerySet",
    "Meeting",
    "MeetingQuerySet",
    "Module",
    "Outcome",
    "Standard",
    "default_hour",
    "default_threshold",
]
