"""Who applied to the editions, and what became of each application."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from cms.site.demo.offer import Run, moments_of_offer, opening, set_institution_limit
from cms.site.demo.region import Region
from courses.catalogue import actions as catalogue
from courses.enrolment.models import Enrolment, EnrolmentChange, Recruitment
from courses.enrolment.states import EnrolmentState
from training.kernel import time
from training.kernel.actor_columns import acted
from training.kernel.actors import Actor
from training.people.models import Person

ENROLMENTS = {"S": 2_500, "M": 30_000}
OFFICE = Actor("user", "Joanna Wysocka")
SEATS = 24
FIRST_TO_WAIT = SEATS  # counted from nought, so the one after the last seat
STATES_AT_DOOR = {EnrolmentState.CONFIRMED, EnrolmentState.WAITING, EnrolmentState.UNDER_DECISION}


@dataclass
class Step:
    """One step of an enrolment's history."""

    at: datetime
    state: str
    reason: str = ""


def applicants_wanted(region: Region, runs: list[Run]) -> list[int]:
    """How many applied to each edition; together exactly the size's number of enrolments."""
    rng = Random(f"applicants {region.size}")
    wanted = []
    for run in runs:
        number = {"running": 30, "finished": 30, "cancelled": 8, "planned": 0, "draft": 0}.get(run.phase, 0)
        if run.phase == "recruiting":
            number = 60 if run.is_crowded else rng.randint(12, 34)
        wanted.append(number)
    left = ENROLMENTS[region.size] - sum(wanted)
    closed = [index for index, run in enumerate(runs) if run.phase == "closed"]
    for turn, index in enumerate(closed):
        wanted[index] = left // len(closed) + (1 if turn < left % len(closed) else 0)
    return wanted


def _pool(region: Region, run: Run, cache: dict[str, list[Person]]) -> list[Person]:
    """Whom the course is for: people of its kinds of institutions."""
    if run.topic.kinds not in cache:
        kinds = set(run.topic.kinds.split())
        cache[run.topic.kinds] = [
            person
            for person in region.people
            if person.pk in region.workplaces
            and (not kinds or region.kinds_of[region.workplaces[person.pk].organisation_id] in kinds)
        ]
    return cache[run.topic.kinds]


def build_recruitments(region: Region, runs: list[Run], wanted: list[int]) -> None:
    """Terms of each edition; opening locks its standard, oldest first."""
    for run, number in sorted(zip(runs, wanted, strict=True), key=lambda pair: opening(pair[0], region)[0]):
        if run.phase == "draft":
            continue
        opens_at, closes_at = opening(run, region)
        opened_at = min(opens_at - timedelta(days=3), time.at(region.day, "07:00"))
        seats = max(12, number - 9) if run.phase == "closed" else SEATS
        if run.edition.standard_id:
            catalogue.lock_standard(standard=run.edition.standard, actor=OFFICE, now=opened_at)
        run.edition = catalogue.lock_rules(edition=run.edition, actor=OFFICE, now=opened_at)
        run.recruitment = Recruitment(
            edition=run.edition,
            seats=seats,
            opens_at=opens_at,
            closes_at=closes_at,
            # In every fifth edition ROPS decides.
            at_once=run.turn % 5 != 3,
            decides_by=time.today(closes_at) + timedelta(days=5) if run.turn % 5 == 3 else None,
            confirmation_hours=16,
            withdraw_until=closes_at,
            opened_at=opened_at,
        )
    Recruitment.objects.bulk_create([run.recruitment for run in runs if run.recruitment], batch_size=500)


