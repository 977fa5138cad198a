"""Whether a database keeps what completion promises."""

from courses.completion.integrity.verifications import (
    completions,
    ledger,
    superseded,
    verified_in_time,
    who_taught_did_not_verify,
)

__all__ = ["completions", "ledger", "superseded", "verified_in_time", "who_taught_did_not_verify"]
