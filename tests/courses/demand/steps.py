"""Short words for the steps that tests of demand take again and again."""

from datetime import timedelta

from courses.demand import actions as demand
from courses.demand.letters import KIND
from courses.demand.models import Wish
from tests import factories as make
from tests.factories import ACTOR, NOW
from training.competences.states import FrameworkState
from training.notices.models import Notice

DAY = timedelta(days=1)


def competence():
    """One of a published framework with levels 1 to 4."""
    framework = make.FrameworkFactory(state=FrameworkState.PUBLISHED, published_at=make.LONG_AGO, content_hash="a" * 64)
    for number in range(1, 5):
        if not framework.levels.filter(number=number).exists():
            make.LevelFactory(framework=framework, number=number)
    return make.CompetenceFactory(framework=framework)


def course_leading_to(wanted, level):
    """A course whose standard proves this level."""
    standard = make.StandardFactory()
    make.OutcomeFactory(standard=standard, competence=wanted, level=level)
    return standard.course


def wish_for_course(course, person=None, **given):
    return demand.wish_for_course(
        person=person or make.employed(), course=course, **{"actor": ACTOR, "now": NOW - DAY, **given}
    )


def wish_for_level(wanted, level, person=None, **given):
    given = {"actor": ACTOR, "now": NOW - DAY, **given}
    return demand.wish_for_level(person=person or make.employed(), competence=wanted, level=level, **given)


def open_edition(course, **terms):
    """An edition of the course that takes applications, put straight into the tables: nobody has noticed it yet."""
    edition = make.EditionFactory(course=course, standard=course.standards.first())
    make.MeetingFactory(edition=edition)
    make.RecruitmentFactory(edition=edition, **terms)
    return edition


def notice(**given):
    return demand.notice_openings(**{"now": NOW, **given})


def fresh(wish):
    return Wish.objects.get(pk=wish.pk)


def letters():
    """Who was written to that recruitment is open."""
    return list(Notice.objects.filter(kind=KIND).order_by("pk").values_list("person", flat=True))
