"""The register: numbers without gaps, frozen facts, stored files, successors."""

import json
from datetime import date, datetime

import pytest
from django.core import mail
from django.db import DatabaseError, IntegrityError, connection, transaction

from certificates.register import actions as register
from certificates.register import files, letters
from certificates.register.actions.writing import TOKEN_BYTES
from certificates.register.models import Certificate, CertificateEvent, Prepared, Series
from certificates.register.refusals import (
    AlreadyIssued,
    AlreadyReplaced,
    NameIsEmpty,
    NameNotChecked,
    PatternIsWrong,
    ReasonMissing,
    SeriesInUse,
    WillNotBeIssued,
)
from courses.completion.models import Completion
from courses.completion.signals import enrolment_completed
from courses.completion.states import Result
from tests import factories as make
from tests.unguarded import unguarded
from training.kernel.canonical_json import canonical, sha256
from training.kernel.refusals import MoveNotAllowed
from training.notices.actions import catch_up
from training.notices.models import Notice


def issue(prepared, **kwargs):
    return register.issue(prepared=prepared, actor=make.ACTOR, **{"now": make.NOW, **kwargs})


# ---- preparing -------------------------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("result", "kind"),
    [
        (Result.CONFIRMED, "competence"),
        (Result.COMPLETED, "completion"),
        (Result.TOOK_PART, "participation"),
    ],
)
def test_a_result_entitles_to_its_kind_of_certificate(closed_course, result, kind):
    (prepared,) = closed_course(result=result)
    assert (prepared.kind, prepared.state, prepared.name) == (kind, "prepared", "Łucja Wiśniewska")


@pytest.mark.django_db
def test_who_did_not_complete_gets_none(closed_course):
    assert closed_course(result=Result.NOT_COMPLETED) == []


@pytest.mark.django_db
def test_preparing_again_changes_nothing(closed_course):
    (prepared,) = closed_course()
    completion = Completion.objects.get()
    assert register.prepare(completion_ids=[completion.pk], now=make.NOW) == 0
    assert Prepared.objects.get() == prepared


@pytest.mark.django_db
def test_closing_a_course_prepares_and_catching_up_finds_what_was_missed(closed_course):
    closed_course(["Anna Nowak", "Jan Kos"])
    Prepared.objects.all().delete()
    completions = list(Completion.objects.order_by("pk").values_list("pk", flat=True))
    enrolment_completed.send(sender=None, completion_ids=completions[:1])
    assert Prepared.objects.count() == 1
    done = {entry.name: entry.count for entry in catch_up()}
    assert done["certificates"] == 1 and Prepared.objects.count() == 2


@pytest.mark.django_db
def test_a_result_decided_anew_changes_what_was_not_issued_yet(checked):
    (prepared,) = checked()
    with unguarded():
        Completion.objects.update(result=Result.COMPLETED)
    register.prepare(completion_ids=[Completion.objects.get().pk], now=make.NOW)
    prepared.refresh_from_db()
    assert (prepared.kind, prepared.state) == ("completion", "prepared")
    with unguarded():
        Completion.objects.update(result=Result.NOT_COMPLETED)
    register.prepare(completion_ids=[Completion.objects.get().pk], now=make.NOW)
    prepared.refresh_from_db()
    assert prepared.state == "no_right"


@pytest.mark.django_db
def test_the_name_is_checked_and_corrected_before_it_is_frozen(closed_course):
    (prepared,) = closed_course(["Anna Nowak"])
    checked = register.check_name(prepared=prepared, actor=make.ACTOR, name="  Anna   Nowak-Kos ", now=make.NOW)
    assert (checked.name, checked.state, checked.checked_by) == ("Anna Nowak-Kos", "checked", "manage.py test")
    with pytest.raises(NameIsEmpty):
        register.check_name(prepared=prepared, actor=make.ACTOR, name=" ")
    assert issue(prepared).name == "Anna Nowak-Kos"
    with pytest.raises(AlreadyIssued):
        register.check_name(prepared=prepared, actor=make.ACTOR, name="Inna Osoba")


