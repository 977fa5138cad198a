"""What is compared before and after an upgrade.

Figures are asked of the code of today.  Names here follow the code; the answers
in ``expected.json`` never change, because they are about days that are over.
"""

from datetime import timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from certificates.register.models import Certificate
from cms.actions import KINDS
from cms.addresses import models_of
from courses.attendance.models import Mark
from courses.catalogue.models import Course
from courses.enrolment.models import Enrolment
from courses.records.models import EditionRecord
from tests.factories import NOW, TODAY
from tests.walk.steps import addresses
from training.assessments.models import Assessment
from training.assessments.queries import held_levels
from training.kernel import integrity, triggers
from training.notices.models import Notice
from training.people.models import Employment, Person
from training.reports.queries import growth_table
from training.reports.rules import By

SINCE, ON = TODAY, TODAY + timedelta(days=2)


def faults() -> list[str]:
    """What ``kompas_check`` finds."""
    return sorted(str(fault) for entry in integrity.checks.entries() for fault in entry.value())


def missing_triggers() -> list[str]:
    return sorted(triggers.missing())


def unsearchable() -> list[str]:
    """Courses and pages that are found by something else than what they say."""
    models = [Course, *(model for kind in KINDS for model in models_of(kind))]
    rows = [row for model in models for row in model.objects.order_by("pk")]
    return [f"{row._meta.label} {row.pk}" for row in rows if row.search_text != row.search_column()]


def rewritten() -> list[str]:
    """Histories that let themselves be rewritten, although the triggers seem to be there."""
    changed = []
    for model, change in (
        (Certificate, {"payload_hash": "0" * 64}),
        (EditionRecord, {"payload_hash": "0" * 64}),
        (Assessment, {"level": 4}),
        (Employment, {"valid_from": TODAY}),
    ):
        try:
            with transaction.atomic():
                rows = model._base_manager.update(**change)
                changed.append(f"{model.__name__}: {rows} rows")
                transaction.set_rollback(True)
        except DatabaseError:
            continue
    return changed


def pages() -> dict[str, list[str]]:
    """Main pages that somebody does not get, by who asks."""
    lists = [reverse(name) for name, _route, _view in addresses() if "kompas" in name and name.endswith(":index")]
    learner = Person.objects.filter(user__isnull=False).order_by("pk").first()
    everybody = [
        "/",
        "/szkolenia/",
        *(f"/szkolenia/kurs-{key}/" for key in Course.objects.values_list("pk", flat=True)),
    ]
    asked: dict[str, tuple[Any, list[str]]] = {
        "nobody": (None, everybody),
        "office": (get_user_model().objects.filter(is_superuser=True).first(), ["/admin/", *lists]),
        "person": (learner and learner.user, [reverse("kompas_training:my_development")]),
    }
    return {who: _not_opened(user, urls) for who, (user, urls) in asked.items()}


def _not_opened(user: Any, urls: list[str]) -> list[str]:
    client = Client(raise_request_exception=False)
    if user is not None:
        client.force_login(user)
    answers = {url: client.get(url).status_code for url in urls}
    return [f"{url}: {status}" for url, status in answers.items() if status != 200]


def figures() -> dict[str, list]:
    """Answers about days that are over, as plain values."""
    names = {person.pk: str(person) for person in Person.objects.all()}
    return {
        "growth": [
            [by.value, row.label, row.people, row.assessed, row.both, row.rose, str(row.before), str(row.after)]
            # As recorded now, and as it was recorded before the corrections.
            for recorded_until in (None, NOW + timedelta(hours=1))
            for by in (By.COMPETENCE, By.COUNTY, By.KIND, By.POSITION)
            for row in growth_table(by=by, since=SINCE, on=ON, recorded_until=recorded_until)
        ],
        "levels": sorted([names[held.person_id], held.line_id, held.level] for held in held_levels(list(names), on=ON)),
        "posts": sorted([names[post.person_id], str(post.organisation), str(post.position)] for post in _posts()),
        "enrolments": sorted([names[row.person_id], row.state, row.arrival] for row in Enrolment.objects.all()),
        "attendance": sorted([mark.presence, mark.minutes] for mark in Mark.objects.all()),
        "certificates": sorted([row.number, row.name, row.status, row.kind] for row in Certificate.objects.all()),
        "records": sorted([row.version, row.edition.code] for row in EditionRecord.objects.select_related("edition")),
        "notices": sorted([row.kind, row.subject] for row in Notice.objects.all()),
    }


def _posts() -> list[Employment]:
    return list(Employment.objects.as_of(ON).select_related("organisation", "position"))
