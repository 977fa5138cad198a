"""Forms of people, institutions, staff lists and merges."""

from training.people.forms.merges import MergeForm, MergeWithForm, UndoMergeForm
from training.people.forms.people import (
    CloseForm,
    CountyForm,
    EmploymentForm,
    EndForm,
    EndPostForm,
    KindForm,
    MandateForm,
    NewPersonForm,
    OrganisationForm,
    PersonForm,
    PlaceForm,
    PositionForm,
    StaffNumberForm,
    as_name,
    as_phone,
)
from training.people.forms.staff_lists import ApplyForm, Choices, QuestionForm, UploadForm

__all__ = [
    "ApplyForm",
    "Choices",
    "CloseForm",
    "CountyForm",
    "EmploymentForm",
    "EndForm",
    "EndPostForm",
    "KindForm",
    "MandateForm",
    "MergeForm",
    "MergeWithForm",
    "NewPersonForm",
    "OrganisationForm",
    "PersonForm",
    "PlaceForm",
    "PositionForm",
    "QuestionForm",
    "StaffNumberForm",
    "UndoMergeForm",
    "UploadForm",
    "as_name",
    "as_phone",
]
