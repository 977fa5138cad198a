"""Opening a closed meeting again, from its roster."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from courses.attendance import actions, queries
from training.kernel.actors import Actor
from training.kernel.refusals import Refusal
from training.ui.access import signed_in_required


@signed_in_required
@require_POST
def reopen_meeting(request: HttpRequest, pk: int) -> HttpResponse:
    """The trainer's way back on the day of the closing."""
    meeting = get_object_or_404(queries.meetings_visible_to(request.user), pk=pk)
    try:
        actions.reopen_meeting(meeting=meeting, actor=Actor.of_user(request.user))
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, _("The meeting is open again. Close it when the register is right."))
    return redirect("kompas_courses:roster", pk=pk)
