"""How Kompas says no: a code for programs, a sentence for people, facts for both."""

from datetime import date, datetime
from datetime import time as clock
from typing import Any, ClassVar

from django.utils import formats
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from training.kernel.date_texts import day_text, moment_text
from training.kernel.quotes import nest_quotes


def _in_words(fact: Any) -> Any:
    """Days and moments as people write them, in the organiser's zone; numbers stay numbers for ``%(n)d``."""
    if isinstance(fact, datetime):
        return moment_text(fact)
    if isinstance(fact, date):
        return day_text(fact)
    if isinstance(fact, clock):
        return formats.time_format(fact, "TIME_FORMAT")
    if isinstance(fact, list):
        return "; ".join(str(_in_words(each)) for each in fact)
    if isinstance(fact, tuple):
        return " ".join(str(_in_words(each)) for each in fact)
    return fact


def _for_programs(fact: Any) -> Any:
    """Days and moments as ISO 8601, lists as lists; the rest as text."""
    if isinstance(fact, date | clock):
        return fact.isoformat()
    if isinstance(fact, list | tuple):
        return [_for_programs(each) for each in fact]
    return str(fact)


class Refusal(Exception):
    """A rule of the house says no.

    Subclasses set ``code`` (a stable word) and ``message`` (a translated
    sentence with ``%(fact)s`` places); callers pass the facts as values, not
    as words: days, moments, clock times and lists (of values, or of tuples of
    them) are put into words here, for the reader.  Screens show
    ``sentence``; an API maps ``as_problem()`` to RFC 9457 problem details.
    """

    code: ClassVar[str] = "refused"
    message: ClassVar[str | Promise] = _("This cannot be done.")
    status: ClassVar[int] = 409

    def __init__(self, **facts: Any) -> None:
        self.facts = facts
        super().__init__(self.code, facts)

    @property
    def sentence(self) -> str:
        """The reason, in the active language."""
        return nest_quotes(str(self.message) % {name: _in_words(fact) for name, fact in self.facts.items()})

    def __str__(self) -> str:
        return self.sentence

    def as_problem(self) -> dict[str, Any]:
        """RFC 9457, section 3.1: type, title and status, with the facts as extension members."""
        return {
            "type": f"urn:kompas:refusal:{self.code}",
            "title": self.sentence,
            "status": self.status,
            "facts": {name: _for_programs(value) for name, value in self.facts.items()},
        }


class MoveNotAllowed(Refusal):
    """A state does not lead to the wanted one."""

    code = "move_not_allowed"
    message = _("This cannot be changed from “%(old)s” to “%(new)s”.")


class CannotBeDrawn(Refusal):
    """A text holds a character that no font has, or that no document may hold; ``where`` is what stands around it."""

    code = "cannot_be_drawn"
    message = _(
        "%(text)s cannot be printed (in “%(where)s”): no font of the documents has it. "
        "Delete it or write it in other characters."
    )
    status = 422

    def __init__(self, *, field: str | None = None, **facts: Any) -> None:
        self.field = field
        super().__init__(**facts)


class NameCannotBeDrawn(CannotBeDrawn):
    """The name of a person in a writing that no font of ours has."""

    code = "name_cannot_be_drawn"
    message = _(
        "%(text)s cannot be printed (in “%(where)s”): no font of the documents has it. "
        "Write the name in Latin letters, as in the passport."
    )
