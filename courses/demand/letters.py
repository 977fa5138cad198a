"""What is written to people whose wish is answered."""

from collections.abc import Iterable
from datetime import datetime

from courses.demand.models import Opening, Wish
from courses.enrolment.letters import about
from courses.enrolment.models import Recruitment
from training.kernel.links import absolute_or_empty
from training.notices.actions import Message, queue_many
from training.people.queries import resolve

KIND = "recruitment_opened"
CAUSE = "recruitment_opening"
TEMPLATE = "kompas_courses/demand/notices/recruitment_opened"


def send_opening(opening: Opening, recruitment: Recruitment, wishes: Iterable[Wish], *, now: datetime) -> int:
    """Write to each person once, however many of their wishes the opening answers; return how many people."""
    wishes_by_person: dict[int, list[Wish]] = {}
    for wish in wishes:
        wishes_by_person.setdefault(resolve(wish.person).pk, []).append(wish)
    queue_many([_letter(opening, recruitment, theirs) for theirs in wishes_by_person.values()], now=now)
    return len(wishes_by_person)


def _letter(opening: Opening, recruitment: Recruitment, wishes: list[Wish]) -> Message:
    person, edition = resolve(wishes[0].person), recruitment.edition
    return Message(
        kind=KIND,
        person=person,
        template=TEMPLATE,
        context={
            **about(edition),
            "venue": edition.venue,
            "closes_at": recruitment.closes_at,
            "asked_for_course": any(wish.course_id for wish in wishes),
            "url": absolute_or_empty("kompas_courses:apply", edition.pk, language=person.language),
        },
        cause_kind=CAUSE,
        cause_key=opening.pk,
    )
