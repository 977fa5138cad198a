"""Who wishes for what, in the Wagtail admin: for those who see names."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, StatusTagColumn, TitleColumn

from courses.demand import actions as demand
from courses.demand import queries
from courses.demand.filters import WishFilterSet
from courses.demand.models import Wish
from training.ui.admin import AdminAction, KompasIndexView, KompasViewSet, LocalInspectView, ReasonForm, WhenColumn
from training.ui.searching import FoldedSearchMixin


def _subject(wish: Any) -> str:
    """Of a row of ``queries.listed_wishes``."""
    if wish.course:
        return wish.course.title
    return gettext("%(competence)s, level %(level)d") % {"competence": wish.competence_name, "level": wish.level}


class WishesView(FoldedSearchMixin, KompasIndexView):
    folded_fields = ("person__name_fold", "person__email_fold", "organisation__name_fold", "course__title_fold")
    digit_fields = ("person__phone_digits", "organisation__nip")

    def get_base_queryset(self) -> QuerySet[Wish]:
        return queries.listed_wishes()


class WishView(LocalInspectView):
    def get_field_display_value(self, field_name: str, field: Any) -> Any:
        if field_name == "line" and self.object.line_id:
            return queries.named([self.object])[0].competence
        return super().get_field_display_value(field_name, field) or "–"


class WishViewSet(KompasViewSet):
    model = Wish
    name = "kompas_wish"
    url_prefix = "kompas/wishes"
    menu_name = "kompas-wishes"
    menu_label = _("Wishes for courses")
    icon = "comment"
    add_enabled = False
    edit_enabled = False
    index_view_class = WishesView
    inspect_view_class = WishView
    filterset_class = WishFilterSet
    ordering = ["-asked_at", "-pk"]
    list_display = [
        TitleColumn(
            "person",
            label=_("Person"),
            accessor="person.list_name",
            sort_key="person__sort_key",
            get_url=lambda wish: reverse("kompas_wish:inspect", args=[wish.pk]),
        ),
        Column("subject", label=_("Wished for"), accessor=_subject),
        Column("organisation", label=_("Institution"), accessor=lambda wish: wish.organisation or "–"),
        Column("county", label=_("County"), accessor=lambda wish: wish.county or "–"),
        WhenColumn("asked_at", label=_("Asked on"), sort_key="asked_at"),
        StatusTagColumn(
            "state", label=_("State"), accessor="get_state_display", primary=lambda wish: wish.is_open, sort_key="state"
        ),
    ]
    list_export = [
        "person.last_name",
        "person.first_name",
        "person.email",
        "person.phone",
        "organisation",
        "county",
        "position",
        "course",
        "competence_name",
        "level",
        "asked_at",
        "get_state_display",
        "ended_at",
    ]
    export_headings = {
        "person.last_name": _("Surname"),
        "person.first_name": _("First name"),
        "person.email": _("E-mail"),
        "person.phone": _("Phone"),
        "competence_name": _("Competence"),
        "get_state_display": _("State"),
    }
    inspect_view_fields = [
        "person",
        "course",
        "line",
        "level",
        "organisation",
        "position",
        "county",
        "asked_at",
        "state",
        "ended_at",
        "answered_by",
    ]
    actions = [
        AdminAction(
            "withdraw",
            _("Withdraw"),
            act=lambda wish, form, actor: _done(
                demand.withdraw(wish=wish, reason=form.cleaned_data["reason"], actor=actor)
            ),
            form_class=ReasonForm,
            explain=_("For somebody who asked by telephone or on paper. No letter is sent."),
            icon="undo",
            is_offered=lambda wish: wish.is_open,
        ),
    ]


def _done(withdrawn: Wish) -> None:
    """An action that answers with the row's own page."""
