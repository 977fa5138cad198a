"""Editions that ran: attendance, verified outcomes, closing."""

import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random

from django.db import transaction

from certificates.register import actions as register
from cms.site.demo.enrolments import OFFICE
from cms.site.demo.offer import Run
from cms.site.demo.region import Region
from courses.attendance.models import Mark, MarkChange, MeetingClosing, Teaching
from courses.attendance.rules import minutes_attended
from courses.attendance.states import MarkedHow, Presence
from courses.completion import actions as completion
from courses.completion.models import Assessorship, Verification
from courses.enrolment.models import Enrolment
from training.kernel import time
from training.kernel.actor_columns import acted
from training.kernel.actors import Actor


def build_attendance(region: Region, runs: list[Run], taking_part: dict[int, list[Enrolment]], now: datetime) -> None:
    """Marks with their journal, and closed meetings, for everything taught before ``now``."""
    rng = Random(f"attendance {region.size}")
    marks, journal, closings, teachings = [], [], [], []
    for run in runs:
        people = taking_part.get(run.edition.pk, [])
        if run.phase in ("cancelled", "draft", "planned", "recruiting"):
            continue
        faithful = {enrolment.pk: rng.random() for enrolment in people}
        for number, meeting in enumerate(run.meetings):
            if meeting.ends_at >= now or time.today(meeting.starts_at) >= region.day:
                continue
            if run.is_todays and number == 0:
                continue  # taught on the last working day; the demo's trainer marks it
            trainer = run.trainers[number % len(run.trainers)]
            who = acted(Actor("user", trainer.full_name))
            for enrolment in people:
                presence, missed = _presence(rng, faithful[enrolment.pk])
                reported_at = meeting.starts_at + timedelta(minutes=rng.randint(2, 25))
                marks.append(
                    Mark(
                        meeting=meeting,
                        enrolment=enrolment,
                        presence=presence,
                        minutes_missed=missed,
                        minutes=minutes_attended(presence, missed, meeting.minutes),
                        marked_at=reported_at,
                    )
                )
                journal.append(
                    MarkChange(
                        meeting=meeting,
                        enrolment=enrolment,
                        client_id=uuid.UUID(int=rng.getrandbits(128), version=4),
                        new_presence=presence,
                        new_minutes_missed=missed,
                        how=MarkedHow.TAP if presence != Presence.PRESENT else MarkedHow.REST,
                        reported_at=reported_at,
                        recorded_at=reported_at,
                        **who,
                    )
                )
            closing = MeetingClosing(
                meeting=meeting,
                topic=meeting.topic,
                minutes=meeting.minutes,
                teacher_count=1,
                closed_at=meeting.ends_at + timedelta(minutes=10),
                **who,
            )
            closings.append(closing)
            teachings.append(Teaching(closing=closing, person=trainer, name=trainer.full_name))
    Mark.objects.bulk_create(marks, batch_size=1000)
    MarkChange.objects.bulk_create(journal, batch_size=1000)
    MeetingClosing.objects.bulk_create(closings, batch_size=1000)
    Teaching.objects.bulk_create(teachings, batch_size=1000)


def _presence(rng: Random, faithful: float) -> tuple[str, int]:
    """Most people come; a few give up half-way, some are late."""
    if faithful < 0.05:
        return (Presence.ABSENT, 0) if rng.random() < 0.7 else (Presence.PRESENT, 0)
    chance = rng.random()
    if chance < 0.92:
        return Presence.PRESENT, 0
    if chance < 0.95:
        return Presence.LATE, rng.randint(1, 8) * 5
    if chance < 0.97:
        return Presence.LEFT_EARLY, rng.randint(2, 12) * 5
    return (Presence.EXCUSED, 0) if chance < 0.985 else (Presence.ABSENT, 0)


def build_verifications(region: Region, runs: list[Run], taking_part: dict[int, list[Enrolment]]) -> None:
    rng = Random(f"verifications {region.size}")
    grants, rows = [], []
    came = set(Mark.objects.filter(minutes__gt=0).values_list("enrolment_id", flat=True))
    finished = 0
    for run in runs:
        if run.assessor is None or run.phase in ("draft", "cancelled", "planned"):
            continue
        grants.append(
            Assessorship(
                edition=run.edition,
                person=run.assessor,
                valid_from=min(run.edition.starts_on, region.day),
                recorded_at=min(time.at(run.edition.starts_on, "08:00"), time.at(region.day, "07:00")),
                granted_by=OFFICE.name,
            )
        )
        finished += run.phase == "finished"
        # The first of the finished editions still waits for its assessor.
        if run.phase == "closed" or (run.phase == "finished" and finished > 1):
            day = run.edition.ends_on + timedelta(days=rng.randint(1, 4))
            able = {enrolment.pk: rng.betavariate(8, 1.2) for enrolment in taking_part.get(run.edition.pk, [])}
            rows += [
                Verification(
                    enrolment=enrolment,
                    outcome=outcome,
                    assessor=run.assessor,
                    # Nobody meets an outcome of a course they never came to.
                    is_met=rng.random() < able[enrolment.pk] + 0.08 and enrolment.pk in came,
                    method=outcome.method,
                    verified_on=day,
                    recorded_at=time.at(day, "14:00"),
                    **acted(Actor("user", run.assessor.full_name, run.assessor.user_id)),
                )
                for enrolment in taking_part.get(run.edition.pk, [])
                for outcome in run.outcomes
            ]
    Assessorship.objects.bulk_create(grants, batch_size=500)
    Verification.objects.bulk_create(rows, batch_size=1000)


def close_editions(runs: list[Run], report: Callable[[int], None]) -> list[tuple[Run, datetime]]:
    """Decide every closed edition with the real action, oldest first."""
    closed = sorted((run for run in runs if run.phase == "closed"), key=lambda run: run.edition.ends_on)
    done = []
    for run in closed:
        moment = time.at(run.edition.ends_on + timedelta(days=6), "11:00")
        with transaction.atomic():
            decided = completion.close(edition=run.edition, actor=OFFICE, allow_incomplete=True, now=moment)
            register.prepare(completion_ids=[completion.pk for completion in decided], actor=OFFICE, now=moment)
        done.append((run, moment))
        report(1)
    return done
