"""A course that was taught, verified and closed, with its certificates prepared."""

from datetime import date, timedelta

import pytest

from certificates.register import actions as register
from certificates.register.models import Prepared
from courses.attendance.models import MeetingClosing, Teaching
from courses.catalogue.models import Edition, Standard
from courses.catalogue.states import EditionState
from courses.completion.models import Completion, Verification
from courses.completion.states import Result
from tests import factories as make
from training.kernel.actor_columns import acted


@pytest.fixture
def closed_course():
    """``closed_course(["Anna Nowak", …], result=…)`` gives the prepared certificates, in that order."""

    def close(names=("Łucja Wiśniewska",), result=Result.CONFIRMED, modules=True, **course_fields):
        course = make.CourseFactory(**{"code": "DM", "title": "Dialog motywujący w pracy socjalnej", **course_fields})
        if modules:
            make.ModuleFactory(course=course, order=1, title="Duch i założenia", minutes=270)
            make.ModuleFactory(course=course, order=2, title="Język zmiany", minutes=180)
        standard = make.StandardFactory(course=course)
        outcomes = [
            make.OutcomeFactory(standard=standard, order=1, text="Prowadzi rozmowę motywującą."),
            make.OutcomeFactory(standard=standard, order=2, text="Rozpoznaje język zmiany.", is_required=False),
        ]
        Standard.objects.filter(pk=standard.pk).update(locked_at=make.LONG_AGO, content_hash="0" * 64)
        edition = make.EditionFactory(
            course=course,
            code="2/2026",
            standard=standard,
            venue="Lublin, ul. Diamentowa 2",
            starts_on=date(2026, 10, 12),
            ends_on=date(2026, 11, 13),
        )
        make.RecruitmentFactory(edition=edition)
        meeting = make.MeetingFactory(edition=edition, starts_at=make.NOW - timedelta(days=42), topic="Rozmowa")
        closing = MeetingClosing.objects.create(
            meeting=meeting, topic="Rozmowa", minutes=450, teacher_count=1, closed_at=make.NOW, **acted(make.ACTOR)
        )
        trainer = make.person(first_name="Piotr", last_name="Ćwikła")
        Teaching.objects.create(closing=closing, person=trainer, name="dr Piotr Ćwikła")
        assessor = make.person(first_name="Ewa", last_name="Żak")
        completions = []
        for name in names:
            first, _, last = name.partition(" ")
            enrolment = make.EnrolmentFactory(edition=edition, person=make.person(first_name=first, last_name=last))
            Verification.objects.create(
                enrolment=enrolment,
                outcome=outcomes[0],
                assessor=assessor,
                is_met=True,
                method="case_task",
                verified_on=date(2026, 11, 16),
                recorded_at=make.NOW,
            )
            Verification.objects.create(
                enrolment=enrolment,
                outcome=outcomes[1],
                assessor=assessor,
                is_met=False,
                method="test",
                verified_on=date(2026, 11, 16),
                recorded_at=make.NOW,
            )
            completions.append(
                Completion.objects.create(
                    enrolment=enrolment,
                    result=result,
                    minutes_taught=450,
                    minutes_attended=450,
                    minutes_required=360,
                    threshold=80,
                    decided_at=make.NOW,
                    **acted(make.ACTOR),
                )
            )
        make.freeze(edition)
        Edition.objects.filter(pk=edition.pk).update(state=EditionState.CLOSED)
        register.prepare(completion_ids=[completion.pk for completion in completions], now=make.NOW)
        prepared = {row.enrolment_id: row for row in Prepared.objects.select_related("enrolment__edition__course")}
        return [prepared[completion.enrolment_id] for completion in completions if completion.enrolment_id in prepared]

    return close


@pytest.fixture
def checked(closed_course):
    def check(*args, **kwargs):
        return [
            register.check_name(prepared=row, actor=make.ACTOR, now=make.NOW) for row in closed_course(*args, **kwargs)
        ]

    return check


@pytest.fixture
def issued(checked):
    """``issued(["Anna Nowak"])`` gives certificates that stand in the register."""

    def issue(*args, **kwargs):
        return [register.issue(prepared=row, actor=make.ACTOR, now=make.NOW) for row in checked(*args, **kwargs)]

    return issue


@pytest.fixture
def bare_menus():
    """Menus of other rooms have queries of their own; these tests count only the page's."""
    from training.ui import navigation

    with navigation.navigation.only(), navigation.account_menu.only(), navigation.footer_links.only():
        yield
