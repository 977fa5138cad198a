"""The growth report says what SQL written by hand says; `make bench` measures both."""

import random
from datetime import date, timedelta

import pytest

from cms.site.bench import by_hand
from tests import factories as make
from tests.training.assessments.shapes import framework_with
from training.assessments import actions, integrity
from training.assessments.models import Assessment
from training.people.models import County, Employment, Organisation, Person, Placement
from training.reports.queries import growth_table
from training.reports.rules import By

pytestmark = pytest.mark.django_db
PEOPLE, ASSESSMENTS, INSTITUTIONS = 120, 2_000, 40
ON, SINCE = date(2026, 11, 23), date(2025, 11, 23)


def region():
    """A small region, written in bulk; only the ledger's projection is made by the product."""
    chance = random.Random(1)
    competences = framework_with(20)
    kind, position = make.KindFactory(), make.PositionFactory()
    counties = County.objects.bulk_create(
        [County(code=f"06{n:02d}", name=f"powiat {n}", sort_key=f"{n:04d}") for n in range(24)]
    )
    offices = Organisation.objects.bulk_create([Organisation(name=f"OPS {n}") for n in range(INSTITUTIONS)])
    Placement.objects.bulk_create(
        [
            Placement(organisation=office, kind=kind, county=counties[n % 24], recorded_at=make.LONG_AGO)
            for n, office in enumerate(offices)
        ]
    )
    people = Person.objects.bulk_create([Person(first_name="A", last_name=str(n)) for n in range(PEOPLE)])
    Employment.objects.bulk_create(
        [
            Employment(
                person=person,
                organisation=chance.choice(offices),
                position=position,
                valid_from=date(2016, 1, 1),
                recorded_at=make.LONG_AGO,
            )
            for person in [*people, *people[: PEOPLE // 20]]
        ]
    )
    Assessment.objects.bulk_create(
        (
            Assessment(
                person=chance.choice(people),
                competence=chance.choice(competences),
                level=chance.randint(1, 4),
                kind=chance.choice(["self", "supervisor", "supervisor", "validated"]),
                valid_on=ON - timedelta(days=chance.randint(0, 3650)),
                recorded_at=make.LONG_AGO,
                assessor_role="rops",
                evidence_kind="bench",
                evidence_key=str(number),
            )
            for number in range(ASSESSMENTS)
        ),
        batch_size=5000,
    )
    actions.rebuild_levels()


def test_the_growth_report_says_what_sql_written_by_hand_says():
    region()
    assert list(integrity.check_levels()) == []
    for by, sql in ((By.COUNTY, by_hand.GROWTH_BY_COUNTY), (By.COMPETENCE, by_hand.GROWTH_BY_COMPETENCE)):
        ours = by_hand.as_tuples(growth_table(by=by, since=SINCE, on=ON))
        assert ours == by_hand.growth(sql, since=SINCE, on=ON)
        assert any(rose for _key, _people, _assessed, _both, rose, *_rest in ours)
