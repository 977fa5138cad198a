"""Numbers by which the HR systems of institutions know people: given, found by, said where they clash."""

from io import BytesIO
from threading import Barrier, Thread

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook
from wagtail.models import ModelLogEntry

from tests import factories as make
from tests.training.people.lists import GOPS, HEAD, apply, codes, decide, read, row, staff_list
from training.people import actions
from training.people.forms import StaffNumberForm
from training.people.integrity import check_people
from training.people.models import Organisation, Person, StaffNumber
from training.people.queries import person_with_staff_number
from training.people.refusals import PersonMerged, StaffNumberTaken
from training.people.rules import meaning_of
from training.people.states import RowOutcome

pytestmark = pytest.mark.django_db
NUMBERED = [*HEAD, "Nr ewidencyjny"]


def numbered(name, number, **more):
    return [*row(name, **more), number]


def listed(*rows):
    return read(staff_list(*rows, head=NUMBERED))


def written(*rows):
    actions.apply_import(staff_import=(done := listed(*rows)), actor=make.ACTOR, now=make.NOW)
    return done


def reasons(person):
    lines = ModelLogEntry.objects.for_instance(person).order_by("pk")
    return [line.data["reason"] for line in lines if line.data.get("reason")]


def numbers():
    rows = StaffNumber.objects.order_by("organisation__name", "number_fold")
    return [(row.organisation.name, row.number, row.person.list_name) for row in rows]


# ---- by an action ----------------------------------------------------------------------------------------------


def test_a_number_is_given_replaced_taken_away_and_each_stands_in_the_history():
    person, office = make.person(), make.organisation(name="GOPS")
    for number in (" KDR-17 ", "kdr-17", "18", "18", ""):
        actions.save_staff_number(person=person, organisation=office, number=number, actor=make.ACTOR)
        assert list(StaffNumber.objects.values_list("number", flat=True)) == ([number.strip()] if number else [])
        holder = person_with_staff_number(office, number)
        assert holder == (person if number else None)
    assert reasons(person)[-4:] == [
        "Numer pracownika (GOPS): – → KDR-17",
        "Numer pracownika (GOPS): KDR-17 → kdr-17",
        "Numer pracownika (GOPS): kdr-17 → 18",
        "Numer pracownika (GOPS): 18 → –",
    ]


def test_two_institutions_may_have_the_same_number_one_may_not():
    first, second = make.organisation(), make.organisation()
    person, other = make.person(first_name="Ewa", last_name="Lis"), make.person()
    actions.save_staff_number(person=person, organisation=first, number="17a", actor=make.ACTOR)
    actions.save_staff_number(person=other, organisation=second, number="17A", actor=make.ACTOR)
    with pytest.raises(StaffNumberTaken, match="Ewa Lis"):
        actions.save_staff_number(person=other, organisation=first, number="17A", actor=make.ACTOR)
    with pytest.raises(IntegrityError), transaction.atomic():
        StaffNumber.objects.create(person=other, organisation=first, number="17A")
    with pytest.raises(IntegrityError), transaction.atomic():
        StaffNumber.objects.create(person=person, organisation=first, number="another")


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_who_are_given_one_number_at_once_are_told():
    office, people = make.organisation(), [make.person(), make.person()]
    together, answers = Barrier(2), []

    def give(person):
        together.wait()
        try:
            actions.save_staff_number(person=person, organisation=office, number="17", actor=make.ACTOR)
            answers.append("given")
        except StaffNumberTaken:
            answers.append("taken")
        finally:
            connection.close()

    threads = [Thread(target=give, args=[person]) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == ["given", "taken"]


def test_a_merged_record_brings_its_number_and_takes_it_along_again():
    office, kept, merged = make.organisation(), make.person(), make.person()
    actions.save_staff_number(person=merged, organisation=office, number="17", actor=make.ACTOR)
    merge = actions.merge_people(kept=kept, merged=merged, actor=make.ACTOR, reason="jedna")
    assert person_with_staff_number(office, "17") == kept
    with pytest.raises(PersonMerged):
        actions.save_staff_number(person=merged, organisation=office, number="18", actor=make.ACTOR)
    actions.save_staff_number(person=kept, organisation=office, number="17", actor=make.ACTOR)
    assert StaffNumber.objects.get().person == merged
    actions.undo_merge(merge=merge, actor=make.ACTOR, reason="dwie")
    assert person_with_staff_number(office, "17") == merged
    assert list(check_people()) == []


def test_kompas_check_finds_a_number_that_search_would_not():
    row = StaffNumber.objects.create(person=make.person(), organisation=make.organisation(), number="KDR 17")
    assert list(check_people()) == []
    StaffNumber.objects.filter(pk=row.pk).update(number=" KDR  18")
    assert [fault.sentence for fault in check_people()] == [
        "the column that search uses does not say the staff number",
        "a staff number is empty, or has signs that nobody sees",
    ]


# ---- by a staff list -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "heading", ["Nr ewidencyjny", "Numer pracownika", "Nr ewid.", "3. Numer kadrowy*", "Employee ID"]
)
def test_the_column_is_known_by_its_heading(heading):
    assert meaning_of(heading)[0] == "staff_number"


