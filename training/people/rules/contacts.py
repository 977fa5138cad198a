"""Phones and e-mail addresses in the one form in which every writer keeps them.  No database."""

import re

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from training.kernel.polish import squeeze
from training.people.refusals import BadEmail, BadPhone, SeveralEmails, SeveralPhones
from training.people.rules.spelling import read_phone


def phone_form(text: str) -> str:
    """A phone as every writer keeps it: in one form when it is one number, else as it was written."""
    text = squeeze(text)
    try:
        return read_phone(text) if text else ""
    except (BadPhone, SeveralPhones):
        return text


def read_email(text: str) -> str:
    """One address, also from ``Anna Nowak <a.nowak@example.org>`` and ``mailto:a.nowak@example.org``.

    Raises:
        SeveralEmails, BadEmail
    """
    parts = {part.strip(" .<>()'\"").removeprefix("mailto:") for part in re.split(r"[\s;,]+", squeeze(text).casefold())}
    parts.discard("")
    addresses = {part for part in parts if "@" in part}
    if len(addresses) > 1 or any(address.count("@") > 1 for address in addresses):
        raise SeveralEmails
    # Words beside an address are a name only when the address stands in brackets.
    if not addresses or (len(parts) > 1 and not re.search(r"<[^<>@\s]+@[^<>@\s]+>\s*$", squeeze(text))):
        raise BadEmail
    [address] = addresses
    try:
        validate_email(address)
    except ValidationError as fault:
        raise BadEmail from fault
    return address
