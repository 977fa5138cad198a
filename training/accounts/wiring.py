"""What the room of accounts plugs in: roles and rights, addresses, limits, leftovers, checks, its menu entry."""

from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

from training.accounts import actions, queries, registry
from training.accounts.integrity import check_accounts
from training.kernel import integrity, throttle, triggers
from training.notices import registry as notices
from training.people.registry import accounts_merged, handling, new_addresses, waiting_addresses
from training.ui.navigation import NavItem, account_menu, to_people

# Of a code only how long it works, and that it was used and confirmed, is written later.
CODE_KEPT = (
    "person",
    "organisation",
    "sign_in_name",
    "code_hash",
    "created_at",
    "for_password",
    "actor_kind",
    "actor_name",
    "actor_user",
)


def register() -> None:
    triggers.guard("kompas_training.ClaimCode", frozen=CODE_KEPT, once=["used_at", "confirmed_at"])
    registry.relations.register("manager", queries.mandates_of)
    registry.first_screens.register("manager", "kompas_training:team")
    registry.opened.register("manager", registry.Opened("kompas_training.add_mandate", queries.managed_by_record))
    _register_leftovers()
    new_addresses.register(
        "accounts", lambda person, email, actor: actions.propose_email(person=person, email=email, actor=actor)
    )
    waiting_addresses.register("accounts", queries.waiting_address)
    accounts_merged.register("accounts", lambda merge: actions.notify_of_merge(merge=merge))
    handling.register("accounts", queries.beyond)
    for kind in ("account_claim", "account_password", "account_email"):
        notices.private_kinds.register(kind, True)
    account_menu.register(
        "account",
        NavItem(_("My details"), "kompas_training:account", to_people, icon="person-circle"),
        order=900,
    )
    integrity.checks.register("accounts", check_accounts, order=12)
    _grant_rights()


def _register_leftovers() -> None:
    notices.catch_up.register("unclaimed", actions.delete_unclaimed, order=500)
    notices.catch_up.register("letters asked for", actions.write_letters, order=490)
    notices.catch_up.register("proposed e-mails", actions.delete_old_proposals, order=505)
    notices.catch_up.register("attempts", throttle.delete_past_hours, order=510)
    notices.catch_up.register("known places", actions.delete_old_places, order=520)


def _grant_rights() -> None:
    """On models of this room and of those below; rooms above grant theirs."""
    grant_models, kompas = registry.grant_models, "kompas_training"
    written = ("person", "employment", "mandate", "organisation", "position", "staffimport", "claimcode")
    grant_models(registry.COORDINATOR, kompas, *written, "county", "organisationkind", "merge", "distinctpeople")
    grant_models(registry.ANALYST, kompas, "organisation", "organisationkind", "county", "position", actions="view")
    grant_models(registry.COORDINATOR, kompas, "notice", actions="change view")
    # From every sender: a floor above grants on its own models when they are there.
    post_migrate.connect(actions.create_groups, dispatch_uid="kompas_training.groups")
