"""Limits of attempts per hour, for doors that check a secret and forms that write letters (ASVS 5.0, 2.4.1).

Attempts are counted in the database, which all web processes share.  One
statement counts, so that guesses made at the same moment count one by one.
An hour begins with the first attempt, and further attempts do not prolong it:
the time left is known exactly.
"""

import ipaddress
import math
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import connection, models
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from training.kernel import time
from training.kernel.conf import setting
from training.kernel.refusals import Refusal

HOUR = timedelta(hours=1)


class AttemptCount(models.Model):
    """How many attempts somebody made at something in an hour.  Whose they are cannot be read from the key."""

    key = models.CharField(max_length=64, primary_key=True)
    number = models.PositiveIntegerField(_("attempts"))
    # Seconds since 1970, because one raw statement writes and compares them on both databases.
    ends_at = models.PositiveBigIntegerField(_("hour ends"), db_index=True)

    class Meta:
        verbose_name = _("count of attempts")
        verbose_name_plural = _("counts of attempts")

    def __str__(self) -> str:
        return f"{self.number}"


class TooManyAttempts(Refusal):
    """The limit of this hour is passed; ``until`` is when the next attempt counts anew."""

    code = "too_many_attempts"
    status = 429
    message = _("Too many attempts. Try again in %(minutes)d min.")

    def __init__(self, *, until: datetime, now: datetime | None = None) -> None:
        self.seconds = max(1, math.ceil((until - (now or time.now())).total_seconds()))
        super().__init__(minutes=math.ceil(self.seconds / 60))


@dataclass(frozen=True)
class Count:
    """Attempts made in the hour that ends at ``ends_at``, this one included."""

    number: int
    ends_at: datetime


def take(purpose: str, who: str, *, now: datetime | None = None) -> Count:
    """Count one attempt of ``who`` at ``purpose``."""
    moment = int((now or time.now()).timestamp())
    table = connection.ops.quote_name(AttemptCount._meta.db_table)
    over = f"{table}.ends_at <= %s"
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (key, number, ends_at) VALUES (%s, 1, %s) ON CONFLICT (key) DO UPDATE SET "
            f"number = CASE WHEN {over} THEN 1 ELSE {table}.number + 1 END, "
            f"ends_at = CASE WHEN {over} THEN excluded.ends_at ELSE {table}.ends_at END RETURNING number, ends_at",
            [_key(purpose, who), moment + int(HOUR.total_seconds()), moment, moment],
        )
        number, ends_at = cursor.fetchone()
    return Count(number, datetime.fromtimestamp(ends_at, UTC))


def give_back(purpose: str, who: str) -> None:
    """Count an attempt no longer, because it was right."""
    AttemptCount.objects.filter(key=_key(purpose, who), number__gt=0).update(number=models.F("number") - 1)


def forget(purpose: str, who: str) -> None:
    """Count none of the attempts of ``who`` any longer."""
    AttemptCount.objects.filter(key=_key(purpose, who)).delete()


def check(purpose: str, who: str, *, now: datetime | None = None) -> None:
    """Count one attempt.

    Raises:
        TooManyAttempts: the limit ``KOMPAS["RATE_LIMITS"][purpose]`` is passed.
    """
    count = take(purpose, who, now=now)
    if count.number > setting("RATE_LIMITS")[purpose]:
        raise TooManyAttempts(until=count.ends_at, now=now)


def network_of(request: Any) -> str:
    """Where a request comes from: the address; of IPv6 the network of one customer, who owns all addresses in it."""
    try:
        address = ipaddress.ip_address(request.META.get("REMOTE_ADDR", "") if request is not None else "")
    except ValueError:
        return ""
    if address.version == 4:
        return str(address)
    return str(address.ipv4_mapped or ipaddress.ip_network((address, 64), strict=False))


def delete_past_hours() -> int:
    """Delete counts of hours that ended."""
    return AttemptCount.objects.filter(ends_at__lte=int(time.now().timestamp())).delete()[0]


def _key(purpose: str, who: str) -> str:
    return salted_hmac("kompas.throttle", f"{purpose}\n{who}", algorithm="sha256").hexdigest()
