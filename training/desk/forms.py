"""What a page of levels sends: one choice per competence, any number of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from training.competences.models import Competence
from training.competences.queries import Scales
from training.ui.fields import choosing


@dataclass(frozen=True)
class LevelCard:
    """One level as a radio card: its name, what it looks like in this competence, and whether it is chosen."""

    number: int
    name: str
    text: str
    is_chosen: bool


@dataclass(frozen=True)
class CompetenceCard:
    """One competence of the page with its levels.

    ``note`` says what was said before; ``stated_on`` is the day of what is
    chosen when it is the reader's own word and can be taken back.
    """

    competence: Competence
    field: str
    levels: tuple[LevelCard, ...]
    error: str = ""
    note: str = ""
    stated_on: date | None = None


class LevelsForm(forms.Form):
    """``level-<competence>`` fields; a competence left out is left as it is."""

    def __init__(self, *args, competences: Sequence[Competence], scales: Scales, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.competences, self.scales = competences, scales
        for competence in competences:
            self.fields[field_of(competence)] = forms.TypedChoiceField(
                label=competence.name,
                choices=list(self._scale(competence).items()),
                coerce=int,
                required=False,
                empty_value=None,
                error_messages={"invalid_choice": _("Choose one of the levels shown.")},
            )

    def _scale(self, competence: Competence) -> Mapping[int, str]:
        return self.scales.get(competence.framework_id, {})

    def chosen(self) -> dict[Competence, int]:
        """The levels sent, by competence."""
        levels = ((competence, self.cleaned_data.get(field_of(competence))) for competence in self.competences)
        return {competence: level for competence, level in levels if level is not None}

    def cards(self, stated: dict[int, int], notes: dict[int, str], own: dict[int, date]) -> list[CompetenceCard]:
        """The page's cards: what was sent wins over what was ``said`` before; ``own``: the days of one's own words.

        All three by the competence's line.
        """
        return [
            self._card(
                competence,
                stated.get(competence.line_id),
                notes.get(competence.line_id, ""),
                own.get(competence.line_id),
            )
            for competence in self.competences
        ]

    def _card(self, competence: Competence, stated: int | None, note: str, stated_on: date | None) -> CompetenceCard:
        field = field_of(competence)
        chosen = self.data.get(field) if self.is_bound else None
        chosen = str(chosen or stated or "")
        texts = {descriptor.level: descriptor.text for descriptor in competence.descriptors.all()}
        return CompetenceCard(
            competence=competence,
            field=field,
            levels=tuple(
                LevelCard(number, name, texts.get(number, ""), str(number) == chosen)
                for number, name in self._scale(competence).items()
            ),
            error=" ".join(str(error) for error in self.errors.get(field, [])) if self.is_bound else "",
            note=note,
            stated_on=stated_on,
        )


def field_of(competence: Competence) -> str:
    return f"level-{competence.pk}"


class TakingBackForm(forms.Form):
    """Which of the page's competences to take back what was said of."""

    take_back = forms.ModelChoiceField(queryset=Competence.objects.none())

    def __init__(self, *args, competences: Sequence[Competence], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        pks = [competence.pk for competence in competences]
        choosing(self, "take_back").queryset = Competence.objects.filter(pk__in=pks)


class SharingForm(forms.Form):
    is_shared = forms.BooleanField(required=False)
