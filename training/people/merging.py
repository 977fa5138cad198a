"""What people's own room keeps of a person, for merging records."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from training.kernel.dated import BEFORE_RECORDS, Dated
from training.people.models import Employment, FormerName, Mandate, Person, StaffNumber
from training.people.queries import records_of
from training.people.registry import MergePart, merge_parts


def _days(fact: Dated) -> str:
    since = "" if fact.valid_from == BEFORE_RECORDS else date_format(fact.valid_from, "SHORT_DATE_FORMAT")
    until = "" if fact.valid_until is None else date_format(fact.valid_until, "SHORT_DATE_FORMAT")
    return f" ({since}–{until})" if since or until else ""


def _contact(person: Person) -> list[str]:
    former = FormerName.objects.filter(person__in=records_of(person)).order_by("-until", "pk")
    lines = [person.email, person.phone, person.get_identity_display()]
    lines += [_("formerly %(name)s") % {"name": one} for one in former]
    lines += [_("also the record of %(name)s") % {"name": one.list_name} for one in person.merged.order_by("pk")]
    return [line for line in lines if line]


def _staff_numbers(person: Person) -> list[str]:
    rows = StaffNumber.objects.filter(person__in=records_of(person)).select_related("organisation").order_by("pk")
    return [str(row) for row in rows]


def _posts(person: Person) -> list[str]:
    rows = Employment.objects.known_at().filter(person__in=records_of(person))
    rows = rows.select_related("position", "organisation").order_by("-valid_from", "pk")
    return [f"{row.position.name}, {row.organisation.name}{_days(row)}" for row in rows]


def _mandates(person: Person) -> list[str]:
    rows = Mandate.objects.known_at().filter(person__in=records_of(person))
    rows = rows.select_related("organisation").order_by("-valid_from", "pk")
    return [f"{row.get_role_display()}, {row.organisation.name}{_days(row)}" for row in rows]


def _account(person: Person) -> list[str]:
    if person.user is None:
        return []
    name = person.user.get_username()
    return [name if person.user.is_active else _("%(name)s (not active)") % {"name": name}]


def register() -> None:
    parts = {
        "contact": MergePart(gettext_lazy("Contact"), _contact),
        "staff_numbers": MergePart(gettext_lazy("Staff numbers"), _staff_numbers),
        "posts": MergePart(gettext_lazy("Posts"), _posts),
        "mandates": MergePart(gettext_lazy("Mandates"), _mandates),
        "account": MergePart(gettext_lazy("Account"), _account),
    }
    for order, (name, part) in enumerate(parts.items()):
        merge_parts.register(name, part, order=order)
