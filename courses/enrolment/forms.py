"""What people fill in about places; the decisions are the rules'."""

from collections.abc import Sequence
from uuid import uuid4

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from courses.catalogue.choosers import edition_chooser
from courses.catalogue.models import Edition
from courses.enrolment.models import Recruitment
from training.kernel.bounds import MOST_HOURS_TO_CONFIRM, MOST_SEATS
from training.people.choosers import person_chooser
from training.people.models import Employment, Person
from training.ui.fields import DayField, MomentField, keep_within


class WorkplaceField(forms.ModelChoiceField):
    def label_from_instance(self, employment: Employment) -> str:
        return f"{employment.organisation}, {employment.position}"


def _offer(form: forms.Form, workplaces: QuerySet[Employment]) -> None:
    field = form.fields["employment"]
    if isinstance(field, WorkplaceField):
        field.queryset = workplaces.select_related("organisation", "position").order_by("pk")


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
            _offer(self, mine)
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


# ---- ROPS -------------------------------------------------------------------------------------------------------

_FOR_THE_PERSON = _("Shown to the person, and kept in the history.")


class StaffReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"), max_length=250, widget=forms.Textarea(attrs={"rows": 3}), help_text=_FOR_THE_PERSON
    )


class MoveForm(StaffReasonForm):
    edition = forms.ModelChoiceField(
        label=_("To the edition"), queryset=Edition.objects.all(), widget=edition_chooser.widget_class
    )
    field_order = ["edition", "reason"]


class AddForm(forms.Form):
    """Somebody who applied by telephone or on paper."""

    person = forms.ModelChoiceField(
        label=_("Person"), queryset=Person.objects.living(), widget=person_chooser.widget_class
    )
    employment = WorkplaceField(
        label=_("Sending institution"),
        queryset=Employment.objects.none(),
        required=False,
        empty_label=_("the only one"),
        help_text=_("Needed only when the person works in several institutions."),
    )

    def __init__(self, *args, workplaces: Sequence[Employment] = (), **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if workplaces:
            theirs = Employment.objects.filter(pk__in=[workplace.pk for workplace in workplaces])
            _offer(self, theirs)
        else:
            # Nobody is chosen yet, or there is nothing to choose from.
            self.fields["employment"].widget = forms.HiddenInput()


class GroupForm(forms.Form):
    """A step for many: the rows are ticked in the preview."""


class MessageForm(forms.Form):
    """``batch`` goes with the page, so that a second click sends nothing again."""

    subject = forms.CharField(label=_("Subject"), max_length=150)
    body = forms.CharField(label=_("Message"), max_length=10_000, widget=forms.Textarea(attrs={"rows": 10}))
    batch = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)


class RecruitmentForm(forms.ModelForm):
    """Seats, limits, window and deadlines; the actions save them."""

    class Meta:
        model = Recruitment
        fields = [
            "seats",
            "opens_at",
            "closes_at",
            "at_once",
            "decides_by",
            "has_reserve_list",
            "organisation_limit",
            "county_limit",
            "confirmation_hours",
            "withdraw_until",
        ]
        field_classes = {
            "opens_at": MomentField,
            "closes_at": MomentField,
            "withdraw_until": MomentField,
            "decides_by": DayField,
        }
        help_texts = {
            "decides_by": _("Told to everybody who waits for a decision. Empty: no day is promised."),
            "has_reserve_list": _("When all places are taken, people wait in the order of their applications."),
            "organisation_limit": _("Empty: no limit."),
            "county_limit": _("Empty: no limit."),
            "confirmation_hours": _("How long a freed place waits for an answer before it goes on."),
            "withdraw_until": _("Later only ROPS withdraws. Empty: until the first meeting."),
        }

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        keep_within(self, seats=MOST_SEATS, organisation_limit=MOST_SEATS, county_limit=MOST_SEATS)
        keep_within(self, confirmation_hours=MOST_HOURS_TO_CONFIRM)

    def _post_clean(self) -> None:
        """Build no instance: the rules speak through the action, in one voice."""
