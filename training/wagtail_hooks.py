"""What the ground floor adds to the Wagtail admin.  Only registers; rooms define."""

from django.urls import path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.viewsets.model import ModelViewSetGroup

from training.accounts.viewsets import ClaimCodeViewSet
from training.competences.choosers import competence_chooser
from training.competences.viewsets import CompetenceGroup
from training.desk.panels import to_do_today
from training.kernel import time
from training.notices.viewsets import NoticeViewSet
from training.people.choosers import kind_chooser, organisation_chooser, person_chooser, position_chooser
from training.people.viewsets import (
    CountyViewSet,
    DistinctViewSet,
    DuplicateViewSet,
    EmploymentViewSet,
    KindViewSet,
    MandateViewSet,
    MergeViewSet,
    OrganisationViewSet,
    PersonViewSet,
    PositionViewSet,
    StaffImportViewSet,
)
from training.reports.reports import PERMISSION, GrowthPeople, GrowthReport
from training.synonyms.viewsets import SynonymViewSet
from training.ui.admin import PermissionMenuItem
from training.ui.requests import clean_urls


class PeopleGroup(ModelViewSetGroup):
    """People and institutions in the menu of the admin."""

    items = (
        PersonViewSet(),
        StaffImportViewSet(),
        EmploymentViewSet(),
        MandateViewSet(),
        DuplicateViewSet(),
        MergeViewSet(),
        OrganisationViewSet(),
        PositionViewSet(),
        KindViewSet(),
        CountyViewSet(),
        ClaimCodeViewSet(),
        NoticeViewSet(),
    )
    menu_name = "kompas-people-group"
    menu_label = _("People")
    menu_icon = "group"
    menu_order = 220


@hooks.register("register_admin_viewset")
def people_viewsets():
    return PeopleGroup()


@hooks.register("register_admin_viewset")
def not_duplicates():
    # No entry of its own in the menu: reached from the duplicates.
    return DistinctViewSet()


@hooks.register("register_admin_viewset")
def synonyms():
    return SynonymViewSet()


@hooks.register("register_admin_viewset")
def competence_viewsets():
    return CompetenceGroup()


@hooks.register("register_admin_viewset")
def choosers():
    return [person_chooser, organisation_chooser, position_chooser, kind_chooser, competence_chooser]


@hooks.register("register_admin_urls")
def report_urls():
    return clean_urls(
        [
            path("reports/kompas/growth/", GrowthReport.as_view(), name="kompas_growth_report"),
            path("reports/kompas/growth/people/", GrowthPeople.as_view(), name="kompas_growth_people"),
        ]
    )


@hooks.register("register_reports_menu_item")
def growth_report():
    return PermissionMenuItem(
        _("Growth of competences"),
        reverse_lazy("kompas_growth_report"),
        permission=PERMISSION,
        name="kompas-growth",
        icon_name="list-ul",
        order=10,
    )


@hooks.register("construct_homepage_panels")
def office_work(request, panels):
    if panel := to_do_today(request.user, time.now()):
        panels.append(panel)
