"""Codes for the staff of an institution."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from training.accounts import actions, queries
from training.accounts.access import manager_required, refused
from training.accounts.queries import managed_organisations
from training.kernel import time
from training.kernel.actors import Actor
from training.kernel.input_text import number_of
from training.kernel.links import absolute
from training.kernel.refusals import Refusal
from training.people.models import Organisation
from training.ui.access import signed_in_required

PAGES = "kompas_training/accounts"
both = require_http_methods(["GET", "HEAD", "POST"])


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
