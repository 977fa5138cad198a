"""Gates of front screens: an account of a person; a manager of an institution."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from training.accounts.scopes import person_of, relations_of

View = Callable[..., HttpResponse]


def to_sign_in(request: HttpRequest) -> HttpResponse:
    return redirect_to_login(request.get_full_path(), reverse("kompas_training:sign_in"))


def _stopped(request: HttpRequest) -> HttpResponse | None:
    """The answer to somebody who is not a person of Kompas, or ``None``."""
    if not request.user.is_authenticated:
        return to_sign_in(request)
    if person_of(request.user) is None:
        return render(request, "kompas_training/accounts/no_person.html", status=403)
    return None


def person_required(view: View) -> View:
    """Anonymous visitors go to the sign-in page and come back; accounts of no person read why not."""

    @wraps(view)
    def gate(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return _stopped(request) or view(request, *args, **kwargs)

    return gate


def manager_required(view: View) -> View:
    """Only for people with a mandate today; for everybody else the page does not exist."""

    @wraps(view)
    def gate(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if stopped := _stopped(request):
            return stopped
        if "manager" not in relations_of(request.user):
            raise Http404
        return view(request, *args, **kwargs)

    return gate


class PersonRequiredMixin:
    """``person_required`` for class-based views."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return _stopped(request) or super().dispatch(request, *args, **kwargs)


class ManagerRequiredMixin:
    """``manager_required`` for class-based views."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if stopped := _stopped(request):
            return stopped
        if "manager" not in relations_of(request.user):
            raise Http404
        return super().dispatch(request, *args, **kwargs)
