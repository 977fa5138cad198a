"""Applications of one person under two records, when the records are merged."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.catalogue.states import EditionState
from courses.enrolment import actions
from courses.enrolment.models import Enrolment
from courses.enrolment.states import LIVE, EnrolmentState
from training.kernel.actors import Actor
from training.people.models import Person
from training.people.registry import Clash, MergePart

# Which of two applications is likelier to stay: what is nearest to a place.
_NEAREST = [EnrolmentState.CONFIRMED, EnrolmentState.OFFERED, EnrolmentState.WAITING, EnrolmentState.UNDER_DECISION]


def _described(enrolment: Enrolment) -> str:
    return f"{enrolment.edition}: {enrolment.get_state_display()}"


def _describe(person: Person) -> list[str]:
    rows = Enrolment.objects.of_person(person).select_related("edition__course").order_by("-applied_at", "-pk")
    return [_described(row) for row in rows]


def _twice(kept: Person, merged: Person) -> dict[int, list[Enrolment]]:
    """Editions that still run and have a live application of both, with these."""
    by_edition: dict[int, list[Enrolment]] = defaultdict(list)
    for person in (kept, merged):
        # A closed edition keeps what its register says, also a person twice.
        rows = Enrolment.objects.of_person(person).filter(state__in=LIVE).exclude(edition__state=EditionState.CLOSED)
        for row in rows.select_related("edition__course"):
            by_edition[row.edition_id].append(row)
    return {
        edition: sorted(rows, key=lambda row: (_NEAREST.index(EnrolmentState(row.state)), row.arrival))
        for edition, rows in sorted(by_edition.items())
        if len(rows) > 1
    }


def _key(edition: int) -> str:
    return f"enrolment-{edition}"


def _clashes(kept: Person, merged: Person) -> Sequence[Clash]:
    clashes = []
    for edition, rows in _twice(kept, merged).items():
        question = _("Both are enrolled in %(edition)s. Which enrolment stays?") % {"edition": rows[0].edition}
        choices = [
            (
                str(row.pk),
                _("%(state)s, number %(arrival)d in the order of arrival")
                % {"state": row.get_state_display(), "arrival": row.arrival},
            )
            for row in rows
        ]
        clashes.append(Clash(_key(edition), question, tuple(choices)))
    return clashes


def _settle(
    kept: Person, merged: Person, answers: Mapping[str, str], *, actor: Actor, reason: str, now: datetime
) -> Sequence[str]:
    ended = []
    for edition, rows in _twice(kept, merged).items():
        stays = answers.get(_key(edition), "")
        if stays not in {str(row.pk) for row in rows}:
            continue
        for row in rows:
            if str(row.pk) != stays:
                actions.withdraw_duplicate(enrolment=row, actor=actor, reason=reason, now=now)
                ended.append(_("withdrawn: %(enrolment)s") % {"enrolment": _described(row)})
    return ended


PART = MergePart(gettext_lazy("Enrolments"), _describe, _clashes, _settle)
