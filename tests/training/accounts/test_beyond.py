"""Nobody opens, moves or closes what may do more than they may: attacked through each of the ways to an account."""

import io

import openpyxl
import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse
from wagtail.models import ModelLogEntry

from tests import factories as make
from training.accounts import actions, queries
from training.accounts.integrity import check_accounts
from training.accounts.models import ClaimCode, EmailProposal
from training.accounts.refusals import CodeBeyondYours, CodeDead, LinkDead
from training.accounts.registry import COORDINATOR, GROUPS
from training.kernel.actors import Actor
from training.notices.models import Notice
from training.people import actions as people
from training.people.models import Merge, Person
from training.people.refusals import AccountOutranks, AddressBeyondYours

pytestmark = pytest.mark.django_db
PASSWORD = "bez-trudu-42-kawki"


def url(name, *args):
    return reverse(f"kompas_training:{name}", args=args)


def with_rights(username, *codes):
    user = make.user(username=username)
    for code in codes:
        user.user_permissions.add(Permission.objects.get(codename=code, content_type__app_label__startswith="kompas"))
    return user


@pytest.fixture
def coordinator():
    user = make.user(username="coordinator")
    user.groups.add(Group.objects.get(name=GROUPS[COORDINATOR]))
    return user


@pytest.fixture
def clerk():
    """May edit people and make codes, and no more: neither grants mandates nor keeps registers."""
    user = with_rights("clerk", "add_person", "change_person", "view_person", "add_claimcode")
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    return user


def head_of(place, *, account=True, **kwargs):
    person = make.employed(organisation=place, **({"user": make.user()} if account else {}), **kwargs)
    make.MandateFactory(person=person, organisation=place)
    return person


def trainer_at(place, **kwargs):
    person = make.employed(organisation=place, user=make.user(), **kwargs)
    make.MeetingFactory().trainers.add(person)
    return person


def opened_by(code):
    """Whether a code opens the account of its person, all the way to a new password."""
    client = Client()
    answer = client.post(url("claim_code"), {"code": code})
    if answer.status_code != 302:
        return False
    client.post(answer["Location"], {"password1": PASSWORD, "password2": PASSWORD})
    return "_auth_user_id" in client.session


# ---- codes -----------------------------------------------------------------------------------------------------


def test_a_mailbox_made_shared_by_a_second_record_opens_no_managers_account(clerk, coordinator):
    """The whole way: a second person gets the manager's address, a code is asked for, and the password is set."""
    place = make.organisation()
    head = head_of(place, email="head@example.org")
    client = Client()
    client.force_login(clerk)
    typed = {"last_name": "Nowa", "first_name": "Ewa", "email": "HEAD@example.org", "phone": "", "language": "pl"}
    answer = client.post(reverse("kompas_person:add"), typed)
    assert (answer.status_code, Person.objects.filter(email_fold="head@example.org").count()) == (200, 1)
    # The mailbox is shared all the same, as in many offices: coordinators may say so.
    people.save_person(email="head@example.org", last_name="Nowa", first_name="Ewa", actor=Actor.of_user(coordinator))
    page = client.get(url("codes_of", place.pk))
    assert f'value="{head.pk}"' not in page.content.decode()
    assert head.list_name in page.content.decode()
    assert client.post(url("codes_of", place.pk), {"person": head.pk}).status_code == 403
    assert not ClaimCode.objects.exists()
    [printed] = actions.make_codes(people=[head], organisation=place, actor=Actor.of_user(coordinator))
    assert opened_by(printed.code)


