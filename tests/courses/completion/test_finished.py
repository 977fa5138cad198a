"""A course that is over leads with how it ended, on the screens of those who applied and of ROPS."""

import io
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import translation
from openpyxl import load_workbook

from courses.catalogue.models import Edition
from courses.completion import actions as completion
from courses.enrolment.models import Enrolment
from courses.enrolment.queries import explain, results_of
from courses.enrolment.states import EnrolmentState
from tests import factories as make
from tests.html import in_one_line
from training.kernel import time

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english(client):
    client.cookies["django_language"] = "en"
    with translation.override("en"):
        yield


def page_of(client, enrolment):
    person = enrolment.person
    if person.user is None:
        person.user = make.user()
        person.save()
    client.force_login(person.user)
    return in_one_line(client.get(reverse("kompas_courses:enrolment", args=[enrolment.pk])).content.decode())


def rows_of(client, enrolment):
    client.force_login(enrolment.person.user)
    context = client.get(reverse("kompas_courses:my_enrolments")).context
    return [(row.enrolment.pk, row.text, row.position) for row in context["past"]], context["current"]


@pytest.fixture
def over(taught):
    """Its last meeting was yesterday; somebody completed it, somebody did not come, somebody waited to the end."""
    it = taught(present=1, absent=1)
    Edition.objects.filter(pk=it.edition.pk).update(online_link="https://example.org/room", ends_on=make.TODAY)
    make.RecruitmentFactory(edition=it.edition)
    it.waiting = make.EnrolmentFactory(edition=it.edition, state=EnrolmentState.WAITING)
    return it


def close(it):
    completion.close(edition=it.edition, actor=make.ACTOR, allow_incomplete=True, now=make.NOW)


ONLY_OF_WHAT_GOES_ON = ("What happens next", "Join online", "How places are given", "Withdraw", "Position on the")


def test_before_it_is_closed_the_result_is_not_known_yet(client, over):
    present, _absent = over.people
    Edition.objects.filter(pk=over.edition.pk).update(ends_on=time.today() - timedelta(days=1))
    said = page_of(client, present)
    assert "it is over, the result is not known yet" in said
    assert "1 meeting that took place" in said
    assert [words for words in (*ONLY_OF_WHAT_GOES_ON, ">confirmed</span>") if words in said] == []
    assert rows_of(client, present) == ([(present.pk, "it is over, the result is not known yet", None)], [])


def test_once_it_is_closed_the_result_stands_first_with_its_reasons(client, over):
    present, absent = over.people
    close(over)
    for enrolment, result in ((present, "took part"), (absent, "not completed")):
        said = page_of(client, enrolment)
        assert said.index(f">{result}</span>") < said.index("minutes") < said.index("1 meeting that took place")
        assert [words for words in (*ONLY_OF_WHAT_GOES_ON, "Where it stands") if words in said] == []
        assert rows_of(client, enrolment) == ([(enrolment.pk, result, None)], [])


def test_who_waited_to_the_end_waits_no_more(client, over):
    close(over)
    said = page_of(client, over.waiting)
    assert "it is over, no place was given" in said
    assert [words for words in ONLY_OF_WHAT_GOES_ON if words in said] == []
    assert rows_of(client, over.waiting) == ([(over.waiting.pk, "it is over, no place was given", None)], [])
    explanation = explain(Enrolment.objects.get(pk=over.waiting.pk), now=make.NOW)
    assert (explanation.can_withdraw, explanation.can_accept, explanation.why, explanation.next) == (
        False,
        False,
        [],
        [],
    )


def test_who_withdrew_from_a_course_that_is_over_withdrew(over):
    gone = make.EnrolmentFactory(edition=over.edition, state=EnrolmentState.WITHDRAWN, ended_at=make.NOW)
    close(over)
    mine = Enrolment.objects.select_related("edition").filter(pk__in=[gone.pk, over.people[0].pk])
    assert {key: result.text for key, result in results_of(mine, time.today()).items()} == {
        over.people[0].pk: "took part"
    }
    assert explain(Enrolment.objects.get(pk=gone.pk), now=make.NOW + timedelta(days=90)).next == []


def test_while_it_is_corrected_the_last_result_stands(client, over):
    close(over)
    completion.reopen(edition=Edition.objects.get(pk=over.edition.pk), reason="Literówka", actor=make.ACTOR)
    assert ">took part</span>" in page_of(client, over.people[0])


def test_rops_reads_how_it_ended_in_the_list_its_file_and_on_the_application(client, over):
    present, absent = over.people
    close(over)
    client.force_login(make.superuser())
    listed = client.get(reverse("kompas_applicants:index"))
    assert {row.pk: row.result_text for row in listed.context["object_list"]} == {
        present.pk: "udział w kursie",
        absent.pk: "kurs nieukończony",
        over.waiting.pk: "zakończone, bez przyznanego miejsca",
    }
    file = client.get(reverse("kompas_applicants:index"), {"export": "xlsx"})
    heads, *rows = load_workbook(io.BytesIO(file.getvalue())).active.values
    assert sorted(row[heads.index("Wynik")] for row in rows) == [
        "kurs nieukończony",
        "udział w kursie",
        "zakończone, bez przyznanego miejsca",
    ]
    said = client.get(reverse("kompas_applicants:inspect", args=[absent.pk])).content.decode()
    assert "kurs nieukończony" in said
    assert "Zaproszenia na zajęcia" not in said
