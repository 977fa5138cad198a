"""Whether wishes are what they should be: one of each person for one thing, and each answer told."""

from collections.abc import Iterator

from django.db.models import CharField, Count, Exists, OuterRef
from django.db.models.functions import Cast

from courses.demand.letters import CAUSE, KIND
from courses.demand.models import Wish
from courses.demand.states import WishState
from training.kernel.integrity import Fault
from training.notices.models import Notice
from training.people.queries import root_of


def wished_once() -> Iterator[Fault]:
    """Nobody wishes twice for the same, also not under two records that were merged."""
    rows = Wish.objects.open().order_by().annotate(root=root_of()).values("root", "course", "line", "level")
    for row in rows.annotate(count=Count("pk")).filter(count__gt=1).order_by("root", "course", "line", "level"):
        yield Fault("wishes", "somebody wishes twice for the same", {"person": row["root"], "course": row["course"]})


def answers_were_told() -> Iterator[Fault]:
    """Who wished for what opened has a letter about that opening."""
    # As in the letter's cause: by the key of the opening, in words.
    opening = Cast(OuterRef("answered_by"), CharField())
    letters = Notice.objects.filter(kind=KIND, cause_kind=CAUSE, cause_key=opening)
    told = letters.annotate(addressee=root_of()).filter(addressee=OuterRef("root"))
    for wish in Wish.objects.filter(state=WishState.ANSWERED).annotate(root=root_of()).filter(~Exists(told)):
        yield Fault("wishes", "the answer was not told", {"wish": wish.pk, "person": wish.person_id})


CHECKS = (wished_once, answers_were_told)
