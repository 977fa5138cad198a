"""Gathers the rooms' models for Django."""

from training.accounts.models import ClaimCode, EmailProposal, GivenPermission, KnownPlace, LetterRequest
from training.assessments.models import Assessment, AssessmentNote, EstimateSharing, HeldLevel
from training.competences.models import (
    Competence,
    CompetenceLine,
    CompetenceOrigin,
    Domain,
    Framework,
    Level,
    LevelDescriptor,
    Requirement,
    RoleProfile,
)
from training.kernel.throttle import AttemptCount
from training.notices.models import Notice, NoticeAttachment
from training.people.models import (
    County,
    Employment,
    FormerName,
    Mandate,
    Organisation,
    OrganisationAlias,
    OrganisationKind,
    Person,
    Placement,
    Position,
    PositionAlias,
    StaffImport,
    StaffImportRow,
)

__all__ = [
    "Assessment",
    "AssessmentNote",
    "AttemptCount",
    "ClaimCode",
    "Competence",
    "CompetenceLine",
    "CompetenceOrigin",
    "County",
    "Domain",
    "EmailProposal",
    "Employment",
    "EstimateSharing",
    "FormerName",
    "Framework",
    "GivenPermission",
    "HeldLevel",
    "KnownPlace",
    "LetterRequest",
    "Level",
    "LevelDescriptor",
    "Mandate",
    "Notice",
    "NoticeAttachment",
    "Organisation",
    "OrganisationAlias",
    "OrganisationKind",
    "Person",
    "Placement",
    "Position",
    "PositionAlias",
    "Requirement",
    "RoleProfile",
    "StaffImport",
    "StaffImportRow",
]
