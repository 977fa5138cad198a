"""Filters of the lists of courses, editions and meetings in the admin."""

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet

from courses.catalogue.models import Course, Edition, EditionQuerySet, Meeting
from courses.catalogue.states import EditionPhase, EditionState, MeetingState, Mode
from training.competences.models import Competence, Domain
from training.competences.queries import versions_in_force
from training.competences.states import FrameworkState
from training.kernel.time import today
from training.people.models import County
from training.ui.fields import DayRangeFilter, MomentRangeFilter


def domains_in_force(request: object = None) -> QuerySet[Domain]:
    """Domains of the newest published version of each framework."""
    frameworks = versions_in_force().values()
    return Domain.objects.filter(framework__in=frameworks, framework__state=FrameworkState.PUBLISHED)


class CourseFilterSet(WagtailFilterSet):
    mode = django_filters.MultipleChoiceFilter(label=_("Mode"), choices=Mode, widget=forms.CheckboxSelectMultiple)
    domain = django_filters.ModelMultipleChoiceFilter(
        label=_("Competence domain"),
        method="in_domains",
        queryset=domains_in_force,
        widget=forms.CheckboxSelectMultiple,
    )
    is_archived = django_filters.BooleanFilter(label=_("Archived"))

    class Meta:
        model = Course
        fields = ["mode", "domain", "is_archived"]

    def in_domains(self, queryset: QuerySet[Course], name: str, chosen: list[Domain]) -> QuerySet[Course]:
        """By line: a course was given its competences in whatever version was the newest then."""
        if not chosen:
            return queryset
        lines = Competence.objects.filter(domain__in=chosen).values("line")
        tagged = Course.competences.through.objects.filter(competence__line__in=lines)
        return queryset.filter(pk__in=tagged.values("course"))


class EditionFilterSet(WagtailFilterSet):
    phase = django_filters.MultipleChoiceFilter(
        label=_("State"), choices=EditionPhase, method="in_phase", widget=forms.CheckboxSelectMultiple
    )
    starts_on = DayRangeFilter(label=_("First meeting"), widget=DateRangePickerWidget)
    mode = django_filters.MultipleChoiceFilter(label=_("Mode"), choices=Mode, widget=forms.CheckboxSelectMultiple)
    county = django_filters.ModelMultipleChoiceFilter(
        label=_("County"), queryset=County.objects.all(), widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Edition
        fields = ["phase", "starts_on", "mode", "county"]

    def in_phase(self, queryset: EditionQuerySet, name: str, chosen: list[str]) -> EditionQuerySet:
        return queryset.in_phases(chosen, today()) if chosen else queryset


class MeetingFilterSet(WagtailFilterSet):
    starts_at = MomentRangeFilter(label=_("Day"), widget=DateRangePickerWidget)
    state = django_filters.MultipleChoiceFilter(
        label=_("State"), choices=MeetingState, widget=forms.CheckboxSelectMultiple
    )
    edition__state = django_filters.MultipleChoiceFilter(
        label=_("State of the edition"), choices=EditionState, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Meeting
        fields = ["starts_at", "state", "edition__state"]
