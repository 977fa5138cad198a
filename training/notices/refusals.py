"""The ways this room says no."""

from django.utils.translation import gettext_lazy as _

from training.kernel.refusals import Refusal


class NoticeHasNoSubject(Refusal):
    """A template gave no first line."""

    code = "notice_has_no_subject"
    message = _("The message has no subject.")


class StillOnItsWay(Refusal):
    """It waits to be sent, or is being sent: a second copy would only confuse."""

    code = "notice_still_on_its_way"
    message = _("This message is still waiting to be sent.")


class OnlyToTheAddressee(Refusal):
    """Whoever got such a message could open somebody else's account."""

    code = "notice_only_to_the_addressee"
    message = _("This message holds a link or a code of its addressee; it goes only to the address they have.")
    field = "address"
