"""The ways this room says no.  None of them says whether somebody has an account."""

from django.utils.translation import gettext_lazy as _

from training.kernel.refusals import Refusal


class LinkDead(Refusal):
    code = "link_dead"
    status = 410
    message = _("This link has been used or is out of date. Ask for a new one.")


class CodeDead(Refusal):
    code = "code_dead"
    status = 410
    message = _("This code is not valid: it was mistyped, used, or is out of date. Ask your institution for a new one.")
