"""Who the staff are, where they work, and who may act for an institution.

People exist before accounts and keep their history through changes of
employer, name and e-mail.  Placements, employments and mandates are dated
facts: superseded, never overwritten.
"""

from training.people.models.institutions import (
    Bilingual,
    County,
    Organisation,
    OrganisationAlias,
    OrganisationKind,
    Placement,
    Position,
    PositionAlias,
)
from training.people.models.merging import DistinctPeople, Merge
from training.people.models.persons import DERIVED, Employment, FormerName, Mandate, Person, PersonQuerySet, StaffNumber
from training.people.models.registrations import Registration
from training.people.models.staff_lists import StaffImport, StaffImportRow

__all__ = [
    "DERIVED",
    "Bilingual",
    "County",
    "DistinctPeople",
    "Employment",
    "FormerName",
    "Mandate",
    "Merge",
    "Organisation",
    "OrganisationAlias",
    "OrganisationKind",
    "Person",
    "PersonQuerySet",
    "Placement",
    "Position",
    "PositionAlias",
    "Registration",
    "StaffImport",
    "StaffImportRow",
    "StaffNumber",
]
