"""What staff fill in about notices."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from training.notices.models import Notice


class ResendForm(forms.Form):
    """Where to send it: what the person has now, unless another address is typed."""

    takes_instance = True
    address = forms.EmailField(label=_("Address"), max_length=254)

    def __init__(self, *args: Any, instance: Notice, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["address"].initial = (instance.person.email if instance.person else "") or instance.address
