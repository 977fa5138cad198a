"""Filters of the list of notices in the admin."""

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet

from training.notices.models import Notice
from training.notices.states import DeliveryState
from training.ui.fields import MomentRangeFilter


class NoticeFilterSet(WagtailFilterSet):
    state = django_filters.MultipleChoiceFilter(
        label=_("State"), choices=DeliveryState, widget=forms.CheckboxSelectMultiple
    )
    created_at = MomentRangeFilter(label=_("Written"), widget=DateRangePickerWidget)

    class Meta:
        model = Notice
        fields = ["state", "created_at"]
