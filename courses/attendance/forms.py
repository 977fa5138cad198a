"""What the register's screens take in."""

import uuid
from datetime import datetime, timedelta

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from courses.attendance.queries import Roster
from courses.attendance.rules import MarkEntry
from courses.attendance.states import WITH_MINUTES_MISSED, Presence
from courses.catalogue.models import Meeting
from training.kernel import time
from training.kernel.input_text import LARGEST_KEY, number_of
from training.kernel.search_terms import search_words
from training.people.models import Person

# A tap that waited longer than a day was not made at this meeting.
LONGEST_WAIT = timedelta(days=1)
MOST_MESSAGES = 500


def _number(text: str | None) -> int:
    return number_of(text, most=99_999) or 0


def entries_from_form(data, roster: Roster) -> list[MarkEntry]:
    """What the plain form changes: lines that differ from what the page had shown.

    A page opened an hour ago must not take back what somebody else recorded
    since about people this reader never touched.
    """
    entries = []
    for line in roster.lines:
        pk = line.enrolment.pk
        presence, was = data.get(f"presence-{pk}", ""), data.get(f"was-{pk}", "")
        missed, was_missed = _number(data.get(f"missed-{pk}")), _number(data.get(f"was-missed-{pk}"))
        if presence not in Presence.values:
            continue
        counts = presence in WITH_MINUTES_MISSED
        if presence == was and (not counts or missed == was_missed):
            continue
        entries.append(MarkEntry(pk, Presence(presence), uuid.uuid4(), missed if counts else 0))
    return entries


def _key(value) -> int:
    """A key that a database can be asked for; a larger number is no message of ours."""
    key = int(value)
    if not 0 <= key <= LARGEST_KEY:
        raise ValueError(value)
    return key


def entries_from_messages(data: dict, now: datetime, *, is_rest: bool = False, reason: str = "") -> list[MarkEntry]:
    """The entries of a saving phone; each tells how long ago it was tapped, because its clock may be wrong."""
    entries = []
    for message in data["entries"][:MOST_MESSAGES]:
        waited = min(timedelta(milliseconds=max(0, int(message.get("age", 0)))), LONGEST_WAIT)
        presence = message["presence"]
        entries.append(
            MarkEntry(
                enrolment_id=_key(message["enrolment"]),
                presence=Presence(presence) if presence else None,
                minutes_missed=int(message.get("missed") or 0),
                client_id=uuid.UUID(message["id"]),
                reported_at=now - waited,
                reason=reason,
                is_rest=is_rest,
                after=uuid.UUID(message["after"]) if message.get("after") else None,
            )
        )
    return entries


class TeachersField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, person: Person) -> str:
        return person.full_name


class CloseMeetingForm(forms.Form):
    """The topic taught, how long, and who taught: the planned trainers, and others by name."""

    topic = forms.CharField(label=_("Topic taught"), max_length=250)
    minutes = forms.IntegerField(label=_("Didactic minutes taught"), min_value=1, max_value=1440)
    taught_by = TeachersField(
        label=_("Who taught"), queryset=Person.objects.none(), widget=forms.CheckboxSelectMultiple
    )
    search = forms.CharField(
        label=_("Somebody else taught"),
        required=False,
        max_length=100,
        help_text=_("Type a surname and look for the person; then tick them above."),
    )
    rest_absent = forms.BooleanField(
        label=_("Record people without a mark as absent"), required=False, widget=forms.CheckboxInput
    )
    reason = forms.CharField(label=_("Reason of the correction"), max_length=250, required=False)

    def __init__(self, *args, meeting: Meeting, people: list[Person], unmarked: int, is_correction: bool, **kwargs):
        super().__init__(*args, **kwargs)
        planned = ngettext(
            "Without breaks; %(count)d minute was planned.",
            "Without breaks; %(count)d minutes were planned.",
            meeting.minutes,
        )
        self.fields["minutes"].help_text = planned % {"count": meeting.minutes}
        self.closes_early = not is_correction and time.now() < meeting.ends_at
        if self.closes_early:
            # What was planned is not what was taught: whoever closes early says how long it was.
            self.initial.pop("minutes", None)
        teachers = self.fields["taught_by"]
        if isinstance(teachers, TeachersField):
            teachers.queryset = Person.objects.filter(pk__in=[person.pk for person in people])
        if is_correction or not unmarked:
            del self.fields["rest_absent"]
        if is_correction:
            self.fields["reason"].required = True
        else:
            del self.fields["reason"]


def search_people(text: str, among: QuerySet[Person], limit: int = 10) -> list[Person]:
    """People of ``among`` whose name holds the text, however it is spelt; nothing for less than three letters."""
    words = search_words(text)
    if len(" ".join(words)) < 3:
        return []
    for word in words:
        among = among.filter(name_fold__contains=word)
    return list(among.order_by("sort_key", "pk")[:limit])
