"""What people of the region wish to be taught: asked for day by day, answered where recruitment opened since."""

from datetime import datetime, timedelta
from random import Random

from django.utils.translation import gettext as _

from cms.site.demo.growth import requirements_by_position
from cms.site.demo.region import Region
from courses.catalogue.models import Course
from courses.demand import actions as demand
from courses.demand.models import Wish
from training.competences.models import Competence
from training.kernel import time
from training.kernel.actors import Actor
from training.notices import actions as notices
from training.people.models import Person

WISHES = {"S": 160, "M": 600}
DAYS = 150
# Few take back what they asked for.
TAKEN_BACK = 0.06
# What the demo's worker waits for.
OWN_COURSE = "SUP"


def build_wishes(region: Region, learner: Person, now: datetime) -> int:
    """Say how many people were told meanwhile."""
    rng = Random(f"wishes {region.size}")
    courses = list(Course.objects.filter(is_archived=False).order_by("code"))
    rng.shuffle(courses)
    required_by, competences = requirements_by_position(), Competence.objects.in_bulk()
    people = [person for person in region.people if person.pk in region.workplaces and person.pk != learner.pk]
    told = 0
    for moment in sorted(_moment(region, rng) for _turn in range(WISHES[region.size])):
        person = rng.choice(people)
        required = required_by.get(region.workplaces[person.pk].position_id, {})
        actor = Actor.by_link(person)
        if required and rng.random() < 0.5:
            key, level = rng.choice(sorted(required.items()))
            competence = competences[key]
            wish = demand.wish_for_level(person=person, competence=competence, level=level, actor=actor, now=moment)
        else:
            # Some are wished for by many, most by a few.
            course = courses[min(int(rng.expovariate(0.25)), len(courses) - 1)]
            wish = demand.wish_for_course(person=person, course=course, actor=actor, now=moment)
        if rng.random() < TAKEN_BACK:
            _take_back(wish, actor, moment + timedelta(hours=rng.randint(1, 9)))
        told += notices.deliver(now=moment)
    demand.wish_for_course(
        person=learner, course=Course.objects.get(code=OWN_COURSE), actor=Actor.by_link(learner), now=now
    )
    demand.notice_openings(now=now)
    return told + notices.deliver(now=now)


def _moment(region: Region, rng: Random) -> datetime:
    day = region.day - timedelta(days=rng.randint(1, DAYS))
    return time.at(day, f"{rng.randint(8, 18):02}:{rng.randint(0, 59):02}")


def _take_back(wish: Wish, actor: Actor, moment: datetime) -> None:
    demand.withdraw(wish=wish, actor=actor, reason=_("no longer needed"), now=moment)
