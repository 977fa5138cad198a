"""A corrected record goes on from the last one: payloads in, payload out.

What a correction is for (marks, verdicts, meetings and their minutes, who
joined or left) is taken from today's rows.  What people, institutions and
funds are called is not: somebody who moved or was renamed since would
otherwise be rewritten by the correction of another person's mark.  Such a
name is taken only where it is chosen on purpose.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any, cast

from courses.records.payload import (
    ApplicantFacts,
    EditionFacts,
    FundingFacts,
    PersonFacts,
    RecordPayload,
    VerdictFacts,
)
from training.kernel.polish import sort_key

# Facts of the edition that its own screen or a dictionary may have changed since; each can be taken anew.
OF_EDITION = ("code", "course_code", "mode", "venue", "county")
OF_PERSON = {"name": ("last_name", "first_name"), "institution": ("institution",), "post": ("post",)}


@dataclass(frozen=True)
class Difference:
    """One place where today's rows say something else than the record; ``key`` names it when it is to be taken."""

    key: str
    fact: str
    before: str
    after: str
    name: str = ""


def differences(last: RecordPayload, today: RecordPayload) -> list[Difference]:
    """What a correction could take on purpose; people who were not on the last record have nothing to differ from."""
    return [*_of_edition(last, today), *_of_people(last, today)]


def _of_edition(last: RecordPayload, today: RecordPayload) -> Iterator[Difference]:
    before, after = dict(last["edition"]), dict(today["edition"])
    for fact in OF_EDITION:
        if before[fact] != after[fact]:
            yield Difference(fact, fact, str(before[fact]), str(after[fact]))
    if last["funding"] != today["funding"]:
        yield Difference("funding", "funding", _funds(last["funding"]), _funds(today["funding"]))
    if last["organiser"] != today["organiser"]:
        words = [", ".join(filter(None, payload["organiser"].values())) for payload in (last, today)]
        yield Difference("organiser", "organiser", *words)


def _funds(sources: list[FundingFacts]) -> str:
    printed = ("name", "project_title", "project_number", "sentence", "strip_alt")
    return "; ".join(", ".join(filter(None, (str(dict(source)[key]) for key in printed))) for source in sources)


def _of_people(last: RecordPayload, today: RecordPayload) -> Iterator[Difference]:
    recorded = {person["enrolment"]: dict(person) for person in last["people"]}
    for person in today["people"]:
        old, new = recorded.get(person["enrolment"]), dict(person)
        for fact, columns in OF_PERSON.items() if old else ():
            before, after = _words(old, columns), _words(new, columns)
            if before != after:
                name = _words(old, OF_PERSON["name"])
                yield Difference(f"{person['enrolment']}/{fact}", fact, before, after, name)


def _words(person: dict[str, Any] | None, columns: tuple[str, ...]) -> str:
    return " ".join(str(person[column]) for column in columns).strip() if person else ""


def continued(last: RecordPayload, today: RecordPayload, corrected: Collection[str] = ()) -> RecordPayload:
    """The next version: ``last`` with what was corrected, and with the differences whose keys are in ``corrected``."""
    taken = [difference for difference in differences(last, today) if difference.key in corrected]
    keys = {difference.key for difference in taken}
    edition: dict[str, Any] = {**last["edition"]}
    # The days follow from the meetings, and these are taken anew.
    for fact in ("starts_on", "ends_on", *(keys & set(OF_EDITION))):
        edition[fact] = dict(today["edition"])[fact]
    recorded = {person["enrolment"]: person for person in last["people"]}
    people = [_person(person, recorded.get(person["enrolment"]), keys) for person in today["people"]]
    return {
        **today,
        "edition": cast(EditionFacts, edition),
        "rules": last["rules"],
        "programme": last["programme"],
        "outcomes": _outcomes(last, today),
        "trainers": last["trainers"] if _taught(last) == _taught(today) else today["trainers"],
        "people": sorted(people, key=_order),
        "applicants": _applicants(last, today),
        "funding": today["funding"] if "funding" in keys else last["funding"],
        "organiser": today["organiser"] if "organiser" in keys else last["organiser"],
        "closed": {
            **today["closed"],
            "corrected": [
                {"key": difference.key, "before": difference.before, "after": difference.after} for difference in taken
            ],
        },
    }


def _order(person: PersonFacts) -> tuple[str, int]:
    return sort_key(f"{person['last_name']} {person['first_name']}"), person["person"]


def _outcomes(last: RecordPayload, today: RecordPayload) -> list[Any]:
    """The texts of the locked standard and what their competences were called, as recorded."""
    recorded = {outcome["key"]: outcome for outcome in last["outcomes"]}
    return [recorded.get(outcome["key"], outcome) for outcome in today["outcomes"]]


def _taught(payload: RecordPayload) -> list[list[str]]:
    """Who taught each meeting, by the names written when it was closed."""
    return [sorted(trainer["name"] for trainer in meeting["trainers"]) for meeting in payload["meetings"]]


def _person(today: PersonFacts, recorded: PersonFacts | None, keys: Collection[str]) -> PersonFacts:
    if recorded is None:
        return today
    kept = {
        column: dict(recorded)[column]
        for fact, columns in OF_PERSON.items()
        if f"{today['enrolment']}/{fact}" not in keys
        for column in columns
    }
    previous = {verdict["verification"]: verdict for verdict in recorded["verdicts"]}
    verdicts = [_verdict(verdict, previous.get(verdict["verification"])) for verdict in today["verdicts"]]
    county = recorded["county"] or today["county"]
    return cast(PersonFacts, {**today, **kept, "county": county, "verdicts": verdicts})


def _applicants(last: RecordPayload, today: RecordPayload) -> list[ApplicantFacts]:
    """As recorded; who left the register since is called as on it."""
    on_register = {person["enrolment"]: person for person in last["people"]}
    previous = {applicant["enrolment"]: applicant for applicant in last["applicants"]}
    applicants: list[ApplicantFacts] = []
    for applicant in today["applicants"]:
        if applicant["enrolment"] in previous:
            applicant = previous[applicant["enrolment"]]
        elif person := on_register.get(applicant["enrolment"]):
            kept = {column: dict(person)[column] for columns in OF_PERSON.values() for column in columns}
            applicant = cast(ApplicantFacts, {**applicant, **kept})
        applicants.append(applicant)
    return applicants


def _verdict(today: VerdictFacts, recorded: VerdictFacts | None) -> VerdictFacts:
    """What was verified before is signed with the assessor's name of then."""
    if recorded is None:
        return today
    names = {key: dict(recorded)[key] for key in ("assessor_first_name", "assessor_last_name")}
    return cast(VerdictFacts, {**today, **names})


def unexplained(last: RecordPayload, following: RecordPayload) -> list[str]:
    """Keys of what the following version says otherwise, though nobody took it on purpose."""
    corrected = {correction["key"] for correction in following["closed"]["corrected"]}
    keys = [difference.key for difference in differences(last, following) if difference.key not in corrected]
    kept = ("rules", "programme")
    return keys + [part for part in kept if dict(last)[part] != dict(following)[part]]
