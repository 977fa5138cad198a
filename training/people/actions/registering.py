"""Somebody on no list: taken down when they register, made a member of staff when ROPS says who they are."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from training.kernel import time
from training.kernel.actors import Actor
from training.people.actions.merging import merge_people
from training.people.actions.open_days import lock_institutions
from training.people.actions.persons import confirm_identity
from training.people.actions.posts import start_employment
from training.people.models import Employment, Organisation, Person, Position, Registration
from training.people.queries import records_of
from training.people.signals import tell_confirmed


@dataclass(frozen=True)
class Workplace:
    """Where somebody says they work: from the list, or in words."""

    organisation_id: int | None = None
    words: str = ""
    position_id: int | None = None
    post: str = ""


def take_down(
    *, person: Person, workplace: Workplace, privacy_version: str = "", now: datetime | None = None
) -> Registration:
    """Keep what a person said when they registered.  What left the list since then stays in words."""
    organisation = Organisation.objects.filter(pk__in=_given(workplace.organisation_id)).first()
    position = Position.objects.filter(pk__in=_given(workplace.position_id)).first()
    registration, _is_new = Registration.objects.update_or_create(
        person=person,
        defaults={
            "organisation": organisation,
            "workplace": workplace.words[:200],
            "position": position,
            "post": workplace.post[:150],
            "privacy_version": privacy_version[:20],
            "registered_at": now or time.now(),
        },
    )
    return registration


def _given(key: int | None) -> list[int]:
    return [] if key is None else [key]


@dataclass(frozen=True)
class Post:
    """A post that ROPS records with the confirmation."""

    organisation: Organisation
    position: Position
    valid_from: date


@transaction.atomic
def confirm_registration(
    *, person: Person, actor: Actor, same_as: Person | None = None, post: Post | None = None
) -> Person:
    """ROPS says who a registered person is and where they work; what waited for that goes on.

    With ``same_as`` they were on record already: the registration is merged into that record, with its account.

    Raises:
        ClashUnsettled: both records have what one person has once; merge them on their own screen.
        AccountOutranks, PersonMerged, InstitutionClosed, AlreadyEmployed
    """
    # Institutions are locked before people, and recruitments, which merging locks, before both.
    institutions = [] if post is None else [post.organisation.pk]
    if same_as is None:
        lock_institutions(institutions)
        confirmed = confirm_identity(person=person, actor=actor)
    else:
        reason = _("Registered although already on record")
        merge_people(kept=same_as, merged=person, actor=actor, reason=reason, institutions=institutions)
        # The record that lives on may have been registered too, and not confirmed yet.
        confirmed = confirm_identity(person=same_as, actor=actor)
    if post is not None and not _works_so(confirmed, post):
        start_employment(
            person=confirmed,
            organisation=post.organisation,
            position=post.position,
            valid_from=post.valid_from,
            actor=actor,
        )
    tell_confirmed(confirmed, actor)
    return confirmed


def _works_so(person: Person, post: Post) -> bool:
    held = Employment.objects.as_of(time.today()).filter(person__in=records_of(person))
    return held.filter(organisation=post.organisation, position=post.position).exists()
