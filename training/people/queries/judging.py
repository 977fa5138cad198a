"""What each row of a staff list means for what is on record: the outcome, the questions, the steps.

Judging reads and never writes.  Applying a list judges it again, so what
is applied is what was shown.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta

from training.kernel.dated import BEFORE_RECORDS
from training.kernel.polish import fold
from training.people import refusals, rules
from training.people.queries.directory import Directory
from training.people.queries.judgements import Judgement, Step
from training.people.queries.judging_places import PlaceJudge
from training.people.rules import (
    Decision,
    Listed,
    ListRow,
    Reference,
    RegisteredPerson,
    RegisteredPost,
    Verb,
    problem,
)
from training.people.states import RowOutcome

_A_KNOWN_PERSON = frozenset({Verb.SAME, Verb.MOVED})


def _text(value: date | str | None) -> str:
    return value.isoformat() if isinstance(value, date) else (value or "")


class Judge(PlaceJudge):
    """Judges the rows of one list, with the whole list in view."""

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
        super().__init__(
            rows, directory, headings=headings, decisions=decisions, organisation_id=organisation_id, on=on
        )
        self.judged: dict[int, Judgement] = {}
        self._prepare()

    def _prepare(self) -> None:
        self.listed: dict[int, Listed] = {}
        self._names_of_email: dict[str, set[str]] = defaultdict(set)
        self._rows_of_name: dict[str, list[Listed]] = defaultdict(list)
        self._rows_of_number: dict[tuple[Reference | None, str], list[Listed]] = defaultdict(list)
        self._claimed: dict[tuple[str, Reference | None], set[Reference]] = defaultdict(set)
        for row in self.rows:
            if row.problems or self.decision(row).is_skipped or self._hides(row):
                continue
            listed = Listed(
                row.number,
                row.last_name,
                row.first_name,
                row.name_fold,
                row.email,
                row.phone,
                self._organisation_of(row),
                self._position_of(row),
                row.place if row.place != str(row.number) else "",
                fold(row.staff_number),
            )
            self.listed[row.number] = listed
            if row.email:
                self._names_of_email[row.email].add(listed.name_fold)
            self._rows_of_name[listed.name_fold].append(listed)
            if listed.staff_number:
                self._rows_of_number[listed.organisation, listed.staff_number].append(listed)
            self._claimed[listed.name_fold, listed.organisation].add(listed.position)

    def _hides(self, row: ListRow) -> bool:
        """Its sender did not see the row, and nobody has said yet that it is meant."""
        return row.is_hidden and self.decision(row).hidden is None

    def together(self, numbers: set[int]) -> list[ListRow]:
        """These rows and every other of the same names or numbers: judged together, for each may change the other."""
        chosen = [row for row in self.rows if row.number in numbers]
        names = {row.name_fold for row in chosen}
        staff_numbers = {fold(row.staff_number) for row in chosen} - {""}
        return [
            row
            for row in self.rows
            if row.number in numbers
            or (row.last_name and row.name_fold in names)
            or fold(row.staff_number) in staff_numbers
        ]

    # ---- the person --------------------------------------------------------------------------------------------

    def judge(self, rows: Iterable[ListRow]) -> list[Judgement]:
        """Judge some rows, in the order of the list: a constant number of queries however many."""
        rows = list(rows)
        ready = [self.listed[row.number] for row in rows if row.number in self.listed]
        self.directory.load_people(
            (listed.name_fold for listed in ready),
            (listed.email for listed in ready),
            {listed.organisation_id for listed in ready if listed.organisation_id},
            self._decided_people(rows),
        )
        judgements = []
        for row in rows:
            self.judged[row.number] = self._judge(row)
            judgements.append(self.judged[row.number])
        return judgements

    def _decided_people(self, rows: list[ListRow]) -> set[int]:
        options = (self.decision(row).person for row in rows)
        return {option.key for option in options if option and option.key and option.verb in _A_KNOWN_PERSON}

    def _judge(self, row: ListRow) -> Judgement:
        judgement = Judgement(row, problems=list(row.problems))
        if row.problems:
            return judgement
        if self.decision(row).is_skipped:
            judgement.outcome = RowOutcome.SKIPPED
            return judgement
        if self._hides(row):
            # Asked once for all of them, so the question names none.
            value = f"{row.last_name} {row.first_name}"
            judgement.problems.append(problem(self._name_heading(), value, refusals.HiddenRow()))
            judgement.choices["hidden"] = {"value": ""}
            judgement.outcome = RowOutcome.TO_DECIDE
            return judgement
        listed = self.listed[row.number]
        self._judge_organisation(judgement, listed)
        self._judge_position(judgement, listed)
        self._judge_county(judgement, listed)
        if repeated := self._repeated(listed):
            judgement.problems = [problem(self._name_heading(), f"{row.last_name} {row.first_name}", repeated)]
            judgement.choices = {}
            return judgement
        if "organisation" not in judgement.choices:
            self._judge_person(judgement, listed)
        if judgement.choices:
            judgement.outcome = RowOutcome.TO_DECIDE
            judgement.steps, judgement.fields = [], {}
        return judgement

    def _name_heading(self) -> str:
        for column in ("surname_first", "given_first", "last_name", "first_name"):
            if column in self.headings:
                return self.headings[column]
        return ""

    def _pairs(self, listed: Listed) -> list[rules.Pair]:
        own = len(self._names_of_email.get(listed.email, ())) <= 1
        pairs = []
        for earlier in self._rows_of_name[listed.name_fold]:
            if earlier.number >= listed.number:
                break
            if pair := rules.compare(listed, earlier, is_own_email=own):
                pairs.append(pair)
        return pairs

    def _repeated(self, listed: Listed) -> refusals.RowFault | None:
        for pair in self._pairs(listed):
            if isinstance(pair.fault, refusals.RowRepeated):
                return pair.fault
        return None

    def _match(self, listed: Listed) -> rules.Match:
        by_email = self.directory.with_email(listed.email)
        names = self._names_of_email.get(listed.email, set())
        return rules.match(
            listed,
            here=self.directory.at(listed.organisation_id),
            namesakes=self.directory.named(listed.name_fold),
            by_email=by_email,
            is_own_email=bool(listed.email) and len(names) <= 1 and len(by_email) <= 1,
            on=self.on,
            by_number=self.directory.numbered(listed.organisation_id, listed.staff_number),
        )

    def _same_number(self, listed: Listed) -> Listed | None:
        """An earlier row of another name that has this row's staff number at the same institution."""
        rows = self._rows_of_number.get((listed.organisation, listed.staff_number), [])
        return next((row for row in rows if row.number < listed.number and row.name_fold != listed.name_fold), None)

    def _judge_person(self, judgement: Judgement, listed: Listed) -> None:
        option = self.decision(judgement.row).person
        moved = option is not None and option.verb == Verb.MOVED
        if option and option.verb in _A_KNOWN_PERSON and option.key in self.directory.people:
            judgement.person = self.directory.people[option.key]
        elif option and option.verb == Verb.SAME_AS_ROW:
            self._follow(judgement, option.key)
        elif option is None or option.verb != Verb.NEW:
            match = self._match(listed)
            if other := self._same_number(listed):
                fault = refusals.StaffNumberTwice(row=other.place or other.number)
                candidates = match.candidates or ((match.person,) if match.person else ())
                self._doubt(judgement, rules.Match(doubt=fault, candidates=candidates), [rules.Pair(other.number)])
                return
            judgement.person = match.person
            if match.person is not None:
                if other := self._claimed_too(listed, match.person):
                    match = rules.Match(
                        doubt=refusals.TwiceInList(row=other.place or other.number), candidates=(match.person,)
                    )
                    self._doubt(judgement, match, [])
                    return
            else:
                pairs = self._pairs(listed)
                same = next((pair for pair in pairs if pair.is_same), None)
                if same:
                    self._follow(judgement, same.row)
                elif match.doubt or pairs:
                    self._doubt(judgement, match, pairs)
                    return
        judgement.staff_number = self._number_to_give(judgement, listed)
        if judgement.person is None:
            judgement.outcome = RowOutcome.NEW
            judgement.steps = [Step("start", judgement.row.since or BEFORE_RECORDS)]
            return
        self._changes(judgement, listed, moved=moved)
        judgement.outcome = RowOutcome.CHANGED if judgement.changes else RowOutcome.UNCHANGED

    def _number_to_give(self, judgement: Judgement, listed: Listed) -> str:
        """The row's staff number, unless the person has it, or it is somebody else's on record or in the list."""
        holder = self.directory.numbered(listed.organisation_id, listed.staff_number)
        return "" if holder is not None or self._same_number(listed) else judgement.row.staff_number

    def _claimed_too(self, listed: Listed, person: RegisteredPerson) -> Listed | None:
        """Another row at the same institution that contradicts this one and means the same person."""
        if listed.email and listed.email == person.email.casefold():
            return None
        for other in self._rows_of_name[listed.name_fold]:
            if other.number == listed.number or other.organisation != listed.organisation:
                continue
            if rules.contradicts(listed, other):
                earlier = self.judged.get(other.number)
                is_earlier = other.number < listed.number and earlier and earlier.person_id == person.id
                if is_earlier or (other.email and other.email == person.email.casefold()):
                    return other
        return None

    def _follow(self, judgement: Judgement, number: int | None) -> None:
        """The same person as an earlier row: the one on record it means, or the new one it makes."""
        earlier = self.judged.get(number) if number is not None else None
        if earlier is None:
            return
        judgement.person = earlier.person
        judgement.same_as = None if earlier.person else (earlier.same_as or number)

    def _doubt(self, judgement: Judgement, match: rules.Match, pairs: list[rules.Pair]) -> None:
        fault = match.doubt or next(pair.fault for pair in pairs if pair.fault)
        row = judgement.row
        judgement.problems.append(problem(self._name_heading(), f"{row.last_name} {row.first_name}", fault))
        judgement.choices["person"] = {
            "value": f"{row.last_name} {row.first_name}",
            "candidates": [candidate.id for candidate in match.candidates],
            "rows": [pair.row for pair in pairs],
        }

    # ---- what changes ------------------------------------------------------------------------------------------

    def _changes(self, judgement: Judgement, listed: Listed, *, moved: bool) -> None:
        row, person = judgement.row, judgement.person
        if person is None:
            return
        is_other = not person.is_named(listed.name_fold) and not rules.is_swapped(listed, person)
        if is_other or self._has_better_letters(listed, person):
            judgement.fields |= {"last_name": row.last_name, "first_name": row.first_name}
            old, new = f"{person.last_name} {person.first_name}", f"{row.last_name} {row.first_name}"
            judgement.changes.append({"field": "name", "old": old, "new": new})
        for name, old, new in (("email", person.email, row.email), ("phone", person.phone, row.phone)):
            if new and new.casefold() != old.casefold():
                judgement.fields[name] = new
                field = "email_proposal" if name == "email" and person.has_account else name
                judgement.changes.append({"field": field, "old": old, "new": new})
        if judgement.staff_number:
            old = ", ".join(sorted(person.numbers_at(listed.organisation_id)))
            judgement.changes.append({"field": "staff_number", "old": old, "new": judgement.staff_number})
        self._post(judgement, listed, person)
        if moved:
            self._leave_others(judgement, listed, person)

    @staticmethod
    def _has_better_letters(listed: Listed, person: RegisteredPerson) -> bool:
        """The list has the Polish letters that the record lacks; never the other way round."""
        if listed.name_fold != person.name_fold:
            return False
        on_record, in_list = f"{person.last_name} {person.first_name}", f"{listed.last_name} {listed.first_name}"
        return on_record.isascii() and not in_list.isascii()

    def _post_name(self, judgement: Judgement) -> str:
        position = judgement.position
        return self.directory.positions[position.id] if position and position.id else judgement.row.position

    def _post(self, judgement: Judgement, listed: Listed, person: RegisteredPerson) -> None:
        since = judgement.row.since
        held = person.posts_at(listed.organisation_id)
        still = [post for post in held if post.is_open(self.on)]
        same = [post for post in still if post.position_id == listed.position_id]
        if same:
            # With a history of posts here, the date in the list may be of any of them.
            if len(held) == 1 and since and since != same[0].valid_from:
                judgement.steps.append(Step("correct", since, same[0].id))
                old = "" if same[0].valid_from == BEFORE_RECORDS else _text(same[0].valid_from)
                judgement.changes.append({"field": "since", "old": old, "new": _text(since)})
            return
        claimed = self._claimed[listed.name_fold, listed.organisation]
        free = [post for post in still if Reference(post.position_id) not in claimed]
        if len(free) == 1:
            judgement.steps.append(Step("change", self._first_day(free[0], since), free[0].id))
            old = self.directory.positions[free[0].position_id]
            judgement.changes.append({"field": "position", "old": old, "new": self._post_name(judgement)})
            return
        start = since or self.on
        last_days = [post.valid_until for post in held if post.valid_until]
        if last_days and start <= max(last_days):
            start = self.on
        judgement.steps.append(Step("start", start))
        judgement.changes.append({"field": "post", "old": "", "new": self._where(judgement, listed)})

    def _first_day(self, old: RegisteredPost, since: date | None) -> date:
        if since and since > old.valid_from:
            return since
        return max(self.on, old.valid_from)

    def _where(self, judgement: Judgement, listed: Listed) -> str:
        if listed.organisation_id:
            name = self.directory.organisations[listed.organisation_id].name
        else:
            name = judgement.row.organisation
        return f"{self._post_name(judgement)}, {name}"

    def _leave_others(self, judgement: Judgement, listed: Listed, person: RegisteredPerson) -> None:
        for post in person.posts:
            if post.organisation_id == listed.organisation_id or not post.is_open(self.on):
                continue
            first = judgement.row.since or self.on
            last = max(post.valid_from, (first if first > post.valid_from else self.on) - timedelta(days=1))
            name = self.directory.organisations[post.organisation_id].name
            judgement.steps.append(Step("end", last, post.id))
            judgement.changes.append({"field": "until", "old": name, "new": _text(last)})
