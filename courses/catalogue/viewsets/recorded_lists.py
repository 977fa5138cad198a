"""Lists of the admin whose rows of closed editions come from the records."""

from collections.abc import Iterable
from typing import Any

from courses.catalogue.queries.recorded import RecordedEditions
from training.ui.admin import KompasIndexView


class RecordedListMixin(KompasIndexView):
    """A list of the admin whose rows of closed editions say what the records say, on the page and in its files."""

    def reader(self) -> Any:
        """What reads the records of the list's editions; one for a page or a part of a file."""
        return RecordedEditions()

    def read_records(self, rows: Iterable[Any], reader: Any) -> None:
        """Read the records of these rows at once."""
        reader.read(rows)

    def put_recorded(self, row: Any, reader: Any) -> Any:
        """Write on one row what the record says."""
        return reader.put(row)

    def get_table(self, object_list: Any) -> Any:
        reader = self.reader()
        self.read_records(object_list, reader)
        for row in object_list:
            self.put_recorded(row, reader)
        return super().get_table(object_list)

    def prepare_rows(self, rows: list[Any]) -> None:
        # A reader of their own: records of the rows before are let go.
        self._records = self.reader()
        self.read_records(rows, self._records)

    def to_row_dict(self, item: Any) -> dict[str, Any]:
        return super().to_row_dict(self.put_recorded(item, self._records))
