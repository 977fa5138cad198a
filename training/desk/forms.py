"""What a page of levels sends: one choice per competence, any number of them."""

from collections.abc import Sequence
from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext_lazy as _

from training.competences.models import Competence, Level


@dataclass(frozen=True)
class LevelCard:
    """One level as a radio card: its name, what it looks like in this competence, and whether it is chosen."""

    number: int
    name: str
    text: str
    is_chosen: bool


@dataclass(frozen=True)
class CompetenceCard:
    """One competence of the page with its levels; ``note`` says what was said before."""

    competence: Competence
    field: str
    levels: tuple[LevelCard, ...]
    error: str = ""
    note: str = ""


class LevelsForm(forms.Form):
    """``level-<competence>`` fields; a competence left out is left as it is."""

    def __init__(self, *args, competences: Sequence[Competence], levels: Sequence[Level], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.competences, self.levels = competences, levels
        choices = [(level.number, level.name) for level in levels]
        for competence in competences:
            self.fields[field_of(competence)] = forms.TypedChoiceField(
                label=competence.name,
                choices=choices,
                coerce=int,
                required=False,
                empty_value=None,
                error_messages={"invalid_choice": _("Choose one of the levels shown.")},
            )

    def chosen(self) -> dict[Competence, int]:
        """The levels sent, by competence."""
        found = ((competence, self.cleaned_data.get(field_of(competence))) for competence in self.competences)
        return {competence: level for competence, level in found if level is not None}

    def cards(self, said: dict[int, int], notes: dict[int, str]) -> list[CompetenceCard]:
        """The page's cards: what was sent wins over what was ``said`` before."""
        return [self._card(competence, said.get(competence.pk), notes) for competence in self.competences]

    def _card(self, competence: Competence, said: int | None, notes: dict[int, str]) -> CompetenceCard:
        field = field_of(competence)
        chosen = self.data.get(field) if self.is_bound else None
        chosen = str(chosen or said or "")
        texts = {one.level: one.text for one in competence.descriptors.all()}
        return CompetenceCard(
            competence=competence,
            field=field,
            levels=tuple(
                LevelCard(level.number, level.name, texts.get(level.number, ""), str(level.number) == chosen)
                for level in self.levels
            ),
            error=" ".join(self.errors.get(field, [])) if self.is_bound else "",
            note=notes.get(competence.pk, ""),
        )


def field_of(competence: Competence) -> str:
    return f"level-{competence.pk}"


class SharingForm(forms.Form):
    is_shared = forms.BooleanField(required=False)
