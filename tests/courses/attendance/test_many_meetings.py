"""The lists of meetings count their people without multiplying them."""

from datetime import timedelta

import pytest

from courses.attendance import actions as attendance
from courses.attendance import queries
from courses.attendance.states import MarkedHow
from courses.enrolment.states import EnrolmentState
from tests import factories as make

pytestmark = pytest.mark.django_db


def test_each_meeting_counts_its_people_and_marks_and_reads_no_row_twice(meeting, people, say):
    other = make.MeetingFactory(edition=meeting.edition, starts_at=meeting.starts_at + timedelta(hours=1))
    entries = [say(people[0], "present"), say(people[1], "absent")]
    attendance.mark(meeting=meeting, entries=entries, actor=make.ACTOR, how=MarkedHow.TAP, now=make.NOW)
    make.EnrolmentFactory(edition=meeting.edition, state=EnrolmentState.WAITING)
    # Whoever withdrew keeps the mark, and is counted neither among people nor among marked.
    type(people[1]).objects.filter(pk=people[1].pk).update(state=EnrolmentState.WITHDRAWN)
    rows = queries.with_counts(queries.not_cancelled()).order_by("starts_at")
    assert [(row.pk, row.people, row.marked, row.is_closed) for row in rows] == [
        (meeting.pk, 2, 1, False),
        (other.pk, 2, 0, False),
    ]
    # Two relations joined are thirty people times thirty marks for each meeting of a region.
    assert rows.query.group_by is None
    assert not {"kompas_courses_enrolment", "kompas_courses_mark"} & set(rows.query.alias_map)


def test_how_many_meetings_there_are_is_asked_without_counting_their_people(meeting, people, django_assert_num_queries):
    with django_assert_num_queries(1) as asked:
        assert queries.closed_meetings(queries.not_cancelled()).count() == 0
    assert "kompas_courses_mark" not in asked[0]["sql"]
