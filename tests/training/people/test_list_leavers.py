"""Who left, by a complete staff list: offered, decided, and what mandates do then."""

from datetime import date

import pytest
from django.urls import reverse

from tests import factories as make
from tests.training.people.lists import GOPS, apply, decide, read, row, staff_list
from training.people import actions
from training.people.models import Employment, Organisation, Person
from training.people.refusals import NoSuchQuestion
from training.people.states import RowOutcome

pytestmark = pytest.mark.django_db


def test_people_absent_from_a_complete_list_are_offered_and_never_dropped(region):
    apply(row("Nowak Anna"), row("Lis Ewa"), row("Mazur Jan", where="CIS Ulhówek"))
    staff_import = read(staff_list(row("Nowak Anna")), is_complete=True)
    leaver = staff_import.rows.get(outcome=RowOutcome.LEAVER)
    assert leaver.person.last_name == "Lis"
    actions.apply_import(staff_import=staff_import, actor=make.ACTOR, now=make.NOW)
    assert Employment.objects.as_recorded().filter(valid_until__isnull=True).count() == 3


def test_a_leaver_leaves_when_that_is_decided(region):
    apply(row("Nowak Anna"), row("Lis Ewa"))
    staff_import = read(staff_list(row("Nowak Anna")), is_complete=True)
    leaver = staff_import.rows.get(outcome=RowOutcome.LEAVER)
    decide(row=leaver, question="leaver", answer="end:2026-10-31")
    actions.apply_import(staff_import=staff_import, actor=make.ACTOR, now=make.NOW)
    ended = Employment.objects.as_recorded().get(person__last_name="Lis")
    assert ended.valid_until == date(2026, 10, 31)


@pytest.fixture
def leaving_head(region):
    """A head on record whom a complete list no longer names, and the list, read."""
    apply(row("Nowak Anna"), row("Lis Ewa", post="kierownik"))
    office = Organisation.objects.get(name=GOPS)
    head = Person.objects.get(last_name="Lis")
    since = date(2023, 1, 1)
    actions.grant_mandate(person=head, organisation=office, valid_from=since, actor=make.ACTOR, now=make.NOW)
    staff_import = read(staff_list(row("Nowak Anna")), is_complete=True)
    return head, staff_import, staff_import.rows.get(outcome=RowOutcome.LEAVER)


def test_a_list_that_ends_a_post_ends_the_mandates_that_rest_on_it(leaving_head):
    head, staff_import, leaver = leaving_head
    assert leaver.choices["leaver"]["mandates"] == ["head"]
    decide(row=leaver, question="leaver", answer="end:2026-10-31")
    actions.apply_import(staff_import=staff_import, actor=make.ACTOR, now=make.NOW)
    mandate = head.mandates.as_recorded().get()
    assert (mandate.valid_until, mandate.without_post) == (date(2026, 10, 31), False)


def test_a_list_leaves_a_mandate_only_with_a_reason(leaving_head):
    head, staff_import, leaver = leaving_head
    with pytest.raises(NoSuchQuestion):
        decide(row=leaver, question="leaver", answer="stay:2026-10-31")
    decide(row=leaver, question="leaver", answer="stay:2026-10-31", reason="zastępstwo")
    actions.apply_import(staff_import=staff_import, actor=make.ACTOR, now=make.NOW)
    assert head.employments.as_recorded().get().valid_until == date(2026, 10, 31)
    mandate = head.mandates.as_recorded().get()
    assert (mandate.valid_until, mandate.without_post, mandate.reason) == (None, True, "zastępstwo")


def test_the_preview_offers_that_the_mandate_stays_and_asks_why(leaving_head, client, coordinator):
    _head, staff_import, leaver = leaving_head
    client.force_login(coordinator)
    address = f"{reverse('kompas_staffimport:inspect', args=[staff_import.pk])}?outcome=leaver"
    assert "upoważnienie też się kończy (kierownik instytucji)" in client.get(address).content.decode()
    field = f"q-{leaver.pk}-leaver"
    answer = {f"{field}-answer_field": "stay", f"{field}-day": "2026-10-31"}
    assert "Podaj, dlaczego upoważnienia zostają." in client.post(address, answer).content.decode()
    client.post(address, {**answer, f"{field}-reason": "zastępstwo"})
    leaver.refresh_from_db()
    assert leaver.decision == {"leaver": "end:2026-10-31", "mandates_stay_because": "zastępstwo"}


def test_who_has_no_mandate_has_none_to_keep(region):
    apply(row("Nowak Anna"), row("Lis Ewa"))
    staff_import = read(staff_list(row("Nowak Anna")), is_complete=True)
    leaver = staff_import.rows.get(outcome=RowOutcome.LEAVER)
    with pytest.raises(NoSuchQuestion):
        decide(row=leaver, question="leaver", answer="stay:2026-10-31", reason="zastępstwo")


def test_a_refused_row_is_no_proof_that_somebody_left(region):
    apply(row("Nowak Anna"), row("Lis Ewa"))
    staff_import = read(staff_list(row("Nowak Anna"), row("Lis Ewa", since="31.02.2022")), is_complete=True)
    assert not staff_import.rows.filter(outcome=RowOutcome.LEAVER).exists()
