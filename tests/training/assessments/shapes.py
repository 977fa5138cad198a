"""What the tests of the ledger say over and over."""

import itertools

from tests import factories as make
from training.assessments import actions
from training.assessments.actions import NewAssessment
from training.assessments.states import AssessmentKind, AssessorRole, Bound

_keys = itertools.count()


def framework_with(count):
    """So many competences of a framework with four levels."""
    framework = make.FrameworkFactory()
    for number in range(1, 5):
        make.LevelFactory(framework=framework, number=number, name_pl=f"poziom {number}", name_en=f"level {number}")
    return [make.CompetenceFactory(framework=framework) for _ in range(count)]


def entry(person, competence, level, day, *, kind=AssessmentKind.SUPERVISOR, key=None, **more):
    return NewAssessment(
        person=person,
        competence=competence,
        level=level,
        kind=kind,
        valid_on=day,
        evidence_kind="test",
        evidence_key=key or f"key-{next(_keys)}",
        assessor_role=more.pop("assessor_role", AssessorRole.MANAGER),
        bound=more.pop("bound", Bound.EXACTLY),
        **more,
    )


def assessed(person, competence, level, day, *, recorded_at=None, **more):
    """Record one statement and return its row."""
    (row,) = actions.record(
        entries=[entry(person, competence, level, day, **more)], actor=make.ACTOR, recorded_at=recorded_at
    )
    return row
