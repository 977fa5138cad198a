"""What attendance plugs into the house; called once when Django is ready.

The triggers on closed meetings ask the journal of their corrections, in the
SQL of each database: a correction writes its journal first (``ClosingChange``),
and the newest line is what holds.
"""

from django.utils.translation import gettext_lazy as _

from courses.attendance import integrity, panels, queries
from courses.attendance.actions import merging
from courses.calendars.registry import meeting_pages
from courses.catalogue.registry import meetings_held
from courses.enrolment.registry import enrolment_panels
from training.accounts import registry as roles
from training.accounts.registry import Opened, first_screens, opened, relations
from training.desk import registry as desk
from training.kernel import triggers
from training.kernel.integrity import checks
from training.people.registry import merge_parts
from training.ui.navigation import NavItem, navigation

_NEWEST = (
    'FROM kompas_courses_closingchange AS line WHERE line."closing_id" = {closing} AND line."id" = '
    '(SELECT MAX("id") FROM kompas_courses_closingchange WHERE "closing_id" = {closing})'
)


def _exists(closing: str, condition: str) -> str:
    return f"EXISTS (SELECT 1 {_NEWEST.format(closing=closing)} AND {condition})"


# The newest line has the topic, the minutes and how many taught, as the closing is to have.
MATCHES_CLOSING = {
    "sqlite": _exists(
        'OLD."id"',
        """json_extract(line."new", '$.topic') = NEW."topic" """
        """AND json_extract(line."new", '$.minutes') = NEW."minutes" """
        """AND json_array_length(line."new", '$.taught_by') = NEW."teacher_count" """,
    ),
    "postgresql": _exists(
        'OLD."id"',
        """line."new" ->> 'topic' = NEW."topic" """
        """AND CAST(line."new" ->> 'minutes' AS integer) = NEW."minutes" """
        """AND jsonb_array_length(line."new" -> 'taught_by') = NEW."teacher_count" """,
    ),
}
# The newest line names others than the person whose teaching goes.
NAMES_TEACHER_NO_LONGER = {
    "sqlite": _exists(
        'OLD."closing_id"',
        """NOT EXISTS (SELECT 1 FROM json_each(line."new", '$.taught_by') AS named """
        """WHERE json_extract(named.value, '$[0]') = OLD."person_id")""",
    ),
    "postgresql": _exists(
        'OLD."closing_id"',
        """NOT EXISTS (SELECT 1 FROM jsonb_array_elements(line."new" -> 'taught_by') AS named """
        """WHERE CAST(named ->> 0 AS bigint) = OLD."person_id")""",
    ),
}


def _or_no_journal(named: str) -> str:
    return f'(NOT EXISTS (SELECT 1 FROM kompas_courses_closingchange WHERE "closing_id" = NEW."closing_id") OR {named})'


# The newest line names the person whose teaching comes; a meeting that was closed only once has no line.
NAMES_TEACHER = {
    "sqlite": _or_no_journal(
        _exists(
            'NEW."closing_id"',
            """EXISTS (SELECT 1 FROM json_each(line."new", '$.taught_by') AS named """
            """WHERE json_extract(named.value, '$[0]') = NEW."person_id")""",
        )
    ),
    "postgresql": _or_no_journal(
        _exists(
            'NEW."closing_id"',
            """EXISTS (SELECT 1 FROM jsonb_array_elements(line."new" -> 'taught_by') AS named """
            """WHERE CAST(named ->> 0 AS bigint) = NEW."person_id")""",
        )
    ),
}


def register() -> None:
    merge_parts.register("attendance", merging.PART, order=25)
    roles.grant_models("coordinator", "kompas_courses", "mark", "meetingclosing")
    opened.register("trainer", Opened(queries.OFFICE_PERMISSION, queries.registers_of))
    relations.register("trainer", lambda person, on: queries.meetings_of_trainer(person))
    first_screens.register("trainer", "kompas_courses:today")
    meetings_held.register("attendance", queries.held)
    # Whoever teaches a meeting is led to its roster, also of an edition once applied for.
    meeting_pages.register("rosters", panels.pages_of_meetings, order=30)
    desk.panels.register("attendance", panels.attendance_panel, order=30)
    enrolment_panels.register("attendance", panels.enrolment_panel, order=30)
    desk.appointments.register("taking part", panels.appointments_of_participant)
    desk.appointments.register("teaching", panels.appointments_of_trainer)
    desk.next_steps.register("attendance", panels.trainer_steps)
    desk.office_tasks.register("meetings", panels.office_tasks, order=20)
    item = NavItem(_("Meetings"), "kompas_courses:today", is_shown=panels.teaches, icon="calendar-check")
    navigation.register("meetings", item, order=60)
    checks.register("attendance journal", integrity.journal_and_marks)
    checks.register("attendance minutes", integrity.minutes)
    checks.register("attendance closings", integrity.closings)
    checks.register("printed texts of classes", integrity.printed_texts)
    _guard()


def _guard() -> None:
    triggers.guard("kompas_courses.MarkChange")
    triggers.guard("kompas_courses.ClosingChange")
    # A closing, and who taught, changes only as its journal has it.
    triggers.guard(
        "kompas_courses.MeetingClosing",
        frozen=["meeting", "closed_at", "actor_kind", "actor_name", "actor_user"],
        journaled=["topic", "minutes", "teacher_count"],
        journal=MATCHES_CLOSING,
    )
    triggers.guard(
        "kompas_courses.Teaching",
        gone=NAMES_TEACHER_NO_LONGER,
        counted=("closing", "teacher_count"),
        joins=NAMES_TEACHER,
    )
