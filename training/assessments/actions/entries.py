"""The shape of what is handed to the ledger."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from training.assessments.models import Assessment
from training.assessments.states import AssessmentKind, AssessorRole, Bound
from training.competences.models import Competence
from training.people.models import Person


@dataclass(frozen=True)
class NewAssessment:
    """One statement to record.

    ``evidence_kind`` and ``evidence_key`` name what it rests on; the same
    evidence about the same person and competence, in whatever version of its
    framework, is recorded once.
    ``corrects`` names the row this one replaces; with ``level=None`` it
    withdraws that row.  ``note`` is kept apart, because words can be erased
    and the ledger cannot.
    """

    person: Person
    competence: Competence
    level: int | None
    kind: AssessmentKind
    valid_on: date
    evidence_kind: str
    evidence_key: str
    assessor: Person | None = None
    assessor_role: AssessorRole = AssessorRole.ROPS
    bound: Bound = Bound.EXACTLY
    note: str = ""
    corrects: Assessment | None = None

    def key(self, person_id: int) -> tuple[str, str, int, Any]:
        return (self.evidence_kind, self.evidence_key, person_id, self.competence.line_id)
