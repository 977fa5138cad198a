"""*My development* and the team map in the reference site, with everything that its rooms hang on them."""

from datetime import timedelta

import pytest

from cms import addresses
from courses.enrolment.states import EnrolmentState
from tests import factories as make
from training.assessments.actions import assess
from training.kernel import time

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("pages")]


@pytest.fixture(autouse=True)
def _addresses_known():
    addresses.addresses()
    yield
    addresses.forget()


def profile_of(position, count):
    """A post that requires so many competences, each proved by a course open for applications."""
    framework = make.FrameworkFactory()
    make.LevelFactory(framework=framework, number=2)
    wanted = [make.CompetenceFactory(framework=framework) for _ in range(count)]
    make.RoleProfileFactory(framework=framework, positions=[position], requirements=dict.fromkeys(wanted, 2))
    now = time.now()
    for competence in wanted:
        outcome = make.OutcomeFactory(competence=competence, level=2)
        edition = make.EditionFactory(course=outcome.standard.course, standard=outcome.standard)
        make.MeetingFactory(edition=edition, starts_at=now + timedelta(days=20))
        make.RecruitmentFactory(
            edition=edition, opens_at=now - timedelta(days=1), closes_at=now + timedelta(days=5), seats=1
        )
    return wanted


@pytest.mark.parametrize("count", [1, 3])
def test_my_development_costs_fifteen_queries_at_any_length(client, count, django_assert_num_queries):
    position, now = make.PositionFactory(), time.now()
    profile_of(position, count)
    ewa = make.employed(position=position, user=make.user())
    boss = make.employed(position=position)
    beyond = [make.CompetenceFactory() for _ in range(count)]
    assess(person=ewa, assessor=boss, levels=dict.fromkeys(beyond, 1), actor=make.ACTOR)
    for state in [EnrolmentState.CONFIRMED, EnrolmentState.WAITING, EnrolmentState.OFFERED] * count:
        edition = make.EditionFactory()
        make.MeetingFactory(edition=edition, starts_at=now + timedelta(days=9))
        make.RecruitmentFactory(edition=edition)
        expires = now + timedelta(days=1) if state == EnrolmentState.OFFERED else None
        make.EnrolmentFactory(edition=edition, person=ewa, state=state, offer_expires_at=expires)
    client.force_login(ewa.user)
    with django_assert_num_queries(15):
        answer = client.get("/moj-rozwoj/")
    assert answer.context["development"].unknown == count
    assert len(answer.context["development"].closings) == count
    assert len(answer.context["agenda"].near) + bool(answer.context["agenda"].first_later) == 1
    assert len(answer.context["panels"]) == 2


@pytest.mark.parametrize("count", [1, 3])
def test_the_team_map_costs_thirteen_queries_at_any_length(client, count, django_assert_num_queries):
    position, office = make.PositionFactory(), make.organisation()
    competences = profile_of(position, count)
    head = make.employed(organisation=office, position=position, user=make.user())
    make.MandateFactory(person=head, organisation=office)
    for _ in range(count):
        worker = make.employed(organisation=office, position=position)
        assess(person=worker, assessor=head, levels=dict.fromkeys(competences, 1), actor=make.ACTOR)
    client.force_login(head.user)
    with django_assert_num_queries(13):
        answer = client.get("/zespol/")
    assert len(answer.context["team"].members) == count + 1
    assert len(answer.context["team"].closings) == count
