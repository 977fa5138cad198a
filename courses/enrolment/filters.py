"""Filters of the applicants' list."""

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet

from courses.catalogue.models import Edition
from courses.enrolment.models import Enrolment
from courses.enrolment.states import EnrolmentState
from training.people.models import County, Organisation
from training.ui.widgets import LongSelect


class EnrolmentFilterSet(WagtailFilterSet):
    edition = django_filters.ModelChoiceFilter(
        label=_("Edition"),
        queryset=Edition.objects.select_related("course").order_by("-starts_on", "-pk"),
        widget=LongSelect,
    )
    state = django_filters.MultipleChoiceFilter(
        label=_("State"), choices=EnrolmentState, widget=forms.CheckboxSelectMultiple
    )
    organisation = django_filters.ModelChoiceFilter(
        label=_("Sending institution"), queryset=Organisation.objects.order_by("sort_key", "pk"), widget=LongSelect
    )
    county = django_filters.ModelMultipleChoiceFilter(
        label=_("County"), queryset=County.objects.all(), widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Enrolment
        fields = ["edition", "state", "organisation", "county"]
