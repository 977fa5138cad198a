"""Institutions and the dictionaries in the Wagtail admin."""

from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, TitleColumn

from training.kernel import time
from training.kernel.actors import Actor
from training.people import actions
from training.people.filters import OrganisationFilterSet
from training.people.forms import CloseForm, CountyForm, KindForm, OrganisationForm, PlaceForm, PositionForm
from training.people.models import County, Organisation, OrganisationKind, Placement, Position
from training.people.queries import staff_count, staff_heading
from training.people.viewsets.people import TEMPLATES, _quiet, shown_day
from training.ui.admin import (
    AdminAction,
    KompasIndexView,
    KompasViewSet,
    LocalInspectView,
    NumberColumn,
    ReasonForm,
    YesNoColumn,
)
from training.ui.searching import FoldedSearchMixin


def with_places(organisations: QuerySet[Organisation], user: Any) -> QuerySet[Organisation]:
    """Institutions with today's ``kind_name`` and ``county_name``, and ``staff_count`` as this reader may know it."""
    today = time.today()
    placed = Placement.objects.as_of(today).filter(organisation=OuterRef("pk")).order_by("-valid_from", "-pk")
    name = "name_pl" if (get_language() or "pl").startswith("pl") else "name_en"
    return organisations.annotate(
        kind_name=Subquery(placed.values(f"kind__{name}")[:1]),
        county_name=Subquery(placed.values("county__name")[:1]),
        staff_count=staff_count(user, "organisation"),
    )


class StaffCountIndexView(KompasIndexView):
    """Says of the column of staff what it counts: readers without names get a rounded number of a past day."""

    @cached_property
    def columns(self) -> list[Any]:
        columns = super().columns
        for column in columns:
            if column.name == "staff":
                column.label = staff_heading(self.request.user)
        return columns

    def get_heading(self, queryset: QuerySet, field: str) -> Any:
        return staff_heading(self.request.user) if field == "staff_count" else super().get_heading(queryset, field)


class OrganisationIndexView(FoldedSearchMixin, StaffCountIndexView):
    folded_fields = ("name_fold", "aliases__name_fold")
    digit_fields = ("nip", "regon", "phone_digits")

    def get_base_queryset(self) -> QuerySet[Organisation]:
        return with_places(Organisation.objects.all(), self.request.user).order_by("sort_key", "pk")


class OrganisationInspectView(LocalInspectView):
    template_name = f"{TEMPLATES}/organisation.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        places = self.object.placements.as_recorded().select_related("kind", "county").order_by("-valid_from", "-pk")
        return super().get_context_data(
            **kwargs,
            aliases=list(self.object.aliases.order_by("name_fold")),
            places=[{"place": place, "since": shown_day(place.valid_from)} for place in places],
            people_url=f"{reverse('kompas_person:index')}?organisation={self.object.pk}",
        )


def _place(organisation: Organisation, form: PlaceForm, actor: Actor) -> None:
    data = form.cleaned_data
    actions.place_organisation(
        organisation=organisation, kind=data["kind"], county=data["county"], valid_from=data["since"], actor=actor
    )


def _close(organisation: Organisation, form: CloseForm, actor: Actor) -> None:
    actions.close_organisation(organisation=organisation, actor=actor, **form.cleaned_data)


class OrganisationViewSet(KompasViewSet):
    model = Organisation
    name = "kompas_organisation"
    url_prefix = "kompas/organisations"
    menu_name = "kompas-organisations"
    menu_label = _("Institutions")
    icon = "home"
    add_item_label = _("Add an institution")
    index_view_class = OrganisationIndexView
    inspect_view_class = OrganisationInspectView
    filterset_class = OrganisationFilterSet
    search_fields = ["number", "locality", "email"]
    list_display = [
        TitleColumn("name", label=_("Name"), url_name="kompas_organisation:inspect", sort_key="sort_key"),
        Column("kind", label=_("Kind"), accessor="kind_name"),
        Column("county", label=_("County"), accessor="county_name"),
        NumberColumn("staff", label=_("Staff"), accessor="staff_count"),
        Column("number", label=_("Number")),
    ]
    list_export = [
        "name",
        "short_name",
        "number",
        "kind_name",
        "county_name",
        "staff_count",
        "nip",
        "regon",
        "locality",
        "address",
        "email",
        "phone",
        "closed_on",
    ]
    export_headings = {"kind_name": _("Kind"), "county_name": _("County"), "staff_count": _("Staff")}
    inspect_view_fields = [
        "name",
        "short_name",
        "number",
        "nip",
        "regon",
        "locality",
        "address",
        "email",
        "phone",
        "closed_on",
        "succeeded_by",
    ]
    actions = [
        AdminAction(
            "place",
            _("Change the kind or county"),
            act=_place,
            form_class=PlaceForm,
            explain=_("From a day on the institution is of another kind or in another county."),
            icon="site",
        ),
        AdminAction(
            "close",
            _("Close the institution"),
            act=_close,
            form_class=CloseForm,
            explain=_(
                "Its kind and county, posts and mandates end that day; reports count nobody there from the day after. "
                "Its history stays."
            ),
            icon="cross",
            is_serious=True,
            is_offered=lambda organisation: organisation.closed_on is None,
        ),
        AdminAction(
            "reopen",
            _("Reopen the institution"),
            act=lambda organisation, form, actor: _quiet(
                actions.reopen_organisation(organisation=organisation, reason=form.cleaned_data["reason"], actor=actor)
            ),
            form_class=ReasonForm,
            explain=_(
                "The closing was a mistake: what it ended holds again, and who it moved is not at the successor."
            ),
            icon="undo",
            is_offered=lambda organisation: organisation.closed_on is not None,
        ),
        AdminAction(
            "codes",
            _("Account codes for staff"),
            act=lambda organisation, form, actor: reverse("kompas_training:codes_of", args=[organisation.pk]),
            explain=_("A sheet of single-use codes to print and hand out, for people without an account."),
            icon="key",
            success="",
        ),
    ]

    def get_form_class(self, for_update: bool = False) -> type:
        return OrganisationForm

    def save(self, form: OrganisationForm, *, actor: Actor, instance: Organisation | None = None) -> Organisation:
        return actions.save_organisation(organisation=instance, actor=actor, **form.cleaned_data)


