"""Attempts to sign in: which are let through to the password, and what a right one teaches.

The limit is that of OWASP's device cookies: a device, or an address, that
signed in to the account before has attempts of its own, which nobody
elsewhere can use up.  What strangers guess slows down only strangers.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.crypto import salted_hmac

from training.accounts import queries, rules
from training.accounts.models import KnownPlace
from training.kernel import throttle, time
from training.kernel.conf import setting

# A place where nobody signed in for so long is a stranger's again.
PLACE_LIFE = timedelta(days=180)


@dataclass(frozen=True)
class Place:
    """Where an attempt comes from: the address, and the secret of the browser's cookie (never empty)."""

    address: str
    device: str

    @property
    def address_hash(self) -> str:
        return _hash(f"address {self.address}")

    @property
    def device_hash(self) -> str:
        return _hash(f"device {self.device}")


@dataclass(frozen=True)
class Attempt:
    """An attempt that may go on to the password: what was counted for it."""

    place: Place
    own_count: str
    shared_counts: tuple[tuple[str, str], ...]


def new_device() -> str:
    return secrets.token_urlsafe(24)


def begin_sign_in(*, typed: str, user: Any | None, place: Place, now: datetime | None = None) -> Attempt:
    """Count an attempt before the password is looked at, so that attempts made at once are counted too.

    ``user`` is the account found, or ``None``; a name that nobody has is
    counted alike, or the limit would tell which names exist.

    Raises:
        TooManyAttempts: with the time that is really left.
    """
    limits = setting("RATE_LIMITS")
    subject = f"account {user.pk}" if user is not None else f"name {rules.plain_name(typed)}"
    known_hashes = queries.known_places(user, [place.address_hash, place.device_hash]) if user is not None else set()
    if place.device_hash in known_hashes:
        own = f"{subject}, device {place.device_hash}"
        throttle.check("sign_in", own, now=now)
        return Attempt(place, own, ())
    own = f"{subject}, address {place.address}"
    counted = throttle.take("sign_in", own, now=now)
    if counted.number > limits["sign_in"]:
        raise throttle.TooManyAttempts(until=counted.ends_at, now=now)
    shared = [("sign_in_address", place.address)]
    everything = throttle.take("sign_in_address", place.address, now=now)
    if everything.number > limits["sign_in_address"]:
        _give_back(own, shared)
        raise throttle.TooManyAttempts(until=everything.ends_at, now=now)
    if place.address_hash not in known_hashes:
        shared.append(("sign_in_account", subject))
        strangers = throttle.take("sign_in_account", subject, now=now)
        allowed = rules.tries_of_a_stranger(
            strangers.number, own_limit=limits["sign_in"], account_limit=limits["sign_in_account"]
        )
        if counted.number > allowed:
            _give_back(own, shared)
            raise throttle.TooManyAttempts(until=counted.ends_at if allowed else strangers.ends_at, now=now)
    return Attempt(place, own, tuple(shared))


def end_sign_in(*, attempt: Attempt, user: Any, now: datetime | None = None) -> None:
    """The password was right: the attempt is not counted, and the place is the account's own from now on."""
    throttle.forget("sign_in", attempt.own_count)
    for purpose, who in attempt.shared_counts:
        throttle.give_back(purpose, who)
    record_place(user=user, place=attempt.place, now=now)


def record_place(*, user: Any, place: Place, now: datetime | None = None) -> None:
    """The owner of the account was here: by the password, or by a link or code that opened it."""
    hashes = [place.device_hash, *([place.address_hash] if place.address else [])]
    KnownPlace.objects.bulk_create(
        [KnownPlace(user=user, place_hash=place_hash, last_used_at=now or time.now()) for place_hash in hashes],
        update_conflicts=True,
        unique_fields=["user", "place_hash"],
        update_fields=["last_used_at"],
    )


def delete_places(*, user: Any) -> None:
    """The password was chosen anew: whoever knew the old one is a stranger."""
    KnownPlace.objects.filter(user=user).delete()


def delete_old_places(*, now: datetime | None = None) -> int:
    """Delete places that were not used for long."""
    return KnownPlace.objects.filter(last_used_at__lt=(now or time.now()) - PLACE_LIFE).delete()[0]


def _give_back(own: str, shared: list[tuple[str, str]]) -> None:
    # A refused attempt looked at no password: counting it would let one address fill the account's count.
    for purpose, who in [("sign_in", own), *shared]:
        throttle.give_back(purpose, who)


def _hash(text: str) -> str:
    return salted_hmac("kompas.known_place", text, algorithm="sha256").hexdigest()
