"""Accounts of whatever user model the site has: Django's, an own one, one that signs in with an e-mail alone."""

from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.base_user import BaseUserManager
from django.db.models import EmailField


def signs_in_by_email() -> bool:
    """Whether an account is called by an address, so that nobody without one can have an account."""
    model = get_user_model()
    return isinstance(model._meta.get_field(model.USERNAME_FIELD), EmailField)


def named(name: str) -> Any | None:
    """The account that signs in with exactly this name."""
    model = get_user_model()
    return model._default_manager.filter(**{model.USERNAME_FIELD: name}).first()


def unsaved(*, name: str, email: str = "", first_name: str = "", last_name: str = "") -> Any:
    """A new account that is not saved; what the user model has no field for is left out."""
    model = get_user_model()
    account = model()
    told = {
        "first_name": first_name,
        "last_name": last_name,
        model.get_email_field_name(): BaseUserManager.normalize_email(email),
        # Last: it may be the field of the e-mail.
        model.USERNAME_FIELD: model.normalize_username(name),
    }
    fields = {field.name: field for field in model._meta.concrete_fields}
    for key, value in told.items():
        if key in fields:
            setattr(account, key, value[: fields[key].max_length])
    return account
