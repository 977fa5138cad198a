"""Screens of the Wagtail admin about people."""

from training.people.viewsets.duplicates import DistinctViewSet, DuplicateViewSet
from training.people.viewsets.institutions import CountyViewSet, KindViewSet, OrganisationViewSet, PositionViewSet
from training.people.viewsets.merges import MergeViewSet
from training.people.viewsets.people import EmploymentViewSet, MandateViewSet, PersonViewSet
from training.people.viewsets.staff_lists import StaffImportViewSet

__all__ = [
    "CountyViewSet",
    "DistinctViewSet",
    "DuplicateViewSet",
    "EmploymentViewSet",
    "KindViewSet",
    "MandateViewSet",
    "MergeViewSet",
    "OrganisationViewSet",
    "PersonViewSet",
    "PositionViewSet",
    "StaffImportViewSet",
]
