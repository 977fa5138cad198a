"""Nothing goes on at an institution after its last day, whichever verb would record it."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from tests import factories as make
from tests.training.people.lists import read, row, staff_list
from training.kernel import time
from training.people import actions
from training.people.integrity import check_people
from training.people.models import Employment, Organisation, Person
from training.people.queries import placement_on, staff_of
from training.people.refusals import ImportOutdated, InstitutionClosed
from training.people.states import RowOutcome

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
AGO, BEFORE = 30 * DAY, 60 * DAY


class World:
    """An institution closed a month ago, somebody who worked there till then, and an object read before the closing."""

    def __init__(self, closed_on):
        self.office, self.today, self.last = make.organisation(), time.today(), closed_on
        self.read_before = Organisation.objects.get(pk=self.office.pk)
        worker = make.employed(organisation=self.office)
        granted = actions.grant_mandate(person=worker, organisation=self.office, valid_from=date(2021, 1, 1), **self.by)
        actions.close_organisation(organisation=self.office, closed_on=closed_on, reason="połączenie", **self.by)
        self.office.refresh_from_db()
        self.ended = worker.employments.as_recorded().get()
        self.mandate = worker.mandates.as_recorded().get()
        assert granted.superseded_at is None
        self.other, self.elsewhere = make.person(), make.employed()
        self.post = make.PositionFactory(code="inne")

    by = {"actor": make.ACTOR}

    def start(self, **more):
        what = {"person": self.other, "organisation": self.office, "position": self.post, **self.by}
        return actions.start_employment(**{**what, **more})

    def grant(self, **more):
        what = {"person": self.other, "organisation": self.office, "without_post": True, "reason": "x", **self.by}
        return actions.grant_mandate(**{**what, **more})

    def correct(self, **more):
        return actions.correct_employment(employment=self.ended, **more, **self.by)

    def place(self, since):
        county = make.CountyFactory(code="0601", name="bialski", is_city=False)
        kind = self.office.placements.first().kind
        return actions.place_organisation(
            organisation=self.office, kind=kind, county=county, valid_from=since, **self.by
        )


@pytest.fixture
def world(db):
    return World(time.today() - AGO)


BEYOND = {
    "a post since before our records": lambda w: w.start(),
    "a post without end": lambda w: w.start(valid_from=w.last),
    "a post from before the closing to after it": lambda w: w.start(
        valid_from=w.today - BEFORE, valid_until=w.today + BEFORE
    ),
    "a post one day longer": lambda w: w.start(valid_from=w.today - BEFORE, valid_until=w.last + DAY),
    "a post of today, by what was read before": lambda w: w.start(organisation=w.read_before, valid_from=w.today),
    "a post after the closing": lambda w: w.start(valid_from=w.today, valid_until=w.today),
    "a post corrected to be there": lambda w: actions.correct_employment(
        employment=w.elsewhere.employments.get(), organisation=w.read_before, **w.by
    ),
    "the end of a post taken away": lambda w: w.correct(valid_until=None),
    "the end of a post moved": lambda w: w.correct(valid_until=w.last + DAY),
    "a later last day": lambda w: actions.end_employment(employment=w.ended, on=w.today + BEFORE, **w.by),
    "a mandate of today": lambda w: w.grant(),
    "a mandate from before the closing": lambda w: w.grant(valid_from=w.today - BEFORE),
    "a mandate by what was read before": lambda w: w.grant(organisation=w.read_before, valid_from=w.today - BEFORE),
    "a later last day of a mandate": lambda w: actions.end_mandate(mandate=w.mandate, on=w.today, **w.by),
    "a kind and county of today": lambda w: w.place(w.today),
}


@pytest.mark.parametrize("verb", BEYOND.values(), ids=BEYOND)
def test_nothing_is_recorded_beyond_the_last_day(world, verb):
    with pytest.raises(InstitutionClosed) as refused:
        verb(world)
    assert world.office.name in refused.value.sentence
    assert not staff_of([world.office], world.last + DAY).exists()
    assert list(check_people()) == []


def test_days_up_to_the_last_one_are_recorded(world):
    last = world.last
    world.start(valid_from=last, valid_until=last)
    world.grant(valid_from=last - DAY, valid_until=last)
    ended = world.correct(position=world.post)
    actions.end_employment(employment=ended, on=last - DAY, actor=make.ACTOR)
    assert list(staff_of([world.office], last)) == [world.other]
    assert list(check_people()) == []


def test_a_closing_to_come_bounds_what_is_recorded_till_then(db):
    world = World(time.today() + AGO)
    with pytest.raises(InstitutionClosed):
        world.start(valid_from=world.today)
    world.start(valid_from=world.today, valid_until=world.last)
    assert world.place(world.today).valid_until == world.last
    assert placement_on(world.office, world.last + DAY) is None
    assert list(check_people()) == []


def test_a_kind_and_county_put_right_ends_with_the_institution(world):
    placed = world.place(world.today - BEFORE)
    assert placed.valid_until == world.last
    assert world.place(world.today - BEFORE) == placed
    assert placement_on(world.office, world.today) is None
    assert list(check_people()) == []


def test_a_day_alone_closes_nothing(world):
    with pytest.raises(TypeError):
        actions.save_organisation(organisation=make.organisation(), closed_on=world.today, actor=make.ACTOR)
    with pytest.raises(IntegrityError), transaction.atomic():
        Organisation.objects.filter(closed_on=None).update(closed_on=world.today)


def test_reopening_keeps_what_was_put_right_since(world):
    """The county, and the post of somebody, were corrected while it was closed."""
    placed = world.place(world.today - BEFORE)
    corrected = world.correct(position=world.post)
    actions.end_mandate(mandate=world.mandate, on=world.last - DAY, actor=make.ACTOR)
    actions.reopen_organisation(organisation=world.office, reason="pomyłka", actor=make.ACTOR)
    assert placement_on(world.office, world.today).county == placed.county
    going_on = Employment.objects.as_recorded().get(organisation=world.office)
    assert (going_on.position, going_on.valid_until) == (corrected.position, None)
    # Whoever gave it another last day meant that one.
    assert world.mandate.person.mandates.as_recorded().get().valid_until == world.last - DAY
    assert list(check_people()) == []


# ---- staff lists ---------------------------------------------------------------------------------------------------


def test_a_list_of_an_institution_that_will_close_ends_its_posts_with_it(region):
    read_and_applied = read(staff_list(row("Nowak Anna")))
    actions.apply_import(staff_import=read_and_applied, actor=make.ACTOR)
    office, last = Employment.objects.get().organisation, time.today() + AGO
    actions.close_organisation(organisation=office, closed_on=last, reason="połączenie", actor=make.ACTOR)
    actions.apply_import(staff_import=read(staff_list(row("Nowak Anna"), row("Kowalska Ewa"))), actor=make.ACTOR)
    assert set(Employment.objects.as_recorded().values_list("valid_until", flat=True)) == {last}
    assert Employment.objects.as_recorded().count() == 2
    assert list(check_people()) == []


def test_a_list_of_a_closed_institution_asks_and_makes_nobody_work_there(region):
    preview = read(staff_list(row("Nowak Anna", since="01.01.2020")))
    office = Organisation.objects.get(name__startswith="Gminny")
    actions.close_organisation(organisation=office, closed_on=make.TODAY - DAY, reason="połączenie", actor=make.ACTOR)
    later = read(staff_list(row("Nowak Anna", since="01.01.2020")))
    assert later.rows.get().outcome == RowOutcome.TO_DECIDE
    # The preview of before the closing is found out of date, and made anew with the question.
    with pytest.raises(ImportOutdated):
        actions.apply_import(staff_import=preview, actor=make.ACTOR, now=make.NOW)
    assert preview.rows.get().outcome == RowOutcome.TO_DECIDE
    assert not Person.objects.exists()
