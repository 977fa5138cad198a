"""What is done to accounts: the only code that writes this room's models."""

from training.accounts.actions.attaching import attach_account
from training.accounts.actions.claiming import (
    Permit,
    PrintedCode,
    check_code,
    claim,
    claim_token,
    confirm_code,
    delete_unclaimed,
    make_codes,
    permit_of,
)
from training.accounts.actions.emails import confirm_email, delete_old_proposals, propose_email, withdraw_email
from training.accounts.actions.groups import create_groups, give_once, group_of, restore_group
from training.accounts.actions.letters import (
    ask_for_letter,
    register,
    send_claim_link,
    send_password_link,
    write_letters,
)
from training.accounts.actions.merging import notify_of_merge
from training.accounts.actions.signing_in import (
    PLACE_LIFE,
    Attempt,
    Place,
    begin_sign_in,
    delete_old_places,
    delete_places,
    end_sign_in,
    new_device,
    record_place,
)

__all__ = [
    "PLACE_LIFE",
    "Attempt",
    "Permit",
    "Place",
    "PrintedCode",
    "ask_for_letter",
    "attach_account",
    "begin_sign_in",
    "check_code",
    "claim",
    "claim_token",
    "confirm_code",
    "confirm_email",
    "create_groups",
    "delete_old_places",
    "delete_old_proposals",
    "delete_places",
    "delete_unclaimed",
    "end_sign_in",
    "give_once",
    "group_of",
    "make_codes",
    "new_device",
    "notify_of_merge",
    "permit_of",
    "propose_email",
    "record_place",
    "register",
    "restore_group",
    "send_claim_link",
    "send_password_link",
    "withdraw_email",
    "write_letters",
]
