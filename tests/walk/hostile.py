"""Values that somebody, or a program, may put into an address, and where they can be put."""

import re
from collections.abc import Iterator
from urllib.parse import quote

# As they stand in an address, percent-encoded.
VALUES = {
    "NUL": "a%00b",
    "a digit for str.isdigit only": quote("²"),
    "beyond 64 bits": "9223372036854775808",
    "thirty digits": "1" + "0" * 30,
    "five thousand digits": "9" * 5000,
    "below nothing": "-1",
    "year 1": "0001-01-01",
    "year 9999": "9999-12-31",
    "not UTF-8": "%ff",
    "half a surrogate": "%ED%A0%80",
    "three thousand letters": "a" * 3000,
}


def hostile_addresses(route: str) -> Iterator[tuple[str, str]]:
    """The address with each value in its gaps; a gap for a number lets only numbers through."""
    plain = re.sub(r"\\Z|[\^$]", "", route)
    if "<" not in plain or "(?P" in plain or "[" in plain:
        return
    numbers_only = "<int:" in plain and "<str:" not in plain
    for what, value in VALUES.items():
        if value.isdigit() or not numbers_only:
            yield what, "/" + re.sub(r"<[^>]+>", value, plain)
