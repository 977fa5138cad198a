"""The certificate on the screens of one's own applications."""

import pytest
from django.urls import reverse

from certificates.register import actions as register
from courses.completion.states import EVIDENCE
from tests import factories as make
from tests.html import in_one_line
from training.assessments.registry import texts_of

pytestmark = pytest.mark.django_db


def own(client, person):
    person.user = person.user or make.user()
    person.save()
    client.force_login(person.user)
    return client


def page(client, enrolment):
    answer = own(client, enrolment.person).get(reverse("kompas_courses:enrolment", args=[enrolment.pk]))
    return in_one_line(answer.content.decode())


def test_a_finished_course_leads_with_its_certificate(client, issued):
    (certificate,) = issued(["Anna Nowak"])
    said = page(client, certificate.enrolment)
    download = reverse("kompas_certificates:download", args=[certificate.pk])
    assert said.index(download) < said.index("own-result")
    listed = client.get(reverse("kompas_courses:my_enrolments"))
    assert [row.document.url for row in listed.context["past"]] == [download]


def test_the_growth_of_a_person_names_the_course_with_its_certificate(issued, django_assert_num_queries):
    (certificate,) = issued(["Anna Nowak"])
    key = str(certificate.enrolment.verifications.earliest("pk").pk)
    course = certificate.enrolment.edition.title
    with django_assert_num_queries(1):
        texts = texts_of(EVIDENCE, [key, f"{key}/2"])
    words = f"kurs „{course}”, zaświadczenie nr {certificate.number}"
    assert texts == {key: words, f"{key}/2": words}
    register.revoke(certificate=certificate, reason="Pomyłka", actor=make.ACTOR)
    assert texts_of(EVIDENCE, [key]) == {key: f"kurs „{course}”"}


def test_a_revoked_certificate_says_so_and_is_not_offered(client, issued):
    (certificate,) = issued(["Anna Nowak"])
    register.revoke(certificate=certificate, reason="Pomyłka", actor=make.ACTOR)
    said = page(client, certificate.enrolment)
    assert "Pomyłka" in said
    assert reverse("kompas_certificates:download", args=[certificate.pk]) not in said
    assert [row.document for row in client.get(reverse("kompas_courses:my_enrolments")).context["past"]] == [None]


def test_one_that_is_not_issued_yet_is_being_prepared(client, closed_course):
    (prepared,) = closed_course(["Anna Nowak"])
    assert "Zaświadczenie jest przygotowywane" in page(client, prepared.enrolment)


@pytest.mark.parametrize("count", [1, 3])
def test_own_applications_cost_the_same_at_any_length(client, issued, count, django_assert_num_queries):
    (certificate,) = issued(["Anna Nowak"])
    person = certificate.enrolment.person
    for _ in range(count):
        make.EnrolmentFactory(person=person, edition=make.RecruitmentFactory().edition)
        make.EnrolmentFactory(person=person, edition=make.EditionFactory(starts_on=make.TODAY, ends_on=make.TODAY))
    browser = own(client, person)
    browser.get(reverse("kompas_courses:my_enrolments"))
    with django_assert_num_queries(9):
        answer = browser.get(reverse("kompas_courses:my_enrolments"))
    assert len(answer.context["past"]) + len(answer.context["current"]) == 2 * count + 1
