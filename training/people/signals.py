"""What other rooms are told of people once it is committed."""

from functools import partial

from django.db import transaction
from django.dispatch import Signal

from training.kernel.actors import Actor
from training.people.models import Person

# person_id, actor: ROPS said who a registered person is; what waited for it may go on.
identity_confirmed = Signal()


def tell_confirmed(person: Person, actor: Actor) -> None:
    """On commit, and robustly: a receiver that fails leaves the confirmation as it is."""
    tell = partial(identity_confirmed.send_robust, sender=Person, person_id=person.pk, actor=actor)
    transaction.on_commit(tell, robust=True)
