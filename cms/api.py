"""How Wagtail's API (v2) tells what our pages point at."""

from typing import Any

from rest_framework.fields import Field

from courses.catalogue.models import Course


class CourseField(Field):
    """A course: the words of its page are its own."""

    def to_representation(self, course: Course) -> dict[str, Any]:
        return {
            "id": course.pk,
            "code": course.code,
            "title": course.title,
            "summary": course.summary,
            "audience": course.audience,
            "language": course.language,
        }


class CompetencesField(Field):
    """Competences by code and name, the name in the language of the request."""

    def to_representation(self, competences: Any) -> list[dict[str, str]]:
        listed = competences.select_related("domain").order_by("order", "code")
        return [{"code": competence.code, "name": competence.name} for competence in listed]


class OrganisationField(Field):
    """An institution, by the name that the page shows."""

    def to_representation(self, organisation: Any) -> dict[str, Any]:
        return {"id": organisation.pk, "name": organisation.name}