class KindViewSet(KompasViewSet):
    model = OrganisationKind
    name = "kompas_kind"
    url_prefix = "kompas/kinds"
    menu_name = "kompas-kinds"
    menu_label = _("Kinds of institutions")
    icon = "tag"
    add_item_label = _("Add a kind")
    search_fields = ["code", "name_pl", "name_en"]
    list_display = [
        TitleColumn("code", label=_("code"), accessor="code", url_name="kompas_kind:edit", sort_key="code"),
        Column("name_pl", label=_("Polish name"), sort_key="sort_key"),
        Column("name_en", label=_("English name")),
    ]
    list_export = ["code", "name_pl", "name_en"]
    inspect_view_fields = ["code", "name_pl", "name_en"]

    def get_form_class(self, for_update: bool = False) -> type:
        return KindForm

    def save(self, form: KindForm, *, actor: Actor, instance: OrganisationKind | None = None) -> OrganisationKind:
        return actions.save_kind(kind=instance, actor=actor, **form.cleaned_data)


class CountyViewSet(KompasViewSet):
    model = County
    name = "kompas_county"
    url_prefix = "kompas/counties"
    menu_name = "kompas-counties"
    menu_label = _("Counties")
    icon = "globe"
    add_item_label = _("Add a county")
    search_fields = ["code", "name", "seat"]
    list_display = [
        TitleColumn("name", label=_("Name"), accessor="name", url_name="kompas_county:edit", sort_key="sort_key"),
        Column("code", label=_("TERYT code"), sort_key="code"),
        Column("seat", label=_("Seat")),
        YesNoColumn("is_city", label=_("City with county rights")),
    ]
    list_export = ["code", "name", "seat", "is_city"]
    inspect_view_fields = ["code", "name", "seat", "is_city"]

    def get_form_class(self, for_update: bool = False) -> type:
        return CountyForm

    def save(self, form: CountyForm, *, actor: Actor, instance: County | None = None) -> County:
        return actions.save_county(county=instance, actor=actor, **form.cleaned_data)


class PositionIndexView(FoldedSearchMixin, StaffCountIndexView):
    folded_fields = ("name_fold", "aliases__name_fold")

    def get_base_queryset(self) -> QuerySet[Position]:
        staff = staff_count(self.request.user, "position")
        return Position.objects.annotate(staff_count=staff).order_by("sort_key", "pk")


class PositionViewSet(KompasViewSet):
    model = Position
    name = "kompas_position"
    url_prefix = "kompas/positions"
    menu_name = "kompas-positions"
    menu_label = _("Posts")
    icon = "clipboard-list"
    add_item_label = _("Add a post")
    index_view_class = PositionIndexView
    search_fields = ["name_en"]
    list_display = [
        TitleColumn("name", label=_("Name"), accessor="name", url_name="kompas_position:edit", sort_key="sort_key"),
        YesNoColumn("is_head", label=_("Heads a unit")),
        NumberColumn("staff", label=_("Staff"), accessor="staff_count"),
    ]
    list_export = ["code", "name_pl", "name_en", "is_head", "staff_count"]
    export_headings = {"staff_count": _("Staff")}
    inspect_view_fields = ["code", "name_pl", "name_en", "is_head"]

    def get_form_class(self, for_update: bool = False) -> type:
        return PositionForm

    def save(self, form: PositionForm, *, actor: Actor, instance: Position | None = None) -> Position:
        return actions.save_position(position=instance, actor=actor, **form.cleaned_data)
