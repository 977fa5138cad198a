"""The outbox: nothing lost, nothing twice in the books, one person per mail."""

import smtplib
from datetime import timedelta
from email import message_from_bytes, policy

import pytest
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.db import IntegrityError, transaction

from tests import factories as make
from training.notices import actions as notices
from training.notices import registry, rules
from training.notices.actions.outbox import _claim, _failed
from training.notices.models import Notice, NoticeAttachment
from training.notices.refusals import NoticeHasNoSubject, StillOnItsWay
from training.notices.states import DeliveryState

SAMPLE = "kompas_training/notices/sample"
INVITATION = notices.Attachment("zajecia.ics", "text/calendar", b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", "REQUEST")


def queue(person, **kwargs):
    values = {"kind": "sample", "template": SAMPLE, "context": {"title": "praca <z> ludźmi", "words": "Treść."}}
    return notices.queue(person=person, **{**values, "now": make.NOW, **kwargs})


def wire(number=0):
    """The message as the mail server gets it."""
    return message_from_bytes(mail.outbox[number].message().as_bytes(linesep="\r\n"), policy=policy.default)


class Refusing(BaseEmailBackend):
    """A mail server with a will of its own."""

    error: Exception = ConnectionRefusedError("nobody there")
    calls = 0

    def send_messages(self, messages):
        type(self).calls += 1
        raise self.error


@pytest.fixture
def refusing(mail_backend):
    mail_backend(f"{__name__}.Refusing")
    Refusing.calls = 0
    import sys

    # Tests have no package: Django imports the class by this name.
    sys.modules.setdefault(__name__, sys.modules[__name__])
    return Refusing


@pytest.mark.django_db
def test_the_text_is_written_in_the_persons_language_and_stays_plain():
    person = make.person(first_name="Łucja", last_name="Żak", email="lucja@example.org")
    notice = queue(person)
    assert notice.subject == "Zajęcia & praca <z> ludźmi"
    assert notice.body == "Dzień dobry, Łucja Żak!\n\nTreść.\n"
    assert (notice.address, notice.language, notice.state) == ("lucja@example.org", "pl", "queued")


@pytest.mark.django_db
def test_the_frame_gives_a_greeting_and_says_who_writes():
    notice = queue(make.person(language="en"), template="kompas_training/notices/framed")
    assert notice.subject == "praca <z> ludźmi"
    assert notice.body.startswith("Hello, Anna Kowalska")
    assert "\n-- \nRegionalny Ośrodek Polityki Społecznej w Lublinie\n" in notice.body


@pytest.mark.django_db
def test_a_template_without_a_subject_is_refused():
    with pytest.raises(NoticeHasNoSubject):
        queue(make.person(), template="kompas_training/notices/empty")


@pytest.mark.django_db
def test_notices_without_a_cause_are_each_their_own():
    person = make.person()
    assert queue(person).pk != queue(person).pk


@pytest.mark.django_db
def test_the_constraint_holds_even_when_nobody_asks_the_action():
    notice = queue(make.person(), cause_kind="enrolment", cause_key=7)
    notice.pk, notice.message_id = None, "<another@example.org>"
    with pytest.raises(IntegrityError), transaction.atomic():
        notice.save(force_insert=True)


@pytest.mark.django_db
def test_queueing_costs_one_statement_and_one_for_the_files(django_assert_num_queries):
    person = make.person()
    with django_assert_num_queries(1):
        queue(person, cause_kind="enrolment", cause_key=1)
    with django_assert_num_queries(2):
        queue(person, cause_kind="enrolment", cause_key=2, attachments=[INVITATION, INVITATION])


def message(person, key, **more):
    context = {"title": "praca", "words": "Treść."}
    return notices.Message("sample", person, SAMPLE, context, cause_kind="enrolment", cause_key=key, **more)


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 3])
def test_queueing_many_costs_as_much_as_queueing_one(count, django_assert_num_queries):
    wanted = [message(make.person(), 1, attachments=[INVITATION]) for _ in range(count)]
    with django_assert_num_queries(2):
        queued = notices.queue_many(wanted, now=make.NOW)
    assert [notice.person for notice in queued] == [letter.person for letter in wanted]
    assert Notice.objects.count() == NoticeAttachment.objects.count() == count


