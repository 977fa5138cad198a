"""What an assessor and the organiser say."""

from collections.abc import Collection, Sequence
from datetime import date

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from courses.catalogue.choosers import edition_chooser
from courses.catalogue.models import Edition, Outcome
from courses.catalogue.states import EditionState, Mode
from courses.completion.actions import NewVerdict
from courses.completion.models import Assessorship, Verification
from courses.completion.queries import Preview
from courses.records.payload import RecordPayload
from courses.records.rules import Difference
from training.kernel.time import today
from training.people.choosers import person_chooser
from training.people.models import Person
from training.ui.fields import DayField

MET, NOT_MET = "met", "not_met"


class AssessorField(forms.ModelChoiceField):
    def label_from_instance(self, person: Person) -> str:
        return person.full_name


class SheetForm(forms.Form):
    """When and by whom the cells of an edition's sheet are verified; ``assessors`` are offered to who is none.

    The cells are read by ``verdicts_from_sheet``.
    """

    assessor = AssessorField(label=_("Assessor"), queryset=Person.objects.none(), required=False)
    verified_on = DayField(
        label=_("Verified on"),
        help_text=_("The day of the test, the task or the talk; not before the last meeting."),
    )

    def __init__(self, *args, assessors: list[Person] | None, on: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["verified_on"].initial = on
        if assessors is None:
            del self.fields["assessor"]
        else:
            field = self.fields["assessor"]
            if isinstance(field, AssessorField):
                field.queryset = Person.objects.filter(pk__in=[person.pk for person in assessors])
            field.required = True
            if len(assessors) == 1:
                field.initial = assessors[0].pk


def verdicts_from_sheet(data: QueryDict, seen: Preview) -> list[NewVerdict]:
    """The cells that differ from what the page had shown; what others recorded meanwhile stays.

    A comment made on the page of the person stays with the outcome.
    """
    verdicts = []
    for line in seen.lines:
        for outcome in seen.outcomes:
            cell = f"{line.enrolment.pk}-{outcome.pk}"
            typed = data.get(f"verdict-{cell}", "")
            if typed in (MET, NOT_MET) and typed != data.get(f"was-{cell}", ""):
                earlier = line.verifications.get(outcome.pk)
                comment = earlier.comment if earlier else ""
                verdicts.append(NewVerdict(line.enrolment.pk, outcome.pk, typed == MET, comment))
    return verdicts


def confirmed_for(ticked: Collection[str], seen: Preview) -> list[NewVerdict]:
    """Every outcome of the people ticked (keys of enrolments) as met; what was found not met is left."""
    verdicts = []
    for line in seen.lines:
        if str(line.enrolment.pk) not in ticked:
            continue
        for outcome in seen.outcomes:
            earlier = line.verifications.get(outcome.pk)
            if not seen.in_time(earlier):
                comment = earlier.comment if earlier else ""
                verdicts.append(NewVerdict(line.enrolment.pk, outcome.pk, True, comment))
    return verdicts


class VerifyForm(SheetForm):
    """The outcomes of one person; a line left empty is not verified and changes nothing."""

    def __init__(
        self,
        *args,
        outcomes: list[Outcome],
        current: dict[int, Verification],
        outdated: Collection[int],
        assessors: list[Person] | None,
        on: date,
        **kwargs,
    ):
        in_time = [each.verified_on for pk, each in current.items() if pk not in outdated]
        super().__init__(*args, assessors=assessors, on=max(in_time, default=on), **kwargs)
        self.outcomes, self.current, self.outdated = outcomes, current, outdated
        for outcome in outcomes:
            verification = current.get(outcome.pk)
            self.fields[f"verdict_{outcome.pk}"] = forms.ChoiceField(
                label=outcome.text,
                choices=[(MET, _("met")), (NOT_MET, _("not met"))],
                widget=forms.RadioSelect,
                required=False,
                initial=(MET if verification.is_met else NOT_MET) if verification else "",
            )
            self.fields[f"comment_{outcome.pk}"] = forms.CharField(
                label=_("Comment"),
                help_text=_("The person reads it once the edition is closed."),
                widget=forms.Textarea(attrs={"rows": 2}),
                required=False,
                max_length=2000,
                initial=verification.comment if verification else "",
            )

    def lines(self) -> list[dict]:
        """Each outcome with its two fields and the current verification."""
        return [
            {
                "outcome": outcome,
                "verdict": self[f"verdict_{outcome.pk}"],
                "comment": self[f"comment_{outcome.pk}"],
                "verification": self.current.get(outcome.pk),
                "is_outdated": outcome.pk in self.outdated,
            }
            for outcome in self.outcomes
        ]

    def clean(self):
        data = super().clean()
        for outcome in self.outcomes:
            if data.get(f"comment_{outcome.pk}") and not data.get(f"verdict_{outcome.pk}"):
                self.add_error(f"verdict_{outcome.pk}", _("Say whether it was met, or take the comment away."))
        return data

    def verdicts(self, enrolment_id: int) -> list[NewVerdict]:
        """Only what was changed: a line left as it was is not verified again by another assessor.

        A line verified before the last meeting is verified again; when nothing but
        the day was changed, it is the day of all current lines.
        """
        changed = {
            outcome.pk
            for outcome in self.outcomes
            if {f"verdict_{outcome.pk}", f"comment_{outcome.pk}"} & set(self.changed_data)
        } | set(self.outdated)
        if not changed and "verified_on" in self.changed_data:
            changed = set(self.current)
        return [
            NewVerdict(
                enrolment_id,
                outcome.pk,
                self.cleaned_data[f"verdict_{outcome.pk}"] == MET,
                self.cleaned_data[f"comment_{outcome.pk}"],
            )
            for outcome in self.outcomes
            if outcome.pk in changed and self.cleaned_data[f"verdict_{outcome.pk}"]
        ]


FACTS = {
    "code": _("edition"),
    "course_code": _("code of the course"),
    "mode": _("mode"),
    "venue": _("venue"),
    "county": _("county"),
    "funding": _("funding"),
    "organiser": _("organiser"),
    "name": _("surname and first name"),
    "institution": _("institution"),
    "post": _("post"),
}


# By whether outcomes are not verified, and whether attendance is not recorded.
PASSED_OVER = {
    (True, False): _("Close although some required outcomes are not verified; they count as not met"),
    (False, True): _("Close although some attendance is not recorded; it counts as not attended"),
    (True, True): _(
        "Close although some required outcomes are not verified and some attendance is not recorded; "
        "they count as not met and not attended"
    ),
}


class CloseEditionForm(forms.Form):
    """What nobody verified is passed over only when confirmed; a corrected record takes a new name only when ticked."""

    allow_incomplete = forms.BooleanField(required=False)
    corrected = forms.MultipleChoiceField(
        label=_("Different today than in the record"),
        help_text=_(
            "Tick only what this correction mends. What is not ticked stays as it was recorded: "
            "a later change of a name or an institution is not a mistake in the record."
        ),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(
        self,
        *args,
        has_unverified: bool,
        has_unmarked: bool = False,
        differences: Sequence[Difference] = (),
        **kwargs,
    ):
        super().__init__(*args, **kwargs)
        if has_unverified or has_unmarked:
            self.fields["allow_incomplete"].label = PASSED_OVER[has_unverified, has_unmarked]
        else:
            del self.fields["allow_incomplete"]
        if differences:
            field = self.fields["corrected"]
            if isinstance(field, forms.MultipleChoiceField):
                field.choices = [(difference.key, _in_words(difference)) for difference in differences]
        else:
            del self.fields["corrected"]


def _in_words(difference: Difference) -> str:
    before, after = difference.before, difference.after
    if difference.fact == "mode":
        before, after = str(Mode(before).label), str(Mode(after).label)
    if before == after:
        # Nothing but the picture of a strip.
        after = _("%(words)s (another picture)") % {"words": after}
    words = {"name": difference.name, "fact": FACTS[difference.fact], "before": before or "–", "after": after or "–"}
    if difference.name:
        return _("%(name)s, %(fact)s: %(before)s → %(after)s") % words
    return _("%(fact)s: %(before)s → %(after)s") % words


def corrections_in_words(payload: RecordPayload) -> list[str]:
    """What one version of a record took on purpose, for reading."""
    names = {
        str(person["enrolment"]): f"{person['last_name']} {person['first_name']}".strip()
        for person in payload["people"]
    }
    lines = []
    for correction in payload["closed"]["corrected"]:
        enrolment, _slash, fact = correction["key"].rpartition("/")
        lines.append(
            _in_words(
                Difference(correction["key"], fact, correction["before"], correction["after"], names.get(enrolment, ""))
            )
        )
    return lines


class ReopenForm(forms.Form):
    """Why a closed edition is opened again."""

    reason = forms.CharField(
        label=_("Reason of the correction"),
        max_length=250,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("What was wrong, and who noticed. It is kept with the record."),
    )


class AssessorshipForm(WagtailAdminModelForm):
    """Who may verify which edition's outcomes, from when until when."""

    edition = forms.ModelChoiceField(
        label=_("Edition"),
        queryset=Edition.objects.exclude(state__in=[EditionState.CANCELLED, EditionState.CLOSED]),
        widget=edition_chooser.widget_class,
    )
    person = forms.ModelChoiceField(
        label=_("Assessor"),
        queryset=Person.objects.living(),
        widget=person_chooser.widget_class,
        help_text=_("Somebody who neither teaches nor takes part in this edition."),
    )
    valid_from = DayField(label=_("From"), initial=today)
    valid_until = DayField(label=_("Until"), required=False)

    class Meta:
        model = Assessorship
        fields = ["edition", "person", "valid_from", "valid_until"]


class EndForm(forms.Form):
    """The last day of a grant."""

    valid_until = DayField(label=_("Last day"), initial=today)
