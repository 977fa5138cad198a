"""What the database itself refuses, whoever writes."""

import pytest
from django.db import IntegrityError, transaction

from courses.completion import actions as completion
from courses.completion.models import Assessorship, Completion, Verification
from tests import factories as make

pytestmark = pytest.mark.django_db


def again(row):
    """The same row once more, under a key of its own."""
    row.pk = None
    row.save(force_insert=True)


@pytest.fixture
def closed(taught):
    it = taught(present=1, absent=0, outcomes=[(None, 2, True)])
    completion.verify(
        enrolment=it.people[0],
        outcome=it.outcomes[0],
        is_met=True,
        assessor=it.assessor,
        actor=make.ACTOR,
        now=make.NOW,
    )
    completion.close(edition=it.edition, actor=make.ACTOR, now=make.NOW)
    return it


@pytest.mark.parametrize("model", [Assessorship, Verification, Completion])
def test_of_each_promise_one_row_stands(closed, model):
    with pytest.raises(IntegrityError), transaction.atomic():
        again(model.objects.get())
    if model is not Completion:
        # What was superseded may stand beside it.
        row = model.objects.get()
        row.superseded_at = make.NOW
        again(row)
