"""Bases of Kompas's screens in the Wagtail admin.

A form never saves by itself: ``KompasViewSet.save`` hands the cleaned data
to the room's action, and a ``Refusal`` comes back as an error of the form.
Nor does it write history: the action does, whoever calls it.

    class CourseViewSet(KompasViewSet):
        model = Course
        name = "kompas_course"
        url_prefix = "kompas/courses"
        menu_name = "kompas-courses"
        add_item_label = _("Add a course")
        actions = [AdminAction("cancel", _("Cancel the course"), act=…, form_class=ReasonForm)]

        def save(self, form, *, actor, instance=None):
            return catalogue.save_course(course=instance, actor=actor, **form.cleaned_data)
"""

from collections.abc import Callable
from copy import copy
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.core.paginator import Page
from django.db import models, transaction
from django.forms import Form, Media
from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils import formats
from django.utils.functional import Promise, cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.admin_url_finder import ModelAdminURLFinder
from wagtail.admin.menu import MenuItem
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.ui.components import Component
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import Button
from wagtail.admin.widgets.button import HeaderButton as HeaderButton

from training.kernel.actors import Actor
from training.kernel.refusals import Refusal
from training.ui.admin_actions import ActionView, AdminAction, ConfirmForm, ReasonForm, refuse
from training.ui.columns import CSS, MeterColumn, NumberColumn, WhenColumn, YesNoColumn
from training.ui.exports import LocalExportMixin, local_value
from training.ui.policies import policy_of
from training.ui.requests import with_clean_request

__all__ = [
    "ActionView",
    "AdminAction",
    "ConfirmForm",
    "HeaderButton",
    "KompasCreateView",
    "KompasDeleteView",
    "KompasEditView",
    "KompasIndexView",
    "KompasViewSet",
    "LocalExportMixin",
    "LocalInspectView",
    "MeterColumn",
    "NumberColumn",
    "PermissionMenuItem",
    "ReasonForm",
    "WhenColumn",
    "YesNoColumn",
    "refuse",
]


def media() -> Media:
    """The styles that one of our admin pages carries: nothing is put on the others."""
    return Media(css=CSS)


class PermissionMenuItem(MenuItem):
    """An entry shown to those who may: ``permission`` ("app.codename"), or any of ``actions`` on ``model``."""

    def __init__(
        self,
        label: str | Promise,
        url: str | Promise,
        *,
        permission: str = "",
        model: type[models.Model] | None = None,
        actions: tuple[str, ...] = ("view", "change", "add"),
        **kwargs: Any,
    ) -> None:
        super().__init__(label, url, **kwargs)
        if not permission and model is None:
            raise ImproperlyConfigured(f"The menu entry {self.name!r} names neither a permission nor a model.")
        self.permission, self.model, self.actions = permission, model, actions

    def is_shown(self, request: HttpRequest) -> bool:
        if self.permission:
            return request.user.has_perm(self.permission)
        return self.model is not None and policy_of(self.model).user_has_any_permission(request.user, self.actions)


# ---- views -----------------------------------------------------------------------------------------------------


class _OfferedActions:
    """Buttons of the viewset's actions in a page's header."""

    kompas_actions: tuple[AdminAction, ...] = ()
    kompas_namespace = ""
    # Of Wagtail's views, which this is mixed into.
    user_has_permission: Callable[[str], bool]

    def action_buttons(self, instance: models.Model) -> list[Button]:
        buttons = []
        for number, action in enumerate(self.kompas_actions):
            if self.user_has_permission(action.permission) and action.is_offered(instance):
                url = reverse(f"{self.kompas_namespace}:{action.name}", args=[instance.pk])
                buttons.append(Button(action.label, url=url, icon_name=action.icon, priority=40 + number))
        return buttons


class _Paginator(WagtailPaginator):
    """Counts rows without naming them: a number with a noun needs more forms than a model's two names give."""

    @cached_property
    def items_count_label(self) -> str:
        return gettext("Rows: %(count)s") % {"count": formats.number_format(self.count, force_grouping=True)}

    def page(self, number: int) -> Page:
        """The rows of a page are chosen by their keys, then read.

        Read at once, the database joins, counts and sorts all that the list shows for every row of the
        table, to give fifty of them away.
        """
        page, rows = super().page(number), self.object_list
        if isinstance(rows, models.QuerySet) and not (rows.query.is_sliced or rows.query.distinct):
            page.object_list = rows.filter(pk__in=page.object_list.values("pk"))
        return page


