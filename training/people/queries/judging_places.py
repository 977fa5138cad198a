"""What a row says of its institution, post and county: what is on record, or the question that it raises."""

from datetime import date
from typing import Any

from training.people import refusals
from training.people.queries.directory import Directory, RegisteredOrganisation
from training.people.queries.judgements import Judgement
from training.people.rules import Decision, Listed, ListRow, Reference, Verb, problem, spelling

NOT_DECIDED = Decision()


class PlaceJudge:
    """Judges institution, post and county of each row; ``judging.Judge`` judges the person with it.

    ``decisions`` maps row numbers to what was decided; ``headings`` columns
    to their names in the list.
    """

    def __init__(
        self,
        rows: list[ListRow],
        directory: Directory,
        *,
        headings: dict[str, str],
        decisions: dict[int, Decision],
        organisation_id: int | None,
        on: date,
    ) -> None:
        self.rows, self.directory, self.headings, self.decisions = rows, directory, headings, decisions
        self.organisation_id, self.on = organisation_id, on
        self._suggested: dict[tuple[str, str], list[int]] = {}

    def decision(self, row: ListRow) -> Decision:
        return self.decisions.get(row.number, NOT_DECIDED)

    def _organisation_of(self, row: ListRow) -> Reference | None:
        option = self.decision(row).organisation
        if option is not None:
            name = spelling.plain_words(row.organisation or row.organisation_number)
            return Reference(option.key) if option.verb == Verb.CHOOSE else Reference(name=name, is_new=True)
        if not (row.organisation or row.organisation_number):
            return Reference(self.organisation_id) if self.organisation_id else None
        matches = self.directory.organisations_named(row.organisation, row.organisation_number)
        if len(matches) == 1:
            return Reference(next(iter(matches)))
        return Reference(name=spelling.plain_words(row.organisation))

    def _position_of(self, row: ListRow) -> Reference:
        option = self.decision(row).position
        name = spelling.post_key(row.position)
        if option is not None:
            return Reference(option.key) if option.verb == Verb.CHOOSE else Reference(name=name, is_new=True)
        position_id = self.directory.position_named(row.position)
        return Reference(position_id) if position_id else Reference(name=name)

    def _ask(self, judgement: Judgement, question: str, fault: refusals.RowFault, value: str, **offer: Any) -> None:
        judgement.problems.append(problem(self.headings.get(question, ""), value, fault))
        judgement.choices[question] = {"value": value, **offer}

    def _like(self, question: str, value: str) -> list[int]:
        if (question, value) not in self._suggested:
            like = {
                "organisation": self.directory.organisations_like,
                "position": self.directory.positions_like,
                "county": self.directory.counties_like,
            }
            self._suggested[question, value] = like[question](value)
        return self._suggested[question, value]

    def _judge_organisation(self, judgement: Judgement, listed: Listed) -> None:
        row = judgement.row
        judgement.organisation = listed.organisation
        if listed.organisation_id is not None:
            organisation = self.directory.organisations[listed.organisation_id]
            # On its last day, and before, a post there begins and ends with the institution.
            if organisation.closed_on and organisation.closed_on < max(self.on, row.since or self.on):
                self._ask(
                    judgement, "organisation", refusals.ClosedInstitution(), row.organisation or organisation.name,
                    suggested=[], kind="", county=None,
                )  # fmt: skip
        elif listed.organisation and listed.organisation.is_unknown:
            value = row.organisation or row.organisation_number
            matches = self.directory.organisations_named(row.organisation, row.organisation_number)
            fault = refusals.UncertainInstitution() if matches else refusals.UnknownInstitution()
            self._ask(
                judgement,
                "organisation",
                fault,
                value,
                suggested=sorted(matches) or self._like("organisation", value),
                kind=spelling.kind_of(value),
                county=self._county_of(row),
            )

    def _county_of(self, row: ListRow) -> int | None:
        """The county that was answered for the row, else the one that its cell names."""
        option = self.decision(row).county
        if option is not None and option.verb == Verb.CHOOSE:
            return option.key
        return self.directory.county_named(row.county) if row.county else None

    def _judge_position(self, judgement: Judgement, listed: Listed) -> None:
        judgement.position = listed.position
        if listed.position.is_unknown:
            value = judgement.row.position
            fault = refusals.UnknownPost()
            self._ask(judgement, "position", fault, value, suggested=self._like("position", value))

    def _judge_county(self, judgement: Judgement, listed: Listed) -> None:
        row, option = judgement.row, self.decision(judgement.row).county
        if not row.county or (option and option.verb == Verb.KEEP):
            return
        organisation = self.directory.organisations.get(listed.organisation_id) if listed.organisation_id else None
        county = option.key if option else self.directory.county_named(row.county)
        if county is None:
            # The county of a made institution is chosen with it.
            if self.decision(row).placed_in is None:
                suggested = self._like("county", row.county).copy()
                if organisation and organisation.county_id and organisation.county_id not in suggested:
                    suggested.insert(0, organisation.county_id)
                self._ask(
                    judgement,
                    "county",
                    refusals.UnknownCounty(),
                    row.county,
                    suggested=suggested,
                    keep=bool(organisation),
                )
            return
        if organisation is None or organisation.county_id == county:
            return
        if option:
            self._move_institution(judgement, organisation, county)
        elif organisation.county_id:
            fault = refusals.OtherCounty(
                organisation=organisation.name, county=self.directory.counties[organisation.county_id]
            )
            self._ask(judgement, "county", fault, row.county, suggested=[county, organisation.county_id], keep=True)

    def _move_institution(self, judgement: Judgement, organisation: RegisteredOrganisation, county: int) -> None:
        """The answer was another county than that on record: the institution is in it from today on."""
        if not (organisation.county_id or spelling.kind_of(organisation.name)):
            return  # without a kind on record or in its name there is nothing to record the county with
        judgement.county_id = county
        old = self.directory.counties[organisation.county_id] if organisation.county_id else ""
        judgement.changes.append({"field": "county", "old": old, "new": self.directory.counties[county]})
