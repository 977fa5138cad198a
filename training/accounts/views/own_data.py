"""One's own data."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from training.accounts import actions, forms, queries
from training.accounts.access import person_required, refused
from training.accounts.queries import managed_organisations, signed_in_person
from training.kernel import throttle, time
from training.kernel.actors import Actor
from training.kernel.refusals import Refusal
from training.people import actions as people
from training.people.queries import employments_on

PAGES = "kompas_training/accounts"
both = require_http_methods(["GET", "HEAD", "POST"])


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
