"""What happens to an edition in these tests, said shortly."""

from certificates.register import actions as register
from courses.completion import actions as completion
from tests import factories as make

ACTOR, NOW = make.ACTOR, make.NOW


def verify(it, person, outcome, is_met, now=NOW):
    return completion.verify(
        enrolment=it.people[person],
        outcome=it.outcomes[outcome],
        is_met=is_met,
        assessor=it.assessor,
        actor=ACTOR,
        now=now,
    )


def close(it, now=NOW, corrected=()):
    made = completion.close(edition=it.edition, actor=ACTOR, now=now, corrected=corrected)
    # What hears of it after the commit, which a test does not reach.
    register.prepare(completion_ids=[completion.pk for completion in made], now=now)
    return made