@pytest.mark.django_db
def test_of_many_those_queued_before_come_back_as_they_were():
    person, other = make.person(), make.person()
    first = notices.queue_many([message(person, 1, attachments=[INVITATION])])[0]
    again = notices.queue_many([message(other, 1), message(person, 1, attachments=[INVITATION]), message(other, 1)])
    assert again[1] == first and again[0] == again[2] != first
    assert (Notice.objects.count(), NoticeAttachment.objects.count()) == (2, 1)


@pytest.mark.django_db
def test_many_without_anybody_are_none():
    assert notices.queue_many([]) == []


@pytest.mark.django_db
def test_a_merged_person_is_written_to_under_the_record_that_stayed():
    stayed = make.person()
    merged = make.person(merged_into=stayed)
    assert queue(merged).person == stayed


@pytest.mark.django_db(transaction=True)
def test_a_rolled_back_cause_leaves_no_notice_and_sends_none():
    person = make.person()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        queue(person)
        raise ZeroDivisionError
    assert not Notice.objects.exists() and mail.outbox == []


@pytest.mark.django_db(transaction=True)
def test_the_task_sends_after_the_commit_and_not_before():
    person = make.person(email="a@example.org")
    with transaction.atomic():
        notice = queue(person, now=None)
        assert mail.outbox == []
    notice.refresh_from_db()
    assert notice.state == DeliveryState.SENT and notice.attempts == 1
    assert [letter.to for letter in mail.outbox] == [["a@example.org"]]


@pytest.mark.django_db(transaction=True)
def test_a_process_killed_between_commit_and_task_loses_nothing():
    """The task never runs; the next catch-up delivers."""
    with registry.queued.only(), transaction.atomic():
        notice = queue(make.person(), now=None)
    assert mail.outbox == []
    assert notices.deliver() == 1
    assert len(mail.outbox) == 1
    notice.refresh_from_db()
    assert notice.state == DeliveryState.SENT


@pytest.mark.django_db(transaction=True)
def test_a_task_that_fails_takes_no_other_callback_with_it():
    def broken(pk):
        raise ConnectionError("no broker")

    called = []
    with registry.queued.only():
        registry.queued.register("broken", broken)
        with transaction.atomic():
            queue(make.person())
            transaction.on_commit(lambda: called.append("other"))
    assert called == ["other"]


@pytest.mark.django_db
def test_a_worker_killed_while_sending_is_taken_over_with_the_same_message_id():
    notice = queue(make.person())
    claimed = _claim(Notice.objects.get(), make.NOW)
    assert claimed.state == DeliveryState.SENDING
    # Nothing more comes from that worker.
    early, late = make.NOW + timedelta(minutes=9), make.NOW + rules.CLAIM_LIFE
    assert notices.deliver(now=early) == 0
    assert notices.deliver(now=late) == 1
    notice.refresh_from_db()
    assert (notice.state, notice.attempts) == ("sent", 2)
    assert wire()["Message-ID"] == notice.message_id


@pytest.mark.django_db
def test_a_slow_worker_does_not_undo_what_a_later_one_recorded():
    queue(make.person())
    slow = _claim(Notice.objects.get(), make.NOW)
    assert notices.deliver(now=make.NOW + rules.CLAIM_LIFE) == 1
    _failed(slow, ConnectionError("too late"), make.NOW + rules.CLAIM_LIFE)
    assert Notice.objects.get().state == DeliveryState.SENT


@pytest.mark.django_db
def test_a_claim_is_won_once():
    queue(make.person())
    first, second = Notice.objects.get(), Notice.objects.get()
    assert _claim(first, make.NOW) is not None
    assert _claim(second, make.NOW) is None


@pytest.mark.django_db
def test_without_an_address_it_is_shown_and_not_tried():
    notice = queue(make.person(email=""))
    assert (notice.state, notice.next_attempt_at) == (DeliveryState.NO_ADDRESS, None)
    assert notices.deliver(now=make.NOW) == 0 and mail.outbox == []


@pytest.mark.django_db
def test_an_account_of_ones_own_serves_when_the_staff_list_has_no_address():
    person = make.person(email="", user=make.user(email="own@example.org"))
    assert queue(person).address == "own@example.org"


