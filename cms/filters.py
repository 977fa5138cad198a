"""Filters of the public lists.  They live in the address with Polish keys, so a link can be sent to somebody."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

import django_filters as filters
from django import forms
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.functional import Promise, keep_lazy_text
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from cms import queries
from courses.catalogue.models import Course, Edition
from courses.catalogue.states import Mode
from training.kernel.date_texts import day_text
from training.ui.fields import DayFilter

MAX_TEXT = 100


@dataclass(frozen=True)
class Chip:
    """A filter in force, and the address of the page without it."""

    name: str
    label: str
    url: str


@dataclass(frozen=True)
class WayOut:
    """What leads on from an empty list: a change of the filters, and how much is there then."""

    label: str
    url: str
    count: int


def ways_out(chips: list[Chip], counts: dict[str, int]) -> list[WayOut]:
    """Filters that, left out alone, would show something; ``counts`` says by name how much without each."""
    return [WayOut(chip.label, chip.url, counts[chip.name]) for chip in chips if counts[chip.name]]


@keep_lazy_text
def capitalised(text: str | Promise) -> str:
    """A word as it begins a line: states are written in lower case."""
    return str(text)[:1].upper() + str(text)[1:]


def _only_for(editions: QuerySet[Edition], relation: str, code: str) -> QuerySet[Edition]:
    """Courses meant for ``code``, and those that are meant for nobody in particular."""
    through = getattr(Course, relation).through
    name = getattr(Course, relation).field.m2m_reverse_field_name()
    for_code = through.objects.filter(**{f"{name}__code": code}).values("course")
    restricted = through.objects.values("course")
    return editions.filter(Q(course__in=for_code) | ~Q(course__in=restricted))


def style_form(form: forms.Form) -> forms.Form:
    """The form with the look of our inputs, and errors tied to their fields."""
    for name, field in form.fields.items():
        if not isinstance(field.widget, forms.CheckboxInput):
            field.widget.attrs["class"] = "kc-input"
            # Empty until something is wrong: the answer to a change fills it without a new page.
            field.widget.attrs["aria-describedby"] = f"id_{name}_error"
        if isinstance(field, forms.CharField):
            field.widget.input_type = "search"
    return form


class ChipsMixin:
    """Knows the filters in force.  What it does not understand it ignores, and says so beside the field."""

    form: forms.Form
    data: QueryDict
    # Words of a chip when the value alone does not say what it is.
    chip_labels: dict[str, Callable[[str], str]] = {}

    def chips(self) -> list[Chip]:
        chips = []
        for name, value in self.form.cleaned_data.items():
            if value in (None, "", False, []):
                continue
            rest = self.data.copy()
            rest.pop(name, None)
            rest.pop("strona", None)
            query = rest.urlencode()
            chips.append(Chip(name, self.chip_label(name, value), f"?{query}" if query else "?"))
        return chips

    def spelt(self, text: str, count: int) -> WayOut | None:
        """The way to the same list for the text in another spelling; nothing when it would be empty."""
        if not count:
            return None
        query = self.data.copy()
        query.pop("strona", None)
        query["szukaj"] = text
        return WayOut(text, f"?{query.urlencode()}", count)

    def chip_label(self, name: str, value: object) -> str:
        field = self.form.fields[name]
        if isinstance(field, forms.BooleanField | forms.NullBooleanField):
            return str(field.label)
        if isinstance(value, date):
            value = day_text(value)
        choices = getattr(field, "choices", None)
        if choices:
            value = _choice_name(choices, str(value))
        if name in self.chip_labels:
            return self.chip_labels[name](str(value))
        return str(value)


def _choice_name(choices: list, value: str) -> str:
    for key, name in choices:
        if isinstance(name, list | tuple):
            for inner, inner_name in name:
                if str(inner) == value:
                    return str(inner_name)
        elif str(key) == value:
            return str(name)
    return value


class EditionForm(forms.Form):
    """What the filters ask for together."""

    def clean(self):
        first, last = self.cleaned_data.get("od"), self.cleaned_data.get("do")
        if first and last and last < first:
            words = _("It comes before %(first)s, the first day you ask for.") % {"first": day_text(first)}
            self.add_error("do", words)
        return self.cleaned_data


class EditionFilter(ChipsMixin, filters.FilterSet):
    """The catalogue's filters.  ``only free places`` needs the offers, so the screen applies it (``wants_free``)."""

    szukaj = filters.CharFilter(label=gettext_lazy("Search"), method="by_text", max_length=MAX_TEXT)
    nabor = filters.BooleanFilter(
        label=gettext_lazy("Only with open applications"), method="by_recruitment", widget=forms.CheckboxInput()
    )
    wolne = filters.BooleanFilter(
        label=gettext_lazy("Only with free places"), method="by_places", widget=forms.CheckboxInput()
    )
    obszar = filters.ChoiceFilter(
        label=gettext_lazy("Competence domain"), method="by_domain", empty_label=gettext_lazy("All")
    )
    tryb = filters.ChoiceFilter(
        label=gettext_lazy("Mode"),
        field_name="mode",
        choices=[(mode.value, capitalised(mode.label)) for mode in Mode],
        empty_label=gettext_lazy("All"),
    )
    powiat = filters.ChoiceFilter(
        label=gettext_lazy("County"), field_name="county__code", empty_label=gettext_lazy("All")
    )
    od = DayFilter(label=pgettext_lazy("days of a course", "From"), field_name="starts_on", lookup_expr="gte")
    do = DayFilter(label=pgettext_lazy("days of a course", "Until"), field_name="starts_on", lookup_expr="lte")
    instytucja = filters.ChoiceFilter(
        label=gettext_lazy("For staff of"), method="by_kind", empty_label=gettext_lazy("Any institution")
    )
    stanowisko = filters.ChoiceFilter(
        label=gettext_lazy("For the post"), method="by_position", empty_label=gettext_lazy("Any post")
    )

    class Meta:
        model = Edition
        form = EditionForm
        fields: list[str] = []

    chip_labels = {
        "szukaj": lambda value: _("Text: “%(value)s”") % {"value": value},
        "od": lambda value: _("Starting from %(value)s") % {"value": value},
        "do": lambda value: _("Starting until %(value)s") % {"value": value},
        "powiat": lambda value: _("County: %(value)s") % {"value": value},
    }

    def __init__(self, data=None, queryset=None, *, choices: queries.Choices, now: datetime, **kwargs):
        super().__init__(data, queryset, **kwargs)
        self.now = now
        for name, offered in (
            ("obszar", choices.domains),
            ("powiat", choices.counties),
            ("instytucja", choices.kinds),
            ("stanowisko", choices.positions),
        ):
            self.filters[name].extra["choices"] = [(choice.code, choice.name) for choice in offered]

    def by_text(self, queryset, name, value):
        return queryset.filter(pk__in=self._text_matches)

    @cached_property
    def _text_matches(self) -> QuerySet[Any, Any]:
        """Editions that hold the text, whatever the other filters; asked for once, however often it is combined."""
        terms = queries.asked_terms(self.form.cleaned_data["szukaj"])
        return queries.search_editions(Edition.objects.order_by(), terms).values("pk")

    def without(self, name: str) -> QuerySet[Edition]:
        """What the filters let through when the one of this name is left out."""
        editions = self.queryset
        for other, value in self.form.cleaned_data.items():
            if other != name:
                editions = self.filters[other].filter(editions, value)
        return editions

    def by_domain(self, queryset, name, value):
        return queries.editions_in_domain(queryset, value)

    def by_kind(self, queryset, name, value):
        return _only_for(queryset, "kinds", value)

    def by_position(self, queryset, name, value):
        return _only_for(queryset, "positions", value)

    def by_recruitment(self, queryset, name, value):
        return queries.open_now(queryset, self.now) if value else queryset

    def by_places(self, queryset, name, value):
        return queryset

    @property
    def wants_free(self) -> bool:
        return bool(self.form.cleaned_data.get("wolne"))


