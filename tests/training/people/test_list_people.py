"""Who is who in a staff list: people, institutions, posts and counties known, changed, asked about."""

from datetime import date, timedelta

import pytest

from tests import factories as make
from tests.training.people.lists import GOPS, apply, codes, decide, outcomes, read, row, staff_list
from training.kernel import triggers
from training.people import actions
from training.people.integrity import check_people
from training.people.models import Employment, Organisation, Person
from training.people.refusals import NoSuchQuestion
from training.people.states import Identity, RowOutcome

pytestmark = pytest.mark.django_db


def test_a_changed_e_mail_and_post_of_a_known_person_is_shown_before_it_is_written(region):
    apply(row("Nowak Anna", email="old@example.org", since="01.01.2020"))
    staff_import = read(staff_list(row("Nowak Anna", email="new@example.org", since="01.01.2020")))
    assert staff_import.rows.get().changes == [{"field": "email", "old": "old@example.org", "new": "new@example.org"}]
    assert Person.objects.get().email == "old@example.org"
    actions.apply_import(staff_import=staff_import, actor=make.ACTOR, now=make.NOW)
    assert Person.objects.get().email == "new@example.org"


def test_a_changed_phone_is_found_by_its_new_digits(region):
    apply(row("Nowak Anna", phone="84 661 00 01"))
    apply(row("Nowak Anna", phone="84 661 00 02"))
    assert Person.objects.get().phone_digits == "846610002"
    assert list(check_people()) == []


def test_a_new_post_ends_the_old_one_and_what_was_known_stays(region):
    apply(row("Nowak Anna", since="01.01.2020"))
    later = make.NOW + timedelta(days=1)
    actions.import_staff(
        file=staff_list(row("Nowak Anna", post="kierownik", since="01.06.2026")),
        file_name="l.xlsx",
        actor=make.ACTOR,
        apply=True,
        now=later,
    )
    held = (
        Employment.objects.as_recorded()
        .order_by("valid_from")
        .values_list("position__code", "valid_from", "valid_until")
    )
    assert list(held) == [
        ("pracownik-socjalny", date(2020, 1, 1), date(2026, 5, 31)),
        ("kierownik", date(2026, 6, 1), None),
    ]
    before = Employment.objects.as_recorded(later).values_list("position__code", "valid_until")
    assert list(before) == [("pracownik-socjalny", None)]


def test_a_namesake_elsewhere_is_asked_about_and_each_answer_does_what_it_says(region):
    def second(answer):
        triggers.remove()
        Person.objects.all().delete()
        triggers.install()
        apply(row("Nowak Anna", email="a@example.org"))
        person = Person.objects.get()
        staff_import = read(staff_list(row("Nowak Anna", where="CIS Ulhówek", email="b@example.org")))
        asked = staff_import.rows.get()
        assert asked.outcome == RowOutcome.TO_DECIDE
        decide(row=asked, question="person", answer=answer.format(person.pk))
        actions.apply_import(staff_import=staff_import, actor=make.ACTOR, now=make.NOW)
        open_posts = Employment.objects.as_recorded().filter(valid_until__isnull=True).count()
        return Person.objects.count(), open_posts

    assert second("new") == (2, 2)
    assert second("same:{}") == (1, 2)
    assert second("moved:{}") == (1, 1)


def test_a_changed_surname_is_kept_as_a_former_name_and_found_by_the_next_old_list(region):
    apply(row("Nowak Anna", email="a@example.org"))
    person = Person.objects.get()
    staff_import = read(staff_list(row("Kowalska Anna", email="a@example.org")))
    assert codes(staff_import) == {2: ["same_email_other_name"]}
    decide(row=staff_import.rows.get(), question="person", answer=f"same:{person.pk}")
    actions.apply_import(staff_import=staff_import, actor=make.ACTOR, now=make.NOW)
    person.refresh_from_db()
    assert (person.last_name, person.former_names.get().last_name) == ("Kowalska", "Nowak")
    assert outcomes(read(staff_list(row("Nowak Anna", email="a@example.org")))) == [(2, RowOutcome.UNCHANGED)]


def test_somebody_who_registered_is_known_once_an_institution_lists_them(region):
    registered = make.person(first_name="Anna", last_name="Nowak", email="a@example.org", identity=Identity.UNCONFIRMED)
    apply(row("Nowak Anna", email="a@example.org"))
    assert list(Person.objects.values_list("pk", "identity")) == [(registered.pk, Identity.LISTED)]