@pytest.mark.django_db
def test_an_unchecked_or_dropped_one_is_not_issued(closed_course):
    unchecked, dropped = closed_course(["Anna Nowak", "Jan Kos"])
    register.drop(prepared=dropped, actor=make.ACTOR)
    with pytest.raises(NameNotChecked):
        issue(unchecked)
    with pytest.raises(WillNotBeIssued):
        issue(dropped)
    assert not Certificate.objects.exists() and not Series.objects.exists()
    register.take_back(prepared=dropped, actor=make.ACTOR)
    register.check_name(prepared=dropped, actor=make.ACTOR)
    assert issue(dropped).number == "1/KK/2026"
    with pytest.raises(AlreadyIssued):
        register.drop(prepared=dropped, actor=make.ACTOR)


# ---- issuing ---------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_issuing_gives_number_frozen_facts_file_event_and_notice(checked):
    (prepared,) = checked()
    certificate = issue(prepared)
    assert certificate.number == "1/KK/2026"
    assert (certificate.kind, certificate.status, certificate.name) == ("competence", "valid", "Łucja Wiśniewska")
    assert certificate.issued_on == date(2026, 11, 23)
    stored = files.read(certificate.file_name)
    assert stored.startswith(b"%PDF-1.7") and len(stored) == certificate.file_size
    assert sha256(stored) == certificate.file_hash
    payload = json.loads(certificate.payload)
    assert sha256(canonical(payload)) == certificate.payload_hash
    assert payload["outcomes"] == [
        {
            "kind": "skill",
            "text": "Prowadzi rozmowę motywującą.",
            "method": "case_task",
            "competence": payload["outcomes"][0]["competence"],
            "level": 2,
        }
    ]
    assert payload["course"]["trainers"] == ["dr Piotr Ćwikła"]
    assert payload["programme"] == [
        {"title": "Duch i założenia", "minutes": 270},
        {"title": "Język zmiany", "minutes": 180},
    ]
    assert payload["verification_url"].endswith(f"/sprawdz/{certificate.token}/")
    prepared.refresh_from_db()
    assert prepared.state == "issued"
    assert [event.event for event in certificate.events.all()] == ["issued"]
    notice = Notice.objects.get()
    assert (notice.kind, notice.person) == ("certificate_issued", certificate.person)
    assert "1/KK/2026" in notice.subject and "/zaswiadczenia/" in notice.body
    assert not notice.attachments.exists()


@pytest.mark.django_db
def test_without_modules_the_programme_is_what_was_taught(checked):
    (prepared,) = checked(modules=False)
    assert json.loads(issue(prepared).payload)["programme"] == [{"title": "Rozmowa", "minutes": 450}]


@pytest.mark.django_db
def test_issuing_again_gives_the_same_certificate(checked):
    (prepared,) = checked()
    assert issue(prepared) == issue(prepared)
    assert (Certificate.objects.count(), Notice.objects.count(), CertificateEvent.objects.count()) == (1, 1, 1)
    assert Series.objects.get().last_number == 1


@pytest.mark.django_db
def test_a_token_has_at_least_128_bits_and_is_never_the_same(issued):
    tokens = {certificate.token for certificate in issued(["Anna Nowak", "Jan Kos", "Ewa Lis"])}
    assert len(tokens) == 3
    assert TOKEN_BYTES * 8 >= 128 and all(len(token) == 24 for token in tokens)


@pytest.mark.django_db
def test_the_certificate_goes_to_the_record_a_merged_person_lives_on_in(checked):
    (prepared,) = checked()
    merged, stayed = prepared.enrolment.person, make.person()
    merged.merged_into = stayed
    merged.save()
    assert issue(prepared).person == stayed


@pytest.mark.django_db
def test_a_rollback_leaves_no_gap_and_at_most_an_orphan_file(checked, monkeypatch):
    first, second = checked(["Anna Nowak", "Jan Kos"])

    def breaks(*args, **kwargs):
        raise ConnectionError("after the file was stored")

    with monkeypatch.context() as broken:
        broken.setattr(letters, "send", breaks)
        with pytest.raises(ConnectionError):
            issue(first)
    assert not Certificate.objects.exists()
    first.refresh_from_db()
    assert first.state == "checked"
    # The file has no row; nothing points to it.
    _, orphans = files.storage().listdir("certificates/issued/" + files.storage().listdir("certificates/issued")[0][0])
    assert len(orphans) == 1
    assert [issue(row).number for row in (second, first)] == ["1/KK/2026", "2/KK/2026"]


