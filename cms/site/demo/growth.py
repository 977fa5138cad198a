"""Four years of assessments: yearly estimates of people and their superiors, beside what courses proved."""

from datetime import timedelta
from random import Random

from django.utils.translation import gettext as _

from cms.site.demo.region import Region
from training.assessments.models import Assessment, EstimateSharing
from training.assessments.states import AssessmentKind, AssessorRole, Bound
from training.competences.models import RoleProfile
from training.kernel import time
from training.kernel.actor_columns import acted
from training.kernel.actors import Actor
from training.kernel.history import note
from training.people.models import Mandate, Person

ASSESSMENTS = {"S": 15_000, "M": 200_000}
CAMPAIGNS = 4


def requirements_by_position() -> dict[int, dict[int, int]]:
    """position → {competence: required level}, from the profiles that hold now."""
    requirements: dict[int, dict[int, int]] = {}
    profiles = RoleProfile.objects.filter(superseded_at__isnull=True).prefetch_related("positions", "requirements")
    for profile in profiles:
        required = {line.competence_id: line.level for line in profile.requirements.all()}
        for position in profile.positions.all():
            requirements[position.pk] = required
    return requirements


def build_estimates(region: Region, named: dict[str, Person]) -> int:
    """Append until the ledger holds the size's number of assessments; gives how many were added."""
    rng = Random(f"growth {region.size}")
    heads = dict(Mandate.objects.filter(superseded_at__isnull=True).values_list("organisation_id", "person_id"))
    required_by = requirements_by_position()
    actors = {person.pk: Actor("user", person.full_name, person.user_id) for person in Person.objects.all()}
    office = region.workplaces[named["learner"].pk].organisation_id
    people = [
        person
        for person in region.people
        if person.pk in region.workplaces and required_by.get(region.workplaces[person.pk].position_id)
    ]
    rng.shuffle(people)
    # The office of the demo's accounts is assessed whole, first.
    people.sort(key=lambda person: region.workplaces[person.pk].organisation_id != office)
    left = ASSESSMENTS[region.size] - Assessment.objects.count()
    rows: list[Assessment] = []
    for person in people:
        if len(rows) >= left:
            break
        rows += _person(region, person, required_by, heads, actors, rng)
    rows = rows[:left]
    rows.sort(key=lambda row: (row.recorded_at, row.person_id, row.competence_id))
    Assessment.objects.bulk_create(rows, batch_size=1000)
    _share(region, [person for person in people[:200] if rng.random() < 0.4], actors)
    return len(rows)


def _share(region: Region, people: list[Person], actors: dict[int, Actor]) -> None:
    moment = time.at(region.day - timedelta(days=200), "12:00")
    EstimateSharing.objects.bulk_create(
        EstimateSharing(person=person, shared_at=moment, **acted(actors[person.pk])) for person in people
    )
    for person in people:
        note(person, _("Self-assessments shown to the manager"), actor=actors[person.pk], now=moment)


def _person(
    region: Region, person: Person, required_by: dict, heads: dict, actors: dict[int, Actor], rng: Random
) -> list[Assessment]:
    """A person starts below the profile and grows; the superior is a little stricter."""
    employment = region.workplaces[person.pk]
    required = required_by[employment.position_id]
    start = {competence: max(1, level - rng.choice((0, 1, 1, 1, 2))) for competence, level in required.items()}
    rows = []
    for campaign in range(CAMPAIGNS):
        day = region.day - timedelta(days=365 * (CAMPAIGNS - campaign) - 120 - rng.randint(0, 40))
        if day < employment.valid_from or rng.random() < 0.25:
            continue
        head = heads.get(employment.organisation_id)
        by_head = head is not None and head != person.pk and campaign % 2 == 1
        kind = AssessmentKind.SUPERVISOR if by_head else AssessmentKind.SELF
        for competence, level in required.items():
            if rng.random() < 0.3:
                continue
            start[competence] = min(4, start[competence] + (rng.random() < 0.25 and start[competence] <= level))
            assessed = max(1, min(4, start[competence] + (0 if by_head else rng.choice((0, 0, 0, 1)))))
            moment = time.at(day, "10:00") + timedelta(minutes=rng.randint(0, 300))
            rows.append(
                Assessment(
                    person_id=person.pk,
                    competence_id=competence,
                    level=assessed,
                    bound=Bound.EXACTLY,
                    kind=kind,
                    valid_on=day,
                    recorded_at=moment,
                    assessor_id=head if by_head else person.pk,
                    assessor_role=AssessorRole.MANAGER if by_head else AssessorRole.SELF,
                    evidence_kind="campaign",
                    evidence_key=f"{day.year}-{kind}",
                    **acted(actors[head if by_head else person.pk]),
                )
            )
    return rows
