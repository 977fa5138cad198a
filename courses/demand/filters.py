"""Filters of the list of wishes."""

from datetime import date
from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet

from courses.catalogue.models import Course
from courses.demand.forms import OF
from courses.demand.models import Wish
from courses.demand.states import WishState
from training.competences.queries import published_competences
from training.people.models import County, Organisation
from training.ui.fields import DayField
from training.ui.widgets import LongSelect


class DayFilter(django_filters.DateFilter):
    field_class = DayField


def _lines() -> list[tuple[int, str]]:
    return [(competence.line_id, str(competence)) for competence in published_competences()]


class WishFilterSet(WagtailFilterSet):
    state = django_filters.MultipleChoiceFilter(
        label=_("State"), choices=WishState, widget=forms.CheckboxSelectMultiple
    )
    open_on = DayFilter(label=_("Open on"), method="filter_open_on")
    of = django_filters.ChoiceFilter(label=_("Wished for"), choices=OF[1:], method="filter_of")
    course = django_filters.ModelChoiceFilter(
        label=_("Course"), queryset=Course.objects.order_by("sort_key", "pk"), widget=LongSelect
    )
    line = django_filters.ChoiceFilter(label=_("Competence"), choices=_lines, widget=LongSelect)
    level = django_filters.ChoiceFilter(label=_("Level"), choices=[(level, str(level)) for level in range(1, 10)])
    county = django_filters.ModelChoiceFilter(label=_("County"), queryset=County.objects.all(), widget=LongSelect)
    organisation = django_filters.ModelChoiceFilter(
        label=_("Institution"), queryset=Organisation.objects.order_by("sort_key", "pk"), widget=LongSelect
    )

    class Meta:
        model = Wish
        fields = ["state", "open_on", "of", "course", "line", "level", "county", "organisation"]

    def filter_open_on(self, wishes: Any, name: str, on: date) -> QuerySet[Wish]:
        return wishes.open_on(on)

    def filter_of(self, wishes: QuerySet[Wish], name: str, of: str) -> QuerySet[Wish]:
        return wishes.filter(**{f"{of}__isnull": False})