def build_enrolments(
    region: Region, runs: list[Run], wanted: list[int], named: dict[str, Person], report: Callable[[int], None]
) -> dict[int, list[Enrolment]]:
    """Applications with their whole history; gives, per edition, who takes part."""
    rng = Random(f"enrolments {region.size}")
    cache: dict[str, list[Person]] = {}
    everybody = [person for person in region.people if person.pk in region.workplaces]
    rows, histories = [], []
    past = _past_of_the_learner(runs)
    for run, number in zip(runs, wanted, strict=True):
        if not number:
            continue
        pool = _pool(region, run, cache)
        chosen = rng.sample(pool, min(number, len(pool)))
        if len(chosen) < number:
            there = {person.pk for person in chosen}
            chosen += rng.sample([person for person in everybody if person.pk not in there], number - len(chosen))
        _seat_learner(chosen, named["learner"], _place_of_the_learner(run, past), region)
        steps = _histories(run, number, region, rng)
        for arrival, (person, history) in enumerate(zip(chosen, steps, strict=True), start=1):
            rows.append(_enrolment(region, run, person, arrival, history))
            histories.append(history)
    Enrolment.objects.bulk_create(rows, batch_size=500)
    EnrolmentChange.objects.bulk_create(
        [
            EnrolmentChange(
                enrolment=row,
                at=step.at,
                old_state=history[turn - 1].state if turn else "",
                new_state=step.state,
                reason=step.reason,
                **acted(Actor("user", row.person.full_name, None) if turn == 0 else OFFICE),
            )
            for row, history in zip(rows, histories, strict=True)
            for turn, step in enumerate(history)
        ],
        batch_size=1000,
    )
    report(len(rows))
    set_institution_limit(runs, rows)
    taking_part: dict[int, list[Enrolment]] = {}
    for row in rows:
        if row.state == EnrolmentState.CONFIRMED:
            taking_part.setdefault(row.edition_id, []).append(row)
    return taking_part


# The learner's past: courses for a social worker, each once, and when in the years that the demo tells.
PAST = {"INT": 0.14, "WYP": 0.38, "ROD": 0.47, "ETY": 0.6, "CYF": 0.87}


def _past_of_the_learner(runs: list[Run]) -> set[int]:
    """The closed editions the learner took part in: of each course the one nearest to its time."""
    closed = [run for run in runs if run.phase == "closed"]
    return {
        min(
            (run for run in closed if run.edition.course.code == code),
            key=lambda run: abs(run.turn - share * len(closed)),
        ).edition.pk
        for code, share in PAST.items()
    }


def _place_of_the_learner(run: Run, past: set[int]) -> int | None:
    """The learner's place among the applicants; None where they did not apply.

    Of what is open now: the reserve list of the first, a place in the second,
    and in the third the first on the reserve list, so that a place was offered.
    """
    if run.phase == "closed":
        return 0 if run.edition.pk in past else None
    places = {"running": (1,), "finished": (2,), "recruiting": (38, 3, FIRST_TO_WAIT)}.get(run.phase, ())
    return places[run.turn] if run.turn < len(places) else None


def _seat_learner(chosen: list[Person], learner: Person, wanted: int | None, region: Region) -> None:
    """Put the learner where the demo wants them, and nowhere by chance."""
    there = next((place for place, person in enumerate(chosen) if person.pk == learner.pk), None)
    if wanted is not None and there is not None:
        chosen[there], chosen[wanted] = chosen[wanted], chosen[there]
    elif wanted is not None:
        chosen[wanted] = learner
    elif there is not None:
        chosen[there] = next(p for p in region.people if p.pk in region.workplaces and p not in chosen)


