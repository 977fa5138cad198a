"""Pickers of courses and editions in the admin."""

from django.utils.translation import gettext_lazy as _

from courses.catalogue.models import Course, Edition
from training.ui.choosers import KompasChooserViewSet


class CourseChooser(KompasChooserViewSet):
    model = Course
    icon = "openquote"
    permission = "kompas_courses.view_course"
    search_fields = ("code",)
    folded_fields = ("title_fold",)
    choose_one_text = _("Choose a course")
    choose_another_text = _("Choose another course")
    edit_item_text = _("Show this course")


class EditionChooser(KompasChooserViewSet):
    model = Edition
    icon = "date"
    permission = "kompas_courses.view_edition"
    search_fields = ("code", "course__code")
    folded_fields = ("own_title_fold", "course__title_fold", "place_fold")
    choose_one_text = _("Choose an edition")
    choose_another_text = _("Choose another edition")
    edit_item_text = _("Show this edition")

    def get_object_list(self):
        return Edition.objects.select_related("course").order_by("-starts_on", "-pk")


course_chooser = CourseChooser("kompas_course_chooser", url_prefix="kompas/choose/course")
edition_chooser = EditionChooser("kompas_edition_chooser", url_prefix="kompas/choose/edition")
