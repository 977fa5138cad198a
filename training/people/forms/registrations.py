"""One screen for a registered person: who they are, and where they work."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from training.kernel import time
from training.people.actions.registering import Post
from training.people.choosers import organisation_chooser, position_chooser
from training.people.models import Organisation, Person, Position, Registration
from training.people.queries.registrations import possibly_the_same, workplaces_in_words
from training.ui.fields import DayField

NEW = "new"


class ConfirmIdentityForm(forms.Form):
    """Nobody is chosen beforehand where somebody on record may be meant."""

    same_as = forms.ChoiceField(label=_("Who is it?"), widget=forms.RadioSelect)
    organisation = forms.ModelChoiceField(
        label=_("Institution"),
        queryset=Organisation.objects.all(),
        widget=organisation_chooser.widget_class(),
        required=False,
    )
    position = forms.ModelChoiceField(
        label=_("Post"), queryset=Position.objects.all(), widget=position_chooser.widget_class(), required=False
    )
    valid_from = DayField(
        label=_("Works there since"), help_text=_("Together with institution and post; without them no post is made.")
    )
    takes_instance = True

    def __init__(self, *args: Any, instance: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance = instance
        registration = Registration.objects.filter(person=instance).first()
        self.people = {str(person.pk): person for person in possibly_the_same(instance)}
        posts = workplaces_in_words(list(self.people.values()), time.today())
        self.fields["same_as"] = forms.ChoiceField(
            label=_("Who is it?"),
            widget=forms.RadioSelect,
            choices=[
                *((key, _described(person, posts.get(person.pk, ""))) for key, person in self.people.items()),
                (NEW, _("Somebody who is not on record yet")),
            ],
            initial=None if self.people else NEW,
            help_text=_("Somebody on record: the registration and its account join that record."),
        )
        self.fields["valid_from"].initial = time.today()
        if registration is not None:
            self.fields["organisation"].initial = registration.organisation_id
            self.fields["position"].initial = registration.position_id
            self.fields["organisation"].help_text = _("Typed when registering: %(words)s") % {
                "words": registration.workplace
            }
            self.fields["position"].help_text = _("Typed when registering: %(words)s") % {"words": registration.post}

    def clean(self) -> dict[str, Any]:
        for name, other in (("organisation", "position"), ("position", "organisation")):
            if self.cleaned_data.get(name) and not self.cleaned_data.get(other):
                self.add_error(other, ValidationError(_("Choose both, or neither."), code="only_one"))
        other_person = self.people.get(self.cleaned_data.get("same_as", ""))
        if other_person is not None and (refusal := self._no_joining(other_person)):
            self.add_error("same_as", ValidationError(refusal, code="merge_by_hand"))
        return self.cleaned_data

    def _no_joining(self, other: Person) -> str:
        """Why the registration cannot simply join this record; nothing when it can."""
        if other.user_id:
            return str(_("This record has an account. Merge the two on their own screen, where the account is chosen."))
        if self.instance.user_id is None and other.email_fold != self.instance.email_fold:
            return str(
                _(
                    "The link that was sent to the registered address has not been followed yet, and would lead "
                    "nowhere. Wait for that, or merge the two on their own screen."
                )
            )
        return ""

    def same_person(self) -> Person | None:
        return self.people.get(self.cleaned_data["same_as"])

    def post(self) -> Post | None:
        organisation, position = self.cleaned_data["organisation"], self.cleaned_data["position"]
        if organisation is None or position is None:
            return None
        return Post(organisation, position, self.cleaned_data["valid_from"])


def _described(person: Person, posts: str) -> str:
    parts = [person.list_name, posts or str(_("no post")), person.email, person.phone]
    if person.user_id:
        parts.append(str(_("has an account")))
    return " · ".join(part for part in parts if part)
