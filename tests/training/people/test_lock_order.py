"""Two different verbs at once, for pairs that share a table: both end, none waits for the other for ever."""

import itertools
from datetime import timedelta

import pytest
from django.db import OperationalError, connection, transaction

from courses.enrolment import actions as enrolment
from tests import factories as make
from tests.training.assessments.shapes import framework_with
from tests.training.assessments.versions import added, draft_of, publish, published
from tests.training.people.lists import read, row, staff_list
from tests.training.people.test_races import together
from training.assessments import actions as assessments
from training.assessments.actions import NewAssessment
from training.assessments.states import AssessmentKind, AssessorRole
from training.competences import actions as frameworks
from training.competences.loader import load
from training.competences.models import Framework
from training.competences.refusals import FrameworkIsFrozen
from training.kernel.refusals import Refusal
from training.people import actions as people
from training.people.integrity import check_people
from training.people.models import Employment, Person

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
NOW, ACTOR, TODAY = make.NOW, make.ACTOR, make.TODAY
ROUNDS = 4


@pytest.fixture
def office(region):
    """A staff list applied once, with everybody's employments; and a framework to assess by."""
    names = [f"{letter}owalska Anna" for letter in "BDGHKLMNPRST"]
    people.apply_import(
        staff_import=read(staff_list(*[row(name, since="01.01.2020") for name in names])),
        skip_invalid_rows=True,
        actor=ACTOR,
        now=NOW,
    )
    everybody = list(Person.objects.order_by("pk"))
    assert len(everybody) == len(names)
    return names, everybody, framework_with(2)


def next_list(names, number):
    """The same people with another post: everybody changes."""
    post = "kierownik" if number % 2 else "starszy pracownik socjalny"
    return read(staff_list(*[row(name, since=f"0{number + 1}.02.2021", post=post) for name in reversed(names)]))


def apply_list(staff_import):
    return lambda: people.apply_import(staff_import=staff_import, actor=ACTOR, skip_invalid_rows=True, now=NOW)


def assess(person, assessor, competences, level):
    def job():
        for competence in competences:
            assessments.assess(person=person, assessor=assessor, levels={competence: level}, actor=ACTOR, now=NOW)

    return job


def record_for(everybody, competence, key):
    entries = [
        NewAssessment(
            person=person,
            competence=competence,
            level=2,
            kind=AssessmentKind.VALIDATED,
            valid_on=TODAY,
            evidence_kind="storm",
            evidence_key=key,
            assessor=everybody[0],
            assessor_role=AssessorRole.ASSESSOR,
        )
        for person in reversed(everybody)
    ]
    return lambda: assessments.record(entries=entries, actor=ACTOR, recorded_at=NOW)


def faults(results):
    return [result for result in results if isinstance(result, Exception)]


def test_a_staff_list_and_managers_who_assess_do_not_wait_for_each_other(office):
    names, everybody, competences = office
    for number in range(ROUNDS):
        staff_import = next_list(names, number)
        # Each assesses somebody with a higher key and is assessed by somebody with a lower one.
        pairs = list(itertools.pairwise(everybody))
        jobs = [assess(later, earlier, competences, number % 4 + 1) for earlier, later in pairs[:6]]
        assert faults(together(apply_list(staff_import), *jobs)) == []
        # The list did what it says, and so did the managers.
        assert Employment.objects.filter(recorded_at=NOW, superseded_at__isnull=True).count() >= len(names)
    assert Employment.objects.filter(superseded_at__isnull=False).count() == ROUNDS * len(names)


def test_a_staff_list_and_the_results_of_an_edition_do_not_wait_for_each_other(office):
    names, everybody, competences = office
    for number in range(ROUNDS):
        staff_import = next_list(names, number)
        jobs = [record_for(everybody, competence, f"{number}") for competence in competences]
        assert faults(together(apply_list(staff_import), *jobs)) == []


def test_a_staff_list_and_people_who_apply_do_not_wait_for_each_other(office):
    names, everybody, _competences = office
    for number in range(ROUNDS):
        opened = make.RecruitmentFactory(seats=4)
        make.MeetingFactory(edition=opened.edition)
        staff_import = next_list(names, number)
        jobs = [
            lambda person=person, edition=opened.edition: enrolment.apply(
                person=person, edition=edition, actor=ACTOR, now=NOW
            )
            for person in everybody[:6]
        ]
        assert faults(together(apply_list(staff_import), *jobs)) == []


def test_renaming_and_assessing_the_same_people_do_not_wait_for_each_other(office):
    _names, everybody, competences = office
    for number in range(ROUNDS):
        renames = [
            lambda person=person, phone=f"60070080{number}": people.save_person(person=person, phone=phone, actor=ACTOR)
            for person in everybody[:4]
        ]
        jobs = [
            assess(person, other, competences, number % 4 + 1) for person, other in itertools.pairwise(everybody[:5])
        ]
        assert faults(together(*renames, *jobs)) == []


def test_mandates_and_the_ends_of_employments_do_not_wait_for_each_other(office):
    _names, everybody, _competences = office
    where = Employment.objects.as_recorded().first().organisation
    jobs = []
    for person in everybody[:4]:
        employment = Employment.objects.as_recorded().get(person=person)
        jobs.append(lambda person=person: people.grant_mandate(person=person, organisation=where, actor=ACTOR, now=NOW))
        jobs.append(
            lambda ended=employment: people.end_employment(employment=ended, on=TODAY + timedelta(days=1), actor=ACTOR)
        )
    assert faults(together(*jobs)) == []


# ---- versions of a framework -----------------------------------------------------------------------------------


