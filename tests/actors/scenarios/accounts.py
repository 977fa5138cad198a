"""Verbs of accounts and notices."""

from tests import factories as make
from tests.actors.scenario import NOW, scenario
from training.accounts import actions as accounts
from training.notices import actions as notices
from training.notices.models import Notice
from training.people import actions as people


@scenario("training.accounts.actions.make_codes")
def _(w, actor):
    assert accounts.make_codes(people=[w.colleague], organisation=w.organisation, actor=actor, now=NOW)


@scenario("training.accounts.actions.attach_account")
def _(w, actor):
    accounts.attach_account(user=make.user(), first_name="Anna", last_name="Nowa", actor=actor)


@scenario("training.accounts.actions.confirm_email")
def _(w, actor):
    accounts.confirm_email(key=w.email_token, person=w.learner, actor=actor)


@scenario("training.accounts.actions.propose_email", "training.people.actions.persons.propose_address")
def _(w, actor):
    people.save_person(person=w.learner, email="inny@example.org", actor=actor)


@scenario("training.accounts.actions.withdraw_email")
def _(w, actor):
    assert accounts.withdraw_email(person=w.learner, actor=actor)


@scenario("training.accounts.actions.confirm_code")
def _(w, actor):
    code = w.learner.claim_codes.create(
        code_hash="x",
        actor_kind="command",
        actor_name="Test",
        created_at=NOW,
        expires_at=NOW,
        used_at=NOW,
        for_password=True,
    )
    accounts.confirm_code(code=code, actor=actor)


@scenario("training.people.actions.persons.set_email")
def _(w, actor):
    people.set_email(person=w.learner, email="inny@example.org", actor=actor)


@scenario("training.notices.actions.resend")
def _(w, actor):
    Notice.objects.filter(pk=w.notice.pk).update(state="failed")
    notices.resend(notice=w.notice, actor=actor, now=NOW)
