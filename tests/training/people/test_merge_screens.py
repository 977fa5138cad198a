"""The admin's screens of duplicates: the list, telling apart, comparing, merging, undoing."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from courses.enrolment import actions as enrolment
from courses.enrolment.states import EnrolmentState
from tests import factories as make
from tests.courses.enrolment.steps import recruitment
from tests.html import in_one_line
from training.desk.panels import to_do_today
from training.kernel import time
from training.people import actions
from training.people.models import DistinctPeople, Merge

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(client, coordinator):
    client.force_login(coordinator)
    return make.organisation(name="GOPS Wólka")


def twins(office, last="Nowak", **more):
    return [make.employed(organisation=office, last_name=last, first_name="Anna", **more) for _turn in range(2)]


def page(client, name, *args, **query):
    return client.get(reverse(name, args=args), query)


def words(answer):
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def sent(client, name, *args, **data):
    return client.post(reverse(name, args=args), data)


def merged_now(client, person, other, **answers):
    data = {"kept": person.pk, "reason": "ten sam PESEL", **answers}
    return sent(client, "kompas_duplicate:compare", person.pk, other.pk, **data)


# ---- the list ---------------------------------------------------------------------------------------------------


def test_the_list_names_both_records_and_says_why(client, office):
    person, other = twins(office, email="anna@example.org")
    text = words(page(client, "kompas_duplicate:index"))
    assert text.count("Nowak Anna") >= 2
    assert "to samo nazwisko i instytucja: GOPS Wólka" in text
    assert "ten sam e-mail: anna@example.org" in text
    assert reverse("kompas_duplicate:compare", args=[person.pk, other.pk]) in text


def test_addresses_and_phones_stand_as_people_write_them(client, office):
    """Also a phone that only a merged record of the person has."""
    person = make.employed(organisation=office, last_name="Nowak", first_name="Anna", email="A.Nowak@Example.org")
    make.employed(organisation=office, last_name="Zawada", first_name="Ania", email="a.nowak@example.org")
    make.PersonFactory(last_name="Nowak", first_name="Anna", phone="601234567", merged_into=person)
    make.employed(organisation=office, last_name="Mazur", first_name="Iga", phone="601 234 567")
    text = words(page(client, "kompas_duplicate:index"))
    assert "ten sam e-mail: A.Nowak@Example.org" in text
    assert "ten sam telefon: +48 601 234 567" in text
    assert "telefon: 601" not in text


def test_it_is_searched_filtered_and_paged(client, office):
    twins(office, "Nowak")
    twins(office, "Zięba", phone="601234567")
    for query in ({"q": "zieba"}, {"reason": "phone"}, {"q": "601 234 567", "reason": "name"}):
        text = words(page(client, "kompas_duplicate:index", **query))
        assert "Zięba Anna" in text
        assert "Nowak Anna" not in text
    assert "Nic nie pasuje" in words(page(client, "kompas_duplicate:index", q="nikogo"))
    assert "Zięba Anna" in words(page(client, "kompas_duplicate:index", reason="no such reason", p="x"))


def test_without_pairs_it_says_so(client, office):
    assert "Żadne dwa wpisy nie wyglądają na jedną osobę." in words(page(client, "kompas_duplicate:index"))


def test_its_queries_do_not_grow(client, office):
    def count():
        with CaptureQueriesContext(connection) as captured:
            words(page(client, "kompas_duplicate:index"))
        return len(captured)

    twins(office, "Nowak", phone="601234500")
    count()
    before = count()
    for last in ("Lis", "Mazur", "Wilk"):
        twins(office, last, phone=f"60123456{len(last)}")
    assert count() == before


def test_the_office_is_told_how_many_wait(coordinator, analyst, office):
    twins(office)
    assert [task.text for task in to_do_today(coordinator, time.now()).tasks if task.count] == [
        "Rozstrzygnij, czy 1 para wpisów to jedna osoba"
    ]
    assert to_do_today(analyst, time.now()) is None


# ---- telling apart ----------------------------------------------------------------------------------------------


def test_two_people_are_told_apart_and_the_decision_is_seen_and_taken_back(client, office):
    person, other = twins(office)
    answer = client.post(reverse("kompas_duplicate:apart", args=[other.pk, person.pk]), follow=True)
    assert "Żadne dwa wpisy" in words(answer)
    pair = DistinctPeople.objects.get()
    assert reverse("kompas_distinct:offer", args=[pair.pk]) in words(answer)
    assert pair.decided_by == "coordinator"
    assert "Nowak Anna" in words(page(client, "kompas_distinct:index"))
    sent(client, "kompas_distinct:offer", pair.pk)
    assert not DistinctPeople.objects.exists()
    assert "Nowak Anna" in words(page(client, "kompas_duplicate:index"))


def test_nothing_happens_by_opening_the_address(client, office):
    person, other = twins(office)
    assert page(client, "kompas_duplicate:apart", person.pk, other.pk).status_code == 405


# ---- comparing and merging ----------------------------------------------------------------------------------------


def test_both_records_stand_side_by_side_with_what_each_has(client, office):
    person, other = twins(office, phone="601234567")
    make.MandateFactory(person=other, organisation=office)
    text = words(page(client, "kompas_duplicate:compare", person.pk, other.pk))
    assert text.count("pracownik socjalny, GOPS Wólka") == 2
    assert text.count("kierownik instytucji, GOPS Wólka") == 1
    assert "Które konto zostaje" not in text


def test_merging_needs_a_reason_and_keeps_what_was_typed(client, office):
    person, other = twins(office)
    text = words(merged_now(client, person, other, kept=other.pk, reason=" "))
    (radio,) = re.findall(rf'<input type="radio" name="kept" value="{other.pk}"[^>]*>', text)
    assert "checked" in radio
    assert not Merge.objects.exists()


@pytest.mark.parametrize("stays", [0, 1])
def test_the_record_that_was_chosen_stays_and_the_merge_is_shown(client, office, stays):
    pair = twins(office)
    answer = client.post(
        reverse("kompas_duplicate:compare", args=[pair[0].pk, pair[1].pk]),
        {"kept": pair[stays].pk, "reason": "ten sam PESEL"},
        follow=True,
    )
    merge = Merge.objects.get()
    assert (merge.kept, merge.merged, merge.actor_name) == (pair[stays], pair[1 - stays], "coordinator")
    assert "ten sam PESEL" in words(answer)
    assert reverse("kompas_merge:undo", args=[merge.pk]) in words(answer)
    assert "można cofnąć do" in words(page(client, "kompas_merge:index"))
    # Both pages lead to it.
    for person in pair:
        assert reverse("kompas_merge:inspect", args=[merge.pk]) in words(
            page(client, "kompas_person:inspect", person.pk)
        )
    assert "Ten wpis został scalony" in words(page(client, "kompas_person:inspect", pair[1 - stays].pk))


def test_a_stranger_among_the_answers_is_refused(client, office):
    person, other = twins(office)
    merged_now(client, person, other, kept=make.person().pk)
    assert not Merge.objects.exists()


def test_of_two_accounts_the_screen_asks_which_stays(client, office):
    person, other = make.person_with_account(), make.person_with_account()
    address = reverse("kompas_duplicate:compare", args=[person.pk, other.pk])
    assert "Które konto zostaje" in words(client.get(address))
    client.post(address, {"kept": person.pk, "reason": "jedna"})
    assert not Merge.objects.exists()
    client.post(address, {"kept": person.pk, "account": other.pk, "reason": "jedna"})
    person.refresh_from_db()
    assert person.user == other.user
    assert Merge.objects.get().deactivated_user not in (None, other.user)


def test_of_two_enrolments_in_one_edition_the_screen_asks_which_stays_and_undoing_says_what_is_gone(client, office):
    person, other = twins(office)
    edition = recruitment(seats=5).edition
    stays, goes = (
        enrolment.apply(person=person, edition=edition, actor=make.ACTOR, on_behalf=True) for person in (other, person)
    )
    address = reverse("kompas_duplicate:compare", args=[person.pk, other.pk])
    assert "Które zostaje?" in words(client.get(address))
    client.post(address, {"kept": person.pk, "reason": "jedna", f"enrolment-{edition.pk}": stays.pk})
    for row, state in ((stays, EnrolmentState.CONFIRMED), (goes, EnrolmentState.WITHDRAWN)):
        row.refresh_from_db()
        assert row.state == state
    merge = Merge.objects.get()
    text = words(page(client, "kompas_merge:undo", merge.pk))
    assert "Tego cofnięcie nie przywróci" in text
    assert merge.ended[0] in text


def test_merged_records_lead_on(client, office):
    person, other = twins(office)
    third = make.person()
    assert page(client, "kompas_duplicate:compare", other.pk, person.pk).url.endswith(f"/{person.pk}/{other.pk}/")
    actions.merge_people(kept=third, merged=person, actor=make.ACTOR, reason="jedna")
    answer = page(client, "kompas_duplicate:compare", person.pk, other.pk)
    assert answer.url == reverse("kompas_duplicate:compare", args=[other.pk, third.pk])
    assert page(client, "kompas_duplicate:compare", person.pk, third.pk).url == reverse(
        "kompas_person:inspect", args=[third.pk]
    )
    assert page(client, "kompas_duplicate:compare", person.pk, 999999).status_code == 404


def test_merging_starts_from_the_persons_own_page(client, office):
    person, other = twins(office)
    assert reverse("kompas_person:merge", args=[other.pk]) in words(page(client, "kompas_person:inspect", other.pk))
    assert "Wybierz inny" in words(sent(client, "kompas_person:merge", other.pk, other=other.pk))
    answer = sent(client, "kompas_person:merge", other.pk, other=person.pk)
    assert answer.url == reverse("kompas_duplicate:compare", args=[person.pk, other.pk])


# ---- undoing ------------------------------------------------------------------------------------------------------


def test_the_page_of_a_merge_has_the_button_that_undoes_it(client, office):
    person, other = twins(office)
    merge = actions.merge_people(kept=person, merged=other, actor=make.ACTOR, reason="jedna")
    address = reverse("kompas_merge:undo", args=[merge.pk])
    html = in_one_line(page(client, "kompas_merge:inspect", merge.pk).content.decode())
    assert f'<a class="button button-secondary" href="{address}">' in html


@pytest.mark.parametrize("not_duplicates", [True, False])
def test_undoing_parts_them_and_tells_them_apart_when_ticked(client, office, not_duplicates):
    person, other = twins(office)
    merge = actions.merge_people(kept=person, merged=other, actor=make.ACTOR, reason="jedna")
    assert sent(client, "kompas_merge:undo", merge.pk, reason="").status_code == 200
    sent(
        client,
        "kompas_merge:undo",
        merge.pk,
        reason="dwie siostry",
        **({"marks_not_duplicates": "on"} if not_duplicates else {}),
    )
    other.refresh_from_db()
    assert other.merged_into is None
    text = words(page(client, "kompas_merge:inspect", merge.pk))
    assert "dwie siostry" in text
    assert reverse("kompas_merge:undo", args=[merge.pk]) not in text
    assert ("Nowak Anna" in words(page(client, "kompas_duplicate:index"))) is not not_duplicates


def test_after_thirty_days_no_button_is_offered_and_the_address_refuses(client, office):
    person, other = twins(office)
    past = time.now() - timedelta(days=31)
    merge = actions.merge_people(kept=person, merged=other, actor=make.ACTOR, reason="jedna", now=past)
    assert "ostateczne" in words(page(client, "kompas_merge:index", state="final"))
    assert reverse("kompas_merge:undo", args=[merge.pk]) not in words(page(client, "kompas_merge:inspect", merge.pk))
    assert "30 dni" in words(sent(client, "kompas_merge:undo", merge.pk, reason="pomyłka"))
    for state in ("open", "undone"):
        assert "Nic nie pasuje" in words(page(client, "kompas_merge:index", state=state))
