"""Applications to a closed edition, read from its record: later names of people and institutions do not reach them.

The rows changed here are for reading; nothing saves them.
"""

from collections.abc import Iterable
from copy import copy
from typing import Any

from courses.enrolment.models import Enrolment
from courses.records import queries as records
from courses.records.payload import PersonFacts, RecordPayload
from training.people.models import Organisation, Position


def put_names(enrolment: Enrolment, facts: PersonFacts) -> Enrolment:
    """Write the recorded names over those of today, on the object in hand."""
    # Lists make a person once for all their rows, also for those of editions that are open.
    person = enrolment.person = copy(enrolment.person)
    person.first_name, person.last_name = facts["first_name"], facts["last_name"]
    person.fill_keys()
    enrolment.organisation_at_start = Organisation(name=facts["institution"])
    enrolment.position = Position(name_pl=facts["post"], name_en=facts["post"]) if facts["post"] else None
    return enrolment


class RecordedNames:
    """The records of the closed editions of a list, each read once.

    Who applied and never took part is in no record, and has the names of today.
    """

    def __init__(self) -> None:
        self._people: dict[int, dict[int, PersonFacts]] = {}
        self._payloads: dict[int, RecordPayload] = {}

    def read(self, enrolments: Iterable[Enrolment]) -> None:
        wanted = {one.edition_id for one in enrolments if one.edition.is_closed} - self._people.keys()
        if not wanted:
            return
        found = records.standing_of(wanted)
        self._payloads |= found
        for key in wanted:
            self._people[key] = {one["enrolment"]: one for one in found[key]["people"]} if key in found else {}

    def facts_of(self, enrolment: Enrolment) -> PersonFacts | None:
        self.read([enrolment])
        return self._people.get(enrolment.edition_id, {}).get(enrolment.pk)

    def put(self, enrolment: Enrolment) -> Enrolment:
        facts = self.facts_of(enrolment)
        if facts is not None:
            put_names(enrolment, facts)
            enrolment.organisation = enrolment.organisation_at_start
        return enrolment


class RecordedRowsMixin:
    """A list of the admin whose rows of closed editions say what the records say, on the page and in its workbook."""

    def put_recorded(self, row: Any, names: RecordedNames) -> Any:
        """Write the recorded names on one row."""
        return names.put(row)

    def enrolment_of(self, row: Any) -> Enrolment:
        return row

    def get_table(self, object_list: Any) -> Any:
        names = RecordedNames()
        names.read(self.enrolment_of(row) for row in object_list)
        for row in object_list:
            self.put_recorded(row, names)
        return super().get_table(object_list)

    edition_path = "edition"

    def is_straight(self, queryset: Any) -> bool:
        closed = {f"{self.edition_path}__state": "closed"}
        return not queryset.order_by().filter(**closed).exists()

    def to_row_dict(self, item: Any) -> dict[str, Any]:
        return super().to_row_dict(self.put_recorded(item, self._names))

    @property
    def _names(self) -> RecordedNames:
        if not hasattr(self, "_recorded_names"):
            self._recorded_names = RecordedNames()
        return self._recorded_names
