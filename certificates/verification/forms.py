"""What a visitor may type to check a certificate."""

from django import forms
from django.utils.translation import gettext_lazy as _


class NameForm(forms.Form):
    """The name, typed by whoever holds the paper: the page never shows one nobody typed."""

    name = forms.CharField(
        label=_("First name and surname"),
        max_length=210,
        help_text=_("As on the certificate. We only say whether it agrees with the register."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


class NumberForm(forms.Form):
    number = forms.CharField(
        label=_("Certificate number"),
        max_length=100,
        help_text=_("It is in the top right corner, for example 17/KK/2026."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    name = forms.CharField(
        label=_("First name and surname"),
        max_length=210,
        required=False,
        help_text=_("As on the certificate. We only say whether it agrees with the register."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
