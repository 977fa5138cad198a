"""Questions that rows of a staff list raise, and the answers to them.

The database and the forms write an option as text (``id:5``,
``end:2026-11-30``); it is read here and nowhere else.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Self

from training.kernel.input_text import number_of


class Question(StrEnum):
    """What a row asks; ``ROW`` is asked of every row: whether it counts at all."""

    ORGANISATION = "organisation"
    POSITION = "position"
    COUNTY = "county"
    PERSON = "person"
    HIDDEN = "hidden"
    LEAVER = "leaver"
    ROW = "row"


# The answer to these is about one row; to the others, about all rows that name the same institution, post or county.
OF_ONE_ROW = frozenset({Question.ROW, Question.LEAVER, Question.PERSON})


class Verb(StrEnum):
    CHOOSE = "id"  # an institution, post or county on record
    MAKE = "make"  # a new one
    KEEP = "keep"  # the county on record; the leaver, who still works there
    SAME = "same"  # the row is of a person on record
    MOVED = "moved"  # likewise, and they have left where they were
    SAME_AS_ROW = "row"  # the row is of the person of an earlier row
    NEW = "new"  # the row is of nobody on record
    READ = "read"  # read the hidden row
    END = "end"  # the leaver's posts and mandates end
    STAY = "stay"  # the leaver's posts end, their mandates stay
    SKIP = "skip"
    UNDO = "undo"


# What an option needs beside its verb.
_WITH_KEY = frozenset({Verb.CHOOSE, Verb.SAME, Verb.MOVED, Verb.SAME_AS_ROW})
_WITH_DAY = frozenset({Verb.END, Verb.STAY})


@dataclass(frozen=True)
class Option:
    """What was chosen.  ``key`` is the id of an entry or a person, or the number of a row; ``day`` the last day."""

    verb: Verb
    key: int | None = None
    day: date | None = None

    def __post_init__(self) -> None:
        if (self.key is not None) != (self.verb in _WITH_KEY) or (self.day is not None) != (self.verb in _WITH_DAY):
            raise ValueError(f"{self.verb} with {self.key}, {self.day}")

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read ``id:5``, ``end:2026-11-30``, ``make``.

        Raises:
            ValueError: it is none of these.
        """
        name, _colon, value = text.partition(":")
        verb = Verb(name)
        if verb in _WITH_KEY:
            return cls(verb, key=number_of(value))
        if verb in _WITH_DAY:
            return cls(verb, day=date.fromisoformat(value))
        if value:
            raise ValueError(text)
        return cls(verb)

    def __str__(self) -> str:
        value = self.day.isoformat() if self.day else self.key
        return self.verb.value if value is None else f"{self.verb}:{value}"


@dataclass(frozen=True)
class Decision:
    """All that was decided about one row.

    ``kind`` (a code) and ``placed_in`` (the id of a county) go with an
    institution to be made.
    """

    is_skipped: bool = False
    organisation: Option | None = None
    kind: str = ""
    placed_in: int | None = None
    position: Option | None = None
    county: Option | None = None
    person: Option | None = None
    hidden: Option | None = None
    leaver: Option | None = None
    mandates_stay_because: str = ""

    @classmethod
    def of_json(cls, stored: dict[str, Any]) -> Self:
        """As ``StaffImportRow.decision`` keeps it."""

        def option(question: Question) -> Option | None:
            return Option.parse(stored[question]) if stored.get(question) else None

        return cls(
            is_skipped=stored.get("row") == Verb.SKIP,
            organisation=option(Question.ORGANISATION),
            kind=stored.get("kind", ""),
            placed_in=stored.get("placed_in"),
            position=option(Question.POSITION),
            county=option(Question.COUNTY),
            person=option(Question.PERSON),
            hidden=option(Question.HIDDEN),
            leaver=option(Question.LEAVER),
            mandates_stay_because=stored.get("mandates_stay_because", ""),
        )

    def as_json(self) -> dict[str, Any]:
        stored = {
            "row": Verb.SKIP.value if self.is_skipped else None,
            "organisation": self.organisation and str(self.organisation),
            "kind": self.kind,
            "placed_in": self.placed_in,
            "position": self.position and str(self.position),
            "county": self.county and str(self.county),
            "person": self.person and str(self.person),
            "hidden": self.hidden and str(self.hidden),
            "leaver": self.leaver and str(self.leaver),
            "mandates_stay_because": self.mandates_stay_because,
        }
        return {name: value for name, value in stored.items() if value}
