"""A person's own certificates, and nobody else's."""

import pytest
from django.urls import reverse

from certificates.register import actions as register
from certificates.register import files
from certificates.register.panels import transcript_certificates
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner(issued):
    """The first of two certificates belongs to somebody with an account."""
    mine, other = issued(["Łucja Wiśniewska", "Jan Tajny"])
    mine.person.user = make.user()
    mine.person.save()
    return mine, other


def test_a_person_sees_and_downloads_their_own(client, owner):
    mine, _ = owner
    client.force_login(mine.person.user)
    page = client.get(reverse("kompas_certificates:my_certificates")).content.decode()
    assert mine.number in page and "Dialog motywujący" in page
    response = client.get(reverse("kompas_certificates:download", args=[mine.pk]))
    assert response.content == files.read(mine.file_name)
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["Content-Disposition"] == 'attachment; filename="1-kk-2026.pdf"'
    assert "no-store" in response.headers["Cache-Control"]


def test_somebody_elses_is_not_there(client, owner):
    mine, other = owner
    client.force_login(mine.person.user)
    page = client.get(reverse("kompas_certificates:my_certificates")).content.decode()
    assert other.number not in page
    for pk in (other.pk, 999_999):
        assert client.get(reverse("kompas_certificates:download", args=[pk])).status_code == 404


def test_visitors_are_asked_to_sign_in(client, owner):
    mine, _ = owner
    for url in (
        reverse("kompas_certificates:my_certificates"),
        reverse("kompas_certificates:download", args=[mine.pk]),
    ):
        response = client.get(url)
        assert response.status_code == 302 and response.url.startswith(reverse("kompas_training:sign_in"))


def test_those_of_a_merged_record_come_along(client, owner):
    mine, _ = owner
    stayed = make.person_with_account()
    mine.person.user = None
    mine.person.merged_into = stayed
    mine.person.save()
    client.force_login(stayed.user)
    assert mine.number in client.get(reverse("kompas_certificates:my_certificates")).content.decode()
    assert client.get(reverse("kompas_certificates:download", args=[mine.pk])).status_code == 200


def test_an_empty_page_says_when_something_will_be_here(client):
    person = make.person_with_account(language="en")
    client.force_login(person.user)
    assert "No certificates yet" in client.get("/en/zaswiadczenia/").content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_at_any_length(client, issued, bare_menus, django_assert_num_queries, count):
    person = make.person_with_account()
    for certificate in issued([f"Anna Nowak{number}" for number in range(count)]):
        merged = certificate.person
        merged.merged_into = person
        merged.save()
    client.force_login(person.user)
    url = reverse("kompas_certificates:my_certificates")
    client.get(url)
    with django_assert_num_queries(QUERIES):
        client.get(url)


# session, user, person, certificates with their successors; the header asks for permissions
QUERIES = 4


def test_the_training_transcript_names_the_last_certificate_of_each_course(issued):
    mine, _other = issued(["Łucja Wiśniewska", "Jan Tajny"])
    assert {
        key: (certificate.number, certificate.status)
        for key, certificate in transcript_certificates(mine.person).items()
    } == {mine.enrolment_id: (mine.number, "")}


def test_the_training_transcript_says_that_a_certificate_was_revoked(issued):
    (mine,) = issued(["Łucja Wiśniewska"])
    register.revoke(certificate=mine, reason="Pomyłka", actor=make.ACTOR)
    assert [certificate.status for certificate in transcript_certificates(mine.person).values()] == ["unieważnione"]


def test_the_training_transcript_leaves_out_a_replaced_certificate(issued):
    (mine,) = issued(["Łucja Wiśniewska"])
    replacement = register.replace(certificate=mine, reason="Literówka", actor=make.ACTOR)
    assert [certificate.number for certificate in transcript_certificates(mine.person).values()] == [replacement.number]
