"""People: made, renamed, tied to an account, confirmed."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, TypedDict, Unpack

from django.db import transaction
from django.utils.translation import gettext as _

from training.kernel import time
from training.kernel.actors import Actor
from training.kernel.history import note
from training.kernel.model_fields import check_fields, field_of
from training.kernel.polish import fold, squeeze
from training.kernel.printing import printable_name
from training.people import registry
from training.people.models import FormerName, Person
from training.people.queries import owners_of
from training.people.refusals import AddressBeyondYours, PersonMerged
from training.people.rules import check_names, phone_form
from training.people.states import Identity


class PersonFields(TypedDict, total=False):
    """What ``save_person`` writes; what is not named stays."""

    first_name: str
    last_name: str
    email: str
    phone: str
    language: str


def lock_person(person: Person) -> Person:
    locked = Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    if locked.merged_into_id:
        raise PersonMerged(person=locked.full_name)
    return locked


@transaction.atomic
def save_person(
    *,
    actor: Actor,
    person: Person | None = None,
    now: datetime | None = None,
    **fields: Unpack[PersonFields],
) -> Person:
    """Make a person, or change the given one; what is not named stays.  A changed name is kept as a former one.

    A new address of somebody with an account is proposed, not written.

    Raises:
        PersonMerged: the record lives on in another.
        AddressBeyondYours: the address opens, or closes, what may do more than the actor.
        NameCannotBeDrawn: no document could name this person.
    """
    check_fields("save_person", fields, PersonFields)
    if person is None:
        person = Person(**_clean(fields))
        if addresses_beyond(actor, [(person, person.email)]):
            raise AddressBeyondYours(email=person.email)
        person.save()
        note(person, _("Added"), actor=actor)
        return person
    person = lock_person(person)
    cleaned = _clean(fields)
    proposed = take_address(person, cleaned)
    if "email" in cleaned and addresses_beyond(actor, [(person, cleaned["email"])]):
        raise AddressBeyondYours(email=cleaned["email"] or person.email)
    changes = write_fields(person, cleaned, on=time.today(now))
    if changes:
        person.save()
        note(person, _("Changed"), actor=actor, reason="; ".join(changes))
    propose_address(person, proposed, actor=actor)
    return person


def addresses_beyond(by: Actor, wanted: Sequence[tuple[Person, str]]) -> list[Person]:
    """Those of these people who must not get the address that is wanted for them.

    Whose mandates would follow the address to a new account, when they may do
    more than who acts; and everybody to whom the own address of such a person
    would be given: a mailbox that two have is nobody's own, so that its owner
    could no longer ask for a new password, and somebody else could hand out a code.
    """
    changed = [
        (person, new.casefold()) for person, new in wanted if person.pk is None or new.casefold() != person.email_fold
    ]
    owners = owners_of(new for _one, new in changed)
    above = registry.beyond(by, [*(person for person, _new in changed if person.pk), *owners.values()])
    return [person for person, new in changed if person.pk in above or (new in owners and owners[new].pk in above)]


def take_address(person: Person, fields: dict[str, Any]) -> str | None:
    """Take a new address of somebody with an account out of ``fields``: it is only proposed."""
    if person.user_id is None or "email" not in fields or fields["email"].casefold() == person.email_fold:
        return None
    return fields.pop("email")


def propose_address(person: Person, address: str | None, *, actor: Actor) -> None:
    """Tell those who keep accounts of an address that ``take_address`` found."""
    if address is not None:
        for propose in registry.new_addresses:
            propose(person, address, actor)


@transaction.atomic
def set_email(*, person: Person, email: str, actor: Actor, now: datetime | None = None) -> Person:
    """Write an address that its owner has proved to be theirs."""
    person = lock_person(person)
    changes = write_fields(person, {"email": squeeze(email)}, on=time.today(now))
    if changes:
        person.save()
        note(person, _("Changed"), actor=actor, reason="; ".join(changes))
    return person


def _clean(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Fields as every writer keeps them; a phone has one form, so that the same number is never a change.

    Raises:
        NoName: a name is an error of a spreadsheet.
        NameCannotBeDrawn: a name has a letter that no font draws.
    """
    cleaned = {name: squeeze(value) if isinstance(value, str) else value for name, value in fields.items()}
    if cleaned.get("phone"):
        cleaned["phone"] = phone_form(cleaned["phone"])
    check_names(cleaned.get("last_name"), cleaned.get("first_name"))
    for name in {"first_name", "last_name"} & cleaned.keys():
        cleaned[name] = printable_name(cleaned[name], field=name)
    return cleaned


def write_fields(person: Person, fields: dict[str, Any], *, on: date) -> list[str]:
    """Set what differs, keep a former name, and say what changed; the caller saves the person."""
    old_name = (person.first_name, person.last_name)
    changes = []
    for name, value in fields.items():
        old = getattr(person, name)
        if old != value:
            label = field_of(Person, name).verbose_name
            changes.append(_("%(field)s: %(old)s → %(new)s") % {"field": label, "old": old or "–", "new": value or "–"})
            setattr(person, name, value)
    if fold(" ".join(old_name)) != fold(f"{person.first_name} {person.last_name}"):
        FormerName.objects.create(person=person, first_name=old_name[0], last_name=old_name[1], until=on)
    return changes


@transaction.atomic
def register_person(
    *, actor: Actor, user: Any, first_name: str, last_name: str, email: str, language: str, phone: str = ""
) -> Person:
    """Somebody on no list: a person with an account, not confirmed until ROPS says who they are."""
    person = Person(
        **_clean({"first_name": first_name, "last_name": last_name, "email": email, "phone": phone}),
        language=language,
        user=user,
        identity=Identity.UNCONFIRMED,
    )
    person.save()
    note(person, _("Registered without a staff list"), actor=actor)
    return person


@transaction.atomic
def attach_user(*, person: Person, user: Any, actor: Actor) -> Person:
    """Tie an account to a person; a person who has one keeps it."""
    person = lock_person(person)
    if person.user_id is None:
        person.user = user
        person.save(update_fields=["user"])
        note(person, _("Account claimed"), actor=actor)
    return person


def note_password(*, person: Person, actor: Actor) -> None:
    """Remember that a code of the institution set a new password."""
    note(person, _("New password by a code"), actor=actor)


@transaction.atomic
def confirm_identity(*, person: Person, actor: Actor) -> Person:
    """ROPS says: this registered person is who they say.  Confirming twice is harmless."""
    person = lock_person(person)
    if person.identity == Identity.UNCONFIRMED:
        person.identity = Identity.CONFIRMED
        person.save(update_fields=["identity"])
        note(person, _("Identity confirmed"), actor=actor)
    return person


# Rows that may go with a person who left no trace of their own.
_NO_TRACE = frozenset({"claimcode", "emailproposal", "notice", "registration", "staffimportrow"})


@transaction.atomic
def delete_people(*, people: Iterable[Person]) -> int:
    """Delete people whom nothing else refers to; somebody with a post, an application or an assessment stays."""
    gone = 0
    for person in people:
        traces = [
            relation
            for relation in Person._meta.related_objects
            if relation.related_model._meta.model_name not in _NO_TRACE
            and relation.related_model._base_manager.filter(**{relation.field.name: person}).exists()
        ]
        if not traces:
            person.delete()
            gone += 1
    return gone
