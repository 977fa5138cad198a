"""Screens of accounts: signing in, claiming, registering, passwords, one's own data."""

import logging
from typing import Any

from django.contrib import messages
from django.contrib.auth import authenticate, login
from django.contrib.auth.views import LoginView, LogoutView, PasswordChangeView, PasswordResetConfirmView
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from training.accounts import actions, forms, queries, tasks
from training.accounts.access import limited, manager_required, person_required, place_of, refused, remember_device
from training.accounts.queries import managed_organisations, person_of, signed_in_person, user_model
from training.accounts.refusals import AccountNeedsAddress, LinkDead
from training.accounts.states import LetterKind
from training.kernel import throttle, time
from training.kernel.actors import Actor
from training.kernel.input_text import number_of
from training.kernel.links import absolute, sign_in_url
from training.kernel.refusals import Refusal
from training.people import actions as people
from training.people.models import Organisation
from training.people.queries import employments_on
from training.ui.access import signed_in_required
from training.ui.addresses import signed_in_url, signed_out_url

PAGES = "kompas_training/accounts"
logger = logging.getLogger("kompas.accounts")
both = require_http_methods(["GET", "HEAD", "POST"])


class AnswerBeforeWork(HttpResponse):
    """An answer after which letters are written: also where tasks run at once, nobody can time them."""

    def close(self) -> None:
        # The server closes an answer when its last byte was sent.
        super().close()
        try:
            tasks.write_letters.enqueue()
        except Exception:
            # Nobody waits for this any more; ``kompas_catch_up`` writes what is left.
            logger.exception("letters wait for kompas_catch_up")


def _sent(request: HttpRequest, **context: Any) -> HttpResponse:
    """The same answer, as quickly given, whether or not there is anybody to write to."""
    return AnswerBeforeWork(render_to_string(f"{PAGES}/sent.html", context, request=request))


# ---- in and out ------------------------------------------------------------------------------------------------


@method_decorator([never_cache, sensitive_post_parameters("password")], name="dispatch")
class SignInView(LoginView):
    template_name = f"{PAGES}/sign_in.html"
    form_class = forms.SignInForm
    redirect_authenticated_user = True

    def form_valid(self, form: Any) -> HttpResponse:
        return remember_device(self.request, super().form_valid(form))

    def form_invalid(self, form: Any) -> HttpResponse:
        if refusal := getattr(self.request, "kompas_sign_in_refusal", None):
            return refused(self.request, refusal)
        return super().form_invalid(form)

    def get_default_redirect_url(self) -> str:
        user = self.request.user
        if person_of(user) is None and user.has_perm("wagtailadmin.access_admin"):
            return reverse("wagtailadmin_home")
        return signed_in_url(queries.first_screen(user, time.today()))


class SignOutView(LogoutView):
    http_method_names = ["post", "options"]

    def get_default_redirect_url(self) -> str:
        return signed_out_url()


# ---- claiming an account ---------------------------------------------------------------------------------------


@never_cache
@both
@limited("claim")
def claim(request: HttpRequest) -> HttpResponse:
    """Ask for a link by e-mail.  The answer is the same whether or not the address is known."""
    form = forms.EmailForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.ask_for_letter(kind=LetterKind.CLAIM, email=form.cleaned_data["email"])
        return _sent(request, email=form.cleaned_data["email"], is_claim=True)
    return render(request, f"{PAGES}/claim.html", {"form": form, "code_form": forms.CodeForm()})


@never_cache
@both
@limited("code", right_ones_too=False)
def claim_code(request: HttpRequest) -> HttpResponse:
    """Type the code that the institution handed out."""
    form = forms.CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            token = actions.check_code(code=form.cleaned_data["code"])
        except Refusal as refusal:
            form.add_error("code", refusal.sentence)
        else:
            return redirect("kompas_training:claim_link", token)
    return render(request, f"{PAGES}/code.html", {"form": form})


@never_cache
@sensitive_post_parameters()
@both
@limited("code", right_ones_too=False)
def claim_link(request: HttpRequest, token: str) -> HttpResponse:
    """Choose a password; the account is made and signed in."""
    try:
        permit = actions.permit_of(token)
        person = permit.person
        if person.user:
            name = person.user.get_username()
        elif permit.code and permit.code.sign_in_name:
            name = permit.code.sign_in_name
        else:
            name = queries.free_sign_in_name(person)
        holder = person.user or user_model.unsaved(
            name=name, email=person.email, first_name=person.first_name, last_name=person.last_name
        )
        form = forms.NewPasswordForm(request.POST or None, user=holder)
        if request.method == "POST" and form.is_valid():
            user = actions.claim(token=token, password=form.cleaned_data["password1"])
            # Others' guesses at this name do not stop its owner.
            actions.record_place(user=user, place=place_of(request))
            # Which backends a site has is the site's affair; the one that knows the new password answers.
            if user_signed_in := authenticate(
                request, username=user.get_username(), password=form.cleaned_data["password1"]
            ):
                login(request, user_signed_in)
            if person.user_id:
                messages.success(request, _("The password is changed."))
            else:
                messages.success(request, _("Your account is ready. Your sign-in name: %(name)s") % {"name": user})
            return remember_device(request, redirect("kompas_training:account"))
    except (LinkDead, AccountNeedsAddress) as refusal:
        return refused(request, refusal)
    return render(request, f"{PAGES}/choose_password.html", {"form": form, "person": person, "sign_in_name": name})


