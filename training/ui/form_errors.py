"""What is wrong with a question, in words that say what to do."""

from django import forms
from django.forms import BoundField, CheckboxInput, CheckboxSelectMultiple, RadioSelect, Select
from django.utils.translation import gettext as _


def errors_of(bound: BoundField) -> list[str]:
    """The errors of a question; one that was left empty says what it asks for instead of "This field is required"."""
    asked = forms.Field.default_error_messages["required"]
    texts = (str(error) for error in bound.errors)
    return [what_to_fill_in(bound) if text == str(asked) else text for text in texts]


def what_to_fill_in(bound: BoundField) -> str:
    label, widget = str(bound.label), bound.field.widget
    if isinstance(widget, CheckboxInput):
        # What is ticked is a sentence of its own.
        return _("Tick “%(label)s”.") % {"label": label}
    # The sentence goes on: "Enter: first name".  An abbreviation keeps its letters.
    facts = {"label": label if label[1:2].isupper() else label[:1].lower() + label[1:]}
    if isinstance(widget, Select | RadioSelect | CheckboxSelectMultiple):
        return _("Choose: %(label)s.") % facts
    return _("Enter: %(label)s.") % facts