@pytest.mark.django_db
def test_failures_are_tried_again_later_and_not_for_ever(refusing):
    refusing.error = smtplib.SMTPDataError(451, b"try later")
    queue(make.person())
    moment, waits = make.NOW, []
    for attempt in range(1, 9):
        assert notices.deliver(now=moment) == 0
        notice = Notice.objects.get()
        assert notice.attempts == attempt
        if notice.state == DeliveryState.FAILED:
            break
        waits.append(int((notice.next_attempt_at - moment).total_seconds() // 60))
        moment = notice.next_attempt_at
    assert waits == [1, 5, 15, 60, 240, 720, 1440]
    assert notice.state == DeliveryState.FAILED and "try later" in notice.failure
    assert notices.deliver(now=moment + timedelta(days=30)) == 0


@pytest.mark.django_db
def test_an_address_refused_for_good_is_not_tried_again(refusing):
    refusing.error = smtplib.SMTPRecipientsRefused({"x@example.org": (550, b"no such user")})
    queue(make.person())
    notices.deliver(now=make.NOW)
    assert Notice.objects.get().state == DeliveryState.FAILED


@pytest.mark.django_db
def test_a_server_that_is_away_is_asked_once_and_not_for_every_message(refusing):
    refusing.error = ConnectionRefusedError("nobody there")
    for _ in range(3):
        queue(make.person())
    notices.deliver(now=make.NOW)
    assert refusing.calls == 1
    assert sorted(Notice.objects.values_list("attempts", flat=True)) == [0, 0, 1]


@pytest.mark.django_db
def test_a_worker_that_dies_at_the_last_attempt_leaves_a_failure_and_no_loop():
    queue(make.person())
    Notice.objects.update(attempts=8, state=DeliveryState.SENDING, next_attempt_at=make.NOW)
    assert notices.deliver(now=make.NOW) == 0
    assert Notice.objects.get().state == DeliveryState.FAILED


@pytest.mark.django_db
def test_without_a_mail_server_messages_wait_and_are_not_called_sent(settings, mail_backend):
    mail_backend("django.core.mail.backends.dummy.EmailBackend")
    settings.KOMPAS = {**settings.KOMPAS, "DEMO": False}
    queue(make.person())
    assert notices.deliver(now=make.NOW) == 0
    assert Notice.objects.get().state == DeliveryState.QUEUED
    settings.KOMPAS = {**settings.KOMPAS, "DEMO": True}
    assert notices.deliver(now=make.NOW) == 1


@pytest.mark.django_db
def test_an_invitation_is_an_alternative_of_the_text_and_an_attachment():
    queue(make.person(first_name="Łucja", last_name="Żak"), attachments=[INVITATION])
    notices.deliver(now=make.NOW)
    letter = wire()
    kinds = [part.get_content_type() for part in letter.walk()]
    assert kinds == ["multipart/mixed", "multipart/alternative", "text/plain", "text/calendar", "application/ics"]
    calendar = list(letter.walk())[3]
    assert calendar["Content-Type"].params == {"charset": "utf-8", "method": "REQUEST", "component": "VEVENT"}
    assert calendar.get_payload(decode=True) == INVITATION.content
    assert list(letter.walk())[4].get_filename() == "zajecia.ics"
    assert letter["To"].addresses[0].display_name == "Łucja Żak"
    assert letter["Auto-Submitted"] == "auto-generated"


@pytest.mark.django_db
def test_several_invitations_are_each_attached_with_their_method():
    second = notices.Attachment("drugie.ics", "text/calendar", b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", "CANCEL")
    queue(make.person(), attachments=[INVITATION, second])
    notices.deliver(now=make.NOW)
    parts = list(wire().iter_attachments())
    assert [(part.get_content_type(), part["Content-Type"].params["method"]) for part in parts] == [
        ("text/calendar", "REQUEST"),
        ("text/calendar", "CANCEL"),
    ]


@pytest.mark.django_db
def test_other_files_travel_byte_for_byte():
    content = bytes(range(256))
    queue(make.person(), attachments=[notices.Attachment("zaświadczenie.pdf", "application/pdf", content)])
    notices.deliver(now=make.NOW)
    (part,) = wire().iter_attachments()
    assert part.get_filename() == "zaświadczenie.pdf" and part.get_content() == content


@pytest.mark.django_db
@pytest.mark.parametrize("evil", ["Szkolenie\r\nBcc: all@example.org", "Szkolenie\nBcc: all@example.org"])
def test_nobody_smuggles_a_header_in(evil, settings):
    settings.DEFAULT_FROM_EMAIL = "Kompas <kompas@example.org>"
    queue(make.person(first_name=evil, email="a@example.org"), context={"title": evil, "words": ""})
    notices.deliver(now=make.NOW)
    letter = wire()
    assert letter["Bcc"] is None and letter["To"].addresses[0].addr_spec == "a@example.org"
    assert mail.outbox[0].recipients() == ["a@example.org"]
    assert mail.outbox[0].from_email == "kompas@example.org"


@pytest.mark.django_db
def test_an_address_with_a_second_one_in_it_fails_instead_of_reaching_both():
    queue(make.person(), address="a@example.org\nBcc: b@example.org")
    notices.deliver(now=make.NOW)
    assert mail.outbox == []
    assert Notice.objects.get().state == DeliveryState.QUEUED


@pytest.mark.django_db
def test_each_mail_has_one_addressee():
    for number in range(3):
        queue(make.person(email=f"p{number}@example.org"))
    assert notices.deliver(now=make.NOW) == 3
    assert [letter.recipients() for letter in mail.outbox] == [[f"p{n}@example.org"] for n in range(3)]


@pytest.mark.django_db
def test_a_failed_message_is_sent_again_to_the_address_the_person_has_now():
    person = make.person(email="")
    notice = queue(person)
    person.email = "new@example.org"
    person.save()
    again = notices.resend(notice=notice, actor=make.ACTOR, now=make.NOW)
    assert (again.pk, again.state, again.address) == (notice.pk, "queued", "new@example.org")


@pytest.mark.django_db
def test_a_sent_message_is_sent_again_as_a_copy_with_its_files():
    notice = queue(make.person(), cause_kind="enrolment", cause_key=7, attachments=[INVITATION])
    with pytest.raises(StillOnItsWay):
        notices.resend(notice=notice, actor=make.ACTOR, now=make.NOW)
    notices.deliver(now=make.NOW)
    copy = notices.resend(notice=notice, actor=make.ACTOR, now=make.NOW)
    assert copy.pk != notice.pk and copy.message_id != notice.message_id
    assert notices.deliver(now=make.NOW) == 1
    assert [letter.message()["Subject"] for letter in mail.outbox] == [notice.subject, notice.subject]
    assert copy.attachments.get().content == INVITATION.content


@pytest.mark.django_db
def test_old_sent_messages_can_be_pruned_and_others_stay():
    sent, waiting = queue(make.person(), attachments=[INVITATION]), queue(make.person(email=""))
    notices.deliver(now=make.NOW)
    assert notices.prune(before=make.NOW) == 0
    assert notices.prune(before=make.NOW + timedelta(seconds=1)) == 1
    sent.refresh_from_db()
    assert (sent.subject, sent.body, sent.address, sent.attachments.count()) == ("", "", "", 0)
    assert sent.sent_at == make.NOW and sent.cause_kind == waiting.cause_kind
    waiting.refresh_from_db()
    assert waiting.body
    assert notices.prune(before=make.NOW + timedelta(seconds=1)) == 0


@pytest.mark.django_db
def test_a_letter_ends_with_what_the_organiser_has(settings):
    organiser = settings.KOMPAS["ORGANISER"]
    body = queue(make.person(), template="kompas_training/notices/framed").body
    assert body.rstrip().splitlines()[-3:] == [organiser["name"], organiser["address"], organiser["email"]]


@pytest.mark.django_db
def test_words_of_letters_are_erased_after_the_days_that_a_site_sets(settings):
    long_ago = make.NOW - timedelta(days=400)
    queue(make.person(), now=long_ago)
    notices.deliver(now=long_ago)
    assert notices.erase_old_texts() == 0
    settings.KOMPAS = {**settings.KOMPAS, "LETTER_TEXT_DAYS": 365}
    assert (notices.erase_old_texts(), notices.erase_old_texts()) == (1, 0)