@pytest.mark.parametrize("kind", ["head of another institution", "trainer", "superuser", "head without an account"])
def test_a_manager_makes_no_code_for_whoever_may_do_more(kind):
    place, other = make.organisation(), make.organisation()
    head = head_of(place)
    if kind == "trainer":
        target = trainer_at(place, email="")
    else:
        target = make.employed(organisation=place, email="", user=None if "without" in kind else make.user())
        if kind == "superuser":
            target.user.is_superuser = True
            target.user.save()
        else:
            make.MandateFactory(person=target, organisation=other)
    client = Client()
    client.force_login(head.user)
    client.post(url("codes_of", place.pk), {"person": target.pk})
    assert not ClaimCode.objects.exists()
    if kind != "superuser":
        # Of superusers nobody's codes are made at all.
        with pytest.raises(CodeBeyondYours):
            actions.make_codes(people=[target], organisation=place, actor=Actor.of_user(head.user))
    # A colleague who may do no more gets one, and a deputy of the same institution too.
    colleague, deputy = make.employed(organisation=place, email=""), head_of(place, account=False, email="")
    client.post(url("codes_of", place.pk), {"person": [colleague.pk, deputy.pk]})
    assert set(ClaimCode.objects.values_list("person", flat=True)) == {colleague.pk, deputy.pk}


def test_a_code_dies_when_its_person_gains_rights_or_its_maker_loses_theirs(coordinator):
    place = make.organisation()
    head, colleague = head_of(place), make.employed(organisation=place, email="")
    actor = Actor.of_user(head.user)
    [printed] = actions.make_codes(people=[colleague], organisation=place, actor=actor)
    token = actions.check_code(code=printed.code)
    make.MeetingFactory().trainers.add(colleague)
    with pytest.raises(CodeDead):
        actions.check_code(code=printed.code)
    with pytest.raises(LinkDead):
        actions.permit_of(token)
    [printed] = actions.make_codes(people=[colleague], organisation=place, actor=Actor.of_user(coordinator))
    assert actions.check_code(code=printed.code)
    coordinator.groups.clear()
    assert not opened_by(printed.code)


def test_what_is_asked_for_codes_does_not_grow_with_the_staff(django_assert_max_num_queries):
    place = make.organisation()
    head = head_of(place)
    for _number in range(12):
        trainer_at(place, email="")
    everybody = list(Person.objects.exclude(pk=head.pk))
    with django_assert_max_num_queries(20):
        assert len(queries.beyond(Actor.of_user(head.user), everybody)) == 12


# ---- addresses -------------------------------------------------------------------------------------------------


def test_nobody_gives_an_address_to_somebody_whose_mandates_they_could_claim_with_it(clerk, coordinator):
    head = head_of(make.organisation(), account=False, email="")
    with pytest.raises(AddressBeyondYours):
        people.save_person(person=head, email="thief@example.org", actor=Actor.of_user(clerk))
    people.save_person(person=head, phone="81 441 40 40", email="", actor=Actor.of_user(clerk))
    actions.send_claim_link(email="thief@example.org")
    assert not Notice.objects.exists()
    people.save_person(person=head, email="head@example.org", actor=Actor.of_user(coordinator))
    head.refresh_from_db()
    assert head.email == "head@example.org"


def test_nobody_takes_the_password_letters_of_an_account_with_more_rights_by_sharing_its_mailbox(clerk):
    head, second = head_of(make.organisation(), email="head@example.org"), make.person(email="second@example.org")
    for who in (second, None):
        with pytest.raises(AddressBeyondYours):
            people.save_person(
                person=who, first_name="Ewa", last_name="Lis", email="Head@Example.org", actor=Actor.of_user(clerk)
            )
    actions.send_password_link(user=head.user)
    assert Notice.objects.filter(kind="account_password", address="head@example.org").exists()


