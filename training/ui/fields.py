"""Fields of forms for days and moments, within what a database and a time zone can bear (``kernel.bounds``)."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import django_filters
from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django_filters.fields import RangeField
from django_filters.widgets import DateRangeWidget

from training.kernel import bounds, time
from training.ui.widgets import DateInput, DateTimeInput


class DayField(forms.DateField):
    default_validators: list[Callable[[Any], None]] = [*bounds.DAY]
    widget = DateInput


class MomentField(forms.DateTimeField):
    default_validators: list[Callable[[Any], None]] = [*bounds.MOMENT]
    widget = DateTimeInput


def keep_within(form: forms.BaseForm, *, least: int = 1, **most: int) -> None:
    """Let the number fields of the form take ``least`` to the given most, and tell the browser."""
    for name, limit in most.items():
        field = form.fields[name]
        field.validators = [*field.validators, MinValueValidator(least), MaxValueValidator(limit)]
        field.widget.attrs |= {"min": least, "max": limit}


class DayRangeField(RangeField):
    """From a day until a day."""

    widget = DateRangeWidget

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__((DayField(), DayField()), *args, **kwargs)


class MomentRangeField(DayRangeField):
    """From the first moment of a day until the last of another, as the organiser's days go."""

    def compress(self, data_list: list[date | None]) -> slice | None:
        if not data_list:
            return None
        first, last = data_list
        return slice(
            time.start_of(first) if first else None,
            time.end_of(last) - timedelta(microseconds=1) if last else None,
        )


class DayFilter(django_filters.DateFilter):
    field_class = DayField


class DayRangeFilter(django_filters.DateFromToRangeFilter):
    """For a column of days."""

    field_class = DayRangeField


class MomentRangeFilter(django_filters.DateFromToRangeFilter):
    """For a column of moments, asked by days."""

    field_class = MomentRangeField


def choosing(form: forms.BaseForm, name: str) -> "forms.ModelChoiceField[Any]":
    """The field of a form that offers rows of a model.

    Raises:
        TypeError: the field offers something else.
    """
    field = form.fields[name]
    if not isinstance(field, forms.ModelChoiceField):
        raise TypeError(f"{name} offers no rows")
    return field


def offering(form: forms.BaseForm, name: str) -> forms.ChoiceField:
    """The field of a form that offers stated choices.

    Raises:
        TypeError: the field offers no choices.
    """
    field = form.fields[name]
    if not isinstance(field, forms.ChoiceField):
        raise TypeError(f"{name} offers no choices")
    return field


def label_rows(field: "forms.ModelChoiceField[Any]", label: Callable[[Any], str]) -> None:
    """Let a field call the rows that it offers by ``label``."""
    field.label_from_instance = label  # type: ignore[method-assign, assignment]  # Django's hook, a method in the stubs