class KompasIndexView(LocalExportMixin, _OfferedActions, generic.IndexView):
    """A list with filters, search and xlsx in local time."""

    results_template_name = "kompas_ui/admin/index_results.html"
    paginator_class = _Paginator

    @cached_property
    def columns(self) -> list[Any]:
        """A heading begins with a capital, also where it is the name of a field."""
        columns = [copy(column) for column in super().columns]
        for column in columns:
            column.label = capfirst(str(column.label))
            column.header = column.Header(column)
        return columns

    @property
    def no_results_message(self) -> str:
        # Wagtail's sentence puts the model's name where Polish needs another case.
        if self.is_searching or self.is_filtering:
            return gettext("Nothing answers the search or the filters.")
        return gettext("There is nothing here yet.")

    def get_list_more_buttons(self, instance: models.Model) -> list[Any]:
        return [*super().get_list_more_buttons(instance), *self.action_buttons(instance)]

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(*args, **kwargs)
        context["media"] = context.get("media", Media()) + media()
        return context


class SavesThroughAction:
    """``form_valid`` of Wagtail's form views, with the room's action in place of ``form.save()``."""

    save_through: Callable[..., models.Model] = None  # type: ignore[assignment]  # as_view() sets it
    # Of Wagtail's form views, which this is mixed into.
    request: HttpRequest
    form: Form
    _before: Callable[[], models.Model | None]
    get_error_message: Callable[[], str]
    form_invalid: Callable[[Form], HttpResponse]

    def save_instance(self) -> models.Model:
        actor = Actor.of_user(self.request.user)
        return self.save_through(self.form, actor=actor, instance=self._before())

    def form_valid(self, form: Form) -> HttpResponse:
        try:
            # A refusal in the middle takes back everything the action wrote.
            with transaction.atomic():
                return super().form_valid(form)  # type: ignore[misc]  # of Wagtail's form views, mixed in below
        except Refusal as refusal:
            refuse(form, refusal)
            self.produced_error_code = "validation_error"
            self.produced_error_message = self.get_error_message()
            return self.form_invalid(form)


class KompasCreateView(SavesThroughAction, generic.CreateView):
    success_message: str | Promise | None = _("Saved: %(object)s")
    error_message = _("Not saved: something needs correcting.")

    def _before(self) -> None:
        return None

    def get_success_buttons(self) -> list[Any]:
        # A row that is never edited has no page to go on to.
        return super().get_success_buttons() if self.edit_url_name else []


class KompasEditView(_OfferedActions, SavesThroughAction, generic.EditView):
    success_message: str | Promise | None = _("Saved: %(object)s")
    error_message = _("Not saved: something needs correcting.")

    def _before(self) -> models.Model:
        # The form has already written the new values into its own instance;
        # the action compares them with what the database holds.
        return self.model._default_manager.get(pk=self.object.pk)

    @cached_property
    def header_more_buttons(self) -> list[Any]:
        return [*super().header_more_buttons, *self.action_buttons(self.object)]


class KompasDeleteView(generic.DeleteView):
    template_name = "kompas_ui/admin/confirm_delete.html"
    delete_through: Callable[..., None] = None  # type: ignore[assignment]  # as_view() sets it

    def delete_action(self) -> None:
        # In place of Wagtail's own, which deletes by itself and writes history of its own.
        self.delete_through(self.object, actor=Actor.of_user(self.request.user))

    def form_valid(self, form: Form) -> HttpResponse:
        try:
            with transaction.atomic():
                return super().form_valid(form)
        except Refusal as refusal:
            refuse(form, refusal)
            return self.render_to_response(self.get_context_data(form=form, refusal=refusal.sentence))


class LocalInspectView(_OfferedActions, generic.InspectView):
    """Wagtail's inspect page with moments in local time (it prints UTC), and figures above the facts."""

    template_name = "kompas_ui/admin/inspect.html"

    def get_field_display_value(self, field_name: str, field: Any) -> Any:
        value = local_value(super().get_field_display_value(field_name, field))
        if isinstance(value, bool):
            return gettext("yes") if value else gettext("no")
        return "–" if value in (None, "") else value

    def get_figures(self) -> list[Component]:
        return []

    @cached_property
    def header_more_buttons(self) -> list[Any]:
        return [*super().header_more_buttons, *self.action_buttons(self.object)]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        context["figures"] = self.get_figures()
        context["media"] = sum((figure.media for figure in context["figures"]), context.get("media", Media()) + media())
        return context


