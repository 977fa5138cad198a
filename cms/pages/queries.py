"""Pages of things, for those who start from the thing."""

from wagtail.models import Page

from cms.addresses import models_of
from courses.catalogue.models import Course


def page_of(course: Course) -> Page | None:
    """The live page of a course, the first in the tree when it has several."""
    for model in models_of("course"):
        if page := model.objects.live().filter(course=course).order_by("path").first():
            return page
    return None
