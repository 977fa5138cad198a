"""Filters of the admin's lists of people and institutions."""

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet

from training.kernel import time
from training.people.models import (
    County,
    Employment,
    Mandate,
    Organisation,
    OrganisationKind,
    Person,
    Placement,
    Position,
)
from training.people.queries import root_of
from training.people.states import Identity, MandateRole
from training.ui.widgets import LongSelect


def _placed(**what) -> QuerySet:
    return Placement.objects.as_of(time.today()).filter(**what).values("organisation")


class PersonFilterSet(WagtailFilterSet):
    organisation = django_filters.ModelChoiceFilter(
        label=_("Institution"), queryset=Organisation.objects.all(), method="by_organisation", widget=LongSelect
    )
    county = django_filters.ModelChoiceFilter(label=_("County"), queryset=County.objects.all(), method="by_county")
    kind = django_filters.ModelChoiceFilter(
        label=_("Kind of institution"), queryset=OrganisationKind.objects.all(), method="by_kind"
    )
    position = django_filters.ModelChoiceFilter(label=_("Post"), queryset=Position.objects.all(), method="by_position")
    identity = django_filters.MultipleChoiceFilter(
        label=_("Identity"), choices=Identity.choices, widget=forms.CheckboxSelectMultiple
    )
    account = django_filters.ChoiceFilter(
        label=_("Account"),
        choices=[("yes", _("has an account")), ("no", _("has no account"))],
        method="by_account",
        widget=forms.RadioSelect,
        empty_label=_("All"),
    )

    class Meta:
        model = Person
        fields = ["organisation", "county", "kind", "position", "identity", "account"]

    @staticmethod
    def _working(people: QuerySet, **what) -> QuerySet:
        held = Employment.objects.as_of(time.today()).filter(**what)
        return people.filter(pk__in=held.order_by().values(root=root_of()))

    def by_organisation(self, people, name, value):
        return self._working(people, organisation=value)

    def by_county(self, people, name, value):
        return self._working(people, organisation__in=_placed(county=value))

    def by_kind(self, people, name, value):
        return self._working(people, organisation__in=_placed(kind=value))

    def by_position(self, people, name, value):
        return self._working(people, position=value)

    def by_account(self, people, name, value):
        return people.filter(user__isnull=value == "no")


class DatedFilterSet(WagtailFilterSet):
    """Now, later or earlier; for lists of dated facts."""

    when = django_filters.ChoiceFilter(
        label=_("When"),
        choices=[("now", _("now")), ("past", _("ended")), ("future", _("from a later day"))],
        method="by_day",
        widget=forms.RadioSelect,
        empty_label=_("All"),
    )

    def by_day(self, rows, name, value):
        today = time.today()
        if value == "past":
            return rows.filter(valid_until__lt=today)
        if value == "future":
            return rows.filter(valid_from__gt=today)
        open_today = Q(valid_until__isnull=True) | Q(valid_until__gte=today)
        return rows.filter(open_today, valid_from__lte=today)


class EmploymentFilterSet(DatedFilterSet):
    organisation = django_filters.ModelChoiceFilter(
        label=_("Institution"), queryset=Organisation.objects.all(), widget=LongSelect
    )
    position = django_filters.ModelChoiceFilter(label=_("Post"), queryset=Position.objects.all())

    class Meta:
        model = Employment
        fields = ["when", "organisation", "position"]


class MandateFilterSet(DatedFilterSet):
    organisation = django_filters.ModelChoiceFilter(
        label=_("Institution"), queryset=Organisation.objects.all(), widget=LongSelect
    )
    role = django_filters.ChoiceFilter(label=_("Role"), choices=MandateRole.choices)

    class Meta:
        model = Mandate
        fields = ["when", "organisation", "role"]


class OrganisationFilterSet(WagtailFilterSet):
    kind = django_filters.ModelChoiceFilter(label=_("Kind"), queryset=OrganisationKind.objects.all(), method="by_kind")
    county = django_filters.ModelChoiceFilter(label=_("County"), queryset=County.objects.all(), method="by_county")
    is_open = django_filters.ChoiceFilter(
        label=_("Open or closed"),
        choices=[("open", _("open")), ("closed", _("closed"))],
        method="by_state",
        widget=forms.RadioSelect,
        empty_label=_("All"),
    )

    class Meta:
        model = Organisation
        fields = ["kind", "county", "is_open"]

    def by_kind(self, rows, name, value):
        return rows.filter(pk__in=_placed(kind=value))

    def by_county(self, rows, name, value):
        return rows.filter(pk__in=_placed(county=value))

    def by_state(self, rows, name, value):
        closed = Q(closed_on__isnull=False, closed_on__lte=time.today())
        return rows.filter(closed) if value == "closed" else rows.exclude(closed)
