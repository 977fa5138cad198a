"""From registering to a place: what is asked, what ROPS sees on one screen, and what goes on with one click."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from courses.enrolment import actions as enrolment
from courses.enrolment.models import Enrolment
from courses.enrolment.states import EnrolmentState
from tests import factories as make
from tests.training.people import lists
from training.accounts import actions as accounts
from training.accounts.registry import COORDINATOR, GROUPS, PublishedText, published_texts
from training.kernel import time
from training.people import actions as people
from training.people.models import Employment, Merge, Person, Registration
from training.people.states import Identity

pytestmark = pytest.mark.django_db
WHO = {"first_name": "Ewa", "last_name": "Lis", "email": "ewa@example.org", "phone": "600 700 800", "post": "Opiekun"}
REGISTER = "/konto/rejestracja/"


@pytest.fixture
def home():
    return make.organisation(name="Dom Pomocy Społecznej w Tyszowcach")


@pytest.fixture
def carer():
    return make.PositionFactory(name_pl="opiekun")


@pytest.fixture
def rops(client):
    user = make.user()
    user.groups.add(Group.objects.get(name=GROUPS[COORDINATOR]))
    client.force_login(user)
    return client


def register(client, workplace, **more):
    answer = client.post(REGISTER, {**WHO, "workplace": workplace, **more})
    accounts.write_letters()
    return answer


# ---- what is asked -------------------------------------------------------------------------------------------------


def test_a_whole_name_and_a_known_post_are_found_in_any_spelling(client, home, carer):
    register(client, "dom pomocy spolecznej w tyszowcach")
    registration = Registration.objects.get()
    assert (registration.person.full_name, registration.person.phone) == ("Ewa Lis", "+48 600 700 800")
    assert (registration.organisation, registration.position, registration.post) == (home, carer, "Opiekun")


def test_a_part_of_a_name_is_asked_about_and_may_be_none_of_these(client, home):
    make.organisation(name="Dom Pomocy Społecznej w Zamościu")
    form = register(client, "dom pomocy").context["form"]
    choices = [label for _key, label in form.fields["organisation"].widget.choices]
    assert choices[:2] == ["Dom Pomocy Społecznej w Tyszowcach", "Dom Pomocy Społecznej w Zamościu"]
    assert (len(choices), Person.objects.count()) == (3, 0)
    register(client, "dom pomocy", organisation="none")
    assert (Registration.objects.get().organisation, Registration.objects.get().workplace) == (None, "dom pomocy")


def test_a_hundred_words_are_no_burden(client, home):
    assert register(client, "dom " * 49 + "x").status_code == 200
    assert Registration.objects.count() == 0


def test_one_of_several_is_chosen(client, home):
    make.organisation(name="Dom Pomocy Społecznej w Zamościu")
    register(client, "dom pomocy", organisation=str(home.pk))
    assert Registration.objects.get().organisation == home


def test_a_closed_or_unknown_institution_stays_in_words(client, home):
    register(client, "Fundacja Nieznana", organisation=str(home.pk))
    registration = Registration.objects.get()
    assert (registration.organisation, registration.workplace) == (None, "Fundacja Nieznana")


def test_where_somebody_works_is_not_left_out(client):
    errors = client.post(REGISTER, {**WHO, "workplace": "", "post": ""}).context["form"].errors
    assert set(errors) == {"workplace", "post"}


def test_the_privacy_notice_that_was_shown_is_kept(client):
    notice = PublishedText(key=7, number=3, title="Informacja", valid_from=time.today(), url="/prywatnosc/3/")
    with published_texts.only():
        published_texts.register("test", lambda kind, on: notice if kind == "privacy" else None)
        html = client.get(REGISTER).content.decode()
        assert '<a href="/prywatnosc/3/">Informacja</a>' in html
        assert '<input type="hidden" name="privacy_version" value="7"' in html
        register(client, "Fundacja", privacy_version="7")
    assert Registration.objects.get().privacy_version == "7"


def test_those_who_never_followed_their_link_are_forgotten_with_what_they_said(client):
    register(client, "Fundacja")
    assert accounts.delete_unclaimed(now=time.now() + timedelta(hours=73)) == 1
    assert (Person.objects.count(), Registration.objects.count()) == (0, 0)


# ---- one screen, one click -----------------------------------------------------------------------------------------


@pytest.fixture
def registered(home, carer):
    person = make.person_with_account(identity=Identity.UNCONFIRMED, first_name="Ewa", last_name="Lis")
    Registration.objects.create(
        person=person, organisation=home, workplace="DPS Tyszowce", position=carer, registered_at=time.now()
    )
    return person


def opened(**terms):
    now, edition = time.now(), make.EditionFactory()
    make.MeetingFactory(edition=edition, starts_at=now + timedelta(days=20))
    window = {"opens_at": now - timedelta(days=1), "closes_at": now + timedelta(days=5)}
    make.RecruitmentFactory(edition=edition, seats=1, **window, **terms)
    return edition


def apply(person, edition):
    return enrolment.apply(person=person, edition=edition, actor=make.ACTOR)


def confirm(rops, person, **values):
    page = rops.get(reverse("kompas_person:confirm", args=[person.pk]))
    initial = {
        name: page.context["form"].get_initial_for_field(field, name) or ""
        for name, field in page.context["form"].fields.items()
    }
    return rops.post(reverse("kompas_person:confirm", args=[person.pk]), {**initial, **values})


def test_one_click_makes_the_post_and_gives_the_place(
    rops, registered, home, carer, django_capture_on_commit_callbacks
):
    at_once, decided = apply(registered, opened()), apply(registered, opened(at_once=False))
    with django_capture_on_commit_callbacks(execute=True):
        assert confirm(rops, registered).status_code == 302
    registered.refresh_from_db()
    post = Employment.objects.get(person=registered)
    assert (registered.identity, post.organisation, post.position) == (Identity.CONFIRMED, home, carer)
    states = {row.pk: row.state for row in Enrolment.objects.all()}
    assert states == {at_once.pk: EnrolmentState.CONFIRMED, decided.pk: EnrolmentState.UNDER_DECISION}


def test_the_screen_names_whom_it_may_be_and_chooses_nobody(rops, registered, home):
    known = make.employed(first_name="Ewa", last_name="Lis", organisation=home, email="e.lis@example.org")
    make.person(last_name="Inna")
    page = rops.get(reverse("kompas_person:confirm", args=[registered.pk]))
    keys = [key for key, _label in page.context["form"].fields["same_as"].choices]
    assert keys == [str(known.pk), "new"]
    text = page.content.decode()
    assert "Dom Pomocy Społecznej w Tyszowcach" in text and "e.lis@example.org" in text and "DPS Tyszowce" in text
    # Nobody is chosen, so nothing is done.
    assert confirm(rops, registered).status_code == 200
    registered.refresh_from_db()
    assert registered.identity == Identity.UNCONFIRMED


def test_somebody_on_record_gets_the_account_and_the_application(
    rops, registered, home, carer, django_capture_on_commit_callbacks
):
    known = make.employed(first_name="Ewa", last_name="Lis", organisation=home, position=carer)
    application, user = apply(registered, opened()), registered.user
    with django_capture_on_commit_callbacks(execute=True):
        done = confirm(rops, registered, same_as=str(known.pk))
    assert done.headers["Location"] == reverse("kompas_person:inspect", args=[known.pk])
    known.refresh_from_db()
    application.refresh_from_db()
    assert (known.user, application.state) == (user, EnrolmentState.CONFIRMED)
    # The post was on record; it is not made twice.
    assert Employment.objects.count() == 1


def test_without_an_institution_nobody_gets_a_post(rops, registered, carer):
    assert confirm(rops, registered, organisation="").status_code == 200
    assert confirm(rops, registered, organisation="", position="").status_code == 302
    registered.refresh_from_db()
    assert (registered.identity, Employment.objects.count()) == (Identity.CONFIRMED, 0)


def test_what_cannot_be_accepted_waits_for_rops(rops, registered, django_capture_on_commit_callbacks):
    edition = opened(has_reserve_list=False)
    application = apply(registered, edition)
    assert apply(make.employed(), edition).state == EnrolmentState.CONFIRMED
    with django_capture_on_commit_callbacks(execute=True):
        confirm(rops, registered)
    application.refresh_from_db()
    assert application.state == EnrolmentState.UNDER_DECISION


def test_an_application_of_a_registration_merged_on_its_own_screen_goes_on_with_the_record_that_lives(
    rops, registered, home, carer
):
    known = make.employed(first_name="Ewa", last_name="Lis", organisation=home, position=carer)
    application = apply(registered, opened(at_once=False))
    people.merge_people(kept=known, merged=registered, actor=make.ACTOR, reason="Ta sama osoba.")
    enrolment.decide(enrolment=application, accept=True, actor=make.ACTOR)
    application.refresh_from_db()
    assert application.state == EnrolmentState.CONFIRMED


def test_a_registration_joins_no_record_that_has_an_account_or_whose_mailbox_is_another(rops, registered):
    known = make.person_with_account(first_name="Ewa", last_name="Lis")
    page = confirm(rops, registered, same_as=str(known.pk))
    assert page.context["form"].errors["same_as"] == [
        "Ten wpis ma konto. Scal oba wpisy na ich własnym ekranie, gdzie wybiera się konto."
    ]
    type(known).objects.filter(pk=known.pk).update(user=None)
    type(known).objects.filter(pk=registered.pk).update(user=None)
    assert list(confirm(rops, registered, same_as=str(known.pk)).context["form"].errors) == ["same_as"]
    assert not Merge.objects.exists()


def test_whoever_is_then_on_a_staff_list_gets_the_place_that_waited(django_capture_on_commit_callbacks):
    office = make.OrganisationFactory(name=lists.GOPS)
    county = make.CountyFactory(code="0618", name="tomaszowski")
    make.PlacementFactory(organisation=office, kind=make.KindFactory(code="OPS"), county=county)
    make.PositionFactory(name_pl="pracownik socjalny")
    person = make.person(first_name="Anna", last_name="Nowak", email="a@example.org", identity=Identity.UNCONFIRMED)
    application = apply(person, opened())
    with django_capture_on_commit_callbacks(execute=True):
        lists.apply(lists.row("Nowak Anna", email="a@example.org"))
    application.refresh_from_db()
    assert application.state == EnrolmentState.CONFIRMED
