"""A verb that dies after writing the place and before the letter leaves nothing of itself."""

from datetime import timedelta

import pytest

from courses.enrolment import actions as enrolment
from courses.enrolment import letters
from courses.enrolment.models import Enrolment, EnrolmentChange
from courses.enrolment.states import EnrolmentState
from tests import factories as make
from tests.factories import ACTOR, NOW
from tests.unguarded import unguarded
from training.notices.models import Notice

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


class Killed(BaseException):
    """As when the process is taken away; no ``except Exception`` may swallow it."""


@pytest.fixture
def opened():
    """One seat, one who holds it and one who waits."""
    recruitment = make.RecruitmentFactory(seats=1)
    make.MeetingFactory(edition=recruitment.edition)
    for _ in range(2):
        enrolment.apply(person=make.employed(), edition=recruitment.edition, actor=ACTOR, now=NOW)
    return recruitment


def the_one(recruitment, state):
    return Enrolment.objects.get(edition=recruitment.edition, state=state)


def offered(recruitment):
    enrolment.withdraw(enrolment=the_one(recruitment, EnrolmentState.CONFIRMED), actor=ACTOR, now=NOW)
    return the_one(recruitment, EnrolmentState.OFFERED)


def asked_to_decide(recruitment):
    enrolment.withdraw(enrolment=the_one(recruitment, EnrolmentState.WAITING), actor=ACTOR, now=NOW)
    with unguarded():
        Enrolment.objects.filter(state=EnrolmentState.CONFIRMED).update(state=EnrolmentState.UNDER_DECISION)
    return the_one(recruitment, EnrolmentState.UNDER_DECISION)


def other_edition():
    recruitment = make.RecruitmentFactory(seats=5)
    make.MeetingFactory(edition=recruitment.edition)
    return recruitment.edition


VERBS = {
    "apply": lambda opened: {"person": make.employed(), "edition": opened.edition},
    "accept": lambda opened: {"enrolment": offered(opened)},
    "decline": lambda opened: {"enrolment": offered(opened)},
    "withdraw": lambda opened: {"enrolment": the_one(opened, EnrolmentState.CONFIRMED)},
    "decide": lambda opened: {"enrolment": asked_to_decide(opened), "accept": True},
    "decide_all": lambda opened: {"enrolments": [asked_to_decide(opened)], "accept": True},
    "move": lambda opened: {
        "enrolment": the_one(opened, EnrolmentState.CONFIRMED),
        "edition": other_edition(),
        "reason": "bliżej",
    },
    "cancel_all": lambda opened: {"edition": opened.edition, "reason": "choroba"},
    "expire_offers": lambda opened: {"now": offered(opened).offer_expires_at + DAY},
}


def everything():
    places = list(Enrolment.objects.order_by("pk").values_list("pk", "edition", "state", "arrival", "offer_expires_at"))
    return places, EnrolmentChange.objects.count(), Notice.objects.count()


@pytest.mark.parametrize("verb", VERBS)
def test_a_verb_killed_before_its_letter_changes_nothing(opened, verb, monkeypatch):
    given = {"actor": ACTOR, "now": NOW, **VERBS[verb](opened)}
    before = everything()

    def die(*args, **kwargs):
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(letters, "notify", die)
        with pytest.raises(Killed):
            getattr(enrolment, verb)(**given)
    assert everything() == before
    # And it is done by asking again.
    getattr(enrolment, verb)(**given)
    assert everything() != before
