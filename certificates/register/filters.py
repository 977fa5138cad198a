"""Filters of the lists of the register in the admin."""

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet

from certificates.register import queries
from certificates.register.models import Certificate, Prepared, Series
from certificates.register.states import CertificateKind, CertificateStatus, PreparedState
from courses.catalogue.models import Course
from training.ui.fields import DayRangeFilter
from training.ui.widgets import LongSelect


class CertificateFilterSet(WagtailFilterSet):
    status = django_filters.MultipleChoiceFilter(
        label=_("Status"), choices=CertificateStatus, widget=forms.CheckboxSelectMultiple
    )
    kind = django_filters.MultipleChoiceFilter(
        label=_("Kind"), choices=CertificateKind, widget=forms.CheckboxSelectMultiple
    )
    issued_on = DayRangeFilter(label=_("Issued on"), widget=DateRangePickerWidget)
    course = django_filters.ModelChoiceFilter(
        label=_("Course"), field_name="enrolment__edition__course", queryset=Course.objects.all(), widget=LongSelect
    )
    series = django_filters.ModelChoiceFilter(label=_("Series of numbers"), queryset=Series.objects.all())

    correction = django_filters.ChoiceFilter(
        label=_("After a correction"), choices=[("open", _("to replace or revoke"))], method="filter_correction"
    )

    class Meta:
        model = Certificate
        fields = ["status", "kind", "issued_on", "course", "series", "correction"]

    def filter_correction(self, certificates: QuerySet[Certificate], name: str, value: str) -> QuerySet[Certificate]:
        return certificates.filter(pk__in=queries.to_correct().order_by().values("pk"))


class PreparedFilterSet(WagtailFilterSet):
    state = django_filters.MultipleChoiceFilter(
        label=_("State"), choices=PreparedState, widget=forms.CheckboxSelectMultiple
    )
    kind = django_filters.MultipleChoiceFilter(
        label=_("Kind"), choices=CertificateKind, widget=forms.CheckboxSelectMultiple
    )
    course = django_filters.ModelChoiceFilter(
        label=_("Course"), field_name="enrolment__edition__course", queryset=Course.objects.all(), widget=LongSelect
    )

    class Meta:
        model = Prepared
        fields = ["state", "kind", "course"]
