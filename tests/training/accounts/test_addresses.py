"""A new e-mail is not a new owner: proposals, lists of staff, accounts, codes."""

import io
import re

import openpyxl
import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse
from wagtail.models import ModelLogEntry

from tests import factories as make
from tests.training.accounts.claiming import PASSWORD, url
from tests.training.assessments.shapes import assessed, framework_with
from training.accounts import actions, queries, rules
from training.accounts.models import ClaimCode, EmailProposal
from training.accounts.refusals import AccountHasMoreRights, AddressNotTakenAway, LinkDead
from training.accounts.registry import COORDINATOR, GROUPS
from training.assessments.models import EstimateSharing
from training.assessments.states import AssessmentKind
from training.competences.models import Framework
from training.kernel import time
from training.kernel.actors import Actor
from training.notices.models import Notice
from training.people import actions as people
from training.people.models import Person, StaffImport

pytestmark = pytest.mark.django_db


def link_to(address):
    return re.search(r"http://\S+?(/konto/\S+)", Notice.objects.filter(address=address).latest("pk").body)[1]


@pytest.fixture
def coordinator():
    user = make.user(username="coordinator")
    user.groups.add(Group.objects.get(name=GROUPS[COORDINATOR]))
    return user


def mandated(**kwargs):
    person = make.person_with_account(**kwargs)
    make.MandateFactory(person=person, organisation=make.organisation())
    return person


def edit(user, person, email):
    client = Client()
    client.force_login(user)
    typed = {
        "last_name": person.last_name,
        "first_name": person.first_name,
        "email": email,
        "phone": "",
        "language": "pl",
    }
    return client.post(reverse("kompas_person:edit", args=[person.pk]), typed)


# ---- a proposal ------------------------------------------------------------------------------------------------


def test_an_address_that_a_coordinator_types_holds_after_its_owner_signs_in_and_follows_the_link(coordinator, owner):
    edit(coordinator, owner, "new@example.org")
    owner.refresh_from_db()
    assert owner.email == "owner@example.org"
    path = link_to("new@example.org")
    shown = Client()
    shown.force_login(coordinator)
    record = reverse("kompas_person:inspect", args=[owner.pk])
    told = "do niego odnośnik: new@example.org"
    assert told in shown.get(record).content.decode()
    # Whoever reads the new mailbox and is not the owner gets nothing by it.
    assert Client().get(path)["Location"].startswith("/konto/zaloguj/")
    client = Client()
    client.force_login(coordinator)
    assert client.get(path).status_code == 403
    client.force_login(owner.user)
    assert "new@example.org" in client.get(url("account")).content.decode()
    client.get(path)
    owner.refresh_from_db()
    assert owner.email == "new@example.org"
    assert client.get(path).status_code == 410


def test_whoever_follows_a_link_that_is_not_theirs_is_told_why_and_led_to_their_own_account(owner):
    actions.propose_email(person=owner, email="new@example.org", actor=Actor.of_user(owner.user))
    client = Client(headers={"accept-language": "en"})
    client.force_login(make.person_with_account().user)
    answer = client.get(link_to("new@example.org"))
    assert (answer.status_code, answer.context["refusal"].code) == (410, "address_link_dead")
    page = answer.content.decode()
    # Signed in already: neither a new account nor the sign-in page is what they need.
    assert f'href="{url("account")}"' in page
    assert f'href="{url("claim")}"' not in page


def test_the_old_address_is_told_when_it_is_proposed_and_when_it_is_changed(coordinator, owner):
    edit(coordinator, owner, "new@example.org")
    told = Notice.objects.filter(address="owner@example.org")
    assert [(notice.kind, "coordinator" in notice.body) for notice in told] == [("account_email_told", True)]
    client = Client()
    client.force_login(owner.user)
    client.get(link_to("new@example.org"))
    assert told.all().count() == 2


def test_no_link_to_a_new_password_goes_to_a_proposed_address(coordinator, owner):
    edit(coordinator, owner, "thief@example.org")
    for name in ("thief@example.org", owner.user.get_username()):
        Client().post(url("password_reset"), {"name": name})
    assert not Notice.objects.filter(kind="account_password", address="thief@example.org").exists()