@pytest.mark.django_db
def test_the_years_series_begin_anew_by_the_organisers_midnight(checked):
    old, new = checked(["Anna Nowak", "Jan Kos"])
    # 23:30 in UTC on 31 December is already the new year in Warsaw.
    assert issue(old, now=datetime.fromisoformat("2026-12-31T22:30:00+00:00")).number == "1/KK/2026"
    assert issue(new, now=datetime.fromisoformat("2026-12-31T23:30:00+00:00")).number == "1/KK/2027"


@pytest.mark.django_db
def test_rops_sets_pattern_and_first_number_before_the_first_is_given(checked):
    (prepared,) = checked()
    series = register.save_series(
        code="KK", year=2026, pattern="{number:04}/{course}/{edition}/{year}", first_number=17, actor=make.ACTOR
    )
    assert issue(prepared).number == "0017/DM/2/2026/2026"
    with pytest.raises(SeriesInUse):
        register.save_series(
            series=series, code="KK", year=2026, pattern="{number}/{year}", first_number=1, actor=make.ACTOR
        )


@pytest.mark.django_db
@pytest.mark.parametrize(
    "pattern",
    [
        "17/KK",
        "{number}",
        "{year}",
        "{number}/{yaer}",
        "{number.__class__}/{year}",
        "{number!r}/{year}",
        "{number:>99}/{year}",
        "{0}/{year}",
        "{number/{year}",
        "",
    ],
)
def test_a_pattern_that_makes_no_numbers_is_refused(pattern):
    with pytest.raises(PatternIsWrong):
        register.save_series(code="KK", year=2026, pattern=pattern, actor=make.ACTOR)


@pytest.mark.django_db
def test_a_group_is_issued_one_by_one_with_progress(checked):
    prepared = checked([f"Anna Nowak{number}" for number in range(5)])
    reported = []
    issued = register.issue_many(
        prepared=prepared, actor=make.ACTOR, now=make.NOW, progress=lambda done, of: reported.append((done, of))
    )
    assert [row.ordinal for row in issued] == [1, 2, 3, 4, 5]
    assert reported == [(1, 5), (2, 5), (3, 5), (4, 5), (5, 5)]


@pytest.mark.django_db
def test_a_group_that_stops_keeps_what_was_issued_and_goes_on_later(closed_course):
    prepared = closed_course(["Anna Nowak", "Jan Kos", "Ewa Lis"])
    for row in (prepared[0], prepared[2]):
        register.check_name(prepared=row, actor=make.ACTOR)
    with pytest.raises(NameNotChecked):
        register.issue_many(prepared=prepared, actor=make.ACTOR, now=make.NOW)
    assert Certificate.objects.count() == 1
    register.check_name(prepared=prepared[1], actor=make.ACTOR)
    issued = register.issue_many(prepared=prepared, actor=make.ACTOR, now=make.NOW)
    assert [row.number for row in issued] == ["1/KK/2026", "2/KK/2026", "3/KK/2026"]


@pytest.mark.django_db
def test_queries_of_one_more_certificate_of_a_group_do_not_grow(checked, django_assert_max_num_queries):
    prepared = checked(["Anna Nowak", "Jan Kos"])
    register.issue_many(prepared=prepared[:1], actor=make.ACTOR, now=make.NOW)
    with django_assert_max_num_queries(21):
        register.issue_many(prepared=prepared[1:], actor=make.ACTOR, now=make.NOW)


# ---- frozen ----------------------------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize(
    "column", ["number", "name", "title", "payload", "payload_hash", "file_hash", "file_name", "token", "issued_by"]
)
def test_the_database_keeps_what_was_issued(issued, column):
    (certificate,) = issued()
    with pytest.raises(DatabaseError), transaction.atomic():
        Certificate.objects.filter(pk=certificate.pk).update(**{column: "changed"})
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM kompas_certificates_certificate")


