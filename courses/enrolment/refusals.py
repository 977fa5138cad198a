"""The ways this room says no."""

from django.utils.translation import gettext_lazy as _

from training.kernel.refusals import Refusal


class RecruitmentClosed(Refusal):
    """Outside the recruitment window, or the edition does not run."""

    code = "recruitment_closed"
    message = _("Applications were accepted until %(closes_at)s.")


class RecruitmentNotOpenYet(RecruitmentClosed):
    code = "recruitment_not_open_yet"
    message = _("Applications are accepted from %(opens_at)s.")


class EditionNotRecruiting(RecruitmentClosed):
    """A draft, cancelled, finished or closed edition, or one without recruitment."""

    code = "edition_not_recruiting"
    message = _("This edition does not accept applications.")


class EditionIsFull(Refusal):
    code = "edition_is_full"
    message = _("All places are taken (%(taken)d of %(seats)d), and nobody can wait for one.")


class OrganisationLimitReached(Refusal):
    code = "organisation_limit_reached"
    message = _("The institution already has all the places it may have (%(limit)d), and nobody can wait for one.")


class CountyLimitReached(Refusal):
    code = "county_limit_reached"
    message = _("The county already has all the places it may have (%(limit)d), and nobody can wait for one.")


class ChooseInstitution(Refusal):
    """The person works in several institutions, and nobody said which one sends them."""

    code = "choose_institution"
    message = _("Choose the institution that sends you.")
    field = "employment"
    status = 422


class NotAWorkplace(Refusal):
    """The employment is somebody else's, or not of that day."""

    code = "not_a_workplace"
    message = _("This person does not work there on that day. Choose a present place of work.")
    field = "employment"
    status = 422


class IdentityNotConfirmed(Refusal):
    code = "identity_not_confirmed"
    message = _("Nobody has confirmed yet who %(person)s is. Confirm the identity first, then give a place.")


class WithdrawalTooLate(Refusal):
    code = "withdrawal_too_late"
    message = _("Withdrawal was possible until %(until)s. Please contact the organiser.")


class OfferExpired(Refusal):
    code = "offer_expired"
    message = _("The place was offered until %(until)s and has been passed on to the next person.")


class ReasonIsMissing(Refusal):
    code = "reason_is_missing"
    message = _("Give the reason: it is shown to the person and kept in the history.")
    field = "reason"
    status = 422


class RecruitmentAlreadyOpen(Refusal):
    code = "recruitment_already_open"
    message = _("Recruitment of this edition is already open. Change its settings instead.")


class RecruitmentIsMissing(Refusal):
    """An edition cannot be published: nobody could apply."""

    code = "recruitment_is_missing"
    message = _("Recruitment is not open yet: set places and dates first.")


class FewerSeatsThanTaken(Refusal):
    code = "fewer_seats_than_taken"
    message = _("Places already taken: %(taken)d. There cannot be only %(seats)d.")
    field = "seats"


class LimitBelowTaken(Refusal):
    """Somebody already has more places than the new limit allows."""

    code = "limit_below_taken"
    message = _("%(whose)s: places already taken: %(taken)d. The limit cannot be %(limit)d.")


class WindowOutOfOrder(Refusal):
    code = "window_out_of_order"
    message = _("The end of recruitment must be later than its beginning.")
    field = "closes_at"
    status = 422


class DecisionsBeforeTheEnd(Refusal):
    """ROPS promises to have decided while people may still apply."""

    code = "decisions_before_the_end"
    message = _("Applications are accepted until %(day)s: choose that day or a later one for the decisions.")
    field = "decides_by"
    status = 422


class NoSeats(Refusal):
    code = "no_seats"
    message = _("There must be at least one place.")
    field = "seats"
    status = 422


class MoveToTheSameEdition(Refusal):
    code = "move_to_the_same_edition"
    message = _("This is the edition the person is already in.")
    field = "edition"
    status = 422


class AlreadyInThatEdition(Refusal):
    code = "already_in_that_edition"
    message = _("%(person)s already has a live application in that edition.")
    field = "edition"