@pytest.mark.parametrize("rights", ["superuser", "coordinator", "permission"])
def test_nobody_proposes_an_address_for_an_account_with_more_rights(rights, coordinator, owner):
    if rights == "superuser":
        owner.user.is_superuser = True
        owner.user.save()
        proposer = coordinator
    else:
        # Somebody who may edit people and nothing else.
        proposer = make.user(username="clerk")
        for code in ("access_admin", "change_person", "view_person"):
            proposer.user_permissions.add(Permission.objects.get(codename=code))
        if rights == "coordinator":
            owner.user.groups.add(Group.objects.get(name=GROUPS[COORDINATOR]))
        else:
            owner.user.user_permissions.add(Permission.objects.get(codename="add_mandate"))
    answer = edit(proposer, owner, "thief@example.org")
    assert "thief@example.org" not in {notice.address for notice in Notice.objects.all()}
    assert not EmailProposal.objects.exists()
    assert answer.status_code != 500
    with pytest.raises(AccountHasMoreRights):
        people.save_person(person=owner, email="thief@example.org", actor=Actor.of_user(proposer))


def test_a_manager_of_an_institution_is_no_clerks_to_take_over():
    head, clerk = mandated(email="head@example.org"), make.user(username="clerk")
    with pytest.raises(AccountHasMoreRights):
        actions.propose_email(person=head, email="thief@example.org", actor=Actor.of_user(clerk))


_MANAGER = rules.Rights(opened=frozenset({("manager", 1)}))


@pytest.mark.parametrize(
    ("own", "other", "covers"),
    [
        (rules.Rights(is_superuser=True), rules.Rights(is_superuser=True), True),
        (rules.Rights(permissions=frozenset("ab")), rules.Rights(is_superuser=True), False),
        (rules.Rights(permissions=frozenset("ab")), rules.Rights(permissions=frozenset("a")), True),
        (rules.Rights(permissions=frozenset("a")), rules.Rights(permissions=frozenset("ab")), False),
        (rules.Rights(), rules.Rights(opened=frozenset({("manager", 1)})), False),
        (rules.Rights(opened=frozenset({("manager", 1), ("trainer", 1)})), _MANAGER, True),
        (rules.Rights(opened=frozenset({("trainer", 1)})), _MANAGER, False),
        (rules.Rights(grants=frozenset({"manager"})), _MANAGER, True),
        (rules.Rights(grants=frozenset({"trainer"})), _MANAGER, False),
    ],
)
def test_rights_cover_others_or_not(own, other, covers):
    assert own.cover(other) is covers


def test_the_address_of_an_account_is_not_taken_away(coordinator, owner):
    with pytest.raises(AddressNotTakenAway):
        people.save_person(person=owner, email="", actor=Actor.of_user(coordinator))


def test_one_proposal_at_a_time_and_the_owner_withdraws_it(coordinator, owner):
    actor = Actor.of_user(coordinator)
    people.save_person(person=owner, email="one@example.org", actor=actor)
    first = link_to("one@example.org")
    people.save_person(person=owner, email="one@example.org", actor=actor)
    assert Notice.objects.filter(address="one@example.org").count() == 1
    people.save_person(person=owner, email="two@example.org", actor=actor)
    client = Client()
    client.force_login(owner.user)
    assert client.get(first).status_code == 410
    client.post(url("email_withdraw"))
    assert client.get(link_to("two@example.org")).status_code == 410
    owner.refresh_from_db()
    assert owner.email == "owner@example.org"


def test_a_link_dies_of_age_and_old_proposals_are_forgotten(owner):
    actor = Actor.of_user(owner.user)
    actions.propose_email(person=owner, email="new@example.org", actor=actor)
    key = link_to("new@example.org").rstrip("/").rpartition("/")[2]
    late = time.now() + 2 * (EmailProposal.objects.get().expires_at - time.now())
    with pytest.raises(LinkDead):
        actions.confirm_email(key=key, person=owner, actor=actor, now=late)
    assert actions.delete_old_proposals(now=late) == 1


def test_somebody_without_an_account_gets_the_address_at_once(coordinator):
    person = make.person(email="old@example.org")
    edit(coordinator, person, "new@example.org")
    person.refresh_from_db()
    assert person.email == "new@example.org"


# ---- a staff list ----------------------------------------------------------------------------------------------


