"""Messages on screens: one's own for each, all of them for the office, secrets for neither."""

import io
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.core.management.base import CommandError
from django.urls import reverse
from django.utils import translation
from openpyxl import load_workbook

from tests import factories as make
from training.accounts import registry as roles
from training.notices import actions as notices
from training.notices import registry
from training.notices.models import Notice, NoticeAttachment
from training.people.models import Person

pytestmark = pytest.mark.django_db
INVITATION = notices.Attachment("zajęcia.ics", "text/calendar", b"BEGIN:VCALENDAR\r\n", "REQUEST")


@pytest.fixture
def coordinator(client):
    user = make.user()
    user.groups.add(Group.objects.get(name=roles.GROUPS[roles.COORDINATOR]))
    client.force_login(user)
    return client


def write(person, **kwargs):
    values = {"kind": "sample", "template": "kompas_training/notices/sample", "now": make.NOW, "context": {}}
    return notices.queue(person=person, **{**values, **kwargs})


def test_a_person_reads_their_own_messages_and_files(client):
    mine, other = make.person_with_account(), make.person_with_account()
    letter = write(mine, context={"title": "moje", "words": "Treść <b> moja."}, attachments=[INVITATION])
    foreign = write(other, context={"title": "cudze"}, attachments=[INVITATION])
    client.force_login(mine.user)
    page = client.get("/wiadomosci/").content.decode()
    assert "Zajęcia &amp; moje" in page and "cudze" not in page
    page = client.get(reverse("kompas_training:message", args=[letter.pk])).content.decode()
    assert "Treść &lt;b&gt; moja." in page
    own = NoticeAttachment.objects.get(notice__person=mine)
    response = client.get(reverse("kompas_training:message_attachment", args=[own.pk]))
    assert response.content == INVITATION.content and response.headers["Content-Type"].startswith("text/calendar")
    file = NoticeAttachment.objects.get(notice__person=other)
    for name, key in (("message", foreign.pk), ("message_attachment", file.pk)):
        assert client.get(reverse(f"kompas_training:{name}", args=[key])).status_code == 404
    assert client.post(reverse("kompas_training:message_unread", args=[foreign.pk])).status_code == 404


def unread(person):
    return set(Notice.objects.filter(person=person, is_unread=True))


def test_opening_a_letter_reads_it_and_looking_at_the_list_does_not(client):
    mine, other = make.person_with_account(), make.person_with_account()
    first, second = (write(mine, context={"title": title}) for title in ("a", "b"))
    foreign = write(other)
    client.force_login(mine.user)
    client.get("/wiadomosci/")
    client.head(reverse("kompas_training:message", args=[first.pk]))
    assert unread(mine) == {first, second}
    client.get(reverse("kompas_training:message", args=[first.pk]))
    assert unread(mine) == {second}
    client.post(reverse("kompas_training:message_unread", args=[first.pk]))
    assert unread(mine) == {first, second}
    client.post(reverse("kompas_training:messages_read"))
    assert (unread(mine), unread(other)) == (set(), {foreign})


def test_the_menu_counts_what_was_not_read(client):
    mine = make.person_with_account()
    letters = [write(mine, context={"title": str(number)}) for number in range(3)]
    write(make.person_with_account())
    client.force_login(mine.user)
    assert client.get("/wiadomosci/").context["kompas"].news == 3
    opened = client.get(reverse("kompas_training:message", args=[letters[0].pk]))
    assert opened.context["kompas"].news == 2
    client.post(reverse("kompas_training:messages_read"))
    assert client.get("/wiadomosci/").context["kompas"].news == 0


def test_letters_of_a_merged_record_are_counted_and_read_too(client):
    mine, old = make.person_with_account(), make.person()
    write(old)
    Person.objects.filter(pk=old.pk).update(merged_into=mine)
    client.force_login(mine.user)
    assert client.get("/wiadomosci/").context["kompas"].news == 1
    client.post(reverse("kompas_training:messages_read"))
    assert client.get("/wiadomosci/").context["kompas"].news == 0


@pytest.mark.parametrize("is_demo", [True, False])
def test_only_the_demonstration_shows_a_letter_that_opens_an_account(client, settings, private_sample, is_demo):
    settings.KOMPAS = {**settings.KOMPAS, "DEMO": is_demo}
    mine = make.person_with_account()
    letter = write(mine, kind="account_sample", context={"title": "x", "words": "https://secret-link"})
    client.force_login(mine.user)
    page = client.get(reverse("kompas_training:message", args=[letter.pk]))
    assert ("secret-link" in page.content.decode()) is is_demo
    # What cannot be read here does not wait to be read.
    assert page.context["kompas"].news == 0


def test_a_letter_whose_words_were_erased_is_gone_from_the_list(client):
    mine = make.person_with_account()
    letter = write(mine)
    Notice.objects.filter(pk=letter.pk).update(state="sent", sent_at=make.NOW)
    client.force_login(mine.user)
    assert len(client.get("/wiadomosci/").context["page"]) == 1
    assert notices.prune(before=make.NOW + timedelta(days=1)) == 1
    page = client.get("/wiadomosci/")
    assert (len(page.context["page"]), page.context["kompas"].news) == (0, 0)
    assert client.get(reverse("kompas_training:message", args=[letter.pk])).status_code == 404


def test_a_letter_that_could_not_be_mailed_says_so(client):
    mine = make.person_with_account()
    letter = write(mine, address="")
    client.force_login(mine.user)
    with translation.override("en"):
        address = reverse("kompas_training:message", args=[letter.pk])
    assert "no e-mail of yours is on record" in client.get(address).content.decode()


