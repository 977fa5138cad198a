"""A limit of attempts per address and hour for public forms and feeds (ASVS 5.0, 2.4.1).

Attempts are counted in the cache named by ``KOMPAS["THROTTLE_CACHE"]``.  With
several web processes it has to be one they share (database, Redis, Memcached).
"""

import hashlib
import time

from django.core.cache import caches

from training.kernel.conf import setting

HOUR = 3600


def exceeded(purpose: str, who: str) -> bool:
    """Count one attempt of ``who`` at ``purpose``; say whether the limit of this hour is passed."""
    limit, kept = setting("RATE_LIMITS")[purpose], caches[setting("THROTTLE_CACHE")]
    hour = int(time.time() // HOUR)
    key = f"kompas:throttle:{purpose}:{hour}:{hashlib.sha256(who.encode()).hexdigest()[:32]}"
    number = kept.get(key, 0)
    while number < limit:
        number += 1
        # Each attempt takes a number of its own.  ``add`` happens once in every kind of cache; ``incr`` of the
        # database's loses attempts made at the same moment, which is how guessing is done.
        if kept.add(f"{key}:{number}", True, HOUR):
            kept.set(key, number, HOUR)
            return False
    return True
