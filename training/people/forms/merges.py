"""Forms of merging two records of one person."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from training.people.choosers import person_chooser
from training.people.models import Person
from training.people.queries import is_same_person
from training.people.registry import Clash, merge_parts


class MergeWithForm(forms.Form):
    """With which other record to compare this one."""

    other = forms.ModelChoiceField(
        label=_("The other record"), queryset=Person.objects.living(), widget=person_chooser.widget_class()
    )
    takes_instance = True

    def __init__(self, *args: Any, instance: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = instance

    def clean_other(self) -> Person:
        other = self.cleaned_data["other"]
        if is_same_person(other, self.person):
            raise ValidationError(_("This is the same record. Choose another one."), code="same_record")
        return other


def _radios(label: Any, choices: list[tuple[str, Any]], initial: str | None, help_text: Any = "") -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, choices=choices, initial=initial, widget=forms.RadioSelect, help_text=help_text
    )


class MergeForm(forms.Form):
    """Which record stays, which account, what cannot stand twice, and why; ``first`` is the older record."""

    reason = forms.CharField(
        label=_("Why this is one person"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("How it is known: “the same PESEL in the staff list”. Kept in the history of both."),
    )

    def __init__(self, *args: Any, first: Person, second: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.first, self.second = first, second
        self.clashes: list[Clash] = [clash for part in merge_parts for clash in part.clashes(first, second)]
        self.order_fields(self._add_questions())

    @property
    def has_two_accounts(self) -> bool:
        return bool(self.first.user_id and self.second.user_id)

    def _add_questions(self) -> list[str]:
        self.fields["kept"] = _radios(
            _("Which record stays"),
            [
                (str(self.first.pk), _("the older one: %(person)s") % {"person": self.first.list_name}),
                (str(self.second.pk), _("the newer one: %(person)s") % {"person": self.second.list_name}),
            ],
            # The record that somebody signs in to, else the one that has stood longer.
            str((self.second if self.second.user_id and not self.first.user_id else self.first).pk),
            _("Its name, e-mail and phone hold. Everything else of both is read as one person's."),
        )
        if self.has_two_accounts:
            self.fields["account"] = _radios(
                _("Which account stays"),
                [(str(person.pk), _account(person)) for person in (self.first, self.second)],
                None,
                _("The other one is deactivated: nobody signs in with it any more. Ask the person which one they use."),
            )
        for clash in self.clashes:
            self.fields[clash.key] = _radios(clash.question, list(clash.choices), clash.choices[0][0])
        return ["kept", "account", *(clash.key for clash in self.clashes), "reason"]

    def decision(self) -> dict[str, Any]:
        """The answers as ``merge_people`` takes them."""
        data = self.cleaned_data
        kept, merged = self.first, self.second
        if data["kept"] != str(kept.pk):
            kept, merged = merged, kept
        return {
            "kept": kept,
            "merged": merged,
            "reason": data["reason"],
            "answers": {clash.key: data[clash.key] for clash in self.clashes},
            "keeps_merged_account": data.get("account") == str(merged.pk),
        }


def _account(person: Person) -> str:
    user = person.user
    if user is None:
        return "–"
    words = {"name": user.get_username(), "email": person.email or "–"}
    if not user.is_active:
        return _("%(name)s (%(email)s), not active") % words
    if user.last_login is None:
        return _("%(name)s (%(email)s), never signed in") % words
    return f"{words['name']} ({words['email']})"


class UndoMergeForm(forms.Form):
    reason = forms.CharField(
        label=_("Why they are two people"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Kept in the history of both."),
    )
    marks_not_duplicates = forms.BooleanField(
        label=_("Do not offer these two for merging again"), required=False, initial=True
    )
