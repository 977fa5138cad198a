"""The demo region: believable, exact in its sizes, silent under kompas_check, the same every time."""

import hashlib
import json
from datetime import date, timedelta

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import connection, transaction

from certificates.register.models import Certificate
from cms.pages.models import CoursePage, PracticePage
from cms.site.demo.build import build
from cms.site.demo.names import MEN, WOMEN
from courses.attendance.queries import trainer_meetings
from courses.catalogue.models import Course, Edition, Meeting
from courses.catalogue.states import EditionState
from courses.completion.models import Completion
from courses.enrolment.models import Enrolment
from training.assessments.models import Assessment
from training.competences.models import RoleProfile
from training.kernel import time
from training.people.models import County, Organisation, OrganisationKind, Person, Placement

DAY = date(2026, 11, 23)
# What the same day and size must give again; secret tokens, and what carries them, are new each time.
TOLD = {
    "people": "SELECT last_name, first_name, email FROM kompas_training_person ORDER BY id",
    "meetings": "SELECT starts_at, topic FROM kompas_courses_meeting ORDER BY id",
    "enrolments": "SELECT edition_id - (SELECT min(id) FROM kompas_courses_edition), arrival, state, applied_at "
    "FROM kompas_courses_enrolment ORDER BY id",
    "marks": "SELECT presence, minutes, marked_at FROM kompas_courses_mark ORDER BY id",
    "assessments": "SELECT level, kind, valid_on, recorded_at FROM kompas_training_assessment ORDER BY id",
    "certificates": "SELECT number, name, title, issued_on, status FROM kompas_certificates_certificate ORDER BY id",
}


def digests():
    hashes = {}
    with connection.cursor() as cursor:
        for name, sql in TOLD.items():
            cursor.execute(sql)
            hashes[name] = hashlib.sha256(json.dumps(cursor.fetchall(), default=str).encode()).hexdigest()
    return hashes


def surname_agrees(person):
    """A surname in -ski or -ska tells the gender; the first name must say the same."""
    last = person.last_name.split("-")[-1]
    if last.endswith(("ski", "cki", "dzki")):
        return person.first_name in MEN
    if last.endswith(("ska", "cka", "dzka")):
        return person.first_name in WOMEN
    return True


@pytest.mark.slow
@pytest.mark.django_db
def test_the_region_is_whole_believable_and_the_same_for_the_same_day():
    with transaction.atomic():
        build(size="S", day=DAY, report=lambda line: None)
        first = digests()
        transaction.set_rollback(True)
    logins = build(size="S", day=DAY, report=lambda line: None)
    assert digests() == first

    assert County.objects.count() == 24
    assert Placement.objects.values("kind").distinct().count() == OrganisationKind.objects.count() == 27
    assert Organisation.objects.count() == Organisation.objects.values("name").distinct().count() == 400
    kinds = Placement.objects.values_list("kind__code", flat=True)
    assert (list(kinds).count("ZAZ"), list(kinds).count("CIS")) == (5, 3)
    assert Person.objects.count() == 2000
    assert [person.full_name for person in Person.objects.all() if not surname_agrees(person)] == []
    assert RoleProfile.objects.filter(superseded_at__isnull=True).count() == 11
    assert (Course.objects.count(), Edition.objects.count()) == (40, 80)
    # Whoever never came met no outcome.
    assert list(Completion.objects.filter(minutes_attended=0, outcomes_met__gt=0)) == []
    assert Edition.objects.filter(state=EditionState.CANCELLED).count() == 1
    assert Enrolment.objects.count() == 2500
    assert Assessment.objects.count() == 15_000
    assert Certificate.objects.count() > 1000
    assert (PracticePage.objects.live().count(), CoursePage.objects.live().count()) == (12, 40)
    assert len(logins) == 8

    days = {time.today(meeting.starts_at) for meeting in Meeting.objects.all()}
    assert [day for day in days if time.is_holiday_or_sunday(day)] == []
    assert min(days) < DAY - timedelta(days=1000) < DAY < max(days)
    assert not Edition.objects.filter(state=EditionState.DRAFT, enrolments__isnull=False).exists()

    people = {user.username: user.kompas_person for user in get_user_model().objects.exclude(username="admin")}
    assert [meeting.marked for meeting in trainer_meetings(people["trener"], DAY).today] == [0]
    learner = Enrolment.objects.filter(person=people["pracownik"])
    assert learner.values("edition__course").distinct().count() == learner.count() == 10
    states = learner.filter(edition__starts_on__gt=DAY).values_list("state", flat=True)
    assert sorted(states) == ["confirmed", "offered", "waiting"]
    assert Organisation.objects.values("email").distinct().count() == 400

    call_command("kompas_check")