def test_a_new_person_gets_the_number_and_the_same_list_again_changes_nothing(region):
    written(numbered("Nowak Anna", 17), numbered("Lis Ewa", "KDR/18"))
    assert numbers() == [(GOPS, "17", "Nowak Anna"), (GOPS, "KDR/18", "Lis Ewa")]
    again = listed(numbered("Nowak Anna", 17.0), numbered("Lis Ewa", "kdr/18"))
    assert {row.outcome for row in again.rows.all()} == {RowOutcome.UNCHANGED}


def test_somebody_on_record_gets_the_number_and_it_is_shown_first(region):
    apply(row("Nowak Anna"))
    done = written(numbered("Nowak Anna", 17))
    assert done.rows.get().changes == [{"field": "staff_number", "old": "", "new": "17"}]
    assert numbers() == [(GOPS, "17", "Nowak Anna")]
    assert "Numer pracownika" in reasons(Person.objects.get())[-1]


def test_the_number_finds_a_person_before_the_name_does(region):
    written(numbered("Nowak Anna", 17, email="anna@example.org"))
    # Another surname, post and e-mail: without the number nobody would know her.
    done = listed(numbered("Kowalska-Wiśniewska Anna", 17, post="kierownik", email="kowalska@example.org"))
    asked = done.rows.get()
    assert (asked.outcome, asked.person.list_name) == (RowOutcome.CHANGED, "Nowak Anna")
    actions.apply_import(staff_import=done, actor=make.ACTOR, now=make.NOW)
    assert numbers() == [(GOPS, "17", "Kowalska-Wiśniewska Anna")]


def test_two_namesakes_at_one_institution_are_told_apart_by_their_numbers(region):
    office = Organisation.objects.get(name=GOPS)
    written(numbered("Nowak Anna", 17, email="a@example.org", phone="601 234 567"))
    second = make.person(first_name="Anna", last_name="Nowak")
    actions.save_staff_number(person=second, organisation=office, number="18", actor=make.ACTOR)
    done = listed(numbered("Nowak Anna", 18, email="b@example.org", phone="601 234 568"))
    assert done.rows.get().person == second


@pytest.mark.parametrize("answer", ["new", "same:{}"])
def test_a_number_of_somebody_of_another_name_is_asked_about_and_stays(region, answer):
    written(numbered("Nowak Anna", 17))
    known = Person.objects.get()
    done = listed(numbered("Lis Ewa", 17))
    assert codes(done) == {2: ["staff_number_of_other"]}
    decide(row=done.rows.get(), question="person", answer=answer.format(known.pk))
    actions.apply_import(staff_import=done, actor=make.ACTOR, now=make.NOW)
    assert [number[1:] for number in numbers()] == [("17", "Nowak Anna" if answer == "new" else "Lis Ewa")]
    assert Person.objects.count() == (2 if answer == "new" else 1)