def test_a_visitor_signs_in_first_and_an_account_of_no_person_finds_nothing(client):
    assert client.get("/wiadomosci/").status_code == 302
    client.force_login(make.user())
    assert client.get("/wiadomosci/").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_messages_costs_the_same_at_any_length(client, bare_menus, django_assert_num_queries, count):
    mine = make.person_with_account()
    for number in range(count):
        write(mine, cause_kind="x", cause_key=number, attachments=[INVITATION])
    client.force_login(mine.user)
    client.get("/wiadomosci/")
    with django_assert_num_queries(QUERIES):
        client.get("/wiadomosci/")


# session, user, person, count, messages, files; the menu asks whether one leads or teaches
QUERIES = 6


def test_the_office_finds_filters_and_exports(coordinator):
    write(make.person(first_name="Łucja", last_name="Żak", email=""), context={"title": "pierwsze"})
    write(make.person(first_name="Jan", last_name="Kos", email="kos@example.org"), context={"title": "drugie"})
    index = reverse("kompas_notice:index")
    page = coordinator.get(index).content.decode()
    assert "pierwsze" in page and "drugie" in page
    assert "drugie" not in coordinator.get(index, {"q": "zak"}).content.decode()
    assert "pierwsze" not in coordinator.get(index, {"q": "kos@"}).content.decode()
    assert "drugie" not in coordinator.get(index, {"state": "no_address"}).content.decode()
    response = coordinator.get(index, {"export": "xlsx"})
    content = b"".join(response.streaming_content) if response.streaming else response.content
    rows = list(load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True))
    assert {row[0] for row in rows[1:]} == {"Zajęcia & pierwsze", "Zajęcia & drugie"}


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_at_any_length(coordinator, django_assert_max_num_queries, count):
    for _ in range(count):
        write(make.person())
    coordinator.get(reverse("kompas_notice:index"))
    with django_assert_max_num_queries(14):
        coordinator.get(reverse("kompas_notice:index"))


@pytest.fixture
def private_sample():
    with registry.private_kinds.without():
        registry.private_kinds.register("account_sample", True)
        yield


@pytest.mark.usefixtures("private_sample")
def test_the_office_reads_a_message_but_not_one_that_opens_an_account(coordinator):
    open_one = write(make.person(), context={"title": "x", "words": "Zapraszamy."})
    secret = write(make.person(), kind="account_sample", context={"title": "x", "words": "https://secret-link"})
    assert "Zapraszamy." in coordinator.get(reverse("kompas_notice:inspect", args=[open_one.pk])).content.decode()
    page = coordinator.get(reverse("kompas_notice:inspect", args=[secret.pk])).content.decode()
    assert "secret-link" not in page and secret.subject.partition(" &")[0] in page


@pytest.mark.usefixtures("private_sample")
def test_a_secret_is_sent_again_only_to_its_addressee(coordinator):
    secret = write(make.person(email="own@example.org"), kind="account_sample")
    Notice.objects.update(state="failed")
    url = reverse("kompas_notice:resend", args=[secret.pk])
    assert coordinator.post(url, {"address": "boss@example.org"}).status_code == 200
    secret.refresh_from_db()
    assert secret.state == "failed"
    assert coordinator.post(url, {"address": "own@example.org"}).status_code == 302
    secret.refresh_from_db()
    assert (secret.state, secret.address) == ("queued", "own@example.org")


def test_a_failed_one_is_sent_again_to_a_corrected_address(coordinator):
    notice = write(make.person(email=""))
    url = reverse("kompas_notice:resend", args=[notice.pk])
    assert coordinator.get(url).status_code == 200
    coordinator.post(url, {"address": "new@example.org"})
    notice.refresh_from_db()
    assert (notice.state, notice.address) == ("queued", "new@example.org")


@pytest.mark.parametrize("role", [roles.ANALYST, roles.PRACTICE_EDITOR])
def test_readers_without_names_do_not_get_in(client, role):
    notice = write(make.person(last_name="Tajna"))
    user = make.user()
    user.groups.add(Group.objects.get(name=roles.GROUPS[role]))
    client.force_login(user)
    for url in (
        reverse("kompas_notice:index"),
        reverse("kompas_notice:inspect", args=[notice.pk]),
        reverse("kompas_notice:resend", args=[notice.pk]),
    ):
        response = client.get(url)
        assert response.status_code in (302, 403) and "Tajna" not in response.content.decode()


def test_catching_up_delivers_says_what_it_did_and_fails_aloud(capsys):
    write(make.person(), now=None)
    call_command("kompas_catch_up")
    assert "notices: 1" in capsys.readouterr().out

    def broken():
        raise ConnectionError("no storage")

    write(make.person(), now=None)
    with registry.catch_up.without():
        registry.catch_up.register("broken", broken, order=1)
        with pytest.raises(CommandError):
            call_command("kompas_catch_up")
    out = capsys.readouterr().out
    assert "broken: ConnectionError: no storage" in out and "notices: 1" in out


def test_tasks_of_killed_workers_are_given_back():
    from datetime import timedelta

    from django_tasks_db.models import DBTaskResult

    from training.kernel import time
    from training.notices.actions import free_tasks

    values = {
        "args_kwargs": {},
        "task_path": "x",
        "backend_name": "default",
        "run_after": time.now(),
        "status": "RUNNING",
    }
    lost = DBTaskResult.objects.create(started_at=time.now() - timedelta(hours=3), **values)
    busy = DBTaskResult.objects.create(started_at=time.now() - timedelta(minutes=3), **values)
    assert free_tasks() == 1
    lost.refresh_from_db()
    busy.refresh_from_db()
    assert (lost.status, busy.status) == ("READY", "RUNNING")
