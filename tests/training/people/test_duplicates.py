"""Records that may be of one person: which pairs are offered and why, and which never are."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import factories as make
from training.kernel import time
from training.people import actions
from training.people.models import DistinctPeople, FormerName, Person
from training.people.queries import duplicates, matching
from training.people.states import Likeness

pytestmark = pytest.mark.django_db


def pair(person, other):
    return (min(person.pk, other.pk), max(person.pk, other.pk))


def offered():
    return {(duplicate.first, duplicate.second): duplicate.reasons for duplicate in duplicates()}


def named(last="Nowak", first="Anna", **more):
    return make.person(last_name=last, first_name=first, **more)


def at(office, last="Nowak", first="Anna", **more):
    return make.employed(organisation=office, last_name=last, first_name=first, **more)


# ---- what makes two records alike ------------------------------------------------------------------------------


def test_the_same_name_at_the_same_institution_however_it_is_spelt():
    office, elsewhere = make.organisation(), make.organisation()
    person, other = at(office, "Łęcka", "Żaneta"), at(office, "LECKA", "Zaneta")
    at(elsewhere, "Łęcka", "Żaneta")
    assert offered() == {pair(person, other): {Likeness.SAME_NAME}}
    (duplicate,) = duplicates()
    assert duplicate.grounds == ((Likeness.SAME_NAME, office.name),)


def test_a_post_that_ended_still_says_where_somebody_worked():
    office = make.organisation()
    person, other = named(), at(office)
    make.EmploymentFactory(person=person, organisation=office, valid_until=time.today() - timedelta(days=400))
    assert offered() == {pair(person, other): {Likeness.SAME_NAME}}


def test_a_surname_that_was_changed_since():
    office, elsewhere = make.organisation(), make.organisation()
    renamed, other = at(office, "Kowal"), at(office, "Nowak")
    at(elsewhere, "Nowak")
    FormerName.objects.create(person=renamed, last_name="Nowak", first_name="Anna", until=make.TODAY)
    assert offered() == {pair(renamed, other): {Likeness.SAME_NAME}}


def test_the_same_own_email_and_the_same_phone_in_any_spelling():
    person = named("Nowak", email="Anna@Example.org", phone="601 234 567")
    other = named("Zawada", first="Ania", email="anna@example.org", phone="+48 601-234-567")
    assert offered() == {pair(person, other): {Likeness.SAME_EMAIL, Likeness.SAME_PHONE}}


def test_names_in_each_others_columns():
    person, other = named("Nowak-Wójcik", "Anna Maria"), named("Anna Maria", "Nowak-Wojcik")
    named("Adam", "Adam")
    named("Maria Nowak", "Anna")
    assert offered() == {pair(person, other): {Likeness.TURNED_NAME}}


def test_names_of_several_words_are_turned_too():
    # “Anna” and “Maria Nowak” in each other's columns read as “Anna Maria Nowak”.
    person, other = named("Maria Nowak", "Anna"), named("Anna", "Maria Nowak")
    assert offered() == {pair(person, other): {Likeness.TURNED_NAME}}


# ---- what says nothing of a person ------------------------------------------------------------------------------


@pytest.mark.parametrize("email", ["sekretariat@ops.example.org", "GOPS.Leczna@example.org", "kadry2@example.org"])
def test_a_mailbox_of_an_office_is_nobodys(email):
    named("Nowak", email=email)
    named("Kowal", first="Ewa", email=email)
    assert offered() == {}


def test_the_address_and_phone_that_an_institution_has_are_nobodys():
    make.organisation(email="Dom@example.org", phone="81 745 10 10")
    for last in ("Nowak", "Kowal"):
        named(last, first=f"Ewa {last}", email="dom@example.org", phone="817451010")
    assert offered() == {}


def test_an_address_or_phone_of_several_is_an_offices():
    people = [named(f"Nazwisko{number}", email="razem@example.org", phone="601234567") for number in range(4)]
    assert offered() == {}
    people[0].delete()
    assert len(offered()) == 3


def test_nothing_and_an_extension_are_no_address_and_no_phone():
    named("Nowak", email="", phone="")
    named("Kowal", first="Ewa", email="", phone="")
    named("Lis", first="Jan", phone="117")
    named("Mazur", first="Iga", phone="117")
    assert offered() == {}


# ---- what is left out -------------------------------------------------------------------------------------------


def test_merged_records_are_offered_no_more_but_still_say_what_the_person_had():
    office = make.organisation()
    kept, merged = at(office), at(office)
    actions.merge_people(kept=kept, merged=merged, actor=make.ACTOR, reason="jedna")
    assert offered() == {}
    new = at(office)
    assert offered() == {pair(kept, new): {Likeness.SAME_NAME}}


def test_told_apart_are_not_offered_until_that_is_taken_back_also_under_a_merged_record():
    office = make.organisation()
    person, other = at(office), at(office)
    row = actions.mark_distinct(first=other, second=person, actor=make.ACTOR)
    assert offered() == {}
    third = named("Lis", first="Jan")
    actions.merge_people(kept=third, merged=person, actor=make.ACTOR, reason="jedna")
    assert offered() == {}
    actions.offer_again(pair=row, actor=make.ACTOR)
    assert offered() == {pair(third, other): {Likeness.SAME_NAME}}
    actions.offer_again(pair=row, actor=make.ACTOR)
    assert not DistinctPeople.objects.exists()


# ---- the list ---------------------------------------------------------------------------------------------------


def test_the_likeliest_stand_first_and_are_found_by_reason_name_email_and_phone():
    office = make.organisation()
    at(office, "Adamska")
    at(office, "Adamska")
    sure = at(office, "Zięba", email="z@example.org", phone="601234567")
    at(office, "Zieba", email="z@example.org", phone="601234567")
    pairs = duplicates()
    assert (pairs[0].first, len(pairs)) == (sure.pk, 2)
    for words in ("zięba", "adamska anna", "z@example", "601-234-567", "anna zieba +48 601 234 567"):
        assert len(matching(pairs, text=words)) == 1, words
    assert len(matching(pairs, reason="phone")) == 1
    assert matching(pairs, reason="phone", text="adamska") == []


def test_the_number_of_questions_does_not_grow():
    office = make.organisation()

    def alike(number):
        for _turn in range(number):
            at(office, "Nowak", email="x@example.org", phone="601234567")
            at(office, "Anna", first="Nowak")
            FormerName.objects.create(person=at(office, "Lis"), last_name="Nowak", first_name="Anna", until=make.TODAY)

    def count():
        with CaptureQueriesContext(connection) as captured:
            assert duplicates()
        return len(captured)

    alike(2)
    before = count()
    alike(6)
    assert count() == before <= 12


def test_a_crowd_of_one_name_is_no_square_of_pairs():
    office = make.organisation()
    for _turn in range(14):
        at(office, "Test", first="Test")
    assert len(duplicates()) == 13


def test_the_column_of_turned_names_is_kept_by_every_writer():
    person = named("Nowak")
    assert person.turned_fold == "anna nowak"
    actions.save_person(person=person, last_name="Kowal", actor=make.ACTOR)
    assert Person.objects.get(pk=person.pk).turned_fold == "anna kowal"
