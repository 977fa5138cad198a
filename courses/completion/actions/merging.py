"""How courses ended for a person, and what they may assess, for merging records."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.completion.models import Assessorship, Completion
from training.people.models import Person
from training.people.queries import records_of
from training.people.registry import MergePart


def _describe(person: Person) -> list[str]:
    rows = Completion.objects.filter(enrolment__person__in=records_of(person)).select_related("enrolment__edition")
    lines = [f"{row.enrolment.edition}: {row.get_result_display()}" for row in rows.order_by("-pk")]
    granted = Assessorship.objects.as_recorded().filter(person__in=records_of(person)).select_related("edition")
    lines += [_("assesses in %(edition)s") % {"edition": row.edition} for row in granted.order_by("-pk")]
    return lines


PART = MergePart(gettext_lazy("Completed courses"), _describe)
