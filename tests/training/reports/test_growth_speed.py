"""The growth report at the design size: its answer and its time beside SQL written by hand."""

import random
import statistics
import time
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import factories as make
from tests.training.assessments.shapes import framework_with
from tests.training.reports.by_hand import BY_COMPETENCE, BY_COUNTY, as_tuples, by_hand
from training.assessments import actions, integrity
from training.assessments.models import Assessment
from training.people.models import County, Employment, Organisation, Person, Placement
from training.reports.growth import By, growth_table

pytestmark = [pytest.mark.postgres, pytest.mark.slow, pytest.mark.django_db]
PEOPLE, ASSESSMENTS, INSTITUTIONS = 12_000, 200_000, 1_300
ON, SINCE = date(2026, 11, 23), date(2025, 11, 23)
# Other work on the same machine makes a measurement waver; the milliseconds themselves are for `make bench`.
SLACK = 1.3


def region():
    """The design size, written in bulk; only the ledger's projection is made by the product."""
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
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def plan_of(by):
    """How PostgreSQL does it, for the reader of a failure."""
    with_sql = CaptureQueriesContext(connection)
    with with_sql:
        growth_table(by=by, since=SINCE, on=ON)
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN (ANALYZE, TIMING OFF) " + with_sql.captured_queries[0]["sql"])
        return "\n".join(line for (line,) in cursor.fetchall())


def median(work, times=5):
    found = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        found.append(time.perf_counter() - start)
    return statistics.median(found)


def test_the_growth_report_is_as_fast_as_sql_written_by_hand_and_says_the_same():
    start = time.perf_counter()
    region()
    print(f"region made in {time.perf_counter() - start:.0f} s")
    assert list(integrity.check_levels()) == []
    for by, sql in ((By.COUNTY, BY_COUNTY), (By.COMPETENCE, BY_COMPETENCE)):
        assert as_tuples(growth_table(by=by, since=SINCE, on=ON)) == by_hand(sql, since=SINCE, on=ON)
        ours = median(lambda by=by: growth_table(by=by, since=SINCE, on=ON))
        floor = median(lambda sql=sql: by_hand(sql, since=SINCE, on=ON))
        print(plan_of(by))
        print(f"{by.value}: {1000 * ours:.0f} ms, by hand {1000 * floor:.0f} ms, ratio {ours / floor:.2f}")
        assert ours < 1.5 * floor * SLACK
