"""Forms of the admin: a funding source, and which sources pay for an edition."""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.images.widgets import AdminImageChooser

from courses.catalogue.models import Edition
from courses.funding import queries
from courses.funding.models import FundingSource
from training.ui.fields import DayField


class FundingSourceForm(WagtailAdminModelForm):
    class Meta:
        model = FundingSource
        fields = [
            "name",
            "project_title",
            "project_number",
            "sentence",
            "strip",
            "strip_alt",
            "starts_on",
            "ends_on",
        ]
        widgets = {"strip": AdminImageChooser}
        field_classes = {"starts_on": DayField, "ends_on": DayField}
        help_texts = {
            "strip": _("One image with all the marks, as the funder gives it. It stands on every document."),
            "strip_alt": _("For example: Fundusze Europejskie, Rzeczpospolita Polska, the flag of the European Union."),
        }


class EditionFundingForm(forms.Form):
    """Which sources pay for the edition."""

    takes_instance = True

    sources = forms.ModelMultipleChoiceField(
        label=_("Funding sources"),
        queryset=FundingSource.objects.all(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Their strip and sentence stand on every document of the edition."),
    )

    def __init__(self, *args, instance: Edition, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.initial["sources"] = [source.pk for source in queries.funding_of(instance)]
