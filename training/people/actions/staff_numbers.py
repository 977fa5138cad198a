"""Numbers by which the HR systems of institutions know people."""

from collections.abc import Iterable

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from training.kernel.actors import Actor
from training.kernel.history import note
from training.kernel.polish import fold, squeeze
from training.people.actions.persons import lock_person
from training.people.models import Organisation, Person, StaffNumber
from training.people.queries import person_with_staff_number, records_of, records_of_all, root_of
from training.people.refusals import StaffNumberTaken


@transaction.atomic
def save_staff_number(*, person: Person, organisation: Organisation, number: str, actor: Actor) -> StaffNumber | None:
    """Write the number by which the HR system of ``organisation`` knows ``person``; an empty one is taken away.

    Another number of the person there is replaced.  Saying the same twice is harmless.

    Raises:
        PersonMerged: the record lives on in another.
        StaffNumberTaken: somebody else has the number there.
    """
    person = lock_person(person)
    number = squeeze(number)
    holder = person_with_staff_number(organisation, number)
    if holder is not None and holder.pk != person.pk:
        raise StaffNumberTaken(organisation=organisation.name, number=number, person=holder.full_name)
    # Also those that came with a merged record: a person has one number at an institution.
    kept = StaffNumber.objects.filter(person__in=records_of(person), organisation=organisation).order_by("pk")
    old = ", ".join(kept.values_list("number", flat=True))
    row = next((held for held in kept if fold(number) == held.number_fold), None)
    if old == number:
        return row
    (kept.exclude(pk=row.pk) if row else kept).delete()
    if number:
        row = row or StaffNumber(person=person, organisation=organisation)
        row.number = number
        try:
            with transaction.atomic():
                row.save()
        except IntegrityError:
            # Somebody was given it at the same moment.
            holder = person_with_staff_number(organisation, number)
            name = holder.full_name if holder else "–"
            raise StaffNumberTaken(organisation=organisation.name, number=number, person=name) from None
    change = _("%(field)s: %(old)s → %(new)s") % {
        "field": _("Staff number (%(organisation)s)") % {"organisation": organisation.name},
        "old": old or "–",
        "new": number or "–",
    }
    note(person, _("Changed"), actor=actor, reason=change)
    return row


def write_listed_numbers(numbers: Iterable[tuple[int, int, str]], *, batch_size: int) -> None:
    """The numbers of an applied list, as person, institution and number; one that the person had there is replaced."""
    wanted = {(person, organisation): number for person, organisation, number in numbers}
    people = sorted({person for person, _organisation in wanted})
    replaced = []
    for start in range(0, len(people), batch_size):
        held = StaffNumber.objects.filter(person__in=records_of_all(people[start : start + batch_size]))
        rows = held.values_list("pk", root_of(), "organisation_id")
        replaced += [pk for pk, person, organisation in rows if (person, organisation) in wanted]
    for start in range(0, len(replaced), batch_size):
        StaffNumber.objects.filter(pk__in=replaced[start : start + batch_size]).delete()
    fresh = [StaffNumber(person_id=key[0], organisation_id=key[1], number=number) for key, number in wanted.items()]
    for row in fresh:
        row.fill_keys()
    StaffNumber.objects.bulk_create(fresh, batch_size=batch_size)
