"""The page before an application says one rule: the one that will hold for this reader."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import translation

from courses.enrolment.states import EnrolmentState
from tests import factories as make
from training.kernel import time
from training.people.states import Identity

pytestmark = pytest.mark.django_db
AT_ONCE = "There are free places: you get one at once."
IN_ORDER = "Then the place is given in the order of applications; yours keeps its turn."
CONFIRMED_FIRST = "ROPS w Lublinie first confirms who you are, because you are on no staff list yet."
DECIDES = "ROPS w Lublinie decides about your application and writes to you."
QUEUE = "All places are taken: you join the reserve list, where 0 people wait before you."
FREED = "A freed place is offered to the next person, who has 2 working days to accept it."
LIMIT = "One institution may have at most 2 places."


def open_edition(*, seats=1, **terms):
    now = time.now()
    edition = make.EditionFactory()
    make.MeetingFactory(edition=edition, starts_at=now + timedelta(days=20))
    window = {"opens_at": now - timedelta(days=1), "closes_at": now + timedelta(days=5)}
    make.RecruitmentFactory(edition=edition, seats=seats, confirmation_hours=16, **window, **terms)
    return edition


def sentences(client, person, edition):
    """What stands under "What happens after you send it", sentence by sentence."""
    client.force_login(person.user)
    with translation.override("en"):
        html = client.get(reverse("kompas_courses:apply", args=[edition.pk])).content.decode()
    (section,) = re.findall(r'<section aria-labelledby="then">(.*?)</section>', html, re.S)
    found = re.findall(r"<(?:p|li)>(.*?)</(?:p|li)>", section, re.S)
    return [re.sub(r"\s+", " ", sentence).strip() for sentence in found]


def test_with_a_free_place_nothing_is_said_of_queues_and_decisions(client):
    person = make.employed(user=make.user())
    assert sentences(client, person, open_edition(organisation_limit=2)) == [AT_ONCE]


def test_somebody_nobody_has_confirmed_is_not_promised_a_place_at_once(client):
    person = make.person_with_account(identity=Identity.UNCONFIRMED)
    assert sentences(client, person, open_edition()) == [CONFIRMED_FIRST, IN_ORDER]
    assert sentences(client, person, open_edition(at_once=False)) == [CONFIRMED_FIRST]


def test_where_rops_decides_only_that_is_said(client):
    person = make.employed(user=make.user())
    assert sentences(client, person, open_edition(at_once=False)) == [DECIDES]


def test_who_will_wait_reads_how_freed_places_go_on(client):
    edition = open_edition()
    make.EnrolmentFactory(edition=edition, state=EnrolmentState.CONFIRMED)
    assert sentences(client, make.employed(user=make.user()), edition) == [QUEUE, FREED]


def test_limits_are_said_while_the_sending_institution_is_not_chosen(client):
    person = make.employed(user=make.user())
    make.EmploymentFactory(person=person)
    edition = open_edition(organisation_limit=2)
    assert sentences(client, person, edition) == [
        "There are free places: you get one at once, unless a limit below holds it back.",
        LIMIT,
    ]
