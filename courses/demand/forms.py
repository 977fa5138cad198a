"""What the report on demand is asked."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from training.kernel import time
from training.kernel.rounding import end_of_quarter
from training.people.models import County
from training.ui.fields import DayField

OF = [("", _("all")), ("course", _("courses")), ("line", _("competences"))]


class DemandForm(forms.Form):
    of = forms.ChoiceField(label=_("Wished for"), choices=OF, required=False)
    county = forms.ModelChoiceField(
        label=_("County"), queryset=County.objects.all(), required=False, empty_label=_("all")
    )
    on = DayField(label=_("As of"), required=False)

    def __init__(self, *args: Any, names: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.names = names
        if not names:
            self.fields["on"].help_text = _("The end of a quarter; another day is taken back to the one before it.")
        for field in self.fields.values():
            field.widget.attrs["class"] = "kc-input"

    @staticmethod
    def defaults() -> dict[str, str]:
        return {"on": f"{time.today()}"}

    def clean_on(self) -> date:
        today = time.today()
        on: date = self.cleaned_data["on"] or today
        if on > today:
            raise forms.ValidationError(_("This day has not come yet."))
        # Two days next to each other would differ by one person.
        return on if self.names else end_of_quarter(on)

    def chosen(self) -> list[str]:
        """What the answer is narrowed to, in words: on paper the questions are not seen."""
        asked = self.cleaned_data
        narrowed = {"of": dict(OF)[asked["of"]] if asked["of"] else "", "county": asked["county"]}
        return [f"{self.fields[name].label}: {thing}." for name, thing in narrowed.items() if thing]
