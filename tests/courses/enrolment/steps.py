"""Short words for the steps that tests of enrolment take again and again."""

from datetime import timedelta

from courses.enrolment import actions as enrolment
from courses.enrolment.models import Enrolment
from tests import factories as make
from tests.factories import ACTOR, NOW
from training.notices.models import Notice

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def recruitment(**terms):
    opened = make.RecruitmentFactory(**terms)
    make.MeetingFactory(edition=opened.edition)
    return opened


def apply(opened, person=None, **given):
    given = {"actor": ACTOR, "now": NOW, **given}
    return enrolment.apply(person=person or make.employed(), edition=opened.edition, **given)


def fresh(application):
    return Enrolment.objects.get(pk=application.pk)


def states(opened):
    return list(Enrolment.objects.filter(edition=opened.edition).order_by("arrival").values_list("state", flat=True))


def kinds_for(person):
    return list(Notice.objects.filter(person=person).order_by("pk").values_list("kind", flat=True))
