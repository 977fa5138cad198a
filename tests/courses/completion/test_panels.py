"""What completion shows on other rooms' pages."""

import pytest
from django.urls import reverse

from courses.completion import actions as completion
from courses.completion import panels
from courses.enrolment.models import Enrolment
from tests import factories as make

pytestmark = pytest.mark.django_db


def test_a_participant_reads_how_the_course_ended_for_them_and_why(client, taught):
    it = taught(present=1, absent=1)
    ewa, absent = it.people
    for number, (is_met, comment) in enumerate([(True, "Rozmowa wzorcowa."), (False, "Zabrakło podsumowania.")]):
        completion.verify(
            enrolment=ewa,
            outcome=it.outcomes[number],
            is_met=is_met,
            comment=comment,
            assessor=it.assessor,
            actor=make.ACTOR,
            now=make.NOW,
        )
    assert panels.result_panel(ewa) is None
    make.RecruitmentFactory(edition=it.edition)
    completion.close(edition=it.edition, actor=make.ACTOR, allow_incomplete=True, now=make.NOW)
    ewa = Enrolment.objects.get(pk=ewa.pk)
    ewa.person.user = make.user()
    ewa.person.save()
    client.force_login(ewa.person.user)
    page = client.get(reverse("kompas_courses:enrolment", args=[ewa.pk])).content.decode()
    for words in (ewa.completion.get_result_display(), "Rozmowa wzorcowa.", "Zabrakło podsumowania.", "72", "Olga"):
        assert words in page
    other = panels.result_panel(Enrolment.objects.get(pk=absent.pk))
    assert [verification for _outcome, verification in other.rows] == [None, None]
    assert other.get_context_data()["tone"] == "bad"


def test_a_level_from_a_course_names_the_course(taught):
    it = taught(present=1, absent=0)
    row = completion.verify(
        enrolment=it.people[0],
        outcome=it.outcomes[0],
        is_met=True,
        assessor=it.assessor,
        actor=make.ACTOR,
        now=make.NOW,
    )
    title = it.edition.title
    assert panels.evidence_texts([f"{row.pk}", f"{row.pk}/2", "no-number", "²", "99999999"]) == {
        f"{row.pk}": f"kurs „{title}”",
        f"{row.pk}/2": f"kurs „{title}”",
    }
