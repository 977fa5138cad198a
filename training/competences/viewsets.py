"""Frameworks, competences and profiles of posts in the Wagtail admin."""

from collections.abc import Callable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, StatusTagColumn, TitleColumn
from wagtail.admin.viewsets.model import ModelViewSetGroup

from training.competences import actions
from training.competences.forms import CarryForm, CompetenceForm, FrameworkForm, ProfileForm, PublishForm
from training.competences.models import Competence, Framework, RoleProfile
from training.competences.queries import competences_of, versions_of
from training.competences.refusals import ProfileHasNoFramework
from training.competences.states import FrameworkState
from training.kernel.actors import Actor
from training.kernel.dated import BEFORE_RECORDS
from training.kernel.subqueries import count_of
from training.ui.admin import (
    ActionView,
    AdminAction,
    KompasIndexView,
    KompasViewSet,
    LocalInspectView,
    NumberColumn,
    WhenColumn,
)


def _is_draft(framework: Framework) -> bool:
    return framework.state == FrameworkState.DRAFT


class PublishView(ActionView):
    """What changes against the version before, and for how many people, above the button that publishes."""

    template_name = "kompas_training/competences/publish.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        context["difference"] = context["form"].difference
        return context


class FrameworkIndexView(KompasIndexView):
    def get_base_queryset(self):
        counted = super().get_base_queryset().annotate(competence_count=count_of(Competence.objects.all(), "framework"))
        return counted.order_by("code", "-version")


class FrameworkInspectView(LocalInspectView):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, competences=competences_of(self.object))


class FrameworkViewSet(KompasViewSet):
    model = Framework
    name = "kompas_framework"
    url_prefix = "kompas/frameworks"
    menu_name = "kompas-frameworks"
    menu_label = _("Competence frameworks")
    icon = "list-ul"
    add_item_label = _("Add a framework")
    index_view_class = FrameworkIndexView
    inspect_view_class = FrameworkInspectView
    list_display = [
        TitleColumn("name", label=_("Name"), accessor="name", url_name="kompas_framework:inspect"),
        Column("version", label=_("version")),
        StatusTagColumn(
            "state",
            label=_("state"),
            accessor="get_state_display",
            primary=lambda framework: framework.state == FrameworkState.PUBLISHED,
        ),
        WhenColumn("published_at", label=_("published")),
        NumberColumn("competence_count", label=_("competences")),
    ]
    list_filter = ["state"]
    search_fields = ["name_pl", "name_en", "code"]
    list_export = ["code", "version", "name_pl", "name_en", "get_state_display", "published_at"]
    export_headings = {"get_state_display": _("State")}
    inspect_template_name = "kompas_training/competences/framework.html"
    inspect_view_fields = ["code", "version", "name_pl", "name_en", "state", "published_at", "content_hash"]
    actions = [
        AdminAction(
            "publish",
            _("Publish the framework"),
            form_class=PublishForm,
            act=lambda framework, form, actor: _quiet(actions.publish(framework=framework, actor=actor)),
            explain=_(
                "From now on the framework cannot change; people and courses can refer to it. "
                "To change something later, make a new version."
            ),
            icon="check",
            is_offered=_is_draft,
        ),
        AdminAction(
            "new_version",
            _("Make a new version"),
            act=lambda framework, form, actor: _page_of(actions.new_version(framework=framework, actor=actor)),
            success=_("This is the draft of the new version. It changes nothing for anybody until it is published."),
            explain=_(
                "A draft with the content of the newest version is made. Each competence continues the one it is a "
                "copy of, so the levels that people hold stay."
            ),
            icon="copy",
            is_offered=lambda framework: not _is_draft(framework),
        ),
        AdminAction(
            "retire",
            _("Retire the framework"),
            act=lambda framework, form, actor: _quiet(actions.retire(framework=framework, actor=actor)),
            explain=_("It is no longer offered. What was assessed by it stays."),
            icon="bin",
            is_serious=True,
            is_offered=lambda framework: framework.state == FrameworkState.PUBLISHED,
        ),
    ]

    def action_view(self, action: AdminAction) -> Callable:
        if action.name == "publish":
            return self.construct_view(PublishView, action=action)
        return super().action_view(action)

    def get_form_class(self, for_update: bool = False) -> type:
        return FrameworkForm

    def save(self, form: FrameworkForm, *, actor: Actor, instance: Framework | None = None) -> Framework:
        data = form.cleaned_data
        return actions.save_framework(
            framework=instance,
            actor=actor,
            code=data["code"],
            name_pl=data["name_pl"],
            name_en=data["name_en"],
            **form.parts(),
        )


def _page_of(framework: Framework) -> str:
    """Where to go on: to the version that was made, not back to the one it was made of."""
    return reverse("kompas_framework:inspect", args=[framework.pk])


def _quiet(_saved: Any) -> None:
    """The row's own page is shown after an action."""


def _may_carry(competence: Competence) -> bool:
    origins = competence.origins.all()
    is_open = bool(origins) and competence.continues_id is None and not any(row.carries for row in origins)
    return is_open and competence.framework.published_at is not None


class CompetenceInspectView(LocalInspectView):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        context["versions"] = versions_of(self.object)
        context["origins"] = self.object.origins.select_related("origin__framework")
        return context


