"""A limit of attempts per address and hour for public forms and feeds (ASVS 5.0, 2.4.1)."""

import hashlib
import time

from django.core.cache import cache

from training.kernel.conf import setting

HOUR = 3600


def exceeded(purpose: str, who: str) -> bool:
    """Count one attempt of ``who`` at ``purpose``; say whether the limit of this hour is passed."""
    limit = setting("RATE_LIMITS")[purpose]
    hour = int(time.time() // HOUR)
    key = f"kompas:throttle:{purpose}:{hour}:{hashlib.sha256(who.encode()).hexdigest()[:32]}"
    cache.add(key, 0, HOUR)
    try:
        return cache.incr(key) > limit
    except ValueError:  # evicted between the two calls
        return False
