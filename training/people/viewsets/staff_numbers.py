"""Staff numbers in the admin: the verb on a person, and the column of the exported list."""

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext_lazy as _

from training.kernel.actors import Actor
from training.people import actions
from training.people.forms import StaffNumberForm
from training.people.models import Employment, Person
from training.ui.admin_actions import AdminAction


def _save(person: Person, form: forms.Form, actor: Actor) -> None:
    actions.save_staff_number(person=person, actor=actor, **form.cleaned_data)


STAFF_NUMBER = AdminAction(
    "staff_number",
    _("Write the staff number"),
    act=_save,
    form_class=StaffNumberForm,
    explain=_("The number by which the HR system of an institution knows this person; staff lists find them by it."),
    icon="key",
    is_offered=lambda person: person.merged_into_id is None,
)


def numbers_beside(person: Person, posts: Iterable[Employment]) -> str:
    """The staff number at the institution of each post, in the order of the posts: ``17; –``."""
    numbers = {row.organisation_id: row.number for row in person.staff_numbers.all()}
    return "; ".join(numbers.get(post.organisation_id, "–") for post in posts) or "–"
