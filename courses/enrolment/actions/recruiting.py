"""Opening a recruitment and changing its terms; ``actions`` gives these verbs to everybody."""

from datetime import date, datetime
from typing import TypedDict, Unpack

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from courses.catalogue import actions as catalogue
from courses.catalogue.models import Edition
from courses.catalogue.refusals import EditionIsOver
from courses.enrolment import queries, rules
from courses.enrolment.actions import seats as engine
from courses.enrolment.models import Recruitment
from courses.enrolment.refusals import FewerSeatsThanTaken, LimitBelowTaken, RecruitmentAlreadyOpen
from courses.enrolment.signals import send_recruitment_changed
from training.kernel import time
from training.kernel.actors import Actor
from training.kernel.history import changes_of, note
from training.kernel.model_fields import check_fields
from training.people.models import County, Organisation


class RecruitmentTerms(TypedDict, total=False):
    """What ``change_recruitment`` changes; what is not named stays."""

    seats: int
    has_reserve_list: bool
    opens_at: datetime
    closes_at: datetime
    at_once: bool
    organisation_limit: int | None
    county_limit: int | None
    confirmation_hours: int
    withdraw_until: datetime | None
    decides_by: date | None


@transaction.atomic
def open_recruitment(
    *,
    edition: Edition,
    actor: Actor,
    seats: int,
    opens_at: datetime,
    closes_at: datetime,
    has_reserve_list: bool = True,
    at_once: bool = True,
    organisation_limit: int | None = None,
    county_limit: int | None = None,
    confirmation_hours: int = 16,
    withdraw_until: datetime | None = None,
    decides_by: date | None = None,
    now: datetime | None = None,
) -> Recruitment:
    """Set the terms of an edition, lock its standard and its rules: from here on people apply for what it promises.

    Applications are accepted from ``opens_at`` once the edition is published.

    Raises:
        RecruitmentAlreadyOpen: change it instead.
        NoSeats, WindowOutOfOrder, DecisionsBeforeTheEnd
        StandardHasNoOutcomes: an empty standard cannot be locked.
        EditionIsOver: the edition is closed.
    """
    now = now or time.now()
    rules.check_terms(seats=seats, opens_at=opens_at, closes_at=closes_at, decides_by=decides_by)
    # There is no recruitment to lock yet, so two clerks opening it at once meet at the edition.
    edition = Edition.objects.select_for_update(of=("self",), no_key=True).select_related("standard").get(pk=edition.pk)
    _check_not_closed(edition)
    if Recruitment.objects.filter(edition=edition).exists():
        raise RecruitmentAlreadyOpen()
    if edition.standard:
        catalogue.lock_standard(standard=edition.standard, actor=actor, now=now)
    catalogue.lock_rules(edition=edition, actor=actor, now=now)
    note(edition, _("Recruitment opened"), actor=actor)
    recruitment = Recruitment.objects.create(
        edition=edition,
        seats=seats,
        opens_at=opens_at,
        closes_at=closes_at,
        has_reserve_list=has_reserve_list,
        at_once=at_once,
        organisation_limit=organisation_limit,
        county_limit=county_limit,
        confirmation_hours=confirmation_hours,
        withdraw_until=withdraw_until,
        decides_by=decides_by,
        opened_at=now,
    )
    send_recruitment_changed(recruitment)
    return recruitment


@transaction.atomic
def change_recruitment(
    *,
    recruitment: Recruitment,
    actor: Actor,
    now: datetime | None = None,
    **terms: Unpack[RecruitmentTerms],
) -> Recruitment:
    """Change some of the terms (names as in ``open_recruitment``).  More seats or a raised limit are filled at once.

    Raises:
        FewerSeatsThanTaken, LimitBelowTaken: nobody loses a place they hold.
        NoSeats, WindowOutOfOrder, DecisionsBeforeTheEnd
        EditionIsOver: the edition is closed.
    """
    check_fields("change_recruitment", terms, RecruitmentTerms)
    now = now or time.now()
    recruitment = engine.locked(recruitment.edition_id)
    _check_not_closed(Edition.objects.select_for_update(no_key=True).get(pk=recruitment.edition_id))
    changes = changes_of(recruitment, terms)
    for name, value in terms.items():
        setattr(recruitment, name, value)
    rules.check_terms(
        seats=recruitment.seats,
        opens_at=recruitment.opens_at,
        closes_at=recruitment.closes_at,
        decides_by=recruitment.decides_by,
    )
    _check_nobody_loses(recruitment)
    recruitment.save(update_fields=sorted(terms))
    if changes:
        note(recruitment.edition, _("Terms of recruitment changed"), actor=actor, reason="; ".join(changes))
    engine.fill(recruitment, actor=actor, now=now)
    send_recruitment_changed(recruitment)
    return recruitment


def _check_not_closed(edition: Edition) -> None:
    if edition.is_closed:
        raise EditionIsOver(state=edition.get_state_display())


def _check_nobody_loses(recruitment: Recruitment) -> None:
    taken = queries.taken_in(recruitment.edition_id)
    if taken.total > recruitment.seats:
        raise FewerSeatsThanTaken(taken=taken.total, seats=recruitment.seats)
    for limit, counted, model in (
        (recruitment.organisation_limit, taken.organisations, Organisation),
        (recruitment.county_limit, taken.counties, County),
    ):
        key, most = max(counted.items(), key=lambda item: item[1], default=(None, 0))
        if limit is not None and key is not None and most > limit:
            raise LimitBelowTaken(whose=str(model.objects.get(pk=key)), taken=most, limit=limit)
