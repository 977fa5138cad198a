"""Preparing, issuing, revoking and replacing certificates: the only code that writes the register."""

from certificates.register.actions.correcting import replace, revoke
from certificates.register.actions.history import note_download
from certificates.register.actions.issuing import issue, issue_many
from certificates.register.actions.preparing import check_name, drop, prepare, prepare_leftovers, take_back
from certificates.register.actions.series import save_series
from certificates.register.actions.writing import new_token

__all__ = [
    "check_name",
    "drop",
    "issue",
    "issue_many",
    "new_token",
    "note_download",
    "prepare",
    "prepare_leftovers",
    "replace",
    "revoke",
    "save_series",
    "take_back",
]