@never_cache
@both
@limited("register")
def register(request: HttpRequest) -> HttpResponse:
    """For somebody on no staff list."""
    form = forms.RegistrationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        language = (get_language() or "pl").split("-")[0]
        actions.ask_for_letter(kind=LetterKind.REGISTER, **form.cleaned_data, language=language)
        return _sent(request, email=form.cleaned_data["email"])
    return render(request, f"{PAGES}/register.html", {"form": form})


# ---- passwords -------------------------------------------------------------------------------------------------


@never_cache
@both
@limited("claim")
def password_reset(request: HttpRequest) -> HttpResponse:
    form = forms.WhoForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.ask_for_letter(kind=LetterKind.PASSWORD, name=form.cleaned_data["name"])
        return _sent(request, is_reset=True)
    return render(request, f"{PAGES}/password_reset.html", {"form": form})


@method_decorator([never_cache, sensitive_post_parameters(), limited("code", right_ones_too=False)], name="dispatch")
class PasswordResetView(PasswordResetConfirmView):
    template_name = f"{PAGES}/password_new.html"
    form_class = forms.ResetForm

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


# ---- one's own data --------------------------------------------------------------------------------------------


@never_cache
@person_required
@both
def account(request: HttpRequest) -> HttpResponse:
    person = signed_in_person(request.user)
    form = forms.AccountForm(request.POST or None, instance=signed_in_person(request.user))
    if request.method == "POST" and form.is_valid():
        wanted = form.cleaned_data["email"]
        # A letter goes to whatever address is typed: also for somebody signed in only so many.
        if wanted.casefold() != person.email_fold:
            try:
                throttle.check("letter", f"person {person.pk}")
            except throttle.TooManyAttempts as refusal:
                return refused(request, refusal)
        fresh = {name: form.cleaned_data[name] for name in ("phone", "language")}
        saved = people.save_person(person=person, actor=Actor.of_user(request.user), **fresh)
        if wanted and wanted.casefold() != saved.email_fold:
            actions.propose_email(person=saved, email=wanted, actor=Actor.of_user(request.user))
            message = _("Saved. A letter is on its way to %(email)s: follow the link in it to change the address.")
            messages.success(request, message % {"email": wanted})
        else:
            messages.success(request, _("Saved."))
        return redirect("kompas_training:account")
    context = {
        "form": form,
        "person": person,
        "employments": employments_on(person, time.today()),
        "manages": managed_organisations(request.user).exists(),
        "proposed": queries.proposed_email(person),
        "codes": queries.latest_codes(person),
        "estimates_closed_at": queries.estimates_closed_at(person),
    }
    return render(request, f"{PAGES}/account.html", context)


@never_cache
@person_required
@require_GET
def email_confirm(request: HttpRequest, token: str) -> HttpResponse:
    try:
        actions.confirm_email(key=token, person=signed_in_person(request.user), actor=Actor.of_user(request.user))
    except Refusal as refusal:
        return refused(request, refusal)
    messages.success(request, _("The new address is saved."))
    return redirect("kompas_training:account")


@never_cache
@person_required
@require_POST
def email_withdraw(request: HttpRequest) -> HttpResponse:
    """The proposed address is not wanted: its link is dead."""
    if actions.withdraw_email(person=signed_in_person(request.user), actor=Actor.of_user(request.user)):
        messages.success(request, _("The proposed address is withdrawn."))
    return redirect("kompas_training:account")


# ---- codes for the staff of an institution ---------------------------------------------------------------------


def _may_make_codes(request: HttpRequest, organisation: Organisation) -> bool:
    if request.user.has_perm("kompas_training.add_claimcode"):
        return True
    return managed_organisations(request.user).filter(pk=organisation.pk).exists()


@never_cache
@manager_required
@require_GET
def codes(request: HttpRequest) -> HttpResponse:
    """The institutions that a manager may make codes for."""
    today = time.today()
    rows = [
        {
            "organisation": managed_organisation,
            "count": queries.staff_without_account(managed_organisation, today).count(),
        }
        for managed_organisation in managed_organisations(request.user, today)
    ]
    return render(request, f"{PAGES}/codes.html", {"rows": rows})


@never_cache
@signed_in_required
@both
def codes_of(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose people without an account; the answer to the form is the printed list, shown this once."""
    organisation = get_object_or_404(Organisation, pk=pk)
    if not _may_make_codes(request, organisation):
        raise Http404
    actor, today = Actor.of_user(request.user), time.today()
    staff, locked_out = (
        list(staff_query(organisation, today))
        for staff_query in (queries.staff_without_account, queries.staff_without_own_email)
    )
    above = queries.beyond(actor, [*staff, *locked_out])
    context = {
        "organisation": organisation,
        "people": [person for person in staff if person.pk not in above],
        "locked_out": [person for person in locked_out if person.pk not in above],
        "above": [person for person in (*staff, *locked_out) if person.pk in above],
    }
    if request.method == "POST":
        keys = {key for typed in request.POST.getlist("person") if (key := number_of(typed)) is not None}
        chosen = [person for person in (*staff, *locked_out) if person.pk in keys]
        try:
            context["printed"] = actions.make_codes(people=chosen, organisation=organisation, actor=actor)
        except Refusal as refusal:
            return refused(request, refusal)
        context["address"] = absolute("kompas_training:claim_code")
        if context["printed"]:
            return render(request, f"{PAGES}/code_list.html", context)
        context["is_nobody_chosen"] = True
    else:
        context["is_first_look"] = True
    return render(request, f"{PAGES}/codes_of.html", context)
