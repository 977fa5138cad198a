"""Funding sources in the Wagtail admin, and the part of an edition's page that names them."""

from typing import Any

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.components import Component
from wagtail.admin.ui.tables import Column, TitleColumn

from courses.catalogue.models import Edition
from courses.catalogue.states import EditionState
from courses.funding import actions, queries
from courses.funding.forms import EditionFundingForm, FundingSourceForm
from courses.funding.models import FundingSource
from training.ui.admin import ActionView, AdminAction, KompasViewSet, WhenColumn


class FundingSourceViewSet(KompasViewSet):
    model = FundingSource
    name = "kompas_funding"
    url_prefix = "kompas/funding"
    menu_name = "kompas-funding"
    menu_label = _("Funding sources")
    icon = "pick"
    add_item_label = _("Add a funding source")
    search_fields = ["name", "project_number", "project_title"]
    ordering = ["sort_key", "pk"]
    list_display = [
        TitleColumn(
            "name",
            label=_("Name"),
            sort_key="sort_key",
            get_url=lambda source: reverse("kompas_funding:edit", args=[source.pk]),
        ),
        Column("project_number", label=_("Project number"), sort_key="project_number"),
        WhenColumn("starts_on", label=_("From"), sort_key="starts_on"),
        WhenColumn("ends_on", label=_("Until"), sort_key="ends_on"),
    ]
    list_filter = {"starts_on": ["gte"], "ends_on": ["lte"]}
    list_export = ["name", "project_number", "project_title", "sentence", "starts_on", "ends_on"]
    inspect_view_fields = [
        "name",
        "project_title",
        "project_number",
        "sentence",
        "strip",
        "strip_alt",
        "starts_on",
        "ends_on",
    ]

    def get_form_class(self, for_update: bool = False) -> type:
        return FundingSourceForm

    def save(self, form: FundingSourceForm, *, actor: Any, instance: FundingSource | None = None) -> FundingSource:
        return actions.save_source(source=instance, actor=actor, **form.cleaned_data)


# ---- of an edition ---------------------------------------------------------------------------------------------

FUND = AdminAction(
    "funding",
    _("Funding of the edition"),
    act=lambda edition, form, actor: actions.set_funding(
        edition=edition, sources=list(form.cleaned_data["sources"]), actor=actor
    ),
    form_class=EditionFundingForm,
    icon="pick",
)


def admin_urls() -> list:
    view = ActionView.as_view(
        model=Edition,
        action=FUND,
        index_url_name="kompas_edition:index",
        edit_url_name="kompas_edition:edit",
        inspect_url_name="kompas_edition:inspect",
        header_icon="pick",
    )
    return [path("kompas/editions/funding/<int:pk>/", view, name="kompas_edition_funding")]


class FundingPanel(Component):
    template_name = "kompas_courses/funding/admin/panel.html"

    def __init__(self, edition: Edition, *, may_change: bool) -> None:
        self.edition, self.may_change = edition, may_change

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        is_open = self.edition.state in {EditionState.DRAFT, EditionState.PUBLISHED}
        return {
            "edition": self.edition,
            "sources": queries.shown_funding(self.edition),
            "may_change": self.may_change and is_open,
        }


def funding_panel(request: Any, edition: Edition) -> Component:
    return FundingPanel(edition, may_change=request.user.has_perm("kompas_courses.change_edition"))
