"""What was read of a staff list: rows, each with why it cannot be read, and notes of what was passed over."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from training.kernel.polish import fold
from training.people.rules.list_headers import Header


@dataclass
class ListRow:
    """One row as read.  ``problems`` are why it is refused: column, value, code, facts.

    ``number`` tells it from the other rows of the list; ``worksheet`` and ``line``
    say where it stands (the worksheet is named only when several were read).
    """

    number: int
    last_name: str = ""
    first_name: str = ""
    position: str = ""
    organisation: str = ""
    organisation_number: str = ""
    county: str = ""
    email: str = ""
    phone: str = ""
    since: date | None = None
    staff_number: str = ""
    problems: list[dict[str, Any]] = field(default_factory=list)
    worksheet: str = ""
    line: int = 0
    is_hidden: bool = False

    @property
    def name_fold(self) -> str:
        return fold(f"{self.last_name} {self.first_name}")

    @property
    def place(self) -> str:
        """Where to look for it, in words: ``5``, or ``Arkusz2: 5``."""
        line = str(self.line or self.number)
        return f"{self.worksheet}: {line}" if self.worksheet else line

    def as_cells(self) -> dict[str, str]:
        """As a stored row keeps it."""
        cells = {
            "last_name": self.last_name,
            "first_name": self.first_name,
            "position": self.position,
            "organisation": self.organisation,
            "organisation_number": self.organisation_number,
            "county": self.county,
            "email": self.email,
            "phone": self.phone,
            "since": self.since.isoformat() if self.since else "",
            "staff_number": self.staff_number,
        }
        return {name: text for name, text in cells.items() if text}

    @classmethod
    def of_cells(
        cls, number: int, cells: dict[str, str], *, worksheet: str = "", line: int = 0, is_hidden: bool = False
    ) -> "ListRow":
        """From what ``as_cells`` gave."""
        return cls(
            number,
            last_name=cells.get("last_name", ""),
            first_name=cells.get("first_name", ""),
            position=cells.get("position", ""),
            organisation=cells.get("organisation", ""),
            organisation_number=cells.get("organisation_number", ""),
            county=cells.get("county", ""),
            email=cells.get("email", ""),
            phone=cells.get("phone", ""),
            since=date.fromisoformat(cells["since"]) if cells.get("since") else None,
            staff_number=cells.get("staff_number", ""),
            worksheet=worksheet,
            line=line,
            is_hidden=is_hidden,
        )


@dataclass(frozen=True)
class StaffList:
    """What was read: the first header, the rows of every worksheet, and notes of what was not read (see ``unread``)."""

    header: Header
    rows: list[ListRow]
    unread: list[dict[str, str]] = field(default_factory=list)
    columns: list[dict[str, str]] = field(default_factory=list)

    @property
    def headings(self) -> dict[str, str]:
        return self.header.headings
