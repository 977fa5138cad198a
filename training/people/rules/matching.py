"""Who is who on a staff list: the written rule, without a database.

In words in docs/explanation/staff-matching.md; change both together.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from training.kernel.polish import fold
from training.people import refusals
from training.people.refusals import RowFault

# A merge of two records can be taken back this long.
UNDO_DAYS = 30

# Reading the largest list takes a minute or two on a busy machine; longer than this and its reader was killed.
READING_LIFE = timedelta(minutes=15)
# A list that nobody has begun by then, or whose reading goes on for longer, says why that may be.
READING_IS_SLOW = timedelta(minutes=2)
# A list whose reading was begun so often and never ended is not tried again.
MOST_ATTEMPTS = 2

# More candidates than this help nobody to decide.
MOST_CANDIDATES = 12


@dataclass(frozen=True)
class Reading:
    """A kept list that waits or is read: ``since`` when, and ``again`` when it is begun anew."""

    attempts: int
    since: datetime
    again: datetime
    is_slow: bool

    @property
    def is_last(self) -> bool:
        return self.attempts >= MOST_ATTEMPTS


def reading(*, uploaded_at: datetime, attempted_at: datetime | None, attempts: int, now: datetime) -> Reading:
    since = attempted_at or uploaded_at
    return Reading(attempts, since, since + READING_LIFE, now > since + READING_IS_SLOW)


@dataclass(frozen=True)
class RegisteredPost:
    """An employment on record."""

    id: int
    organisation_id: int
    position_id: int
    valid_from: date
    valid_until: date | None

    def is_open(self, on: date) -> bool:
        return self.valid_until is None or self.valid_until >= on


@dataclass(frozen=True)
class RegisteredPerson:
    """A person on record, with every name they had and every post."""

    id: int
    last_name: str
    first_name: str
    email: str
    phone: str
    name_fold: str
    former_folds: frozenset[str] = frozenset()
    posts: tuple[RegisteredPost, ...] = ()
    # Of records that were merged into this one.
    other_emails: frozenset[str] = frozenset()
    has_account: bool = False
    # By institution, folded; more than one where records were merged.
    staff_numbers: Mapping[int, frozenset[str]] = field(default_factory=dict, hash=False)

    def numbers_at(self, organisation_id: int | None) -> frozenset[str]:
        return self.staff_numbers.get(organisation_id, frozenset()) if organisation_id else frozenset()

    def is_named(self, name_fold: str) -> bool:
        return name_fold == self.name_fold or name_fold in self.former_folds

    def posts_at(self, organisation_id: int | None) -> list[RegisteredPost]:
        return [post for post in self.posts if post.organisation_id == organisation_id]


@dataclass(frozen=True)
class Reference:
    """The institution or post that a row names: on record (``id``), still to be made (``is_new``), or unknown yet."""

    id: int | None = None
    name: str = ""
    is_new: bool = False

    @property
    def is_unknown(self) -> bool:
        return self.id is None and not self.is_new


@dataclass(frozen=True)
class Listed:
    """What a row says of a person, as far as telling who it is goes."""

    number: int
    last_name: str
    first_name: str
    name_fold: str
    email: str
    phone: str
    organisation: Reference | None  # None: the row names none, nor does the list
    position: Reference
    place: str = ""  # where the row stands, when its number does not say it
    staff_number: str = ""  # folded

    @property
    def organisation_id(self) -> int | None:
        return self.organisation.id if self.organisation else None

    @property
    def position_id(self) -> int | None:
        return self.position.id


@dataclass(frozen=True)
class Match:
    """The verdict: this person; or nobody known; or a doubt, with those it may be."""

    person: RegisteredPerson | None = None
    doubt: RowFault | None = None
    candidates: tuple[RegisteredPerson, ...] = ()


def _differ(value: str, other: str) -> bool:
    """Both are given and are not the same: an empty cell contradicts nothing."""
    return bool(value and other and value.casefold() != other.casefold())


def match(
    listed: Listed,
    *,
    here: Sequence[RegisteredPerson],
    namesakes: Sequence[RegisteredPerson],
    by_email: Sequence[RegisteredPerson],
    is_own_email: bool,
    on: date,
    by_number: RegisteredPerson | None = None,
) -> Match:
    """Tell who a row means: by the number of the institution's HR system first, then by name and e-mail.

    ``here`` are the people with a post, now or once, at the row's
    institution; ``namesakes`` all who have or had this name; ``by_email``
    all with this address.  ``is_own_email`` says that one person alone uses
    the address, on record and in the list: only then does it tell anything.
    ``by_number`` is who has the row's staff number at the row's institution.
    """
    if by_number is not None:
        if _may_be(listed, by_number):
            return Match(person=by_number)
        named = [person for person in here if person.is_named(listed.name_fold) and person != by_number]
        return _doubt(
            refusals.StaffNumberOfOther(number=listed.staff_number, person=_list_name(by_number)), [by_number, *named]
        )
    match = _match_by_name(listed, here, namesakes, by_email, is_own_email, on)
    if match.person is not None and _numbers_differ(listed, match.person):
        known_as = ", ".join(sorted(match.person.numbers_at(listed.organisation_id)))
        return _doubt(refusals.OtherStaffNumber(number=known_as), [match.person])
    return match


def _may_be(listed: Listed, person: RegisteredPerson) -> bool:
    """The names allow that these are one person: the same, spelled otherwise, or a surname that changed."""
    if person.is_named(listed.name_fold) or is_similar(listed, person):
        return True
    return _first_given(person.first_name) == _first_given(listed.first_name)


def _list_name(person: RegisteredPerson) -> str:
    return f"{person.last_name} {person.first_name}".strip()


def _match_by_name(
    listed: Listed,
    here: Sequence[RegisteredPerson],
    namesakes: Sequence[RegisteredPerson],
    by_email: Sequence[RegisteredPerson],
    is_own_email: bool,
    on: date,
) -> Match:
    same_here = [person for person in here if person.is_named(listed.name_fold)]
    still_here = [
        person for person in same_here if any(post.is_open(on) for post in person.posts_at(listed.organisation_id))
    ]
    same_here = still_here or same_here
    owner = by_email[0] if is_own_email and len(by_email) == 1 else None

    if same_here:
        return _among_namesakes_here(listed, same_here, owner)
    if owner is not None and owner.is_named(listed.name_fold):
        return Match(person=owner)
    if namesakes:
        return _doubt(refusals.SameNameElsewhere(), namesakes)
    if owner is not None and _first_given(owner.first_name) == _first_given(listed.first_name):
        return _doubt(refusals.SameEmailOtherName(), [owner])
    if similar := [person for person in here if is_similar(listed, person)]:
        return _doubt(refusals.SimilarName(), similar)
    return Match()


def _doubt(fault: RowFault, candidates: Iterable[RegisteredPerson]) -> Match:
    return Match(doubt=fault, candidates=tuple(candidates)[:MOST_CANDIDATES])


def _among_namesakes_here(listed: Listed, same: list[RegisteredPerson], owner: RegisteredPerson | None) -> Match:
    if owner is not None and owner in same:
        return Match(person=owner)
    if owner is not None and owner.is_named(listed.name_fold):
        # The name points at one record, the e-mail at another.
        return _doubt(refusals.SeveralPeople(), [*same, owner])
    if len(same) > 1:
        fitting = [person for person in same if not contradicts(listed, person) and _has_post(person, listed)]
        return Match(person=fitting[0]) if len(fitting) == 1 else _doubt(refusals.SeveralPeople(), same)
    person = same[0]
    if _differ(person.email, listed.email) and not _has_post(person, listed):
        return _doubt(refusals.OtherContactAndPost(), same)
    return Match(person=person)


def contradicts(listed: Listed, other: RegisteredPerson | Listed) -> bool:
    """The e-mails, the phones, or the staff numbers at one institution are both given, and differ."""
    if _differ(listed.email, other.email) or _differ(listed.phone, other.phone):
        return True
    return _numbers_differ(listed, other)


def _numbers_differ(listed: Listed, other: RegisteredPerson | Listed) -> bool:
    if isinstance(other, Listed):
        return listed.organisation == other.organisation and _differ(listed.staff_number, other.staff_number)
    person = other.numbers_at(listed.organisation_id)
    return bool(listed.staff_number and person and listed.staff_number not in person)


def _has_post(person: RegisteredPerson, listed: Listed) -> bool:
    return any(post.position_id == listed.position_id for post in person.posts_at(listed.organisation_id))


def _first_given(first_name: str) -> str:
    return fold(first_name).partition(" ")[0]


def _surname_parts(last_name: str) -> set[str]:
    return {part for part in fold(last_name).replace("-", " ").split() if len(part) > 2}


def is_similar(listed: Listed, person: RegisteredPerson) -> bool:
    """Another spelling of perhaps the same name: a second name, half of a double surname, names swapped."""
    if _first_given(listed.first_name) == _first_given(person.first_name):
        return bool(_surname_parts(listed.last_name) & _surname_parts(person.last_name))
    return is_swapped(listed, person)


def is_swapped(listed: Listed, person: RegisteredPerson) -> bool:
    """The same words in another order: first name and surname in a list that has them the other way."""
    return sorted(listed.name_fold.split()) == sorted(person.name_fold.split())


# ---- two rows of one list --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Pair:
    """What an earlier row of the same name means for this one.

    ``same``: one person with two posts.  ``fault``: repeated, or a doubt.
    """

    row: int
    is_same: bool = False
    fault: RowFault | None = None


def compare(listed: Listed, earlier: Listed, *, is_own_email: bool) -> Pair | None:
    """Two rows with the same name; ``None`` when they are two people."""
    same_email = bool(listed.email) and listed.email == earlier.email
    if listed.organisation == earlier.organisation:
        if contradicts(listed, earlier):
            return Pair(earlier.number, fault=refusals.TwiceInList(row=earlier.place or earlier.number))
        if listed.position == earlier.position:
            return Pair(earlier.number, fault=refusals.RowRepeated(row=earlier.place or earlier.number))
        return Pair(earlier.number, is_same=True)
    if same_email and is_own_email:
        return Pair(earlier.number, is_same=True)
    if _differ(listed.email, earlier.email):
        # Two addresses at two institutions in one list: the list itself tells them apart.
        return None
    return Pair(earlier.number, fault=refusals.TwiceInList(row=earlier.place or earlier.number))


# More records than this with one address or number: it is an office's, and says nothing of who they are.
OWN_AT_MOST = 3
_OFFICE_MAILBOX = re.compile(
    r"(biuro|sekretariat|kancelaria|kontakt|poczta|info|office|mail|kadry|szkolenia|gmina|urzad|um|ug"
    r"|ops|gops|mops|mgops|mopr|cus|dps|pcpr|rops|kis|cis|zaz|wtz|sds)[0-9]*(?![a-z0-9])"
)


def is_office_mailbox(email: str) -> bool:
    """Whether the address names an office, not somebody: ``sekretariat@…``, ``gops.leczna@…``, ``kadry2@…``."""
    return _OFFICE_MAILBOX.match(fold(email)) is not None


def may_undo_merge(merged_at: datetime, now: datetime) -> bool:
    """Whether a merge of two records can still be taken back."""
    return now - merged_at <= timedelta(days=UNDO_DAYS)
