"""Codes, sign-in names and the limits of guessing, without a database."""

import secrets
import unicodedata
from dataclasses import dataclass

from django.utils.crypto import salted_hmac

from training.kernel.polish import fold, squeeze

# Without the letters and digits that handwriting confuses: I L O U 0 1.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 12


def new_code() -> str:
    """A code of 58 bits in three groups: ``K7QM-2TXB-9RWD``."""
    letters = "".join(secrets.choice(ALPHABET) for _place in range(LENGTH))
    return "-".join(letters[place : place + 4] for place in range(0, LENGTH, 4))


def plain_code(typed: str) -> str:
    """What was meant: capitals without spaces and hyphens."""
    return "".join(letter for letter in typed.upper() if letter.isalnum())


def code_hash(code: str) -> str:
    """What is kept of a code: keyed, so that a copy of the table alone guesses nothing."""
    return salted_hmac("kompas.claim_code", plain_code(code), algorithm="sha256").hexdigest()


def sign_in_name(first_name: str, last_name: str, number: int = 1) -> str:
    """``l.wojcik-zak`` for Łucja Wójcik-Żak; the next of the same name gets a number."""
    surname = fold(last_name).replace(" ", "-")
    base = "".join(letter for letter in f"{fold(first_name)[:1]}.{surname}" if letter.isalnum() or letter in ".-")
    return base[:100] if number == 1 else f"{base[:100]}{number}"


def plain_name(typed: str) -> str:
    """A sign-in name as it was meant: full-width letters, capitals and spaces make no other name."""
    return squeeze(unicodedata.normalize("NFKC", typed)).casefold()


def tries_of_a_stranger(failures: int, *, own_limit: int, account_limit: int) -> int:
    """How many attempts an hour an address has at an account that nobody signed in to from there before.

    ``failures`` counts those of all such addresses in this hour.  While many
    places guess at one account, each has two attempts: the owner at a new
    place still gets in at the first.  At ten times the limit strangers wait,
    and the owner signs in from a known place, or by the link to a new password.
    """
    if failures <= account_limit:
        return own_limit
    return min(2, own_limit) if failures <= 10 * account_limit else 0


@dataclass(frozen=True)
class Rights:
    """What somebody may do: permissions of the account (``app.codename``), and what their relations open.

    ``opened`` is ``(name of the relation, key of what it opens)``; ``grants`` names the relations that these
    permissions let them give to anybody.
    """

    is_superuser: bool = False
    permissions: frozenset[str] = frozenset()
    opened: frozenset[tuple[str, int]] = frozenset()
    grants: frozenset[str] = frozenset()

    def cover(self, other: "Rights") -> bool:
        """Whether the other may do nothing that this one may not: only then this one may open, move or close it."""
        if self.is_superuser:
            return True
        if other.is_superuser or not other.permissions <= self.permissions:
            return False
        return all(name in self.grants for name, _key in other.opened - self.opened)
