"""Shapes of a framework, a competence and a profile as the admin asks for them."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from training.competences.fields import competence_in_version
from training.competences.models import Competence, CompetenceOrigin, Domain, Framework, Level, RoleProfile
from training.competences.queries import (
    current_framework,
    difference_of,
    drafted_codes,
    newest_published,
    published_competences,
    version_before,
)
from training.competences.rules import FEWEST_LEVELS, MOST_LEVELS
from training.competences.states import FrameworkState
from training.kernel.dated import BEFORE_RECORDS
from training.people.models import Position
from training.ui.fields import DayField, choosing, label_rows

# What a new framework starts with; ROPS may write another scale.
_SCALE = "podstawowy; basic\nsamodzielny; independent\nzaawansowany; advanced\nekspercki; expert"
_LEVEL_TEXTS = ("name_pl", "name_en", "descriptor_pl", "descriptor_en")


def _text(label: str, initial: str = "", *, rows: int = 0, required: bool = False) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput()
    return forms.CharField(label=label, initial=initial, required=required, widget=widget)


def _lines(text: str) -> list[list[str]]:
    """What stands between semicolons in each line that is not empty."""
    return [[part.strip() for part in line.split(";")] for line in text.splitlines() if line.strip()]


class FrameworkForm(forms.ModelForm):
    """Names of the framework, of its levels and of its domains.

    The scale may be lengthened and shortened until the first version is
    published; the versions after it have its length.
    """

    new_levels = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 4}))
    without_top = forms.BooleanField(required=False)
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
        self.level_rows = list(self.instance.levels.order_by("number")) if saved else []
        self.domain_rows = list(self.instance.domains.all()) if saved else []
        self._ask_for_levels(may_change_length=not saved or version_before(self.instance) is None)
        for domain in self.domain_rows:
            for name, label in (("name_pl", _("%(code)s, Polish name")), ("name_en", _("%(code)s, English name"))):
                self.fields[f"domain_{domain.pk}_{name}"] = _text(
                    label % {"code": domain.code}, getattr(domain, name), required=name == "name_pl"
                )
        first = [name for name in self.fields if name not in ("new_levels", "without_top", "new_domains")]
        levels = [name for name in first if name.startswith("level_")]
        last = [name for name in first if name.startswith("domain_")]
        self.order_fields(["code", "name_pl", "name_en", *levels, "without_top", "new_levels", *last])

    def _ask_for_levels(self, *, may_change_length: bool) -> None:
        for level in self.level_rows:
            for name, label, rows in (
                ("name_pl", _("Level %(number)d, Polish name"), 0),
                ("name_en", _("Level %(number)d, English name"), 0),
                ("descriptor_pl", _("Level %(number)d, Polish descriptor"), 2),
                ("descriptor_en", _("Level %(number)d, English descriptor"), 2),
            ):
                self.fields[f"level_{level.number}_{name}"] = _text(
                    label % {"number": level.number}, getattr(level, name), rows=rows, required=name == "name_pl"
                )
        new, top = self.fields["new_levels"], self.fields["without_top"]
        if not may_change_length:
            del self.fields["new_levels"]
        elif self.level_rows:
            new.label = _("New levels above the highest")
            new.help_text = _(
                "The next in the first line: Polish name; English name. A scale has from two to nine levels."
            )
        else:
            new.label, new.initial, new.required = _("Levels"), _SCALE, True
            new.help_text = _(
                "The lowest in the first line: Polish name; English name. A scale has from two to nine levels."
            )
        if not may_change_length or len(self.level_rows) <= FEWEST_LEVELS:
            del self.fields["without_top"]
        else:
            highest = self.level_rows[-1]
            top.label = _("Take away level %(number)d, %(name)s") % {"number": highest.number, "name": highest}
            top.help_text = _("What it looks like in each competence goes with it.")

    def clean_new_domains(self) -> list[dict]:
        domains = []
        for code, *names in _lines(self.cleaned_data["new_domains"]):
            if not names or not names[0]:
                raise forms.ValidationError(_("Write the code and the Polish name, with a semicolon between."))
            domains.append({"code": code[:20], "name_pl": names[0], "name_en": names[1] if len(names) > 1 else ""})
        return domains

    def clean_new_levels(self) -> list[dict]:
        levels = []
        for name_pl, *more in _lines(self.cleaned_data["new_levels"]):
            if not name_pl:
                raise forms.ValidationError(_("Each line begins with the Polish name of a level."))
            levels.append({"name_pl": name_pl, "name_en": more[0] if more else ""})
        return levels

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if "new_levels" in cleaned and not FEWEST_LEVELS <= len(self._levels()) <= MOST_LEVELS:
            text = _("A scale has from two to nine levels; this one would have %(count)d.")
            self.add_error("new_levels", text % {"count": len(self._levels())})
        return cleaned

    def _levels(self) -> list[dict]:
        data = self.cleaned_data
        kept = self.level_rows[:-1] if data.get("without_top") else self.level_rows
        levels = [
            {name: data.get(f"level_{level.number}_{name}", "") for name in _LEVEL_TEXTS} | {"number": level.number}
            for level in kept
        ]
        above = levels[-1]["number"] if levels else 0
        return levels + [
            {"number": above + place, **level} for place, level in enumerate(data.get("new_levels") or [], start=1)
        ]

    def parts(self) -> dict[str, list[dict]]:
        """Levels and domains in the shape of ``save_framework``."""
        data = self.cleaned_data
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
            {"order": last + number, **domain} for number, domain in enumerate(data.get("new_domains") or [], start=1)
        ]
        return {"levels": self._levels(), "domains": domains}


class CompetenceForm(forms.ModelForm):
    """A competence with what each of its levels looks like, in two languages, and what it goes on from."""

    continues = forms.ModelChoiceField(
        label=gettext_lazy("Continues"),
        queryset=Competence.objects.none(),
        required=False,
        empty_label=gettext_lazy("none: it begins here"),
        help_text=gettext_lazy("The same competence in an earlier version. Levels that people hold in it stay."),
    )
    origins = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Came from"),
        queryset=Competence.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("What was split or merged into this one. No level comes over unless chosen below."),
    )
    carries = forms.ModelChoiceField(
        label=gettext_lazy("Carries the level of"),
        queryset=Competence.objects.none(),
        required=False,
        empty_label=gettext_lazy("none: people start here without a level"),
        help_text=gettext_lazy("One of those it came from. Who decided it, and when, is kept."),
    )

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
        choosing(self, "domain").queryset = domains.order_by("framework", "order")
        label_rows(choosing(self, "domain"), lambda domain: f"{domain.framework}: {domain.code} {domain}")
        self.fields["order"].required = False
        self._offer_lineage()
        texts = (
            {descriptor.level: descriptor for descriptor in self.instance.descriptors.all()} if self.instance.pk else {}
        )
        # A new one may go into any draft, so the longest scale is asked for; a text beyond the chosen one's is refused.
        scale = (
            self.instance.framework.levels
            if self.instance.pk
            else Level.objects.filter(framework__state=FrameworkState.DRAFT)
        )
        self.numbers = sorted(set(scale.order_by().values_list("number", flat=True)))
        for number in self.numbers:
            for name, label in (("pl", _("Level %(number)d in Polish")), ("en", _("Level %(number)d in English"))):
                self.fields[f"text_{number}_{name}"] = _text(
                    label % {"number": number}, getattr(texts.get(number), f"text_{name}", ""), rows=2
                )

    def _offer_lineage(self) -> None:
        """What it may go on from: competences of the published versions before the draft, once for each line."""
        saved = self.instance.pk is not None
        codes = [self.instance.framework.code] if saved else drafted_codes()
        earlier = {
            published_competence.pk: published_competence
            for published_competence in published_competences()
            if published_competence.framework.code in codes
        }
        rows = list(self.instance.origins.all()) if saved else []
        if saved and self.instance.continues is not None:
            earlier[self.instance.continues.pk] = self.instance.continues
        earlier |= {row.origin_id: row.origin for row in rows}
        if not earlier:
            for name in ("continues", "origins", "carries"):
                del self.fields[name]
            return
        for name in ("continues", "origins", "carries"):
            choosing(self, name).queryset = Competence.objects.filter(pk__in=earlier).select_related("framework")
            label_rows(choosing(self, name), competence_in_version)
        self.fields["continues"].initial = self.instance.continues_id
        self.fields["origins"].initial = [row.origin_id for row in rows]
        self.fields["carries"].initial = next((row.origin_id for row in rows if row.carries), None)

    def lineage(self) -> dict[str, Any] | None:
        """The keyword arguments of ``set_lineage``; None in a framework without an earlier version."""
        if "continues" not in self.fields:
            return None
        data = self.cleaned_data
        return {"continues": data["continues"], "origins": list(data["origins"]), "carries": data["carries"]}

    def descriptors(self) -> dict[int, tuple[str, str]]:
        data = self.cleaned_data
        return {
            number: (data.get(f"text_{number}_pl", ""), data.get(f"text_{number}_en", "")) for number in self.numbers
        }


class PublishForm(forms.Form):
    """Publishing, with what it changes; where somebody's level would count no more, that is ticked first."""

    takes_instance = True

    def __init__(self, *args: Any, instance: Framework, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.difference = difference_of(instance)
        if self.difference.loses_levels:
            self.fields["is_understood"] = forms.BooleanField(
                label=_("I have read the list: these people's levels are not counted in the new version."),
                error_messages={"required": _("Tick this after reading the list, or say whose level is carried on.")},
            )


class CarryForm(forms.Form):
    """Of which origin the level is to count."""

    takes_instance = True
    origin = forms.ModelChoiceField(
        label=gettext_lazy("Carries the level of"),
        queryset=CompetenceOrigin.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
    )

    def __init__(self, *args: Any, instance: Competence, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choosing(self, "origin").queryset = instance.origins.select_related("origin__framework")
        label_rows(choosing(self, "origin"), lambda row: competence_in_version(row.origin))


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
        required, ended = {}, []
        if saved:
            self.fields["code"].disabled = True
            if self.instance.valid_from != BEFORE_RECORDS:
                self.fields["from_day"].initial = self.instance.valid_from
            self.fields["positions"].initial = list(self.instance.positions.all())
            # Written in an older version: what it requires is asked as the newest one has it.
            self.framework = newest_published(self.instance.framework)
            lines = self.instance.requirements.select_related("competence__framework").order_by("competence__order")
            required = {line.competence.line_id: line.level for line in lines}
            here = set(self.framework.competences.order_by().values_list("line_id", flat=True))
            ended = [line.competence for line in lines if line.competence.line_id not in here]
        self.competences, choices = [], [("", _("not required"))]
        if self.framework is not None:
            self.competences = [*self.framework.competences.order_by("order", "code"), *ended]
            choices += [(str(level.number), f"{level.number} – {level}") for level in self.framework.levels.all()]
        for competence in self.competences:
            self.fields[f"level_{competence.pk}"] = forms.TypedChoiceField(
                label=competence_in_version(competence) if competence in ended else f"{competence.code} {competence}",
                choices=choices,
                coerce=int,
                required=False,
                empty_value=0,  # type: ignore[arg-type]  # whatever "empty" coerces to
                initial=required.get(competence.line_id, ""),
            )

    def levels(self) -> dict[Competence, int]:
        return {competence: self.cleaned_data[f"level_{competence.pk}"] for competence in self.competences}
