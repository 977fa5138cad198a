"""A course as schema.org says it, for search engines (Course and CourseInstance)."""

import json
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.utils.duration import duration_iso_string
from django.utils.safestring import SafeString, mark_safe

from courses.catalogue import registry
from courses.catalogue.models import Course, Edition
from courses.catalogue.states import EditionState, Mode
from training.kernel.conf import setting
from training.kernel.links import site

_MODES = {Mode.ON_SITE: ["onsite"], Mode.REMOTE: ["online"], Mode.HYBRID: ["blended", "onsite", "online"]}
# Characters by which a text could end the script element or a line of it.
_ESCAPES = {"<": "\\u003C", ">": "\\u003E", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}


def course_data(
    course: Course, editions: Iterable[Edition], teaches: Iterable[str] | None = None, minutes: int | None = None
) -> dict[str, Any]:
    """The course with its editions that have days, as a JSON-LD object.

    Reads ``edition.county``, ``course.competences`` unless ``teaches`` names them, and ``course.modules`` unless
    their ``minutes`` are given: prefetch them where many are shown.
    """
    if minutes is None:
        minutes = sum(module.minutes for module in course.modules.all())
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Course",
        "name": course.title,
        "description": course.summary or course.purpose or course.title,
        "courseCode": course.code,
        "inLanguage": course.language,
        "provider": _organiser(),
    }
    if url := registry.url_of(course):
        data["url"] = _absolute(url)
    if course.audience:
        data["audience"] = {"@type": "EducationalAudience", "audienceType": course.audience}
    if teaches is None:
        teaches = [competence.name for competence in course.competences.all()]
    if named := list(teaches):
        data["teaches"] = named
    if minutes:
        data["timeRequired"] = _duration(minutes)
    instances = [_instance(edition, minutes) for edition in editions if edition.starts_on]
    if instances:
        data["hasCourseInstance"] = instances
    return data


def course_json(
    course: Course, editions: Iterable[Edition], teaches: Iterable[str] | None = None, minutes: int | None = None
) -> SafeString:
    """``course_data`` as text that is safe inside ``<script type="application/ld+json">``."""
    text = json.dumps(course_data(course, editions, teaches, minutes), ensure_ascii=False)
    for mark, escaped in _ESCAPES.items():
        text = text.replace(mark, escaped)
    return mark_safe(text)


def _instance(edition: Edition, minutes: int) -> dict[str, Any]:
    instance: dict[str, Any] = {
        "@type": "CourseInstance",
        "name": str(edition),
        "courseMode": _MODES[Mode(edition.mode)],
        "eventStatus": "https://schema.org/EventCancelled"
        if edition.state == EditionState.CANCELLED
        else "https://schema.org/EventScheduled",
        "organizer": _organiser(),
    }
    if edition.starts_on and edition.ends_on:
        instance |= {"startDate": edition.starts_on.isoformat(), "endDate": edition.ends_on.isoformat()}
    if minutes:
        instance["courseWorkload"] = _duration(minutes)
    county = edition.county.name if edition.county else ""
    if edition.mode != Mode.REMOTE and (edition.venue or county):
        place: dict[str, Any] = {"@type": "Place", "name": edition.venue or county}
        if edition.venue:
            place["address"] = edition.venue
        instance["location"] = place
    elif edition.mode == Mode.REMOTE:
        # The link to join is for participants; visitors get the page.
        address = registry.url_of(edition.course)
        instance["location"] = {"@type": "VirtualLocation", "url": _absolute(address) if address else site("/")}
    return instance


def _organiser() -> dict[str, Any]:
    organiser = setting("ORGANISER")
    return {"@type": "Organization", "name": organiser["name"], "url": organiser["website"] or site("/")}


def _absolute(url: str) -> str:
    return site(url) if url.startswith("/") else url


def _duration(minutes: int) -> str:
    return duration_iso_string(timedelta(minutes=minutes)).replace("P0DT", "PT")