def staff_list(rows):
    book = openpyxl.Workbook()
    book.active.append(["Nazwisko", "Imię", "Stanowisko", "Instytucja", "E-mail"])
    for row in rows:
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_a_staff_list_proposes_addresses_of_accounts_and_says_so_before(coordinator):
    place = make.organisation()
    owner = make.employed(organisation=place, last_name="Lis", user=make.user(), email="owner@example.org")
    chief = make.user(username="boss", is_superuser=True)
    boss = make.employed(organisation=place, last_name="Zając", user=chief, email="boss@example.org")
    post = owner.employments.get().position.name_pl
    rows = [
        [person.last_name, person.first_name, post, place.name, f"thief{number}@example.org"]
        for number, person in enumerate((owner, boss))
    ]
    actor = Actor.of_user(coordinator)
    made = people.import_staff(file=staff_list(rows), file_name="lista.xlsx", actor=actor)
    staff_import = people.preview_import(staff_import=made)
    changes = [change["field"] for row in staff_import.rows.all() for change in row.changes]
    assert changes == ["email_proposal", "email_proposal"]
    people.apply_import(staff_import=StaffImport.objects.get(), actor=actor)
    assert set(Person.objects.values_list("email", flat=True)) == {"owner@example.org", "boss@example.org"}
    assert [proposal.person for proposal in EmailProposal.objects.all()] == [owner]
    line = ModelLogEntry.objects.for_instance(boss).latest("pk")
    assert line.data["reason"] == AccountHasMoreRights(person=boss.full_name).sentence


# ---- accounts in the administration ----------------------------------------------------------------------------


def test_wagtails_list_of_users_opens_no_account_with_more_rights(client):
    boss, helper = make.user(username="boss", is_superuser=True), make.user(username="helper")
    for code in ("access_admin", "change_user", "delete_user"):
        helper.user_permissions.add(
            Permission.objects.get(codename=code, content_type__app_label__in=("wagtailadmin", "kompas_site"))
        )
    client.force_login(helper)
    plain = make.user(username="plain")
    assert client.get(reverse("wagtailusers_users:edit", args=[plain.pk])).status_code == 200
    for name in ("edit", "delete"):
        answer = client.post(reverse(f"wagtailusers_users:{name}", args=[boss.pk]), {"email": "thief@example.org"})
        assert answer.status_code in (302, 403)
    boss.refresh_from_db()
    assert boss.email == "boss@example.org"


# ---- codes -----------------------------------------------------------------------------------------------------


@pytest.fixture
def sharing():
    """Who has an account and self-assessments, whose only address is the mailbox of the office; and their head."""
    place = make.organisation()
    person = make.employed(organisation=place, user=make.user(username="l.wojcik"), email="biuro@example.org")
    make.employed(organisation=place, email="biuro@example.org")
    head = make.person_with_account(email="head@example.org")
    make.MandateFactory(person=head, organisation=place)
    (competence,) = framework_with(1)
    Framework.objects.update(state="published", published_at=make.LONG_AGO, content_hash="a" * 64)
    assessed(person, competence, 3, time.today(), kind=AssessmentKind.SELF, assessor=person)
    return person, head, place


def use_a_code(person, head, place):
    [printed] = actions.make_codes(people=[person], organisation=place, actor=Actor.of_user(head.user))
    client = Client()
    path = client.post(url("claim_code"), {"code": printed.code})["Location"]
    client.post(path, {"password1": PASSWORD, "password2": PASSWORD})
    return client


def test_a_code_for_a_colleague_is_told_to_them_and_stands_in_history(sharing):
    person, head, place = sharing
    client = use_a_code(person, head, place)
    letters = Notice.objects.filter(kind="account_code_told", address="biuro@example.org").order_by("pk")
    assert [head.full_name in letter.body for letter in letters] == [True, True]
    assert not any(re.search(r"[A-Z2-9]{4}-[A-Z2-9]{4}", letter.body) for letter in letters)
    lines = ModelLogEntry.objects.for_instance(person)
    assert lines.filter(user=head.user).exists()
    assert lines.count() == 2
    assert head.full_name in client.get(url("account")).content.decode()


def test_a_code_does_not_open_estimates_that_were_not_shared(sharing):
    person, head, place = sharing
    client = Client()
    client.force_login(person.user)
    open_page = client.get(url("estimates")).content.decode()
    client = use_a_code(person, head, place)
    assert client.get(url("account")).status_code == 200
    closed = client.get(url("estimates")).content.decode()
    assert "checked" in open_page and "checked" not in closed
    # Nor by showing them to the manager, who made the code.
    client.post(url("estimates_sharing"), {"is_shared": "on"})
    assert not EstimateSharing.objects.exists()
    development = client.get(url("my_development"))
    assert not any(gap.held for gap in development.context["development"].portrait.gaps)
    assert development.context["development"].portrait.others == ()
    # ROPS confirms who it was.
    actions.confirm_code(code=ClaimCode.objects.get(), actor=make.ACTOR)
    assert "checked" in client.get(url("estimates")).content.decode()
    assert len(client.get(url("my_development")).context["development"].portrait.others) == 1


def test_a_code_that_made_the_account_closes_nothing():
    person = make.employed(email="")
    use_a_code(person, make.person_with_account(), None)
    assert queries.estimates_closed_at(Person.objects.get(pk=person.pk)) is None
