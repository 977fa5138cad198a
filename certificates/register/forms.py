"""What staff fill in about certificates."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from certificates.designs.registry import choices
from certificates.register import queries
from certificates.register.models import Certificate, Prepared, Series
from certificates.register.queries import facts
from courses.completion.queries import current_levels, fallen_levels
from training.kernel import time
from training.kernel.conf import setting


class CheckNameForm(forms.Form):
    """The name as it will be printed."""

    takes_instance = True
    name = forms.CharField(
        label=_("Name on the certificate"),
        max_length=210,
        help_text=_("Compare with the list of participants; it is frozen once the certificate is issued."),
    )

    def __init__(self, *args: Any, instance: Prepared, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].initial = instance.name


class ReplaceForm(forms.Form):
    """Why a new certificate is needed, and the corrected name."""

    takes_instance = True
    name = forms.CharField(label=_("Name on the new certificate"), max_length=210)
    reason = forms.CharField(
        label=_("Reason"),
        max_length=250,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Kept in the history of both certificates."),
    )
    restore_levels = forms.BooleanField(label=_("Record the levels again"), required=False)

    def __init__(self, *args: Any, instance: Certificate, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].initial = instance.name
        if queries.differs_from_record(instance):
            edition_facts = facts.edition_facts(instance.enrolment.edition)
            self.fields["name"].initial = facts.corrected_name(instance.name, instance.enrolment, edition_facts)
        levels = fallen_levels(instance.enrolment, instance.enrolment.edition)
        if not levels:
            # Asked only where a level was withdrawn that the new certificate proves.
            del self.fields["restore_levels"]
            return
        text = _(
            "They fell when a certificate was revoked, and the new one proves them: %(levels)s. "
            "They count from the day of their verification."
        )
        self.fields["restore_levels"].help_text = text % {"levels": ", ".join(str(row.competence) for row in levels)}


class RevokeForm(forms.Form):
    """Why a certificate is revoked, and whether the levels that it proves fall with it."""

    takes_instance = True
    reason = forms.CharField(
        label=_("Reason"),
        max_length=250,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The person reads it; the public page only says that the certificate was revoked."),
    )
    withdraw_levels = forms.BooleanField(
        label=_("Also withdraw the levels"),
        required=False,
    )

    def __init__(self, *args: Any, instance: Certificate, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        levels = current_levels(instance.enrolment)
        if not levels:
            # Asked only where there is a level that could fall.
            del self.fields["withdraw_levels"]
            return
        text = _(
            "Levels that rest on the verifications of this certificate fall today: %(levels)s. "
            "Without the tick they stay."
        )
        self.fields["withdraw_levels"].help_text = text % {"levels": ", ".join(str(row.competence) for row in levels)}


class SeriesForm(forms.ModelForm):
    design = forms.ChoiceField(label=_("Design"), choices=choices)

    class Meta:
        model = Series
        fields = ["code", "year", "pattern", "first_number", "design"]
        help_texts = {
            "code": _("Certificates are numbered in the series named in the settings of the site."),
            "pattern": _("Parts: {number} (or {number:04} with leading zeros), {year}, {series}, {course}, {edition}."),
            "first_number": _("Where the year begins, when numbers were given elsewhere before."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        wanted = setting("CERTIFICATE_SERIES")
        self.fields["code"].initial = wanted["code"]
        self.fields["pattern"].initial = wanted["pattern"]
        self.fields["year"].initial = time.today().year
        self.fields["design"].initial = wanted["design"]
