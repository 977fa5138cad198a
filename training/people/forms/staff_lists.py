"""Forms of staff imports: the upload, and one small form for each question of a preview."""

from typing import Any

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from training.kernel import time
from training.people.actions import Answer
from training.people.choosers import organisation_chooser
from training.people.models import County, Organisation, OrganisationKind, Person, Position, StaffImport, StaffImportRow
from training.people.queries import previews
from training.people.refusals import describe
from training.people.rules import Option, Question, Verb
from training.people.states import MandateRole
from training.ui.fields import DayField, offering

LATER = ("", _("– not decided –"))


class UploadForm(forms.ModelForm):
    file = forms.FileField(
        label=_("Staff list"),
        help_text=_(
            "An Excel workbook (.xlsx), or .xlsm, .xls, .ods, .csv. One of its first ten rows names the columns."
        ),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xlsm,.xlsb,.xls,.ods,.csv"}),
    )

    class Meta:
        model = StaffImport
        fields = ["organisation", "is_complete"]
        widgets = {"organisation": organisation_chooser.widget_class()}


class ApplyForm(forms.Form):
    """``takes_instance``: it asks for the promise only when rows are left out."""

    takes_instance = True
    skip_invalid_rows = forms.BooleanField(label=_("Apply the good rows without those that are refused or not decided"))

    def __init__(self, *args: Any, instance: StaffImport, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        left = instance.rows.filter(outcome__in=["refused", "to_decide"]).values_list("outcome", "problems")
        if not previews.leaves_somebody_out(left):
            del self.fields["skip_invalid_rows"]


class Choices:
    """The dictionaries that questions offer, read once for a page."""

    @cached_property
    def kinds(self) -> list[tuple[str, str]]:
        return [(kind.code, kind.name) for kind in OrganisationKind.objects.all()]

    @cached_property
    def counties(self) -> list[tuple[int, str]]:
        return [(county.pk, str(county)) for county in County.objects.all()]

    @cached_property
    def positions(self) -> list[tuple[int, str]]:
        return [(position.pk, position.name) for position in Position.objects.all()]

    def __init__(self, rows: list[StaffImportRow]) -> None:
        wanted, like = set(), set()
        for row in rows:
            wanted |= set(row.choices.get("person", {}).get("candidates", ()))
            like |= set(row.choices.get("organisation", {}).get("suggested", ()))
        # Rows of other worksheets have numbers that say nothing to people.
        earlier = {number for row in rows for number in row.choices.get("person", {}).get("rows", ())}
        same_list = StaffImportRow.objects.filter(staff_import__in={row.staff_import_id for row in rows})
        self.places = {row.number: row.place for row in same_list.filter(number__in=earlier)} if earlier else {}
        self.organisations = dict(Organisation.objects.filter(pk__in=like).values_list("pk", "name"))
        people = Person.objects.filter(pk__in=wanted).prefetch_related(
            "employments__organisation", "employments__position"
        )
        self.people = {person.pk: person for person in people}

    def person(self, pk: int) -> str:
        person = self.people.get(pk)
        if person is None:
            return str(pk)
        on = time.today()
        posts = [
            f"{post.position}, {post.organisation}"
            for post in person.employments.all()
            if post.superseded_at is None and post.holds_on(on)
        ]
        return "; ".join(filter(None, [person.list_name, *posts, person.email]))


class QuestionForm(forms.Form):
    """One question of one row.  ``answer()`` is what was said, or ``None`` for “not decided”."""

    answer_field = forms.ChoiceField(label=_("Decision"), required=False)

    def __init__(self, data: Any, *, row: StaffImportRow, question: Question, choices: Choices) -> None:
        super().__init__(data, prefix=f"q-{row.pk}-{question}")
        self.row, self.question = row, question
        # Which rows of the page ask the same.
        self.rows = [row.place]
        self.offered = row.choices[question]
        offering(self, "answer_field").choices = getattr(self, f"_{question}")(choices)
        if question == "organisation":
            self.fields["other"] = forms.ModelChoiceField(
                label=_("Another institution"),
                queryset=Organisation.objects.all(),
                required=False,
                widget=organisation_chooser.widget_class(),
            )
            kinds, counties = [("", "–"), *choices.kinds], [("", "–"), *choices.counties]
            self.fields["kind"] = forms.ChoiceField(
                label=_("Kind of the new institution"), choices=kinds, required=False, initial=self.offered["kind"]
            )
            self.fields["county"] = forms.TypedChoiceField(
                label=_("County of the new institution"),
                choices=counties,
                coerce=int,
                empty_value=None,
                required=False,
                initial=self.offered["county"],
            )
        if question == "county":
            self.fields["code"] = forms.CharField(
                label=_("TERYT code of the new county"), required=False, max_length=4, min_length=4
            )
        if question == "leaver":
            self.fields["day"] = DayField(label=_("Last day"), required=False, initial=time.today)
            if self.offered.get("mandates"):
                self.fields["reason"] = forms.CharField(
                    label=_("Why the mandates stay"), required=False, max_length=500
                )

    # ---- what is offered ----------------------------------------------------------------------------------------

    def _suggested_first(self, entries: list[tuple[int, str]]) -> list[tuple[str, Any]]:
        names = dict(entries)
        suggested = [(str(Option(Verb.CHOOSE, pk)), names[pk]) for pk in self.offered["suggested"] if pk in names]
        rest = [(str(Option(Verb.CHOOSE, pk)), name) for pk, name in entries if pk not in self.offered["suggested"]]
        groups: list[tuple[Any, Any]] = [(_("Similar"), suggested)] if suggested else []
        return [*groups, (_("All"), rest)]

    def _organisation(self, choices: Choices) -> list[tuple[str, Any]]:
        # A region has a thousand institutions: a list of all of them in every question would be a page of megabytes.
        offered: list[tuple[str, Any]] = [LATER]
        names = choices.organisations
        if suggested := [(str(Option(Verb.CHOOSE, pk)), names[pk]) for pk in self.offered["suggested"] if pk in names]:
            offered.append((str(_("Similar")), suggested))
        offered += [("other", _("Another institution, chosen below")), ("make", _("Make a new institution"))]
        return [*offered, ("skip", _("Skip these rows"))]

    def _position(self, choices: Choices) -> list[tuple[str, Any]]:
        first = [LATER, ("make", _("Make a new post")), ("skip", _("Skip these rows"))]
        return [*first, *self._suggested_first(choices.positions)]

    def _county(self, choices: Choices) -> list[tuple[str, Any]]:
        first = [LATER]
        if self.offered.get("keep"):
            first.append(("keep", _("Leave the county of the institution as it is")))
        first += [("make", _("Make a new county")), ("skip", _("Skip these rows"))]
        return [*first, *self._suggested_first(choices.counties)]

    def _person(self, choices: Choices) -> list[tuple[str, Any]]:
        offered: list[tuple[str, Any]] = [LATER]
        for pk in self.offered["candidates"]:
            who = choices.person(pk)
            same = [
                (str(Option(Verb.SAME, pk)), _("the same person")),
                (str(Option(Verb.MOVED, pk)), _("the same person, who has left there")),
            ]
            offered.append((who, same))
        for number in self.offered["rows"]:
            label = _("the same person as in row %(row)s") % {"row": choices.places.get(number, number)}
            offered.append((str(Option(Verb.SAME_AS_ROW, number)), label))
        return [*offered, ("new", _("somebody else: a new person")), ("skip", _("Skip this row"))]

    def _leaver(self, choices: Choices) -> list[tuple[str, Any]]:
        stays = ("keep", _("still works there"))
        if not self.offered.get("mandates"):
            return [LATER, stays, ("end", _("has left"))]
        roles = ", ".join(str(MandateRole(role).label) for role in self.offered["mandates"])
        left = ("end", _("has left; the mandate ends too (%(roles)s)") % {"roles": roles})
        return [LATER, stays, left, ("stay", _("has left, but goes on acting for the institution"))]

    def _hidden(self, choices: Choices) -> list[tuple[str, Any]]:
        return [LATER, ("read", _("Read the hidden rows like the others")), ("skip", _("Skip these rows"))]

    # ---- what is asked and said ---------------------------------------------------------------------------------

    @property
    def numbers(self) -> str:
        """Those rows in short: ``4, 5, 6, …``; a leaver has none."""
        named = [str(number) for number in self.rows if number]
        return ", ".join([*named[:3], "…"] if len(named) > 4 else named)

    @property
    def value(self) -> str:
        return self.offered.get("value", "")

    @property
    def problem(self) -> dict[str, str] | None:
        """The problem behind the question, in words."""
        for problem in self.row.problems:
            if problem["value"] == self.value[:120] or len(self.row.problems) == 1:
                return describe(problem)
        return describe(self.row.problems[0]) if self.row.problems else None

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if data.get("answer_field") == "other" and not data.get("other"):
            self.add_error("other", _("Choose the institution."))
        if data.get("answer_field") == "stay" and not data.get("reason", "").strip():
            self.add_error("reason", _("Say why the mandates stay."))
        if data.get("answer_field") != "make":
            return data
        if self.question == "organisation" and not (data.get("kind") and data.get("county")):
            self.add_error("kind", _("A new institution needs a kind and a county."))
        if self.question == "county" and not data.get("code"):
            self.add_error("code", _("A new county needs its TERYT code."))
        return data

    @property
    def is_certainly_new(self) -> bool:
        """Nothing on record is like it, and all that making it takes is known."""
        if self.question == "organisation" and not (self.offered["kind"] and self.offered["county"]):
            return False
        return self.question in ("organisation", "position") and not self.offered["suggested"]

    def answer(self, *, make_new: bool = False) -> Answer | None:
        """What was said; with ``make_new`` an open question about something surely new is answered with making it."""
        data = self.cleaned_data
        option = self._option(data, make_new=make_new)
        if option is None:
            return None
        return Answer(
            self.row.pk,
            self.question,
            option,
            kind=data.get("kind") or "",
            county=data.get("county") if self.question == "organisation" else None,
            code=data.get("code") or "",
            name=self.value,
            reason=data.get("reason") or "",
        )

    def _option(self, data: dict[str, Any], *, make_new: bool) -> Option | None:
        chosen = data.get("answer_field")
        # Who picks an institution means it, also without saying so in the list above.
        if data.get("other") and chosen in ("", "other"):
            return Option(Verb.CHOOSE, key=data["other"].pk)
        if not chosen:
            return Option(Verb.MAKE) if make_new and self.is_certainly_new else None
        if chosen in (Verb.END, Verb.STAY):
            return Option(Verb(chosen), day=data.get("day") or time.today())
        return Option.parse(chosen)
