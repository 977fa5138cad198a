"""Applications to a closed edition, read from its record: later names of people and institutions do not reach them.

The rows changed here are for reading; nothing saves them.
"""

from collections.abc import Iterable
from copy import copy

from courses.enrolment.models import Enrolment
from courses.records import queries as records
from courses.records.payload import ApplicantFacts, PersonFacts
from training.people.models import County, Organisation, Position


def put_names(enrolment: Enrolment, facts: PersonFacts | ApplicantFacts) -> Enrolment:
    """Write the recorded names over those of today, on the object in hand."""
    # Lists make a person once for all their rows, also for those of editions that are open.
    person = enrolment.person = copy(enrolment.person)
    person.first_name, person.last_name = facts["first_name"], facts["last_name"]
    person.fill_keys()
    enrolment.organisation_at_start = Organisation(name=facts["institution"]) if facts["institution"] else None
    enrolment.position = Position(name_pl=facts["post"], name_en=facts["post"]) if facts["post"] else None
    if facts["county"]:
        # The record's words are already whole: “m. Lublin”.  Older records do not say it.
        enrolment.county = County(pk=enrolment.county_id, name=facts["county"])
    return enrolment


class RecordedNames:
    """The records of the closed editions of a list, each read once.

    Who applied and never took part has the names of today where the record is of a shape that did not name them.
    """

    def __init__(self) -> None:
        self._people: dict[int, dict[int, PersonFacts]] = {}
        self._applicants: dict[int, dict[int, ApplicantFacts]] = {}

    def read(self, enrolments: Iterable[Enrolment]) -> None:
        wanted = {enrolment.edition_id for enrolment in enrolments if enrolment.edition.is_closed} - self._people.keys()
        if not wanted:
            return
        payloads = records.current_payloads(wanted)
        for key in wanted:
            people, applicants = (payloads[key]["people"], payloads[key]["applicants"]) if key in payloads else ([], [])
            self._people[key] = {person["enrolment"]: person for person in people}
            self._applicants[key] = {applicant["enrolment"]: applicant for applicant in applicants}

    def facts_of(self, enrolment: Enrolment) -> PersonFacts | None:
        """What the record says of somebody on the register."""
        self.read([enrolment])
        return self._people.get(enrolment.edition_id, {}).get(enrolment.pk)

    def put(self, enrolment: Enrolment) -> Enrolment:
        facts = self.facts_of(enrolment) or self._applicants.get(enrolment.edition_id, {}).get(enrolment.pk)
        if facts is not None:
            put_names(enrolment, facts)
            enrolment.organisation = enrolment.organisation_at_start
        return enrolment
