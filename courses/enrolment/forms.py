"""What people fill in about places; the decisions are the rules'."""

from django import forms
from django.utils.translation import gettext_lazy as _

from training.people.models import Employment


class WorkplaceField(forms.ModelChoiceField):
    def label_from_instance(self, employment: Employment) -> str:
        return f"{employment.organisation}, {employment.position}"


class ApplyForm(forms.Form):
    """Which institution sends the person; asked only of those who work in several."""

    employment = WorkplaceField(
        label=_("Sending institution"),
        queryset=Employment.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": _("Choose the institution that sends you.")},
        help_text=_("The certificate and the limits of places concern this institution."),
    )

    def __init__(self, *args, workplaces: list[Employment], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if len({workplace.organisation_id for workplace in workplaces}) > 1:
            mine = Employment.objects.filter(pk__in=[workplace.pk for workplace in workplaces])
            self.fields["employment"].queryset = mine.select_related("organisation", "position").order_by("pk")
        else:
            del self.fields["employment"]


class WithdrawForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        max_length=250,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": 250}),
        help_text=_("It helps the organiser; it need not be given."),
    )
