"""History is not rewritten in silence: what a hand in the database might try, past the verbs, is refused."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from wagtail.models import ModelLogEntry

from courses.attendance import actions as attendance
from courses.attendance.integrity import closings
from courses.attendance.models import Teaching
from tests import factories as make
from tests.unguarded import unguarded
from tests.walk.world import build
from training.competences import actions as competences
from training.competences.integrity import check_profiles
from training.kernel.history import note
from training.notices.models import Notice
from training.people import actions as people

pytestmark = pytest.mark.django_db

# What is tried, as SQL with the key of the row; each once changed a record and nobody would have known.
SILENT = {
    "who taught, another": ("teaching", "UPDATE kompas_courses_teaching SET name = 'Kto Inny' WHERE id = %s"),
    "who taught, nobody": ("teaching", "DELETE FROM kompas_courses_teaching WHERE id = %s"),
    "who taught, one more": (
        "closing",
        "INSERT INTO kompas_courses_teaching (closing_id, person_id, name) "
        "SELECT %s, MAX(id), 'Kto Inny' FROM kompas_training_person",
    ),
    "how many taught": ("closing", "UPDATE kompas_courses_meetingclosing SET teacher_count = 2 WHERE id = %s"),
    "the topic taught": ("closing", "UPDATE kompas_courses_meetingclosing SET topic = 'Inny' WHERE id = %s"),
    "the minutes taught": ("closing", "UPDATE kompas_courses_meetingclosing SET minutes = 1 WHERE id = %s"),
    "when it was closed": ("closing", "UPDATE kompas_courses_meetingclosing SET actor_name = 'X' WHERE id = %s"),
    "an employment's days": (
        "employment",
        "UPDATE kompas_training_employment SET valid_from = '2001-01-01' WHERE id = %s",
    ),
    "an employment": ("employment", "DELETE FROM kompas_training_employment WHERE id = %s"),
    "a placement": ("placement", "UPDATE kompas_training_placement SET valid_until = '2030-01-01' WHERE id = %s"),
    "a mandate": ("mandate", "UPDATE kompas_training_mandate SET granted_by = 'X' WHERE id = %s"),
    "an assessor": ("assessorship", "UPDATE kompas_courses_assessorship SET valid_from = '2001-01-01' WHERE id = %s"),
    "a profile": ("profile", "UPDATE kompas_training_roleprofile SET valid_from = '2001-01-01' WHERE id = %s"),
    "a requirement": ("requirement", "UPDATE kompas_training_requirement SET level = 1 WHERE id = %s"),
    "a requirement gone": ("requirement", "DELETE FROM kompas_training_requirement WHERE id = %s"),
    "a requirement more": (
        "profile",
        "INSERT INTO kompas_training_requirement (profile_id, competence_id, level) "
        "SELECT %s, MAX(id), 2 FROM kompas_training_competence",
    ),
    "how many requirements": (
        "profile",
        "UPDATE kompas_training_roleprofile SET requirement_count = 9 WHERE id = %s",
    ),
    "a post more": (
        "profile",
        "INSERT INTO kompas_training_roleprofile_positions (roleprofile_id, position_id) "
        "SELECT %s, MAX(id) FROM kompas_training_position",
    ),
    "a post fewer": ("profile", "DELETE FROM kompas_training_roleprofile_positions WHERE roleprofile_id = %s"),
    "who applied": ("own_enrolment", "UPDATE kompas_courses_enrolment SET person_id = person_id + 1 WHERE id = %s"),
    "from where": ("own_enrolment", "UPDATE kompas_courses_enrolment SET organisation_id = 1 WHERE id = %s"),
    "when it opened": ("recruitment", "UPDATE kompas_courses_recruitment SET opened_at = NULL WHERE id = %s"),
    "a line of history": ("line", "UPDATE wagtailcore_modellogentry SET label = 'X' WHERE id = %s"),
    "a line of history gone": ("line", "DELETE FROM wagtailcore_modellogentry WHERE id = %s"),
    "a letter that was sent": ("letter", "DELETE FROM kompas_training_notice WHERE id = %s"),
    "the words of a letter": ("letter", "UPDATE kompas_training_notice SET body = 'Inne' WHERE id = %s"),
    "a revoked certificate": (
        "revoked",
        "UPDATE kompas_certificates_certificate SET status = 'valid' WHERE id = %s",
    ),
    "why it was revoked": (
        "revoked",
        "UPDATE kompas_certificates_certificate SET status_reason = 'Inny' WHERE id = %s",
    ),
    "a former name": ("former", "UPDATE kompas_training_formername SET last_name = 'Inna' WHERE id = %s"),
    "who recorded a verification": (
        "verification",
        "UPDATE kompas_courses_verification SET actor_user_id = (SELECT MIN(id) FROM kompas_site_user) WHERE id = %s",
    ),
    "what a line is about": ("line", "UPDATE wagtailcore_modellogentry SET content_type_id = NULL WHERE id = %s"),
    "whose letter": (
        "letter",
        "UPDATE kompas_training_notice SET person_id = (SELECT MAX(id) FROM kompas_training_person) WHERE id = %s",
    ),
    "a letter not sent": ("letter", "UPDATE kompas_training_notice SET state = 'queued' WHERE id = %s"),
    "why a merge was undone": ("undone", "UPDATE kompas_training_merge SET undone_reason = 'Inny' WHERE id = %s"),
    "a merge, again": ("undone", "UPDATE kompas_training_merge SET undone_at = NULL WHERE id = %s"),
    "a superseded row": ("superseded", "UPDATE kompas_training_mandate SET superseded_at = NULL WHERE id = %s"),
}


@pytest.fixture
def world():
    from certificates.register import actions as register

    made = build()
    made.closing = made.edition.meeting.closing
    made.teaching = made.closing.teachings.get()
    made.placement = made.organisation.placements.get()
    made.requirement = made.profile.requirements.get()
    type(made.recruitment).objects.filter(pk=made.recruitment.pk).update(opened_at=make.NOW)
    note(made.learner, "Zmiana", actor=make.ACTOR)
    made.line = ModelLogEntry.objects.for_instance(made.learner).first()
    Notice.objects.filter(pk=made.notice.pk).update(state="sent", sent_at=make.NOW)
    made.letter = made.notice
    made.revoked = register.revoke(certificate=made.certificate, reason="Pomyłka", actor=make.ACTOR, now=make.NOW)
    people.save_person(person=made.third, last_name="Nowa", actor=make.ACTOR)
    made.former = made.third.former_names.get()
    merge = people.merge_people(
        kept=make.PersonFactory(), merged=make.PersonFactory(), actor=make.ACTOR, reason="To samo", now=make.NOW
    )
    made.undone = people.undo_merge(merge=merge, actor=make.ACTOR, reason="Pomyłka", now=make.NOW)
    made.superseded = made.mandate
    people.end_mandate(mandate=made.mandate, on=make.TODAY, actor=make.ACTOR)
    return made


def test_nothing_of_this_changes_in_silence(world):
    """One world, one try after another; a try that goes through is named."""
    passed = []
    for what, (name, statement) in SILENT.items():
        row = getattr(world, name)
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement, [row.pk])
                passed.append(what)
                transaction.set_rollback(True)
        except DatabaseError as refusal:
            assert "keeps what" in str(refusal), what
    assert passed == []


def test_a_correction_with_its_journal_goes_through(world):
    attendance.correct_closing(
        meeting=world.edition.meeting,
        topic="Inny temat",
        taught_by=[world.other_trainer],
        reason="Zastępstwo",
        minutes=80,
        actor=make.ACTOR,
        now=make.NOW,
    )
    world.closing.refresh_from_db()
    assert (world.closing.topic, world.closing.minutes) == ("Inny temat", 80)
    assert list(Teaching.objects.filter(closing=world.closing).values_list("person", flat=True)) == [
        world.other_trainer.pk
    ]
    # Nor does anybody join a corrected meeting whom its journal does not name.
    with pytest.raises(DatabaseError), transaction.atomic():
        Teaching.objects.create(closing=world.closing, person=world.third, name="Kto Inny")


def test_more_teachers_join_by_a_correction_and_a_second_one_takes_them_away(world):
    for taught_by in ([world.trainer, world.other_trainer], [world.trainer]):
        attendance.correct_closing(
            meeting=world.edition.meeting,
            topic="Rozmowa",
            taught_by=taught_by,
            reason="Razem",
            actor=make.ACTOR,
            now=make.NOW,
        )
        assert set(Teaching.objects.filter(closing=world.closing).values_list("person", flat=True)) == {
            teacher.pk for teacher in taught_by
        }
    assert list(closings()) == []


def test_a_profile_requires_more_by_a_further_version(world):
    profile = world.profile
    lines = {line.competence: line.level for line in profile.requirements.all()}
    more = make.CompetenceFactory(framework=profile.framework)
    fresh = competences.save_profile(
        profile=profile,
        framework=profile.framework,
        code=profile.code,
        name_pl=profile.name_pl,
        name_en=profile.name_en,
        legal_basis=profile.legal_basis,
        positions=[*profile.positions.all(), make.PositionFactory(code="inne", name_pl="Inne")],
        levels={**lines, more: 1},
        valid_from=make.TODAY,
        actor=make.ACTOR,
        now=make.NOW,
    )
    assert (fresh.requirements.count(), fresh.positions.count()) == (len(lines) + 1, profile.positions.count() + 1)
    assert list(check_profiles()) == []


def test_the_check_finds_who_joined_while_the_triggers_were_away(world):
    with unguarded():
        Teaching.objects.create(closing=world.closing, person=world.third, name="Kto Inny")
        world.profile.positions.add(make.PositionFactory(code="inne", name_pl="Inne"))
    assert [fault.keys["meeting"] for fault in closings()] == [world.edition.meeting.pk]
    assert [fault.keys["profile"] for fault in check_profiles()] == [world.profile.pk]


def test_lines_of_history_that_are_not_ours_stay_the_hosts_own(world):
    line = ModelLogEntry.objects.log_action(world.learner, "wagtail.edit")
    ModelLogEntry.objects.filter(pk=line.pk).update(label="Inny")
    assert ModelLogEntry.objects.filter(pk=line.pk).delete()[0] == 1


def test_a_dated_row_ends_by_being_superseded(world):
    ended = people.end_employment(employment=world.employment, on=make.TODAY - timedelta(days=1), actor=make.ACTOR)
    world.employment.refresh_from_db()
    assert world.employment.superseded_at is not None and ended.pk != world.employment.pk