def staff_list(*rows):
    book = openpyxl.Workbook()
    book.active.append(["Nazwisko", "Imię", "Stanowisko", "Instytucja", "E-mail"])
    for row in rows:
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_a_staff_list_shares_no_mailbox_of_an_account_with_more_rights(coordinator):
    place = make.organisation()
    chief = make.employed(organisation=place, user=make.superuser(), email="chief@example.org", last_name="Zając")
    old = make.employed(organisation=place, last_name="Sowa", first_name="Jan", email="")
    posts = [person.employments.get().position.name_pl for person in (chief, old)]
    rows = [
        [old.last_name, old.first_name, posts[1], place.name, "chief@example.org"],
        ["Nowak", "Anna", posts[0], place.name, "chief@example.org"],
        ["Lis", "Adam", posts[0], place.name, "adam@example.org"],
    ]
    actor = Actor.of_user(coordinator)
    made = people.import_staff(file=staff_list(*rows), file_name="lista.xlsx", actor=actor)
    people.preview_import(staff_import=made)
    people.apply_import(staff_import=made, actor=actor, skip_invalid_rows=True)
    assert Person.objects.filter(email_fold="chief@example.org").get() == chief
    assert Person.objects.filter(email_fold="adam@example.org").exists()
    for surname in ("Sowa", "Nowak"):
        person = Person.objects.get(last_name=surname)
        lines = ModelLogEntry.objects.for_instance(person)
        assert any("chief@example.org" in line.data.get("reason", "") for line in lines)


# ---- records ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("account", [True, False])
def test_nobody_merges_a_mandate_into_a_record_of_their_own(clerk, coordinator, account):
    head = head_of(make.organisation(), account=account, email="head@example.org")
    own = make.person(user=clerk, email="clerk@example.org")
    with pytest.raises(AccountOutranks):
        people.merge_people(kept=own, merged=head, actor=Actor.of_user(clerk), reason="x")
    with pytest.raises(AccountOutranks):
        people.merge_people(kept=make.person(), merged=head, actor=Actor.of_user(clerk), reason="x")
    assert not Merge.objects.exists()
    people.merge_people(kept=make.person(), merged=head, actor=Actor.of_user(coordinator), reason="x")


# ---- kompas_check ----------------------------------------------------------------------------------------------


def found():
    return [(fault.sentence.partition(":")[0], fault.keys) for fault in check_accounts()]


def test_the_check_is_content_with_what_the_verbs_write(coordinator):
    place = make.organisation()
    head, colleague = head_of(place, email="head@example.org"), make.employed(organisation=place, email="")
    actions.make_codes(people=[colleague], organisation=place, actor=Actor.of_user(head.user))
    people.save_person(person=head, email="new@example.org", actor=Actor.of_user(coordinator))
    actions.propose_email(person=head, email="other@example.org", actor=Actor.of_user(head.user))
    assert EmailProposal.objects.exists()
    assert found() == []


def test_the_check_names_a_proposal_and_a_code_of_somebody_with_fewer_rights(clerk):
    """Written past the verbs, or from before the rule."""
    head = head_of(make.organisation(), email="")
    by = {"actor_kind": "user", "actor_name": "clerk", "actor_user": clerk}
    until = make.NOW.replace(year=2090)
    proposal = EmailProposal.objects.create(
        person=head, email="thief@example.org", key_hash="a" * 64, proposed_at=make.NOW, expires_at=until, **by
    )
    code = ClaimCode.objects.create(
        person=head, code_hash="b" * 64, created_at=make.NOW, expires_at=until, for_password=True, **by
    )
    assert found() == [
        ("an address is proposed by somebody who may do less than the account", {"emailproposal": proposal.pk}),
        ("a code that works was made by somebody who may do less than its person", {"claimcode": code.pk}),
    ]


def test_the_check_names_two_accounts_that_are_one_name_to_whoever_types_it():
    first, second = make.user(username="l.wojcik"), make.user(username="L.Wójcik".replace("ó", "o"))
    assert found() == [("several accounts have one sign-in name in other letters", {"accounts": [first.pk, second.pk]})]


def test_the_check_names_an_account_whose_sign_in_name_is_the_address_of_somebody_else():
    user = make.user(username="anna@example.org")
    make.person(user=user, email="anna@example.org")
    assert found() == []
    other = make.person(user=make.user(), email="ewa@example.org")
    taken = make.user(username="ewa@example.org")
    make.person(user=taken, email="")
    assert found() == [
        ("the sign-in name of an account is the address of somebody else's", {"account": taken.pk, "person": other.pk})
    ]
