"""Gathers the rooms' models for Django."""

from courses.attendance.models import ClosingChange, Mark, MarkChange, MeetingClosing, Teaching
from courses.calendars.models import Feed, Invitation
from courses.catalogue.models import Course, Edition, Meeting, Module, Outcome, Standard
from courses.completion.models import Assessorship, Completion, Verification
from courses.demand.models import Opening, Wish
from courses.enrolment.models import Enrolment, EnrolmentChange, Recruitment
from courses.funding.models import EditionFunding, FundingSource
from courses.records.models import EditionRecord, Reopening

__all__ = [
    "Assessorship",
    "ClosingChange",
    "Completion",
    "Course",
    "Edition",
    "EditionFunding",
    "EditionRecord",
    "Enrolment",
    "EnrolmentChange",
    "Feed",
    "FundingSource",
    "Invitation",
    "Mark",
    "MarkChange",
    "Meeting",
    "MeetingClosing",
    "Module",
    "Opening",
    "Outcome",
    "Recruitment",
    "Reopening",
    "Standard",
    "Teaching",
    "Verification",
    "Wish",
]
