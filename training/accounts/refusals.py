"""The ways this room says no.  None of them says whether somebody has an account."""

from django.utils.translation import gettext_lazy as _

from training.kernel.refusals import Refusal


class LinkDead(Refusal):
    code = "link_dead"
    status = 410
    message = _("This link has been used or is out of date. Ask for a new one.")


class AddressLinkDead(LinkDead):
    code = "address_link_dead"
    message = _(
        "This link changes no address: it was used, is out of date, or was sent for another account. "
        "Type the new address in “My details”, and a new link is sent to it."
    )


class CodeDead(Refusal):
    code = "code_dead"
    status = 410
    message = _("This code is not valid: it was mistyped, used, or is out of date. Ask your institution for a new one.")


class AddressNotTakenAway(Refusal):
    code = "address_not_taken_away"
    message = _("The address of an account is replaced by another, not taken away.")


class AccountHasMoreRights(Refusal):
    code = "account_has_more_rights"
    status = 403
    message = _(
        "The account of %(person)s may do more than yours. "
        "Its address is changed by themselves, in “My details”, or by a superuser."
    )


class CodeBeyondYours(Refusal):
    code = "code_beyond_yours"
    status = 403
    message = _(
        "%(people)s: may do more in Kompas than you, and whoever holds a code opens the account. "
        "ROPS makes the code; ask the regional centre."
    )


class EstimatesClosed(Refusal):
    code = "estimates_closed"
    message = _(
        "A code of your institution changed your password. "
        "Self-assessments made before it stay closed until ROPS confirms that it was you."
    )


class AccountNeedsAddress(Refusal):
    code = "account_needs_address"
    message = _(
        "Accounts of this site sign in with an e-mail. %(person)s has none of their own that no other account uses: "
        "write one into the person's record first."
    )


class AccountTaken(Refusal):
    code = "account_taken"
    message = _("The account %(account)s is the one of %(person)s.")


class PersonHasAccount(Refusal):
    code = "person_has_account"
    message = _("%(person)s has an account already: %(account)s.")


class AccountHasNoName(Refusal):
    code = "account_has_no_name"
    message = _("The account %(account)s has no name of its own: give a first name and a surname.")
