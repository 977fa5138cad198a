"""Duplicates in the Wagtail admin's menu, and the pairs that were told apart."""

from functools import partial
from typing import Any

from django.db.models import QuerySet
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.viewsets.base import ViewSet

from training.kernel.actors import Actor
from training.people import actions
from training.people.models import DistinctPeople, Merge
from training.people.viewsets.duplicate_list import DuplicatesView, NotDuplicatesView
from training.people.viewsets.merges import CompareView
from training.ui.admin import AdminAction, KompasIndexView, KompasViewSet, PermissionMenuItem, WhenColumn
from training.ui.requests import with_clean_request
from training.ui.searching import FoldedSearchMixin


class DuplicateViewSet(ViewSet):
    name = "kompas_duplicate"
    url_prefix = "kompas/duplicates"
    menu_name = "kompas-duplicates"
    menu_label = _("Duplicates")
    icon = "group"
    # A plain ``partial`` would be bound to the viewset by a coming Python; 3.13 warns of it.
    menu_item_class = staticmethod(partial(PermissionMenuItem, model=Merge, actions=("add",)))

    def construct_view(self, view_class: type, **kwargs: Any) -> Any:
        return with_clean_request(super().construct_view(view_class, **kwargs))

    def get_urlpatterns(self) -> list[Any]:
        return [
            path("", self.construct_view(DuplicatesView), name="index"),
            path("<int:first>/<int:second>/", self.construct_view(CompareView), name="compare"),
            path("apart/<int:first>/<int:second>/", self.construct_view(NotDuplicatesView), name="apart"),
        ]


# ---- told apart ------------------------------------------------------------------------------------------------


class DistinctIndexView(FoldedSearchMixin, KompasIndexView):
    page_title = _("Told apart")
    folded_fields = ("first__name_fold", "second__name_fold")

    def get_base_queryset(self) -> QuerySet[DistinctPeople]:
        return DistinctPeople.objects.select_related("first", "second").order_by("-decided_at", "-pk")


def _offer_again(pair: DistinctPeople, form: Any, actor: Actor) -> str:
    actions.offer_again(pair=pair, actor=actor)
    return reverse("kompas_distinct:index")


class DistinctViewSet(KompasViewSet):
    model = DistinctPeople
    name = "kompas_distinct"
    url_prefix = "kompas/told-apart"
    menu_name = "kompas-told-apart"
    menu_label = _("Told apart")
    icon = "group"
    add_enabled = False
    edit_enabled = False
    index_view_class = DistinctIndexView
    search_fields: list[str] = []
    list_display = [
        TitleColumn("first", label=_("Person"), accessor="first.list_name", url_name="kompas_distinct:inspect"),
        Column("second", label=_("Another person"), accessor="second.list_name"),
        WhenColumn("decided_at", label=_("Decided on"), sort_key="decided_at"),
        Column("decided_by", label=_("Who")),
    ]
    list_export = ["first.list_name", "second.list_name", "decided_at", "decided_by"]
    export_headings = {"first.list_name": _("Person"), "second.list_name": _("Another person")}
    inspect_view_fields = ["first", "second", "decided_at", "decided_by"]
    actions = [
        AdminAction(
            "offer",
            _("Offer for merging again"),
            act=_offer_again,
            explain=_("The pair stands among the duplicates again, as long as something makes the two alike."),
            icon="undo",
        ),
    ]
