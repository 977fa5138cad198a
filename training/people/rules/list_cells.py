"""The cells of one row of a staff list: what each says, or why it cannot be read."""

from datetime import date, datetime
from typing import Any

from training.kernel.polish import squeeze
from training.kernel.printing import missing, tidied
from training.kernel.workbooks.workbook import EPOCH_1900, CellError, Formula, Linked
from training.people import refusals
from training.people.refusals import RowFault
from training.people.rules import contacts, names, spelling
from training.people.rules.list_headers import NAMES, Header

LIMITS = {
    "last_name": 100,
    "first_name": 100,
    "position": 200,
    "organisation": 250,
    "email": 254,
    "county": 100,
    "staff_number": 50,
}
# What documents print of a row.
_PRINTED = frozenset({*NAMES, "organisation"})


def plain_value(value: Any) -> Any:
    """What a cell shows, without the address behind it; an error or a formula as its text."""
    if isinstance(value, Linked):
        value = value.value
    return value.text if isinstance(value, CellError | Formula) else value


def problem(column: str, value: Any, fault: RowFault) -> dict[str, Any]:
    shown = plain_value(value)
    # As a spreadsheet shows it, not as Python does.
    text = str(shown).upper() if isinstance(shown, bool) else squeeze(str("" if shown is None else shown))[:120]
    return {"column": column, "value": text, "code": fault.code, "facts": fault.facts}


class RowReader:
    """Reads the cells of one row into a ``ListRow``, collecting all that is wrong with it.

    ``institution`` is that of the heading above, for a row that names none.
    """

    def __init__(
        self,
        header: Header,
        cells: dict[str, Any],
        row: Any,
        on: date,
        has_organisation: bool,
        *,
        epoch: date = EPOCH_1900,
        institution: str = "",
    ) -> None:
        self.header, self.cells, self.row, self.on = header, cells, row, on
        self.has_organisation, self.epoch, self.institution = has_organisation, epoch, institution
        self.links = {column: value.address for column, value in cells.items() if isinstance(value, Linked)}
        self.cells = {
            column: value.value if isinstance(value, Linked) else value
            for column, value in cells.items()
            if column != "notes"
        }

    def read(self) -> None:
        self._no_values()
        self._name()
        self._texts()
        self.row.staff_number = self._text("staff_number")
        self._contacts()
        self._since()

    def _refuse(self, column: str, fault: RowFault) -> None:
        self.row.problems.append(problem(self.header.heading(column), self.cells.get(column), fault))

    def _no_values(self) -> None:
        """Errors and formulas, also texts that only look like them: no name, post or address is one."""
        for column, value in list(self.cells.items()):
            if isinstance(value, Formula) or (isinstance(value, str) and value.startswith("=")):
                self._refuse(column, refusals.Formula())
            elif isinstance(value, CellError) or (isinstance(value, str) and spelling.is_error(value)):
                self._refuse(column, refusals.ErrorInCell())
            else:
                continue
            self.cells.pop(column)

    def _is_refused(self, column: str) -> bool:
        heading = self.header.heading(column)
        return any(problem["column"] == heading for problem in self.row.problems)

    def _text(self, column: str) -> str:
        value = self.cells.get(column)
        if isinstance(value, bool):
            self._refuse(column, refusals.NoText())
            return ""
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        if isinstance(value, datetime | date):
            value = value.isoformat()
        text = squeeze(str(value)) if value is not None else ""
        limit = LIMITS.get(column, 250)
        if len(text) > limit:
            self._refuse(column, refusals.TooLong(limit=limit))
            return ""
        if column in _PRINTED and (letters := missing(text := tidied(text))):
            self._refuse(column, refusals.NotPrintable(letters=letters))
            return ""
        return text

    def _name(self) -> None:
        places, row = self.header.places, self.row
        if "last_name" in places and "first_name" in places:
            if self._lines_of("last_name") == self._lines_of("first_name") > 1:
                # Two surnames, and two first names beside them.
                self._refuse("last_name", refusals.SeveralNames())
                return
            for column in ("last_name", "first_name"):
                text = self._text(column)
                if not text:
                    if not self._is_refused(column):
                        self._refuse(column, refusals.ValueMissing())
                    continue
                try:
                    setattr(row, column, names.check_name(text))
                except RowFault as fault:
                    self._refuse(column, fault)
            return
        column = self.header.name_column
        text = self._text(column)
        if not text:
            if not self._is_refused(column):
                self._refuse(column, refusals.ValueMissing())
            return
        try:
            names.refuse_several(str(self.cells[column]))
            row.last_name, row.first_name = names.split_name(text, surname_first=column == "surname_first")
        except RowFault as fault:
            self._refuse(column, fault)

    def _lines_of(self, column: str) -> int:
        value = self.cells.get(column)
        return sum(map(bool, map(squeeze, value.splitlines()))) if isinstance(value, str) else 0

    def _words(self, column: str) -> str:
        """A text that names something: with letters, and not what a tick box leaves."""
        text = self._text(column)
        if text and (not spelling.has_letters(text) or spelling.is_yes_or_no(text)):
            self._refuse(column, refusals.NoText())
            return ""
        return text

    def _texts(self) -> None:
        row = self.row
        row.position, row.organisation = self._words("position"), self._words("organisation")
        row.organisation_number, row.county = self._text("organisation_number"), self._text("county")
        if row.county and spelling.is_yes_or_no(row.county):
            self._refuse("county", refusals.NoText())
        if not row.position and not self._is_refused("position"):
            self._refuse("position", refusals.ValueMissing())
        if not (row.organisation or row.organisation_number) and not self._is_refused("organisation"):
            row.organisation = self.institution
        if not (row.organisation or row.organisation_number or self.has_organisation):
            column = "organisation" if "organisation" in self.header.places else "organisation_number"
            if not self._is_refused(column):
                self._refuse(column, refusals.ValueMissing())

    def _contacts(self) -> None:
        self._email()
        if "phone" in self.cells:
            try:
                self.row.phone = spelling.read_phone(self.cells["phone"])
            except RowFault as fault:
                self._refuse("phone", fault)

    def _email(self) -> None:
        link = self.links.get("email", "")
        if "email" not in self.cells:
            # An address behind the name is that of the person, where the list gives no other.
            link = next((self.links[column] for column in NAMES if column in self.links), "")
            if link and not self._is_refused("email"):
                self._take_address("", link, quietly=True)
            return
        value = self.cells["email"]
        if not isinstance(value, str):
            self._refuse("email", refusals.BadEmail())
        elif text := self._text("email"):
            self._take_address(text, link)

    def _take_address(self, text: str, link: str, *, quietly: bool = False) -> None:
        fault: RowFault | None = None
        # What is written counts before what is behind it: Excel leaves an old link behind a new text.
        for address in filter(None, (text, link)):
            try:
                self.row.email = contacts.read_email(address)
                return
            except RowFault as error:
                fault = fault or error
                if isinstance(error, refusals.SeveralEmails):
                    break
        if fault and not quietly:
            self._refuse("email", fault)

    def _since(self) -> None:
        if "since" in self.cells:
            try:
                self.row.since = spelling.read_date(self.cells["since"], self.on, self.epoch)
            except RowFault as fault:
                self._refuse("since", fault)
