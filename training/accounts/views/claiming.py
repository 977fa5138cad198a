"""Ways to an account: claiming it by e-mail or with a code, and registering."""

import logging
from typing import Any

from django.contrib import messages
from django.contrib.auth import authenticate, login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from training.accounts import actions, forms, queries, tasks
from training.accounts.access import limited, place_of, refused, remember_device
from training.accounts.queries import user_model
from training.accounts.queries.texts import text_in_force
from training.accounts.refusals import AccountNeedsAddress, LinkDead
from training.accounts.states import LetterKind
from training.kernel import time
from training.kernel.links import with_next
from training.kernel.refusals import Refusal
from training.people.models import Position
from training.people.queries.registrations import institution_names
from training.ui import kept_forms
from training.ui.addresses import next_of, onward

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


def sent(request: HttpRequest, **context: Any) -> HttpResponse:
    """The same answer, as quickly given, whether or not there is anybody to write to."""
    context = context | onward(request)
    return AnswerBeforeWork(render_to_string(f"{PAGES}/sent.html", context, request=request))


@never_cache
@both
@limited("claim")
def claim(request: HttpRequest) -> HttpResponse:
    """Ask for a link by e-mail.  The answer is the same whether or not the address is known."""
    form = forms.EmailForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        email, target = form.cleaned_data["email"], next_of(request)
        actions.ask_for_letter(kind=LetterKind.CLAIM, email=email, target=target)
        return sent(request, email=email, is_claim=True)
    return render(request, f"{PAGES}/claim.html", {"form": form, **onward(request)})


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
            return redirect(with_next(reverse("kompas_training:claim_link", args=[token]), next_of(request)))
    return render(request, f"{PAGES}/code.html", {"form": form, **onward(request)})


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
            response = remember_device(request, redirect(next_of(request) or "kompas_training:account"))
            return kept_forms.remember_account(request, response)
    except (LinkDead, AccountNeedsAddress) as refusal:
        return refused(request, refusal)
    return render(request, f"{PAGES}/choose_password.html", {"form": form, "person": person, "sign_in_name": name})


@never_cache
@both
@limited("register")
def register(request: HttpRequest) -> HttpResponse:
    """For somebody on no staff list."""
    notice = text_in_force("privacy")
    form = forms.RegistrationForm(request.POST or None, initial={"privacy_version": notice.key if notice else ""})
    if request.method == "POST" and form.is_valid():
        language = (get_language() or "pl").split("-")[0]
        actions.ask_for_letter(
            kind=LetterKind.REGISTER, **form.cleaned_data, language=language, target=next_of(request)
        )
        return sent(request, email=form.cleaned_data["email"])
    context = {
        "form": form,
        "notice": notice,
        "institutions": institution_names(time.today()),
        "posts": list(Position.objects.values_list("name_pl", flat=True)),
    }
    return render(request, f"{PAGES}/register.html", context | onward(request))
