"""What a report is asked."""

from datetime import date, timedelta

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from training.competences.queries import (
    competences_as_called,
    lines_not_in_force,
    published_competences,
    versions_until,
)
from training.kernel import time
from training.kernel.rounding import end_of_quarter
from training.people.models import County, OrganisationKind, Position
from training.reports.rules import By, Scope
from training.ui.fields import DayField, offering

BY = [
    (By.COMPETENCE.value, _("competence")),
    (By.COUNTY.value, _("county")),
    (By.KIND.value, _("kind of institution")),
    (By.POSITION.value, _("post")),
]
SCOPE = ("line", "county", "kind", "position")
RECORDED_UNTIL = [("then", _("on that day")), ("now", _("today"))]


def a_year_before(day: date) -> date:
    return day - timedelta(days=365)


def periods(today: date) -> list[tuple[Promise, date, date]]:
    """Periods that people ask for: their names, first and last days to compare."""
    this_year = date(today.year, 1, 1)
    quarter = date(today.year, (today.month - 1) // 3 * 3 + 1, 1)
    before = quarter - timedelta(days=1)
    quarter_before = date(before.year, (before.month - 1) // 3 * 3 + 1, 1)
    eve = timedelta(days=1)
    return [
        (_("the last twelve months"), a_year_before(today), today),
        (_("this year"), this_year - eve, today),
        (_("the year before"), date(today.year - 1, 1, 1) - eve, this_year - eve),
        (_("the last full quarter"), quarter_before - eve, before),
    ]


class GrowthForm(forms.Form):
    """The growth report's questions; each has an answer of its own when it is not asked."""

    by = forms.ChoiceField(label=_("Divided by"), choices=BY, required=False)
    on = DayField(label=_("As of"), required=False)
    since = DayField(label=_("Compared with"), required=False)
    # By line, so that an address kept from before a new version asks the same.
    line = forms.TypedChoiceField(label=_("Competence"), required=False, coerce=int, empty_value=None)
    county = forms.ModelChoiceField(
        label=_("County"), queryset=County.objects.all(), required=False, empty_label=_("all")
    )
    kind = forms.ModelChoiceField(
        label=_("Kind of institution"),
        queryset=OrganisationKind.objects.all(),
        required=False,
        empty_label=_("all"),
    )
    position = forms.ModelChoiceField(
        label=_("Post"), queryset=Position.objects.all(), required=False, empty_label=_("all")
    )
    recorded_until = forms.ChoiceField(
        label=_("As was known"),
        choices=RECORDED_UNTIL,
        required=False,
    )

    def __init__(self, *args, names: bool = True, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.names = names
        if not names:
            for name in ("on", "since"):
                self.fields[name].help_text = _("The end of a quarter; another day is taken back to the one before it.")
            del self.fields["recorded_until"]
        offering(self, "line").choices = [("", _("all")), *self._lines()]
        for field in self.fields.values():
            field.widget.attrs["class"] = "kc-input"

    @staticmethod
    def _lines() -> list[tuple[int, str]]:
        """Lines of published competences as they are called now; those that ended come last, with their version."""
        gone = lines_not_in_force()
        called = [
            (published_competence.line_id in gone, published_competence)
            for published_competence in published_competences()
        ]
        words = _("%(competence)s (until version %(version)d)")
        return [
            (
                competence.line_id,
                words % {"competence": competence, "version": competence.framework.version}
                if ended
                else str(competence),
            )
            for ended, competence in sorted(called, key=lambda pair: pair[0])
        ]

    @staticmethod
    def defaults() -> dict[str, str]:
        """What is asked when nothing is: the last year, by competence."""
        today = time.today()
        return {
            "by": By.COMPETENCE.value,
            "on": f"{today}",
            "since": f"{a_year_before(today)}",
            "recorded_until": "then",
        }

    def clean(self) -> dict:
        cleaned = super().clean() or self.cleaned_data
        today = time.today()
        cleaned["by"] = By(cleaned.get("by") or By.COMPETENCE)
        cleaned["on"] = cleaned.get("on") or today
        cleaned["since"] = cleaned.get("since") or a_year_before(cleaned["on"])
        cleaned["recorded_until"] = cleaned.get("recorded_until") or "then"
        if self.errors.keys() & {"on", "since"}:
            return cleaned
        if not self.names:
            # Two days next to each other would differ by one person; what is entered later, by one entry.
            on = end_of_quarter(min(cleaned["on"], today))
            since = end_of_quarter(cleaned["since"])
            cleaned["on"], cleaned["since"] = on, since if since < on else end_of_quarter(a_year_before(on))
        if cleaned["on"] > today:
            self.add_error("on", _("This day has not come yet."))
        elif cleaned["since"] >= cleaned["on"]:
            self.add_error("since", _("The day to compare with must be earlier."))
        return cleaned

    def chosen(self) -> list[str]:
        """What the answer is narrowed to, in words: on paper the questions are not seen."""
        answers = {name: self.cleaned_data.get(name) for name in SCOPE}
        if answers["line"]:
            question = self.question()
            moment = versions_until(question["on"], question["recorded_until"])
            answers["line"] = competences_as_called([answers["line"]], moment)[answers["line"]]
        return [f"{self.fields[name].label}: {thing}." for name, thing in answers.items() if thing]

    def question(self) -> dict:
        """The keyword arguments of ``growth_table``."""
        asked = self.cleaned_data
        on = asked["on"]
        is_past = on < time.today() or not self.names
        return {
            "by": asked["by"],
            "since": asked["since"],
            "on": on,
            # Today's knowledge is the projection; a past day's is read from the ledger.
            "recorded_until": time.end_of(on) if is_past and asked["recorded_until"] == "then" else None,
            "scope": Scope(
                line=asked.get("line"),
                **{name: asked[name].pk if asked.get(name) else None for name in SCOPE if name != "line"},
            ),
        }
