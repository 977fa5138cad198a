"""What the courses add to the Wagtail admin.  Only registers; rooms define."""

from django.urls import path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.viewsets.model import ModelViewSetGroup

from courses.catalogue.choosers import course_chooser, edition_chooser
from courses.catalogue.registry import edition_panels
from courses.catalogue.viewsets import CourseViewSet, EditionViewSet, MeetingViewSet, StandardViewSet
from courses.completion.viewsets import AssessorshipViewSet, CompletionViewSet, VerificationViewSet
from courses.demand.reports import PERMISSION as DEMAND_PERMISSION
from courses.demand.reports import DemandReport
from courses.demand.viewsets import WishViewSet
from courses.enrolment.panels import recruitment_panel
from courses.enrolment.viewsets import ApplicantViewSet
from courses.funding import viewsets as funding
from training.ui.admin import PermissionMenuItem
from training.ui.requests import clean_urls


class CoursesGroup(ModelViewSetGroup):
    """The catalogue in the menu of the admin; floors above add their own entries beside it."""

    menu_label = _("Courses")
    menu_name = "kompas-courses-group"
    menu_icon = "openquote"
    menu_order = 160
    items = (
        EditionViewSet(),
        ApplicantViewSet(),
        WishViewSet(),
        CourseViewSet(),
        MeetingViewSet(),
        StandardViewSet(),
        funding.FundingSourceViewSet(),
        # How courses end: who assesses, what was verified, who completed.
        CompletionViewSet(),
        VerificationViewSet(),
        AssessorshipViewSet(),
    )


@hooks.register("register_admin_viewset")
def catalogue():
    return CoursesGroup()


@hooks.register("register_admin_viewset")
def choosers():
    return [course_chooser, edition_chooser]


@hooks.register("register_admin_urls")
def funding_urls():
    return clean_urls(funding.admin_urls())


@hooks.register("register_admin_urls")
def report_urls():
    return clean_urls([path("reports/kompas/demand/", DemandReport.as_view(), name="kompas_demand_report")])


@hooks.register("register_reports_menu_item")
def demand_report():
    return PermissionMenuItem(
        _("Demand for courses"),
        reverse_lazy("kompas_demand_report"),
        permission=DEMAND_PERMISSION,
        name="kompas-demand",
        icon_name="list-ul",
        order=20,
    )


edition_panels.register("recruitment", recruitment_panel, order=10)
edition_panels.register("funding", funding.funding_panel, order=60)