@pytest.fixture
def versions(db):
    """A published framework, a second version in which one competence came of two, and the draft of a third."""
    first, second = published(2)
    next_version = draft_of(first)
    merged = added(next_version, "Złączona", code="Z", origins=[first, second])
    publish(next_version)
    draft = draft_of(merged)
    return first, second, merged, draft


def verbs_of(first, second, merged, draft, number):
    """Each verb of a framework that writes competences, lines, origins or what is tagged with them."""
    loose = added(draft, f"Luźna {number}", code=f"L{number}", origins=[second])
    tied = added(draft, f"Wiązana {number}", code=f"W{number}")
    # Tags are rows that a deletion takes, and that a publication leads on.
    make.CourseFactory().competences.set([first, merged, loose, tied])
    domain = draft.domains.first()
    texts = {level: (f"poziom {level}", "") for level in range(1, 5)}
    of_draft = {"framework": draft, "domain": domain, "descriptors": texts, "actor": ACTOR}
    return {
        "delete": lambda: frameworks.delete_competence(competence=loose, actor=ACTOR),
        "lineage": lambda: frameworks.set_lineage(competence=tied, origins=[first, merged], carries=first, actor=ACTOR),
        "carry": lambda: frameworks.carry_level(origin=merged.origins.get(origin=first), actor=ACTOR, now=NOW),
        "save": lambda: frameworks.save_competence(code=f"N{number}", name_pl="nowa", **of_draft),
        "levels": lambda: frameworks.save_framework(
            framework=draft, code=draft.code, name_pl=f"ramy {number}", actor=ACTOR
        ),
        "version": lambda: frameworks.new_version(framework=first.framework, actor=ACTOR),
    }


def test_verbs_of_the_versions_of_one_framework_do_not_wait_for_each_other(versions):
    first, second, merged, draft = versions
    for number in range(ROUNDS):
        assert faults(together(*verbs_of(first, second, merged, draft, number).values())) == []
    number = ROUNDS
    jobs = verbs_of(first, second, merged, draft, number)
    del jobs["version"]
    results = together(*jobs.values(), lambda: frameworks.publish(framework=draft, actor=ACTOR))
    # What came after the publication is told so; nothing was stopped by the database.
    assert [fault for fault in faults(results) if not isinstance(fault, FrameworkIsFrozen)] == []


def test_every_verb_of_a_framework_locks_all_its_versions_first(versions):
    first, second, merged, draft = versions
    jobs = verbs_of(first, second, merged, draft, 0)
    jobs["publish"] = lambda: frameworks.publish(framework=draft, actor=ACTOR)
    jobs["retire"] = lambda: frameworks.retire(framework=merged.framework, actor=ACTOR)
    jobs["new framework"] = lambda: frameworks.save_framework(code=draft.code, name_pl="ramy", actor=ACTOR)
    jobs["load"] = lambda: load({"version": 3}, code=draft.code, actor=ACTOR)

    def soon(job):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '300ms'")
            job()

    with transaction.atomic():
        Framework.objects.select_for_update(no_key=True).get(pk=first.framework_id)
        results = together(*[lambda job=job: soon(job) for job in jobs.values()])
    waited = {name for name, fault in zip(jobs, results, strict=True) if isinstance(fault, OperationalError)}
    assert waited == set(jobs)


def test_closing_institutions_and_posts_in_them_do_not_wait_for_each_other(office):
    """Two that take over from each other, people who go both ways, mandates, and a list of the same people."""
    names, everybody, _competences = office
    here = Employment.objects.as_recorded().first().organisation
    there = make.organisation()
    for person in everybody[6:9]:
        employment = Employment.objects.as_recorded().get(person=person)
        people.correct_employment(employment=employment, organisation=there, actor=ACTOR)

    def close(organisation, other):
        posts = list(Employment.objects.as_recorded().filter(organisation=organisation, valid_until=None))
        return lambda: people.close_organisation(
            organisation=organisation, closed_on=TODAY, succeeded_by=other, moved=posts[:2], reason="x", actor=ACTOR
        )

    def goes(person, place):
        employment = Employment.objects.as_recorded().get(person=person)
        return lambda: people.correct_employment(employment=employment, organisation=place, actor=ACTOR)

    # By the clock, as the others: what is replaced was recorded before.
    staff_import = next_list(names, 0)
    jobs = [lambda: people.apply_import(staff_import=staff_import, actor=ACTOR, skip_invalid_rows=True)]
    jobs += [close(here, there), close(there, here)]
    jobs += [goes(everybody[0], there), goes(everybody[7], here), goes(everybody[1], there)]
    jobs.append(lambda: people.grant_mandate(person=everybody[2], organisation=here, valid_from=TODAY, actor=ACTOR))
    results = together(*jobs)
    assert [fault for fault in faults(results) if not isinstance(fault, Refusal)] == []
    assert list(check_people()) == []


def test_with_the_old_lock_a_list_and_a_manager_do_wait_for_each_other(office):
    """The control: a lock that forbids to refer to a person stops whoever assesses in that person's name."""
    _names, everybody, competences = office
    lower, higher = everybody[0], everybody[1]

    def in_the_old_way():
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '700ms'")
            Person.objects.select_for_update().get(pk=lower.pk)
            together(refers)
            list(Person.objects.select_for_update(no_key=True).filter(pk=higher.pk))

    came = []

    def refers():
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SET LOCAL lock_timeout = '300ms'")
                assessments.assess(person=higher, assessor=lower, levels={competences[0]: 1}, actor=ACTOR, now=NOW)
        except OperationalError as late:
            came.append(late)

    in_the_old_way()
    assert len(came) == 1
