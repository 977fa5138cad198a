"""One way to turn a value into bytes, so that a hash means the same for ever."""

import hashlib
import json
from datetime import UTC, date, datetime
from typing import Any


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no canonical form")


def canonical(value: Any) -> bytes:
    """JSON with sorted keys, no spaces, UTF-8: the same value gives the same bytes."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_plain).encode()


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def fingerprint(value: Any) -> str:
    """SHA-256 of the canonical form, in hexadecimal."""
    return sha256(canonical(value))
