"""Courses of one person: taught, and closed when asked to be."""

from datetime import timedelta

import pytest

from courses.catalogue.models import Edition
from courses.completion import actions as completion
from tests import factories as make


@pytest.fixture
def attend(db):
    """``attend(person, days_ago=1, minutes=90, close=True)``: one meeting of one edition; gives the enrolment."""
    trainer = make.person(first_name="Jan", last_name="Trener")

    def build(person, *, days_ago=1, minutes=90, present=True, close=True, **course):
        starts_at = make.NOW - timedelta(days=days_ago, hours=2)
        day = starts_at.date()
        edition = make.EditionFactory(course=make.CourseFactory(**course), starts_on=day, ends_on=day)
        meeting = make.MeetingFactory(edition=edition, starts_at=starts_at, minutes=minutes, trainers=[trainer])
        organisation = make.organisation(name="Ośrodek nad rzeką")
        enrolment = make.EnrolmentFactory(
            edition=edition, person=person, organisation=organisation, organisation_at_start=organisation
        )
        make.hold(
            meeting,
            present=[enrolment] if present else [],
            absent=[] if present else [enrolment],
            taught_by=[trainer],
        )
        if close:
            completion.close(
                edition=Edition.objects.select_related("course", "standard").get(pk=edition.pk),
                actor=make.ACTOR,
                now=make.NOW,
            )
        enrolment.refresh_from_db()
        return enrolment

    return build