def _histories(run: Run, number: int, region: Region, rng: Random) -> list[list[Step]]:
    """States of all applicants in order of arrival, seats never oversold at the end."""
    recruitment = run.recruitment
    last = min(recruitment.closes_at, time.at(region.day, "08:00"))
    span = (last - recruitment.opens_at).total_seconds()
    drawn = sorted(recruitment.opens_at + timedelta(seconds=span * rng.random() ** 2.2) for _ in range(number))
    moments = [min(_awake(moment), last) for moment in drawn]
    decided = recruitment.closes_at + timedelta(hours=34)
    histories: list[list[Step]] = []
    for place, moment in enumerate(moments):
        if run.phase == "cancelled":
            ended = time.at(region.day - timedelta(days=2), "10:00")
            histories.append(
                [
                    Step(moment, EnrolmentState.CONFIRMED),
                    Step(max(moment, ended), EnrolmentState.CANCELLED, run.edition.cancelled_reason),
                ]
            )
        elif not recruitment.at_once:
            step = [Step(moment, EnrolmentState.UNDER_DECISION)]
            if run.phase == "recruiting":
                if place < 6:
                    step.append(Step(max(moment, last - timedelta(hours=20)), EnrolmentState.CONFIRMED))
            elif place < recruitment.seats:
                step.append(Step(decided, EnrolmentState.CONFIRMED))
            else:
                step.append(Step(decided, EnrolmentState.REFUSED, "Wyczerpano limit miejsc."))
            histories.append(step)
        else:
            histories.append(
                [Step(moment, EnrolmentState.CONFIRMED if place < recruitment.seats else EnrolmentState.WAITING)]
            )
    if recruitment.at_once and run.phase != "cancelled":
        _changes_of_mind(run, histories, last, rng)
    return histories


def _awake(moment: datetime) -> datetime:
    """The day's 24 hours, told between seven in the morning and ten at night, when people write applications."""
    day = time.today(moment)
    share = (moment - time.start_of(day)) / timedelta(days=1)
    return time.at(day, "07:00") + timedelta(seconds=round(share * 15 * 3600))


def _changes_of_mind(run: Run, histories: list[list[Step]], last: datetime, rng: Random) -> None:
    """Somebody withdraws, the next on the reserve list is offered the place, and accepts or lets it pass."""
    seats = run.recruitment.seats
    waiting = [place for place, history in enumerate(histories) if history[-1].state == EnrolmentState.WAITING]
    holders = range(min(seats, len(histories)))
    for place in rng.sample(list(holders)[4:-1] or list(holders), k=min(2, max(0, len(holders) - 6))):
        begin = histories[place][-1].at
        moment = begin + (last - begin) * rng.uniform(0.3, 0.8)
        if not waiting:
            if run.phase != "closed" or rng.random() < 0.5:
                histories[place].append(Step(moment, EnrolmentState.WITHDRAWN, "Zmiana terminu urlopu."))
            continue
        histories[place].append(Step(moment, EnrolmentState.WITHDRAWN, "Choroba w rodzinie."))
        first = waiting.pop(0)
        offered = max(moment, histories[first][-1].at)
        histories[first].append(Step(offered, EnrolmentState.OFFERED))
        if run.phase != "recruiting":
            histories[first].append(Step(time.add_working_hours(offered, 5), EnrolmentState.CONFIRMED))
        # In an open recruitment the offer is still open (see ``_enrolment``).
    if run.phase != "recruiting":
        ended = run.recruitment.closes_at + timedelta(hours=10)
        for place in waiting:
            histories[place].append(
                Step(max(ended, histories[place][-1].at), EnrolmentState.REFUSED, "Wyczerpano limit miejsc.")
            )


def _enrolment(region: Region, run: Run, person: Person, arrival: int, history: list[Step]) -> Enrolment:
    employment = region.workplaces[person.pk]
    final = history[-1]
    if final.state == EnrolmentState.OFFERED:
        # An open offer was made this morning, so it has its working hours before it.
        final.at = max(history[-2].at, time.at(region.day, "07:30"))
    offered = next((step.at for step in history if step.state == EnrolmentState.OFFERED), None)
    started = run.edition.starts_on <= region.day
    return Enrolment(
        edition=run.edition,
        person=person,
        state=final.state,
        arrival=arrival,
        applied_at=history[0].at,
        employment=employment,
        organisation_id=employment.organisation_id,
        county=region.counties_of[employment.organisation_id],
        position_id=employment.position_id,
        organisation_at_start_id=employment.organisation_id
        if started and final.state == EnrolmentState.CONFIRMED
        else None,
        **(moments_of_offer(run, offered) if offered else {}),
        confirmed_at=next((step.at for step in history if step.state == EnrolmentState.CONFIRMED), None),
        ended_at=None if final.state in STATES_AT_DOOR | {EnrolmentState.OFFERED} else final.at,
        reason=final.reason,
    )