@pytest.mark.parametrize("answer", ["new", "same:{}"])
def test_another_number_of_the_same_name_is_asked_about(region, answer):
    written(numbered("Nowak Anna", 17))
    done = listed(numbered("Nowak Anna", 18))
    assert codes(done) == {2: ["other_staff_number"]}
    decide(row=done.rows.get(), question="person", answer=answer.format(Person.objects.get().pk))
    actions.apply_import(staff_import=done, actor=make.ACTOR, now=make.NOW)
    both = [("17", "Nowak Anna"), ("18", "Nowak Anna")]
    assert [number[1:] for number in numbers()] == (both if answer == "new" else both[1:])


@pytest.mark.parametrize("answer", ["new", "row:2"])
def test_one_number_for_two_names_of_a_list_is_asked_about_and_stays_with_the_first(region, answer):
    done = listed(numbered("Nowak Anna", 17), numbered("Lis Ewa", 17))
    assert codes(done) == {3: ["staff_number_twice"]}
    decide(row=done.rows.get(number=3), question="person", answer=answer)
    actions.apply_import(staff_import=done, actor=make.ACTOR, now=make.NOW)
    assert [number[1:] for number in numbers()] == [("17", "Nowak Anna")]


def test_two_rows_of_one_name_with_two_numbers_are_not_taken_for_one_person(region):
    done = listed(numbered("Nowak Anna", 17), numbered("Nowak Anna", 18, post="kierownik"))
    assert codes(done) == {3: ["twice_in_list"]}


def test_a_number_that_is_too_long_or_an_error_is_refused(region):
    done = listed(numbered("Nowak Anna", "9" * 51), numbered("Lis Ewa", "=A1"))
    assert codes(done) == {2: ["too_long"], 3: ["formula"]}


# ---- in the admin ----------------------------------------------------------------------------------------------


@pytest.fixture
def boss():
    client = Client()
    client.force_login(make.user(is_superuser=True))
    return client


def test_the_admin_gives_a_number_finds_people_by_it_and_exports_it(region, boss):
    apply(row("Nowak Anna"), row("Nowak Anna", where="CIS Ulhówek"), row("Lis Ewa"))
    person = Person.objects.filter(last_name="Nowak").first()
    office = Organisation.objects.get(name=GOPS)
    page = reverse("kompas_person:staff_number", args=[person.pk])
    boss.post(page, {"organisation": office.pk, "number": "KDR 17"})
    assert f"{GOPS}: KDR 17" in boss.get(reverse("kompas_person:inspect", args=[person.pk])).content.decode()
    results = boss.get(reverse("kompas_person:index_results"), {"q": "kdr 17"}).content.decode()
    assert "Nowak Anna" in results and "Lis Ewa" not in results
    other = Person.objects.get(last_name="Lis")
    taken = boss.post(
        reverse("kompas_person:staff_number", args=[other.pk]), {"organisation": office.pk, "number": "kdr 17"}
    )
    assert "Anna Nowak" in taken.content.decode()
    exported = boss.get(reverse("kompas_person:index"), {"export": "xlsx"})
    sheet = load_workbook(BytesIO(b"".join(exported))).active
    assert "KDR 17" in {cell.value for line in sheet.iter_rows() for cell in line}


def test_the_form_begins_with_the_one_institution_and_its_number():
    person = make.employed()
    place = person.employments.get().organisation
    assert StaffNumberForm(instance=person).initial == {"organisation": place.pk, "number": ""}
    actions.save_staff_number(person=person, organisation=place, number="17", actor=make.ACTOR)
    assert StaffNumberForm(instance=person).initial == {"organisation": place.pk, "number": "17"}
    assert StaffNumberForm(instance=make.person()).initial == {}
    make.EmploymentFactory(person=person, organisation=make.organisation())
    assert StaffNumberForm(instance=person).initial == {}
