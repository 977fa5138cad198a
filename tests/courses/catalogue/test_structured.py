"""What search engines read of a course."""

import json
from datetime import date

import pytest

from courses.catalogue import registry
from courses.catalogue.documents import course_data, course_json
from courses.catalogue.states import EditionState
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _address():
    with registry.course_url.only():
        registry.course_url.register("test", lambda course: f"/kursy/{course.pk}/")
        yield


def test_a_course_with_an_edition(settings):
    competence = make.CompetenceFactory(name_pl="Dialog motywujący")
    course = make.CourseFactory(code="DM", title="Dialog", summary="Jak rozmawiać.", audience="Pracownicy socjalni")
    course.competences.add(competence)
    make.ModuleFactory(course=course, minutes=270)
    edition = make.EditionFactory(
        course=course, code="1/2027", venue="Lublin", starts_on=date(2027, 1, 12), ends_on=date(2027, 1, 19)
    )
    organiser = {"@type": "Organization", "name": settings.KOMPAS.get("ORGANISER", {}).get("name") or ORGANISER}
    data = course_data(course, [edition, make.EditionFactory(course=course)])
    organiser["url"] = data["provider"]["url"]
    assert data == {
        "@context": "https://schema.org",
        "@type": "Course",
        "name": "Dialog",
        "description": "Jak rozmawiać.",
        "courseCode": "DM",
        "inLanguage": "pl",
        "provider": organiser,
        "url": f"{settings.KOMPAS['BASE_URL']}/kursy/{course.pk}/",
        "audience": {"@type": "EducationalAudience", "audienceType": "Pracownicy socjalni"},
        "teaches": ["Dialog motywujący"],
        "timeRequired": "PT04H30M00S",
        "hasCourseInstance": [
            {
                "@type": "CourseInstance",
                "name": "Dialog (1/2027)",
                "courseMode": ["onsite"],
                "startDate": "2027-01-12",
                "endDate": "2027-01-19",
                "eventStatus": "https://schema.org/EventScheduled",
                "organizer": organiser,
                "courseWorkload": "PT04H30M00S",
                "location": {"@type": "Place", "name": "Lublin", "address": "Lublin"},
            }
        ],
    }


ORGANISER = "Regionalny Ośrodek Polityki Społecznej w Lublinie"


def test_the_link_to_join_is_not_told_to_the_world():
    edition = make.EditionFactory(
        mode="remote", online_link="https://example.org/secret", starts_on=date(2027, 1, 12), ends_on=date(2027, 1, 12)
    )
    assert "secret" not in course_json(edition.course, [edition])


def test_a_cancelled_edition_says_so():
    edition = make.EditionFactory(state=EditionState.CANCELLED, starts_on=date(2027, 1, 12), ends_on=date(2027, 1, 12))
    data = course_data(edition.course, [edition])
    assert data["hasCourseInstance"][0]["eventStatus"] == "https://schema.org/EventCancelled"


def test_a_title_cannot_end_the_script_element():
    course = make.CourseFactory(title="</script><script>alert(1)</script> & \u2028")
    text = course_json(course, [])
    assert "<" not in text and ">" not in text and "&" not in text and "\u2028" not in text
    assert json.loads(text)["name"] == course.title
