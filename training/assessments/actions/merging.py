"""What the ledger says when records of one person are merged, or parted again."""

from collections.abc import Collection

from django.db.models import Count
from django.utils.translation import gettext as _

from training.assessments.actions import rebuild_levels
from training.assessments.models import Assessment, HeldLevel
from training.assessments.states import AssessmentKind
from training.kernel.actors import Actor
from training.people.models import Person
from training.people.queries import records_of


def describe(person: Person) -> list[str]:
    counted = dict(
        Assessment.objects.filter(person__in=records_of(person))
        .order_by()
        .values_list("kind")
        .annotate(count=Count("pk"))
    )
    lines = [f"{AssessmentKind(kind).label}: {count}" for kind, count in sorted(counted.items())]
    held = HeldLevel.objects.filter(person=person, until__isnull=True).count()
    return [*lines, _("competences with a level: %(count)d") % {"count": held}] if lines else []


def _rebuild(people: Collection[Person], *, actor: Actor) -> None:
    rebuild_levels(people=people)


# What follows a merge, as ``MergePart`` calls it: no verb of its own, nobody's name is written.
follow = _rebuild
