"""What people's own room keeps of a person, for merging records."""

from django.utils.translation import gettext as _

from training.kernel.date_texts import short_day_text
from training.kernel.dated import BEFORE_RECORDS, Dated
from training.people.models import Employment, FormerName, Mandate, Person, StaffNumber
from training.people.queries.records import records_of


def _days(fact: Dated) -> str:
    since = "" if fact.valid_from == BEFORE_RECORDS else short_day_text(fact.valid_from)
    until = "" if fact.valid_until is None else short_day_text(fact.valid_until)
    return f" ({since}–{until})" if since or until else ""


def contact(person: Person) -> list[str]:
    former = FormerName.objects.filter(person__in=records_of(person)).order_by("-until", "pk")
    lines = [person.email, person.phone, person.get_identity_display()]
    lines += [_("formerly %(name)s") % {"name": name} for name in former]
    lines += [_("also the record of %(name)s") % {"name": name.list_name} for name in person.merged.order_by("pk")]
    return [line for line in lines if line]


def staff_numbers(person: Person) -> list[str]:
    rows = StaffNumber.objects.filter(person__in=records_of(person)).select_related("organisation").order_by("pk")
    return [str(row) for row in rows]


def posts(person: Person) -> list[str]:
    rows = Employment.objects.as_recorded().filter(person__in=records_of(person))
    rows = rows.select_related("position", "organisation").order_by("-valid_from", "pk")
    return [f"{row.position.name}, {row.organisation.name}{_days(row)}" for row in rows]


def mandates(person: Person) -> list[str]:
    rows = Mandate.objects.as_recorded().filter(person__in=records_of(person))
    rows = rows.select_related("organisation").order_by("-valid_from", "pk")
    return [f"{row.get_role_display()}, {row.organisation.name}{_days(row)}" for row in rows]


def account(person: Person) -> list[str]:
    if person.user is None:
        return []
    name = person.user.get_username()
    return [name if person.user.is_active else _("%(name)s (not active)") % {"name": name}]
