"""Screens of accounts: signing in, claiming, registering, passwords, one's own data."""

from training.accounts.views.claiming import claim, claim_code, claim_link, register
from training.accounts.views.codes import codes, codes_of
from training.accounts.views.own_data import account, email_confirm, email_withdraw
from training.accounts.views.passwords import PasswordResetView, PasswordView, password_reset
from training.accounts.views.signing_in import SignInView, SignOutView, kept_form

__all__ = [
    "PasswordResetView",
    "PasswordView",
    "SignInView",
    "SignOutView",
    "account",
    "claim",
    "claim_code",
    "claim_link",
    "codes",
    "codes_of",
    "email_confirm",
    "email_withdraw",
    "kept_form",
    "password_reset",
    "register",
]
