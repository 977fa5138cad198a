"""Who did it: a user, a person by link, a command or a task; always with a name for history."""

from dataclasses import dataclass
from typing import Any


def account_name(user: Any) -> str:
    """How an account is called to people: its full name, else what it signs in with."""
    # A user model of the site's own need not know full names.
    full_name = getattr(user, "get_full_name", None)
    return (full_name().strip() if full_name else "") or user.get_username()


def account_surname_first(user: Any) -> str:
    """The name of an account to sort lists by; what it signs in with where the user model has no names."""
    return f"{getattr(user, 'last_name', '')} {getattr(user, 'first_name', '')} {user}".strip()


def account_email(user: Any) -> str:
    """The address of an account, whichever field of the user model holds it; empty where none does."""
    return getattr(user, user.get_email_field_name(), "") or ""


@dataclass(frozen=True)
class Actor:
    """Somebody or something that acts.

    ``kind`` is ``user``, ``link``, ``command`` or ``task``; ``name`` is what
    history shows even after the account is gone.
    """

    kind: str
    name: str
    user_id: Any = None
    person_id: int | None = None

    @classmethod
    def of_user(cls, user: Any) -> "Actor":
        """The signed-in user, with the person behind the account when there is one."""
        person = getattr(user, "kompas_person", None)
        name = person.full_name if person else account_name(user)
        return cls("user", name, user.pk, person.pk if person else None)

    @classmethod
    def by_link(cls, person: Any) -> "Actor":
        """A person who came by a signed link, without signing in."""
        return cls("link", person.full_name, None, person.pk)

    @classmethod
    def command(cls, name: str) -> "Actor":
        return cls("command", f"manage.py {name}")

    @classmethod
    def task(cls, name: str) -> "Actor":
        return cls("task", name)
