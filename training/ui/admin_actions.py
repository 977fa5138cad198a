"""A verb in the admin: a page that says what will happen, asks what it must, and calls the room's action."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from training.kernel.actors import Actor
from training.kernel.refusals import Refusal
from training.ui.columns import CSS
from training.ui.policies import ModelPermissionMixin


class ConfirmForm(forms.Form):
    """Nothing to fill in: only the button."""


class ReasonForm(forms.Form):
    """An action that must say why."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Kept in the history and shown to the people concerned."),
    )


def _always(instance: models.Model) -> bool:
    return True


_DONE = _("Done: %(action)s.")


@dataclass(frozen=True)
class AdminAction:
    """One verb on one row.

    ``act(instance, form, actor)`` calls the room's action, which writes the
    history; what it returns may be an address to go to, else the row's page is shown.  ``is_offered``
    only hides the button: the action itself decides.
    """

    name: str
    label: str | Promise
    act: Callable[[Any, Any, Actor], Any]
    form_class: type[forms.Form] = ConfirmForm
    explain: str | Promise | Callable[[Any], str] = ""
    permission: str = "change"
    icon: str = "cog"
    is_offered: Callable[[Any], bool] = _always
    is_serious: bool = False
    success: str | Promise = _DONE


def refuse(form: forms.Form, refusal: Refusal) -> None:
    """The refusal as an error of the form: beside the field the refusal names, else at the top."""
    field = getattr(refusal, "field", None)
    form.add_error(field if field in form.fields else None, forms.ValidationError(refusal.sentence, code=refusal.code))


class ActionView(ModelPermissionMixin, WagtailAdminTemplateMixin, FormView):
    """The page of an ``AdminAction``, made by ``KompasViewSet``; or subclassed with ``action`` of its own."""

    action: AdminAction = None  # type: ignore[assignment]  # as_view() sets it
    model: type[models.Model] = None  # type: ignore[assignment]  # as_view() sets it
    template_name = "kompas_ui/admin/action.html"
    index_url_name: str | None = None
    edit_url_name: str | None = None
    inspect_url_name: str | None = None
    header_icon = ""

    def setup(self, request: Any, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.permission_required = self.action.permission
        self.object = get_object_or_404(self.model, pk=kwargs["pk"])

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.user_has_permission_for_instance(self.action.permission, self.object):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_form_class(self) -> type[forms.Form]:
        return self.action.form_class

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_form_kwargs()
        if getattr(self.get_form_class(), "takes_instance", False):
            kwargs["instance"] = self.object
        return kwargs

    def get_page_title(self) -> str:
        return str(self.action.label)

    def get_page_subtitle(self) -> str:
        return str(self.object)

    def get_breadcrumbs_items(self) -> list[dict]:
        items = list(self.breadcrumbs_items)
        if self.index_url_name:
            label = capfirst(self.model._meta.verbose_name_plural)
            items.append({"url": reverse(self.index_url_name), "label": label})
        if back := self.row_url():
            items.append({"url": back, "label": str(self.object)})
        return [*items, {"url": "", "label": self.get_page_title()}]

    def row_url(self) -> str | None:
        for name in (self.inspect_url_name, self.edit_url_name):
            try:
                return reverse(name, args=[self.object.pk])
            except NoReverseMatch:
                continue
        return reverse(self.index_url_name) if self.index_url_name else None

    def get_success_url(self) -> str:
        return get_valid_next_url_from_request(self.request) or self.row_url() or reverse("wagtailadmin_home")

    def form_valid(self, form: forms.Form) -> HttpResponse:
        try:
            with transaction.atomic():
                result = self.action.act(self.object, form, Actor.of_user(self.request.user))
        except Refusal as refusal:
            refuse(form, refusal)
            return self.form_invalid(form)
        if isinstance(result, HttpResponse):
            return result
        messages.success(self.request, str(self.action.success) % {"action": self.action.label, "object": self.object})
        return redirect(result if isinstance(result, str) else self.get_success_url())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        explain = self.action.explain
        context["action"] = self.action
        context["object"] = self.object
        context["explain"] = explain(self.object) if callable(explain) else explain
        context["back_url"] = get_valid_next_url_from_request(self.request) or self.row_url()
        context["media"] = context["form"].media + forms.Media(css=CSS)
        return context