class KompasViewSet(ModelViewSet):
    """A ``ModelViewSet`` whose forms go through actions.

    ``save`` is required unless the viewset only shows (``add_enabled`` and
    ``edit_enabled`` off).  Deleting, copying and Wagtail's usage pages are
    off unless asked for: most of what Kompas keeps is ended, not deleted.
    """

    index_view_class = KompasIndexView
    add_view_class = KompasCreateView
    edit_view_class = KompasEditView
    delete_view_class = KompasDeleteView
    inspect_view_class = LocalInspectView
    inspect_view_enabled = True
    copy_view_enabled = False
    add_enabled = True
    edit_enabled = True
    delete_enabled = False
    add_to_reference_index = False
    list_per_page = 30
    actions: list[AdminAction] = []
    # Grammar: Wagtail would build "Add %(model)s" from the nominative.
    add_item_label: str | Promise = _("Add")

    def __init__(self, name: str | None = None, **kwargs: Any) -> None:
        super().__init__(name, **kwargs)
        mro = type(self).__mro__
        ours = mro[: mro.index(KompasViewSet)]
        for needed in ("name", "url_prefix", "menu_name"):
            # Wagtail's defaults come from the model's name and would collide with the host's.
            if needed not in self.__dict__ and not any(needed in cls.__dict__ for cls in ours):
                raise ImproperlyConfigured(f"{type(self).__name__} must say its {needed}.")

    def save(self, form: Any, *, actor: Actor, instance: Any = None) -> models.Model:
        """Call the room's action with the cleaned form; ``instance`` is the row as it was, or ``None``.

        ``Any``, because each viewset names its own form and model.
        """
        raise NotImplementedError(f"{type(self).__name__}.save")

    def delete(self, instance: Any, *, actor: Actor) -> None:
        """Call the room's action that deletes."""
        raise NotImplementedError(f"{type(self).__name__}.delete")

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        ours: dict[str, Any] = {
            "usage_url_name": None,
            "kompas_actions": tuple(self.actions),
            "kompas_namespace": self.url_namespace,
            **kwargs,
        }
        if not self.add_enabled:
            ours["add_url_name"] = None
        if not self.edit_enabled:
            ours["edit_url_name"] = None
        if not self.delete_enabled:
            ours["delete_url_name"] = None
        return super().get_common_view_kwargs(**ours)

    @cached_property
    def url_finder_class(self) -> type:
        if self.edit_enabled:
            return super().url_finder_class
        # Wagtail's report of what was done leads to "edit", whether there is such an address or not.
        shown = {"edit_url_name": self.get_url_name("inspect")}
        return type("InspectURLFinder", (ModelAdminURLFinder,), shown)

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_index_view_kwargs(**{"add_item_label": self.add_item_label, **kwargs})

    def get_add_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_add_view_kwargs(**{"save_through": self.save, **kwargs})

    def get_edit_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_edit_view_kwargs(**{"save_through": self.save, **kwargs})

    def get_delete_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_delete_view_kwargs(**{"delete_through": self.delete, **kwargs})

    def construct_view(self, view_class: type, **kwargs: Any) -> Callable[..., HttpResponse]:
        return with_clean_request(super().construct_view(view_class, **kwargs))

    def get_form_class(self, for_update: bool = False) -> type:
        if not (self.add_enabled or self.edit_enabled):
            return Form
        return super().get_form_class(for_update=for_update)

    def action_view(self, action: AdminAction) -> Callable[..., HttpResponse]:
        """The page of one action: what will happen, the form, the button."""
        return self.construct_view(ActionView, action=action)

    def get_urlpatterns(self) -> list[Any]:
        off = {"usage"}
        off |= {"add"} if not self.add_enabled else set()
        off |= {"edit"} if not self.edit_enabled else set()
        off |= {"delete"} if not self.delete_enabled else set()
        kept = [pattern for pattern in super().get_urlpatterns() if pattern.name not in off]
        conv = self.pk_path_converter
        return [
            *kept,
            *(
                path(f"{action.name}/<{conv}:pk>/", self.action_view(action), name=action.name)
                for action in self.actions
            ),
        ]
