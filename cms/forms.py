"""Forms of pages in the editor."""

from typing import Any

from django.core.validators import MaxLengthValidator
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.forms.pages import CopyForm

from training.competences.fields import offer_competences


class PracticePageForm(WagtailAdminPageForm):
    """A good practice keeps the competences it was tagged with, also those that ended with an older version."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # A site's own editor may leave the field out.
        if "competences" in self.fields:
            offer_competences(self)


class CopiedPageForm(CopyForm):
    """Names of a copy no longer than a page keeps: Wagtail's form finds out when it is too late to say so."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("title", "slug"):
            field, limit = self.fields[f"new_{name}"], self.page._meta.get_field(name).max_length
            field.max_length = limit
            field.validators = [*field.validators, MaxLengthValidator(limit)]
            field.widget.attrs["maxlength"] = limit