class CompetenceIndexView(KompasIndexView):
    def get_base_queryset(self):
        rows = super().get_base_queryset().select_related("framework", "domain").prefetch_related("origins")
        return rows.order_by("framework__code", "-framework__version", "order", "code")


class CompetenceViewSet(KompasViewSet):
    model = Competence
    name = "kompas_competence"
    url_prefix = "kompas/competences"
    menu_name = "kompas-competences"
    menu_label = _("Competences")
    icon = "list-ul"
    add_item_label = _("Add a competence")
    delete_enabled = True
    index_view_class = CompetenceIndexView
    list_display = [
        TitleColumn("code", label=_("code"), accessor="code", url_name="kompas_competence:inspect"),
        Column("name", label=_("Name"), accessor="name"),
        Column("domain", label=_("domain")),
        Column("framework", label=_("framework")),
    ]
    list_filter = ["framework", "domain"]
    search_fields = ["name_pl", "name_en", "code"]
    list_export = ["framework", "code", "domain", "name_pl", "name_en"]
    inspect_view_class = CompetenceInspectView
    inspect_template_name = "kompas_training/competences/competence.html"
    inspect_view_fields = ["framework", "domain", "code", "name_pl", "name_en"]
    actions = [
        AdminAction(
            "carry_level",
            _("Carry a level on"),
            form_class=CarryForm,
            act=lambda competence, form, actor: _quiet(
                actions.carry_level(origin=form.cleaned_data["origin"], actor=actor)
            ),
            explain=_(
                "From now on the level that people hold in the chosen competence counts in this one too. "
                "This cannot be taken back; reports of past days stay as they were."
            ),
            icon="arrow-right",
            is_serious=True,
            is_offered=_may_carry,
        ),
    ]

    def get_form_class(self, for_update: bool = False) -> type:
        return CompetenceForm

    def save(self, form: CompetenceForm, *, actor: Actor, instance: Competence | None = None) -> Competence:
        data = form.cleaned_data
        saved = actions.save_competence(
            competence=instance,
            actor=actor,
            framework=data["domain"].framework,
            domain=data["domain"],
            code=data["code"],
            order=data["order"],
            name_pl=data["name_pl"],
            name_en=data["name_en"],
            descriptors=form.descriptors(),
        )
        lineage = form.lineage()
        return saved if lineage is None else actions.set_lineage(competence=saved, actor=actor, **lineage)

    def delete(self, instance: Competence, *, actor: Actor) -> None:
        actions.delete_competence(competence=instance, actor=actor)


class ProfileIndexView(KompasIndexView):
    def get_base_queryset(self):
        rows = super().get_base_queryset().as_recorded().select_related("framework")
        return rows.prefetch_related("positions").order_by("code", "-valid_from")


class ProfileInspectView(LocalInspectView):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            **kwargs, requirements=self.object.requirements.select_related("competence").order_by("competence__order")
        )


class ProfileViewSet(KompasViewSet):
    model = RoleProfile
    name = "kompas_profile"
    url_prefix = "kompas/profiles"
    menu_name = "kompas-profiles"
    menu_label = _("Profiles of posts")
    icon = "user"
    add_item_label = _("Add a profile")
    index_view_class = ProfileIndexView
    inspect_view_class = ProfileInspectView
    list_display = [
        TitleColumn("name", label=_("Name"), accessor="name", url_name="kompas_profile:inspect"),
        WhenColumn("valid_from", label=_("From"), accessor=lambda profile: _shown_day(profile.valid_from)),
        WhenColumn("valid_until", label=_("Until")),
        Column(
            "positions",
            label=_("posts"),
            accessor=lambda profile: ", ".join(str(post) for post in profile.positions.all()) or "–",
        ),
    ]
    list_filter = ["framework"]
    search_fields = ["name_pl", "name_en", "code"]
    list_export = ["code", "name_pl", "name_en", "valid_from", "valid_until", "legal_basis"]
    inspect_template_name = "kompas_training/competences/profile.html"
    inspect_view_fields = ["code", "name_pl", "name_en", "framework", "valid_from", "valid_until", "legal_basis"]

    def get_form_class(self, for_update: bool = False) -> type:
        return ProfileForm

    def save(self, form: ProfileForm, *, actor: Actor, instance: RoleProfile | None = None) -> RoleProfile:
        data = form.cleaned_data
        framework = form.framework
        if framework is None:
            raise ProfileHasNoFramework
        return actions.save_profile(
            profile=instance,
            actor=actor,
            framework=framework,
            code=data["code"],
            name_pl=data["name_pl"],
            name_en=data["name_en"],
            positions=list(data["positions"]),
            levels=form.levels(),
            valid_from=data["from_day"] or BEFORE_RECORDS,
            legal_basis=data["legal_basis"],
        )


def _shown_day(day: Any) -> Any:
    """“Since before our records” is a dash, not the year 1900."""
    return None if day == BEFORE_RECORDS else day


class CompetenceGroup(ModelViewSetGroup):
    items = (FrameworkViewSet(), CompetenceViewSet(), ProfileViewSet())
    menu_name = "kompas-competence-group"
    menu_label = _("Competences")
    menu_icon = "list-ul"
    menu_order = 230
