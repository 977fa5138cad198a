"""Passwords: forgotten, chosen anew, changed."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.views import PasswordChangeView, PasswordResetConfirmView
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from training.accounts import actions, forms
from training.accounts.access import limited, place_of, refused, remember_device
from training.accounts.queries import person_of
from training.accounts.refusals import LinkDead
from training.accounts.states import LetterKind
from training.accounts.views.claiming import sent
from training.kernel import throttle
from training.kernel.links import sign_in_url, with_next
from training.ui.access import signed_in_required
from training.ui.addresses import next_of, onward

PAGES = "kompas_training/accounts"
both = require_http_methods(["GET", "HEAD", "POST"])


@never_cache
@both
@limited("claim")
def password_reset(request: HttpRequest) -> HttpResponse:
    form = forms.WhoForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.ask_for_letter(kind=LetterKind.PASSWORD, name=form.cleaned_data["name"], target=next_of(request))
        return sent(request, is_reset=True)
    return render(request, f"{PAGES}/password_reset.html", {"form": form, **onward(request)})


@method_decorator([never_cache, sensitive_post_parameters(), limited("code", right_ones_too=False)], name="dispatch")
class PasswordResetView(PasswordResetConfirmView):
    template_name = f"{PAGES}/password_new.html"
    form_class = forms.ResetForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = super().dispatch(request, *args, **kwargs)
        # Django's step that hides the token from the address leaves out the rest of it too.
        if response.status_code == 302:
            response.headers["Location"] = with_next(response.headers["Location"], next_of(request))
        return response

    def get_success_url(self) -> str:
        return sign_in_url()

    def form_valid(self, form: Any) -> HttpResponse:
        messages.success(self.request, _("The password is changed. Sign in with the new one."))
        response = super().form_valid(form)
        actions.delete_places(user=self.user)
        actions.record_place(user=self.user, place=place_of(self.request))
        return remember_device(self.request, response)

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        if not context.get("validlink", False):
            return refused(self.request, LinkDead())
        return super().render_to_response(context, **kwargs)


@method_decorator([never_cache, sensitive_post_parameters(), signed_in_required], name="dispatch")
class PasswordView(PasswordChangeView):
    """The old password and a new one; also for accounts of no person."""

    template_name = f"{PAGES}/password_change.html"
    form_class = forms.ChangeForm

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        who = f"account {request.user.pk}, address {throttle.network_of(request)}"
        try:
            throttle.check("password", who)
        except throttle.TooManyAttempts as refusal:
            return refused(request, refusal)
        response = super().post(request, *args, **kwargs)
        if response.status_code == 302:
            throttle.give_back("password", who)
        return response

    def get_success_url(self) -> str:
        return reverse("kompas_training:account" if person_of(self.request.user) else "wagtailadmin_home")

    def form_valid(self, form: Any) -> HttpResponse:
        messages.success(self.request, _("The password is changed."))
        response = super().form_valid(form)
        actions.delete_places(user=self.request.user)
        actions.record_place(user=self.request.user, place=place_of(self.request))
        return remember_device(self.request, response)
