"""Certificates of a person, for merging records."""

from django.utils.translation import gettext_lazy

from certificates.register.queries import of_person
from training.people.models import Person
from training.people.registry import MergePart, merge_parts


def _describe(person: Person) -> list[str]:
    return [f"{row.number}, {row.name}, {row.get_status_display()}" for row in of_person(person)]


def register() -> None:
    merge_parts.register("certificates", MergePart(gettext_lazy("Certificates"), _describe), order=50)
