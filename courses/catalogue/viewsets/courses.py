"""Courses and their standards in the Wagtail admin; editions and meetings are in ``edition_viewsets``."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, StatusTagColumn, TitleColumn

from courses.catalogue import actions as catalogue
from courses.catalogue import queries, registry, rules
from courses.catalogue.filters import CourseFilterSet
from courses.catalogue.forms import CourseForm, StandardForm
from courses.catalogue.models import Course, Edition, Outcome, Standard
from training.competences.queries import current_competences
from training.kernel import time
from training.kernel.input_text import number_of
from training.kernel.subqueries import count_of
from training.ui.admin import (
    AdminAction,
    KompasCreateView,
    KompasEditView,
    KompasIndexView,
    KompasViewSet,
    LocalInspectView,
    NumberColumn,
    WhenColumn,
)
from training.ui.searching import FoldedSearchMixin

TEMPLATES = "kompas_courses/catalogue/admin"


class FromQuery(KompasCreateView):
    """A form that begins with what the address says: ``?course=3``."""

    begins_with: tuple[str, ...] = ()

    def get_initial(self) -> dict[str, Any]:
        asked = {name: number_of(self.request.GET.get(name)) for name in self.begins_with}
        return {**super().get_initial(), **{name: key for name, key in asked.items() if key is not None}}


# ---- courses ---------------------------------------------------------------------------------------------------


class CourseIndexView(FoldedSearchMixin, KompasIndexView):
    folded_fields = ("search_text",)

    def get_base_queryset(self) -> QuerySet[Course]:
        rows = super().get_base_queryset().annotate(editions_count=count_of(Edition.objects.all(), "course"))
        return rows.order_by("sort_key", "pk")


class _BackToTheCourse:
    """After a course or its standard is saved: the course's page, where the next step waits."""

    object: Any

    def get_success_url(self) -> str:
        return reverse("kompas_course:inspect", args=[getattr(self.object, "course_id", self.object.pk)])


class CourseCreateView(_BackToTheCourse, KompasCreateView):
    pass


class CourseEditView(_BackToTheCourse, KompasEditView):
    pass


class CourseInspectView(LocalInspectView):
    template_name = f"{TEMPLATES}/course.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        course = self.object
        editions = queries.editions_for_lists().filter(course=course)
        return super().get_context_data(
            **kwargs,
            programme=queries.programme(course),
            standards=course.standards.annotate(
                outcomes_count=count_of(Outcome.objects.all(), "standard"),
                editions_count=count_of(Edition.objects.all(), "standard"),
            ).order_by("-version"),
            editions=[(edition, rules.phase(edition, time.today())) for edition in editions],
            kinds=course.kinds.all(),
            positions=course.positions.all(),
            competences=current_competences(course.competences.all()),
            page_url=registry.url_of(course),
            page_work_url=registry.page_work_of(self.request, course),
            may_change=self.user_has_permission("change"),
        )


class CourseViewSet(KompasViewSet):
    model = Course
    name = "kompas_course"
    url_prefix = "kompas/courses"
    menu_name = "kompas-courses"
    menu_label = _("Courses")
    icon = "openquote"
    add_item_label = _("Add a course")
    index_view_class = CourseIndexView
    add_view_class = CourseCreateView
    edit_view_class = CourseEditView
    inspect_view_class = CourseInspectView
    create_template_name = f"{TEMPLATES}/with_rows.html"
    edit_template_name = f"{TEMPLATES}/with_rows_edit.html"
    filterset_class = CourseFilterSet
    ordering = ["sort_key", "pk"]
    list_display = [
        TitleColumn(
            "title",
            label=_("Title"),
            sort_key="sort_key",
            get_url=lambda course: reverse("kompas_course:inspect", args=[course.pk]),
        ),
        Column("code", label=_("Code"), sort_key="code"),
        Column("mode", label=_("Mode"), accessor="get_mode_display", sort_key="mode"),
        NumberColumn("editions_count", label=_("Editions")),
        StatusTagColumn(
            "is_archived",
            label=_("State"),
            accessor=lambda course: _("archived") if course.is_archived else _("in use"),
        ),
    ]
    list_export = ["title", "code", "get_mode_display", "didactic_hour", "attendance_threshold", "created_at"]
    export_headings = {"get_mode_display": _("Mode")}
    inspect_view_fields = ["code", "summary", "purpose", "audience", "mode", "attendance_threshold", "didactic_hour"]

    def get_form_class(self, for_update: bool = False) -> type:
        return CourseForm

    def save(self, form: CourseForm, *, actor: Any, instance: Course | None = None) -> Course:
        course = catalogue.save_course(course=instance, actor=actor, **form.cleaned_data)
        catalogue.save_modules(course=course, modules=form.modules(), actor=actor)
        return course


# ---- standards -------------------------------------------------------------------------------------------------


class StandardIndexView(FoldedSearchMixin, KompasIndexView):
    folded_fields = ("course__title_fold",)
    search_fields = ["course__code"]

    def get_base_queryset(self) -> QuerySet[Standard]:
        return super().get_base_queryset().select_related("course")


class StandardCreateView(FromQuery, _BackToTheCourse, KompasCreateView):
    begins_with = ("course",)


class StandardEditView(_BackToTheCourse, KompasEditView):
    pass


class StandardInspectView(LocalInspectView):
    template_name = f"{TEMPLATES}/standard.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        standard = self.object
        return super().get_context_data(
            **kwargs,
            outcomes=standard.outcomes.select_related("competence").order_by("order", "pk"),
            editions=standard.editions.select_related("course").order_by("-starts_on", "-pk"),
        )


class StandardViewSet(KompasViewSet):
    model = Standard
    name = "kompas_standard"
    url_prefix = "kompas/standards"
    menu_name = "kompas-standards"
    menu_label = _("Standards")
    icon = "list-ol"
    add_item_label = _("Add a standard")
    index_view_class = StandardIndexView
    add_view_class = StandardCreateView
    edit_view_class = StandardEditView
    inspect_view_class = StandardInspectView
    create_template_name = f"{TEMPLATES}/with_rows.html"
    edit_template_name = f"{TEMPLATES}/with_rows_edit.html"
    ordering = ["course__sort_key", "-version"]
    list_display = [
        TitleColumn(
            "course",
            label=_("Course"),
            accessor="course.title",
            sort_key="course__sort_key",
            get_url=lambda standard: reverse("kompas_standard:inspect", args=[standard.pk]),
        ),
        NumberColumn("version", label=_("Version"), sort_key="version"),
        WhenColumn("locked_at", label=_("Locked"), sort_key="locked_at"),
    ]
    list_export = ["course.title", "version", "locked_at", "content_hash"]
    export_headings = {"course.title": _("Course"), "content_hash": "SHA-256"}
    inspect_view_fields = ["course", "version", "scope", "target_group", "locked_at", "content_hash"]
    actions = [
        AdminAction(
            "new_version",
            _("Make a new version"),
            act=lambda standard, form, actor: reverse(
                "kompas_standard:edit", args=[catalogue.new_standard_version(standard=standard, actor=actor).pk]
            ),
            explain=_("A copy that can be changed, for editions whose recruitment has not opened yet."),
            icon="copy",
        )
    ]

    def get_form_class(self, for_update: bool = False) -> type:
        return StandardForm

    def save(self, form: StandardForm, *, actor: Any, instance: Standard | None = None) -> Standard:
        data = form.cleaned_data
        return catalogue.save_standard(
            course=instance.course if instance else data["course"],
            standard=instance,
            scope=data["scope"],
            target_group=data["target_group"],
            outcomes=form.outcomes(),
            actor=actor,
        )
