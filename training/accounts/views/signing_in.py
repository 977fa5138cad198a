"""In and out, and what was sent in between: forms that met a session that had ended."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from training.accounts import forms, queries
from training.accounts.access import refused, remember_device
from training.accounts.queries import person_of
from training.kernel import time
from training.kernel.links import with_next
from training.ui import kept_forms
from training.ui.access import signed_in_required
from training.ui.addresses import signed_in_url, signed_out_url

PAGES = "kompas_training/accounts"
both = require_http_methods(["GET", "HEAD", "POST"])


def _first_screen(request: HttpRequest) -> str:
    if person_of(request.user) is None and request.user.has_perm("wagtailadmin.access_admin"):
        return reverse("wagtailadmin_home")
    return signed_in_url(queries.first_screen(request.user, time.today()))


@method_decorator([never_cache, sensitive_post_parameters("password")], name="dispatch")
class SignInView(LoginView):
    template_name = f"{PAGES}/sign_in.html"
    form_class = forms.SignInForm
    redirect_authenticated_user = True

    def form_valid(self, form: Any) -> HttpResponse:
        response = remember_device(self.request, super().form_valid(form))
        # From here on the browser shows this account's screens, also those that ask for nobody.
        return kept_forms.remember_account(self.request, response)

    def form_invalid(self, form: Any) -> HttpResponse:
        if refusal := getattr(self.request, "kompas_sign_in_refusal", None):
            return refused(self.request, refusal)
        return super().form_invalid(form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        words = {"reason": self._reason(), "onward": with_next("", self.get_redirect_url())}
        return super().get_context_data(**kwargs, **words)

    def _reason(self) -> str:
        """Why the visitor is here: ``kept``, ``ended``, ``needed``, or nothing for one who came by themselves."""
        if kept_forms.kept(self.request):
            return "kept"
        if not self.get_redirect_url():
            return ""
        return "ended" if kept_forms.has_been_in(self.request) else "needed"

    def get_default_redirect_url(self) -> str:
        return _first_screen(self.request)


class SignOutView(LogoutView):
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().post(request, *args, **kwargs)
        # Whoever leaves on purpose is no longer awaited.
        response.delete_cookie(kept_forms.COOKIE, samesite="Lax")
        return response

    def get_default_redirect_url(self) -> str:
        return signed_out_url()


@never_cache
@both
@signed_in_required
def kept_form(request: HttpRequest) -> HttpResponse:
    """Send a form that met a session that had ended, or drop it; somebody else's is never shown."""
    form = kept_forms.kept(request)
    if form is None:
        messages.info(request, _("Nothing waits to be sent."))
        return redirect(_first_screen(request))
    if not form.is_of(request.user):
        kept_forms.drop(request)
        messages.warning(request, _("A form that somebody else had filled in with this browser was not sent."))
        return redirect(_first_screen(request))
    if request.method == "POST":
        kept_forms.drop(request)
        messages.info(request, _("The form was not sent."))
        return redirect(form.page)
    return render(request, f"{PAGES}/kept_form.html", {"kept": form, "field": kept_forms.FIELD})
