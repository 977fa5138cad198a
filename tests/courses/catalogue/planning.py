"""An edition as it is planned: a draft, and a meeting of it."""

from datetime import date

from courses.catalogue import actions as catalogue
from courses.catalogue.states import EditionState
from tests import factories as make
from training.kernel.time import at

DAY = date(2026, 12, 3)


def draft(**kwargs):
    values = {"contact_name": "Ewa Zając", "contact_email": "ewa@example.org", "venue": "Lublin, Diamentowa 2"}
    return make.EditionFactory(state=EditionState.DRAFT, **{**values, **kwargs})


def meet(edition, *, day=DAY, starts="09:00", ends="15:00", **kwargs):
    values = {"topic": "Podstawy", "minutes": 270, **kwargs}
    return catalogue.save_meeting(
        edition=edition, starts_at=at(day, starts), ends_at=at(day, ends), actor=make.ACTOR, **values
    )
