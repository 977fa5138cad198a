"""Courses, standards, editions and meetings in the admin."""

from courses.catalogue.viewsets.courses import CourseViewSet, StandardViewSet
from courses.catalogue.viewsets.editions import EditionViewSet, MeetingViewSet
from courses.catalogue.viewsets.recorded_lists import RecordedListMixin

__all__ = ["CourseViewSet", "EditionViewSet", "MeetingViewSet", "RecordedListMixin", "StandardViewSet"]