class PracticeForm(forms.Form):
    """Filters of the good practices: several page types may answer, so a form and not a filter set."""

    szukaj = forms.CharField(label=gettext_lazy("Search"), required=False, max_length=MAX_TEXT)
    obszar = forms.ChoiceField(label=gettext_lazy("Competence domain"), required=False)
    kompetencja = forms.ChoiceField(label=gettext_lazy("Competence"), required=False)

    def __init__(self, *args, domains=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["obszar"].choices = [("", _("All")), *((domain.code, domain.name) for domain in domains)]
        self.fields["kompetencja"].choices = [
            ("", _("All")),
            *(
                (domain.name, [(competence.code, competence.name) for competence in domain.competences.all()])
                for domain in domains
            ),
        ]


class PracticeFilter(ChipsMixin):
    """The filters of the good practices that are in force."""

    chip_labels = {"szukaj": lambda value: _("Text: “%(value)s”") % {"value": value}}

    def __init__(self, data: QueryDict, *, domains=()):
        self.data = data
        self.domains = domains
        self.form = style_form(PracticeForm(data, domains=domains))
        self.form.full_clean()

    def without(self, name: str) -> "PracticeFilter":
        """The filters but the one of this name."""
        rest = self.data.copy()
        rest.pop(name, None)
        return PracticeFilter(rest, domains=self.domains)

    @property
    def text(self) -> str:
        return self.form.cleaned_data.get("szukaj", "")

    @property
    def lines(self) -> list[int] | None:
        """The lines of the competences chosen, by domain or one by one; nothing when all will do."""
        domain, chosen = self.form.cleaned_data.get("obszar"), self.form.cleaned_data.get("kompetencja")
        if not domain and not chosen:
            return None
        return [
            competence.line_id
            for area in self.domains
            for competence in area.competences.all()
            if (not domain or area.code == domain) and (not chosen or competence.code == chosen)
        ]