@pytest.mark.django_db
def test_two_valid_certificates_of_one_enrolment_cannot_stand(issued):
    (certificate,) = issued()
    certificate.pk, certificate.ordinal, certificate.number, certificate.token = None, 2, "2/KK/2026", "other"
    with pytest.raises(IntegrityError), transaction.atomic():
        certificate.save(force_insert=True)


# ---- afterwards ------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_revoking_needs_a_reason_keeps_the_number_and_tells_the_person(issued, checked):
    (certificate,) = issued()
    with pytest.raises(ReasonMissing):
        register.revoke(certificate=certificate, reason=" ", actor=make.ACTOR)
    revoked = register.revoke(certificate=certificate, reason="Pomyłka.", actor=make.ACTOR, now=make.NOW)
    again = register.revoke(certificate=certificate, reason="Inny powód.", actor=make.ACTOR, now=make.NOW)
    assert (revoked.status, revoked.status_reason) == ("revoked", "Pomyłka.")
    assert again.status_reason == "Pomyłka."
    assert [event.event for event in certificate.events.all()] == ["issued", "revoked"]
    assert Notice.objects.filter(kind="certificate_revoked").count() == 1
    (next_one,) = checked(["Jan Kos"], code="INNY")
    assert issue(next_one).number == "2/KK/2026"


@pytest.mark.django_db
def test_a_replacement_is_a_new_certificate_that_names_the_old(issued):
    (old,) = issued(["Anna Nowk"])
    new = register.replace(certificate=old, name="Anna Nowak", reason="Literówka.", actor=make.ACTOR, now=make.NOW)
    old.refresh_from_db()
    assert (old.status, old.status_reason, old.number) == ("replaced", "Literówka.", "1/KK/2026")
    assert (new.status, new.number, new.name, new.replaces) == ("valid", "2/KK/2026", "Anna Nowak", old)
    before, after = json.loads(old.payload), json.loads(new.payload)
    assert after["replaces"] == "1/KK/2026"
    assert {key for key in before if before[key] != after[key]} == {
        "number",
        "ordinal",
        "name",
        "replaces",
        "verification_url",
    }
    assert new.token != old.token and new.file_hash != old.file_hash
    assert [event.event for event in old.events.all()] == ["issued", "replaced"]
    notice = Notice.objects.get(kind="certificate_replaced")
    assert "2/KK/2026" in notice.body and "1/KK/2026" in notice.body


@pytest.mark.django_db
def test_replacing_again_gives_the_successor_and_another_name_is_refused(issued):
    (old,) = issued(["Anna Nowk"])
    new = register.replace(certificate=old, name="Anna Nowak", reason="Literówka.", actor=make.ACTOR)
    assert register.replace(certificate=old, name="Anna Nowak", reason="Literówka.", actor=make.ACTOR) == new
    with pytest.raises(AlreadyReplaced):
        register.replace(certificate=old, name="Hanna Nowak", reason="Literówka.", actor=make.ACTOR)
    with pytest.raises(MoveNotAllowed):
        register.revoke(certificate=old, reason="Za późno.", actor=make.ACTOR)


@pytest.mark.django_db
def test_one_revoked_by_mistake_is_healed_by_a_new_one_and_stays_revoked(issued):
    (old,) = issued()
    register.revoke(certificate=old, reason="Pomyłka.", actor=make.ACTOR)
    new = register.replace(certificate=old, reason="Unieważnienie było pomyłką.", actor=make.ACTOR)
    old.refresh_from_db()
    assert (old.status, new.status, new.replaces) == ("revoked", "valid", old)


@pytest.mark.django_db(transaction=True)
def test_the_person_gets_a_mail_with_a_link_and_no_file(checked):
    (prepared,) = checked()
    mail.outbox.clear()
    issue(prepared, now=None)
    (letter,) = mail.outbox
    assert letter.to == [prepared.enrolment.person.email]
    assert "/sprawdz/" in letter.body and not letter.message().is_multipart()
