"""Forms of the admin: people, posts, mandates, institutions, dictionaries."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from stdnum.pl import nip, regon
from wagtail.admin.forms import WagtailAdminModelForm

from training.kernel import time
from training.kernel.dated import BEFORE_RECORDS
from training.kernel.polish import fold
from training.kernel.printing import validate_name
from training.people.choosers import organisation_chooser, person_chooser
from training.people.models import (
    County,
    Employment,
    Mandate,
    Organisation,
    OrganisationKind,
    Person,
    Position,
    StaffNumber,
)
from training.people.queries import alike_by_name, employments_on, mandates_resting_on, records_of
from training.people.refusals import RowFault
from training.people.rules import names, spelling
from training.ui.fields import DayField, choosing, label_rows


def as_name(text: str) -> str:
    """A name in its usual case, as staff lists read it; one that no document can print is refused."""
    validate_name(text)
    try:
        return names.check_name(text)
    except RowFault as fault:
        raise ValidationError(fault.cure_sentence, code=fault.code) from fault


def as_phone(text: str) -> str:
    """A phone number as staff lists read it; an empty one stays empty."""
    try:
        return spelling.read_phone(text) if text else ""
    except RowFault as fault:
        raise ValidationError(fault.sentence, code=fault.code) from fault


class PersonForm(WagtailAdminModelForm):
    class Meta:
        model = Person
        fields = ["last_name", "first_name", "email", "phone", "language"]
        help_texts = {
            "last_name": _(
                "After a change of surname the earlier one is kept, so that old lists still find the person."
            ),
            "email": _("May be a mailbox that several people share."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.user_id:
            self.fields["email"].help_text = _(
                "This person has an account: a new address holds after they sign in and follow the link sent to it."
            )

    def clean_phone(self) -> str:
        return as_phone(self.cleaned_data["phone"])


class StaffNumberForm(forms.Form):
    organisation = forms.ModelChoiceField(
        label=_("Institution"),
        queryset=Organisation.objects.all(),
        widget=organisation_chooser.widget_class(),
        help_text=_("Whose HR system knows the person by this number."),
    )
    number = forms.CharField(
        label=_("Staff number"), max_length=50, required=False, help_text=_("Empty: the number there is taken away.")
    )
    takes_instance = True

    def __init__(self, *args: Any, instance: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = {post.organisation_id for post in employments_on(instance, time.today())}
        if len(places) == 1:
            # Most people work at one institution: what is on record there is what is to be changed.
            (place,) = places
            held = StaffNumber.objects.filter(person__in=records_of(instance), organisation=place).first()
            self.initial["organisation"] = place
            self.initial["number"] = held.number if held else ""


class NewPersonForm(PersonForm):
    """Somebody new: when the names are on record already, the form asks once more, and keeps what was typed."""

    make_anyway = forms.BooleanField(
        label=_("This is somebody else: make a new record"), required=False, widget=forms.HiddenInput
    )
    # The name that was warned of: a tick for one name is none for another.
    warned_of = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.namesakes: QuerySet[Person] = Person.objects.none()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        is_meant, warned_of = cleaned.pop("make_anyway", False), cleaned.pop("warned_of", "")
        if not {"last_name", "first_name"} <= cleaned.keys():
            return cleaned
        name = fold(f"{cleaned['last_name']} {cleaned['first_name']}")
        namesakes = alike_by_name(cleaned["last_name"], cleaned["first_name"])
        if not (is_meant and warned_of == name) and namesakes.exists():
            self.namesakes = namesakes
            self._ask(name)
        return cleaned

    def _ask(self, name: str) -> None:
        # ``data`` is what the browser sent; a copy of it can be changed.
        answers: Any = getattr(self, "data").copy()  # noqa: B009  mypy cannot see through the stubs' union here
        answers.pop(self.add_prefix("make_anyway"), None)
        answers[self.add_prefix("warned_of")] = name
        self.data = answers
        self.fields["make_anyway"].widget = forms.CheckboxInput()
        self.add_error(
            "make_anyway",
            ValidationError(_("Somebody of this name is on record. Look at them first."), code="namesakes"),
        )


class _Dated(WagtailAdminModelForm):
    """Days of a fact; "since before our records" is an empty cell, not the year 1900."""

    since = DayField(label=_("From"), required=False, help_text=_("Empty: since before our records."))
    until = DayField(label=_("Until"), required=False, help_text=_("The last day. Empty: it goes on."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            known_from = self.instance.valid_from
            self.initial |= {
                "since": None if known_from == BEFORE_RECORDS else known_from,
                "until": self.instance.valid_until,
            }

    def days(self) -> dict[str, Any]:
        return {
            "valid_from": self.cleaned_data["since"] or BEFORE_RECORDS,
            "valid_until": self.cleaned_data["until"],
        }


class EmploymentForm(_Dated):
    class Meta:
        model = Employment
        fields = ["person", "organisation", "position"]
        widgets = {"person": person_chooser.widget_class(), "organisation": organisation_chooser.widget_class()}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            # A post of another person is another post.
            self.fields["person"].disabled = True


class MandateForm(_Dated):
    class Meta:
        model = Mandate
        fields = ["person", "organisation", "role", "without_post", "reason"]
        widgets = {"person": person_chooser.widget_class(), "organisation": organisation_chooser.widget_class()}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["since"].help_text = _("Empty: from today.")


class EndForm(forms.Form):
    last_day = DayField(label=_("Last day"), initial=time.today)


class EndPostForm(EndForm):
    ends_mandates = forms.BooleanField(
        label=_("End the mandates that rest on this post too"),
        required=False,
        initial=True,
        help_text=_("Without the tick, the person goes on acting for the institution; say why."),
    )
    reason = forms.CharField(label=_("Why the mandates stay"), required=False, max_length=500)
    takes_instance = True

    def __init__(self, *args: Any, instance: Employment, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mandates = mandates_resting_on(instance, time.today()).order_by("valid_from", "pk")
        if not mandates:
            # Nothing to ask about; what begins to rest on the post before it ends, ends with it.
            for name in ("ends_mandates", "reason"):
                self.fields[name].widget = forms.HiddenInput()
            return
        named = ", ".join(str(mandate.get_role_display()) for mandate in mandates)
        self.fields["ends_mandates"].label = _("End also what rests on this post: %(mandates)s") % {"mandates": named}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("ends_mandates") and not cleaned.get("reason", "").strip():
            self.add_error("reason", ValidationError(_("Say why the mandates stay."), code="required"))
        return cleaned


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


class AliasesForm(WagtailAdminModelForm):
    aliases = forms.CharField(
        label=_("Other names in staff lists"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("One in a line."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["aliases"] = "\n".join(alias.name for alias in self.instance.aliases.order_by("pk"))

    def clean_aliases(self) -> list[str]:
        return _lines(self.cleaned_data["aliases"])


class OrganisationForm(AliasesForm):
    kind = forms.ModelChoiceField(label=_("Kind"), queryset=OrganisationKind.objects.all())
    county = forms.ModelChoiceField(label=_("County"), queryset=County.objects.all())
    # Longer than what is kept: people write hyphens and spaces.
    nip = forms.CharField(label="NIP", required=False, max_length=20)
    regon = forms.CharField(label="REGON", required=False, max_length=20)

    class Meta:
        model = Organisation
        fields = ["name", "short_name", "number", "nip", "regon", "locality", "address", "email", "phone"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            # A change of either has its day: the action "Change the kind or county".
            del self.fields["kind"], self.fields["county"]

    def clean_nip(self) -> str:
        return self._checked("nip", nip)

    def clean_regon(self) -> str:
        return self._checked("regon", regon)

    def _checked(self, name: str, register: Any) -> str:
        typed = self.cleaned_data[name]
        if not typed:
            return ""
        if not register.is_valid(typed):
            raise ValidationError(_("The check digit does not fit: correct the number."), code="invalid")
        return register.compact(typed)


class PlaceForm(forms.Form):
    kind = forms.ModelChoiceField(label=_("Kind"), queryset=OrganisationKind.objects.all())
    county = forms.ModelChoiceField(label=_("County"), queryset=County.objects.all())
    since = DayField(
        label=_("From"),
        required=False,
        help_text=_("Reports of earlier days keep the earlier kind and county. Empty: it was always so."),
    )


class CloseForm(forms.Form):
    closed_on = DayField(label=_("Closed on"), initial=time.today)
    succeeded_by = forms.ModelChoiceField(
        label=_("Succeeded by"),
        queryset=Organisation.objects.all(),
        required=False,
        widget=organisation_chooser.widget_class(),
    )
    moved = forms.ModelMultipleChoiceField(
        label=_("Who goes on at the successor"),
        queryset=Employment.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("The same post from the day after. The posts of the others end."),
    )
    reason = forms.CharField(label=_("Reason"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))
    takes_instance = True

    def __init__(self, *args: Any, instance: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        posts = Employment.objects.as_recorded().filter(
            Q(valid_until__isnull=True) | Q(valid_until__gte=time.today()), organisation=instance
        )
        choosing(self, "moved").queryset = posts.select_related("person", "position", "organisation").order_by(
            "person__sort_key", "pk"
        )
        # All of them are of the one institution that the page is about.
        label_rows(choosing(self, "moved"), lambda post: f"{post.person.list_name}, {post.position}")


class PositionForm(AliasesForm):
    class Meta:
        model = Position
        fields = ["name_pl", "name_en", "is_head"]


class KindForm(WagtailAdminModelForm):
    class Meta:
        model = OrganisationKind
        fields = ["code", "name_pl", "name_en"]


class CountyForm(WagtailAdminModelForm):
    class Meta:
        model = County
        fields = ["code", "name", "seat", "is_city"]
