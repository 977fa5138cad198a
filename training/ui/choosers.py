"""Base of the pickers in the admin: found without Polish letters, and only by who may see the rows."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.views.generic import chooser
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.admin.widgets import BaseChooser

from training.kernel.input_text import number_of
from training.ui.requests import with_clean_request
from training.ui.searching import search_rows


def search_form(fields: tuple[str, ...], folded: tuple[str, ...], digits: tuple[str, ...]) -> type[BaseFilterForm]:
    """A form that looks for every word in any of the fields; ``folded`` ones hold text without Polish letters."""

    class SearchForm(BaseFilterForm):
        q = forms.CharField(
            label=_("Search"), required=False, widget=forms.TextInput(attrs={"placeholder": _("Search")})
        )

        def filter(self, objects: QuerySet) -> QuerySet:
            objects = super().filter(objects)
            text = self.cleaned_data.get("q", "").strip()
            self.is_searching, self.search_query = bool(text), text
            return search_rows(objects, text, fields=fields, folded=folded, digits=digits)

    return SearchForm


class ChosenView(chooser.ChosenView):
    """The address ends with whatever somebody typed: what is no key means no row."""

    def get_object(self, pk: str) -> Any:
        number = number_of(pk)
        if number is None:
            raise Http404
        return super().get_object(number)


class ChosenMultipleView(chooser.ChosenMultipleView):
    def get_objects(self, pks: list[str]) -> Any:
        return super().get_objects([number for pk in pks if (number := number_of(pk)) is not None])


class CreateView(chooser.CreateView):
    """Our pickers only pick; Wagtail's view would fall over the form that it has not."""

    http_method_names = ["get", "head", "options"]


class Chosen(BaseChooser):
    """The field of a form that keeps the key of a picked row; a form that refused no key is shown again with none."""

    def get_instance(self, value: Any) -> Any:
        if isinstance(value, str):
            value = number_of(value)
        return super().get_instance(value)


class KompasChooserViewSet(ChooserViewSet):
    """A picker of rows.

    Wagtail lets everybody who may enter the admin open any picker; this one
    asks for ``permission`` ("app.codename"), so that an analyst without names
    does not read them here.
    """

    base_widget_class = Chosen
    permission = ""
    search_fields: tuple[str, ...] = ()
    folded_fields: tuple[str, ...] = ()
    digit_fields: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.permission:
            raise ImproperlyConfigured(f"{type(self).__name__} must say its permission.")
        form = search_form(self.search_fields, self.folded_fields, self.digit_fields)
        permission = self.permission

        class Guarded:
            filter_form_class = form

            def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
                if not request.user.has_perm(permission):
                    raise PermissionDenied
                return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]  # a mixin of the views below

        for name, base in (
            ("choose_view_class", chooser.ChooseView),
            ("choose_results_view_class", chooser.ChooseResultsView),
            ("chosen_view_class", ChosenView),
            ("chosen_multiple_view_class", ChosenMultipleView),
            ("create_view_class", CreateView),
        ):
            setattr(self, name, type(f"Guarded{base.__name__}", (Guarded, base), {}))

    def construct_view(self, view_class: type, **kwargs: Any) -> Callable[..., HttpResponse]:
        return with_clean_request(super().construct_view(view_class, **kwargs))
