"""Forms of pages in the editor."""

from typing import Any

from wagtail.admin.forms import WagtailAdminPageForm

from training.competences.tagging import offer_competences


class PracticePageForm(WagtailAdminPageForm):
    """A good practice keeps the competences it was tagged with, also those that ended with an older version."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # A site's own editor may leave the field out.
        if "competences" in self.fields:
            offer_competences(self)
