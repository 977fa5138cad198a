"""Shapes of a framework, a competence and a profile as the admin asks for them."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from training.competences.models import Competence, Domain, Framework, RoleProfile
from training.competences.queries import current_framework
from training.competences.states import FrameworkState
from training.kernel.dated import BEFORE_RECORDS
from training.people.models import Position
from training.ui.fields import DayField

_LEVELS = range(1, 5)


def _text(label: str, initial: str = "", *, rows: int = 0, required: bool = False) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput()
    return forms.CharField(label=label, initial=initial, required=required, widget=widget)


class FrameworkForm(forms.ModelForm):
    """Names of the framework, of its levels and of its domains; a new one starts with four levels."""

    new_domains = forms.CharField(
        label=gettext_lazy("New domains"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("One in a line: code; Polish name; English name."),
    )

    class Meta:
        model = Framework
        fields = ["code", "name_pl", "name_en"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        saved = self.instance.pk is not None
        if saved:
            self.fields["code"].disabled = True
        self.level_rows = {level.number: level for level in self.instance.levels.all()} if saved else {}
        self.domain_rows = list(self.instance.domains.all()) if saved else []
        for number in sorted(self.level_rows) or _LEVELS:
            level = self.level_rows.get(number)
            for name, label, rows in (
                ("name_pl", _("Level %(number)d, Polish name"), 0),
                ("name_en", _("Level %(number)d, English name"), 0),
                ("descriptor_pl", _("Level %(number)d, Polish descriptor"), 2),
                ("descriptor_en", _("Level %(number)d, English descriptor"), 2),
            ):
                self.fields[f"level_{number}_{name}"] = _text(
                    label % {"number": number},
                    getattr(level, name, ""),
                    rows=rows,
                    required=name == "name_pl",
                )
        for domain in self.domain_rows:
            for name, label in (("name_pl", _("%(code)s, Polish name")), ("name_en", _("%(code)s, English name"))):
                self.fields[f"domain_{domain.pk}_{name}"] = _text(
                    label % {"code": domain.code}, getattr(domain, name), required=name == "name_pl"
                )
        self.order_fields([name for name in self.fields if name != "new_domains"])

    def clean_new_domains(self) -> list[dict]:
        found = []
        for line in self.cleaned_data["new_domains"].splitlines():
            if not line.strip():
                continue
            code, *names = (part.strip() for part in line.split(";"))
            if not names or not names[0]:
                raise forms.ValidationError(_("Write the code and the Polish name, with a semicolon between."))
            found.append({"code": code[:20], "name_pl": names[0], "name_en": names[1] if len(names) > 1 else ""})
        return found

    def parts(self) -> dict[str, list[dict]]:
        """Levels and domains in the shape of ``save_framework``."""
        data = self.cleaned_data
        levels = [
            {
                "number": number,
                **{
                    name: data.get(f"level_{number}_{name}", "")
                    for name in ("name_pl", "name_en", "descriptor_pl", "descriptor_en")
                },
            }
            for number in (sorted(self.level_rows) or _LEVELS)
        ]
        domains = [
            {
                "code": domain.code,
                "order": domain.order,
                "name_pl": data.get(f"domain_{domain.pk}_name_pl", ""),
                "name_en": data.get(f"domain_{domain.pk}_name_en", ""),
            }
            for domain in self.domain_rows
        ]
        last = max((domain.order for domain in self.domain_rows), default=0)
        domains += [
            {"order": last + number, **one} for number, one in enumerate(data.get("new_domains") or [], start=1)
        ]
        return {"levels": levels, "domains": domains}


class CompetenceForm(forms.ModelForm):
    """A competence with what each of its levels looks like, in two languages."""

    class Meta:
        model = Competence
        fields = ["domain", "code", "order", "name_pl", "name_en"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        domains = Domain.objects.select_related("framework")
        if self.instance.pk:
            domains = domains.filter(framework=self.instance.framework)
        else:
            domains = domains.filter(framework__state=FrameworkState.DRAFT)
        self.fields["domain"].queryset = domains.order_by("framework", "order")
        self.fields["domain"].label_from_instance = lambda domain: f"{domain.framework}: {domain.code} {domain}"
        self.fields["order"].required = False
        texts = {one.level: one for one in self.instance.descriptors.all()} if self.instance.pk else {}
        numbers = (
            [level.number for level in self.instance.framework.levels.order_by("number")]
            if self.instance.pk
            else _LEVELS
        )
        self.numbers = list(numbers)
        for number in self.numbers:
            for name, label in (("pl", _("Level %(number)d in Polish")), ("en", _("Level %(number)d in English"))):
                self.fields[f"text_{number}_{name}"] = _text(
                    label % {"number": number}, getattr(texts.get(number), f"text_{name}", ""), rows=2
                )

    def descriptors(self) -> dict[int, tuple[str, str]]:
        data = self.cleaned_data
        return {
            number: (data.get(f"text_{number}_pl", ""), data.get(f"text_{number}_en", "")) for number in self.numbers
        }


class ProfileForm(forms.ModelForm):
    """Posts, the first day, and the required level of each competence of the framework."""

    from_day = DayField(
        label=gettext_lazy("From"),
        required=False,
        help_text=gettext_lazy(
            "A later day makes a new version from that day on; the same day mends this one. "
            "Empty: since before our records."
        ),
    )
    positions = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Posts"),
        queryset=Position.objects.all(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = RoleProfile
        fields = ["code", "name_pl", "name_en", "legal_basis"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        saved = self.instance.pk is not None
        self.framework = current_framework()
        required = {}
        if saved:
            self.fields["code"].disabled = True
            if self.instance.valid_from != BEFORE_RECORDS:
                self.fields["from_day"].initial = self.instance.valid_from
            self.fields["positions"].initial = list(self.instance.positions.all())
            self.framework = self.instance.framework
            required = dict(self.instance.requirements.order_by().values_list("competence_id", "level"))
        self.competences, choices = [], [("", _("not required"))]
        if self.framework is not None:
            self.competences = list(self.framework.competences.order_by("order", "code"))
            choices += [(level.number, f"{level.number} – {level}") for level in self.framework.levels.all()]
        for competence in self.competences:
            self.fields[f"level_{competence.pk}"] = forms.TypedChoiceField(
                label=f"{competence.code} {competence}",
                choices=choices,
                coerce=int,
                required=False,
                empty_value=0,
                initial=required.get(competence.pk, ""),
            )

    def levels(self) -> dict[Competence, int]:
        return {competence: self.cleaned_data[f"level_{competence.pk}"] for competence in self.competences}
