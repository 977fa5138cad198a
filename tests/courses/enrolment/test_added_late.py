"""Somebody may be added after the last meeting, until the edition is closed; then nobody joins or leaves."""

import pytest

from courses.catalogue.models import Edition
from courses.catalogue.refusals import EditionIsOver
from courses.catalogue.states import EditionState
from courses.enrolment import actions as enrolment
from courses.enrolment.refusals import EditionIsFull, EditionNotRecruiting, OrganisationLimitReached
from courses.enrolment.states import EnrolmentState
from tests import factories as make
from tests.courses.enrolment.steps import DAY, apply, fresh, recruitment, states
from tests.factories import ACTOR, NOW, TODAY
from tests.unguarded import unguarded
from training.notices.models import Notice

pytestmark = pytest.mark.django_db


def taught(**terms):
    """The only meeting was three days ago."""
    opened = recruitment(**terms)
    opened.edition.meetings.update(starts_at=NOW - 3 * DAY, ends_at=NOW - 3 * DAY + DAY / 8)
    Edition.objects.filter(pk=opened.edition_id).update(starts_on=TODAY - 3 * DAY, ends_on=TODAY - 3 * DAY)
    opened.edition.refresh_from_db()
    return opened


def close(opened):
    Edition.objects.filter(pk=opened.edition_id).update(state=EditionState.CLOSED)


def test_rops_adds_somebody_of_a_paper_list_after_the_last_meeting():
    opened = taught()
    application = apply(opened, on_behalf=True)
    assert application.state == EnrolmentState.CONFIRMED
    assert "zaproszenia" not in Notice.objects.get(person=application.person).body.lower()


def test_people_themselves_cannot_apply_any_more():
    with pytest.raises(EditionNotRecruiting):
        apply(taught(closes_at=NOW + 9 * DAY))


def test_seats_hold_and_nobody_waits_for_an_offer_that_cannot_come():
    opened = taught(seats=1)
    apply(opened, on_behalf=True)
    with pytest.raises(EditionIsFull):
        apply(opened, on_behalf=True)
    assert states(opened) == [EnrolmentState.CONFIRMED]


def test_limits_hold():
    opened, institution = taught(seats=9, organisation_limit=1), make.organisation()
    apply(opened, make.employed(organisation=institution), on_behalf=True)
    with pytest.raises(OrganisationLimitReached):
        apply(opened, make.employed(organisation=institution), on_behalf=True)


def test_somebody_is_moved_into_an_edition_that_was_taught():
    opened, other = recruitment(), taught()
    arrived = enrolment.move(
        enrolment=apply(opened), edition=other.edition, reason="był na tej edycji", actor=ACTOR, now=NOW
    )
    assert arrived.state == EnrolmentState.CONFIRMED


def test_an_application_is_accepted_after_the_last_meeting_or_refused_but_never_put_in_line():
    opened = taught(seats=1, at_once=False)
    first, second = apply(opened, on_behalf=True), apply(opened, on_behalf=True)
    enrolment.decide(enrolment=first, accept=True, actor=ACTOR, now=NOW)
    with pytest.raises(EditionIsFull):
        enrolment.decide(enrolment=second, accept=True, actor=ACTOR, now=NOW)
    assert states(opened) == [EnrolmentState.CONFIRMED, EnrolmentState.UNDER_DECISION]


@pytest.mark.parametrize("state", [EditionState.CLOSED, EditionState.CANCELLED, EditionState.DRAFT])
def test_only_a_published_edition_takes_people(state):
    opened = taught()
    Edition.objects.filter(pk=opened.edition_id).update(state=state)
    with pytest.raises(EditionNotRecruiting):
        apply(opened, on_behalf=True)


def test_nobody_leaves_or_joins_a_closed_edition():
    opened = taught(seats=1, at_once=False)
    first, second = apply(opened, on_behalf=True), apply(opened, on_behalf=True)
    enrolment.decide(enrolment=first, accept=True, actor=ACTOR, now=NOW)
    other = recruitment()
    close(opened)
    with pytest.raises(EditionIsOver):
        enrolment.withdraw(enrolment=first, actor=ACTOR, by_staff=True, reason="pomyłka", now=NOW)
    with pytest.raises(EditionIsOver):
        enrolment.move(enrolment=first, edition=other.edition, reason="pomyłka", actor=ACTOR, now=NOW)
    with unguarded():
        type(opened).objects.filter(pk=opened.pk).update(seats=5)
    with pytest.raises(EditionIsOver):
        enrolment.decide(enrolment=second, accept=True, actor=ACTOR, now=NOW)
    assert states(opened) == [EnrolmentState.CONFIRMED, EnrolmentState.UNDER_DECISION]
    # Who never took part may still be told no.
    enrolment.decide(enrolment=second, accept=False, reason="edycja zamknięta", actor=ACTOR, now=NOW)
    assert fresh(second).state == EnrolmentState.REFUSED
