"""What the register of classes holds of a person, for merging records."""

from django.db.models import Sum
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.attendance.models import Mark, Teaching
from training.people.models import Person
from training.people.queries import records_of
from training.people.registry import MergePart


def _describe(person: Person) -> list[str]:
    marks = Mark.objects.filter(enrolment__person__in=records_of(person))
    lines = []
    if count := marks.count():
        minutes = marks.aggregate(total=Sum("minutes"))["total"] or 0
        lines.append(_("marks of attendance: %(count)d, minutes: %(minutes)d") % {"count": count, "minutes": minutes})
    if taught := Teaching.objects.filter(person__in=records_of(person)).count():
        lines.append(_("meetings taught: %(count)d") % {"count": taught})
    return lines


PART = MergePart(gettext_lazy("Attendance"), _describe)