def test_a_name_written_the_other_way_round_is_asked_about_and_does_not_turn_the_record(region):
    apply(row("Wójcik-Żak Łucja"))
    person = Person.objects.get()
    staff_import = read(staff_list(row("Łucja Wójcik-Żak")))
    assert codes(staff_import) == {2: ["similar_name"]}
    decide(row=staff_import.rows.get(), question="person", answer=f"same:{person.pk}")
    actions.apply_import(staff_import=staff_import, actor=make.ACTOR, now=make.NOW)
    assert Person.objects.values_list("last_name", "first_name").get() == ("Wójcik-Żak", "Łucja")
    assert not person.former_names.exists()


def test_two_namesakes_with_different_addresses_never_become_one(region):
    first = [row("Nowak Anna", email="a@example.org")]
    apply(*first)
    both = staff_list(row("Nowak Anna", email="b@example.org"), *first)
    staff_import = read(both)
    assert outcomes(staff_import) == [(2, RowOutcome.TO_DECIDE), (3, RowOutcome.UNCHANGED)]
    decide(row=staff_import.rows.first(), question="person", answer="new")
    actions.apply_import(staff_import=staff_import, actor=make.ACTOR, now=make.NOW)
    assert set(Person.objects.values_list("email", flat=True)) == {"a@example.org", "b@example.org"}
    assert outcomes(read(both)) == [(2, RowOutcome.UNCHANGED), (3, RowOutcome.UNCHANGED)]


def test_one_person_with_two_posts_in_one_list_is_one_person(region):
    rows = [row("Nowak Anna"), row("Nowak Anna", post="kierownik")]
    apply(*rows)
    assert Person.objects.count() == 1
    assert Employment.objects.as_recorded().count() == 2
    assert {row.outcome for row in read(staff_list(*rows)).rows.all()} == {RowOutcome.UNCHANGED}


def test_an_institution_is_made_once_for_all_its_rows_and_known_afterwards(region):
    rows = [row("Nowak Anna", where="GOPS Chodel"), row("Lis Ewa", where="GOPS Chodel")]
    staff_import = read(staff_list(*rows))
    assert codes(staff_import) == {2: ["unknown_institution"], 3: ["unknown_institution"]}
    county = make.CountyFactory(code="0618")
    decide(row=staff_import.rows.first(), question="organisation", answer="make", kind="OPS", county=county.pk)
    assert outcomes(staff_import) == [(2, RowOutcome.NEW), (3, RowOutcome.NEW)]
    assert not Organisation.objects.filter(name="GOPS Chodel").exists()
    actions.apply_import(staff_import=staff_import, actor=make.ACTOR, now=make.NOW)
    made = Organisation.objects.get(name="GOPS Chodel")
    assert (made.placements.get().county, made.employments.count()) == (county, 2)
    assert {row.outcome for row in read(staff_list(*rows)).rows.all()} == {RowOutcome.UNCHANGED}


def test_a_chosen_institution_is_remembered_by_that_name(region):
    chosen = Organisation.objects.get(name=GOPS)
    rows = [row("Nowak Anna", where="Opieka Ulhówek", post="soc. prac.")]
    staff_import = read(staff_list(*rows))
    post = make.PositionFactory(code="pracownik-socjalny")
    first = staff_import.rows.get()
    decide(row=first, question="organisation", answer=f"id:{chosen.pk}")
    decide(row=first, question="position", answer=f"id:{post.pk}")
    actions.apply_import(staff_import=staff_import, actor=make.ACTOR, now=make.NOW)
    assert {row.outcome for row in read(staff_list(*rows)).rows.all()} == {RowOutcome.UNCHANGED}


def test_an_answer_that_was_not_offered_is_refused(region):
    apply(row("Nowak Anna"))
    stranger = make.person()
    staff_import = read(staff_list(row("Nowak Anna", where="CIS Ulhówek")))
    for answer in (f"same:{stranger.pk}", "make", "row:9"):
        with pytest.raises(NoSuchQuestion):
            decide(row=staff_import.rows.get(), question="person", answer=answer)


def test_another_county_than_the_institutions_is_asked_about(region):
    staff_import = read(staff_list(row("Nowak Anna", county="zamojski")))
    assert codes(staff_import) == {2: ["other_county"]}
    decide(row=staff_import.rows.get(), question="county", answer="keep")
    assert outcomes(staff_import) == [(2, RowOutcome.NEW)]
