"""Makes the page of a course from the course: an editor need not know where in the tree it belongs."""

from dataclasses import replace
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.urls import path, reverse
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log
from wagtail.models import Page

from cms.addresses import models_of
from courses.catalogue.models import Course
from training.competences.actions import retag
from training.competences.models import Framework
from training.kernel.actors import Actor
from training.kernel.polish import fold
from training.kernel.refusals import Refusal
from training.ui.admin import ActionView, AdminAction


class NoCatalogueForPages(Refusal):
    code = "no_catalogue_for_pages"
    message = _("There is no catalogue of courses where you may add pages.")


def page_of_course(course: Course) -> Page | None:
    """The page of the course, published or a draft."""
    for model in models_of("course"):
        if page := model.objects.filter(course=course).order_by("path").first():
            return page
    return None


def catalogue_for(user: Any) -> tuple[type[Page], Page] | None:
    """The type of course page that the user may add, and the catalogue to add it to."""
    for index in models_of("course_index"):
        for parent in index.objects.order_by("path"):
            kinds = [model for model in models_of("course") if model.can_create_at(parent)]
            if kinds and parent.permissions_for_user(user).can_add_subpage():
                return kinds[0], parent
    return None


def edit_url(request: HttpRequest, course: Course) -> str | None:
    """Where the user edits the page of the course, or the screen that creates it; nothing without the right to."""
    if page := page_of_course(course):
        may = page.permissions_for_user(request.user).can_edit()
        return reverse("wagtailadmin_pages:edit", args=[page.pk]) if may else None
    return reverse("kompas_course_page", args=[course.pk]) if catalogue_for(request.user) else None


def create_draft(course: Course, user: Any) -> str:
    """Create a draft with the title and the course; return the address of its editor.

    A site whose pages ask for more at once gets its own empty form instead.
    """
    if page := page_of_course(course):
        return reverse("wagtailadmin_pages:edit", args=[page.pk])
    catalogue = catalogue_for(user)
    if catalogue is None:
        raise NoCatalogueForPages
    model, parent = catalogue
    slug = slugify(fold(course.title))
    if parent.get_children().filter(slug=slug).exists():
        slug = ""  # Wagtail finds a free one
    page = model(title=course.title, slug=slug, course=course, live=False, owner=user)
    try:
        parent.add_child(instance=page)
    except ValidationError:
        return reverse("wagtailadmin_pages:add", args=[model._meta.app_label, model._meta.model_name, parent.pk])
    page.save_revision(user=user)
    log(instance=page, action="wagtail.create", user=user, content_changed=True)
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def retag_practices(framework: Framework) -> None:
    """Practices tagged with a competence that a newly published version continues are tagged with that one."""
    for model in models_of("practice"):
        retag(model.competences.through, framework)


class CreateCoursePageView(ActionView):
    """Asks for confirmation, creates the draft, opens its editor."""

    model = Course
    action = AdminAction(
        "page",
        _("Make the page of the course"),
        act=lambda course, form, actor: None,
        explain=_("A draft is made in the catalogue. Add an image and materials there, then publish it."),
        icon="doc-empty",
        success=_("The page is a draft: visitors see it once you publish it."),
    )
    index_url_name = "kompas_course:index"
    inspect_url_name = "kompas_course:inspect"
    header_icon = "doc-empty"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        self.action = replace(type(self).action, act=self._create_draft)
        super().setup(request, *args, **kwargs)

    def _create_draft(self, course: Course, form: Any, actor: Actor) -> str:
        return create_draft(course, self.request.user)


def admin_urls() -> list:
    return [path("kompas/courses/page/<int:pk>/", CreateCoursePageView.as_view(), name="kompas_course_page")]
