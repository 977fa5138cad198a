"""What a certificate says, as facts: the shape that is frozen in the register and printed by a design.

Words of the reader's language are not in it (they belong to the design);
names, titles and sentences that people wrote are.
"""

import json
from collections.abc import Callable
from typing import Any, TypedDict, cast

# Grows when the shape changes.  A certificate keeps the version it was issued
# with for ever: every reader asks ``read``, which brings it to the present one.
VERSION = 2


class OutcomeFacts(TypedDict):
    """One learning outcome that was verified as met; ``kind`` and ``method`` are the catalogue's words."""

    kind: str
    text: str
    method: str
    competence: str
    level: int


class ModuleFacts(TypedDict):
    title: str
    minutes: int


class FundingFacts(TypedDict):
    """Who paid; ``strip`` is the SHA-256 of the picture as it was printed, or empty."""

    name: str
    sentence: str
    project_title: str
    project_number: str
    strip: str
    strip_alt: str


class CourseFacts(TypedDict):
    """``minutes`` are the didactic minutes taught; ``didactic_hour`` how many of them make an hour."""

    code: str
    title: str
    edition: str
    mode: str
    venue: str
    starts_on: str
    ends_on: str
    minutes: int
    didactic_hour: int
    trainers: list[str]


class IssuerFacts(TypedDict):
    name: str
    short_name: str
    address: str
    place: str
    signatory_name: str
    signatory_function: str
    legal_basis: str


class Payload(TypedDict):
    """Everything on the paper.

    Days are ISO 8601; ``replaces`` is the number of an earlier certificate or
    empty; ``design`` names who draws it (``designs.registry``).
    """

    version: int
    design: str
    number: str
    series: str
    ordinal: int
    kind: str
    language: str
    name: str
    issued_on: str
    verification_url: str
    replaces: str
    course: CourseFacts
    outcomes: list[OutcomeFacts]
    verified_on: str
    programme: list[ModuleFacts]
    issuer: IssuerFacts
    funding: list[FundingFacts]


# ---- older ones ------------------------------------------------------------------------------------------------


def _design_is_named(payload: dict[str, Any]) -> dict[str, Any]:
    """Version 1 knew one design."""
    return {**payload, "design": "classic"}


# What makes version n + 1 of version n.  A step, once a certificate may have been issued with it, never changes.
STEPS: dict[int, Callable[[dict[str, Any]], dict[str, Any]]] = {1: _design_is_named}


def upgrade(payload: dict[str, Any]) -> Payload:
    """The facts of a certificate in the present shape, whatever version they were frozen in.

    Raises:
        ValueError: a version that this release does not know, newer than its own.
    """
    version = payload["version"]
    while version != VERSION:
        if version not in STEPS:
            raise ValueError(f"version {version} of a certificate's facts is not known, the newest is {VERSION}")
        payload, version = STEPS[version](payload), version + 1
    # Read from JSON that was checked when it was frozen: its shape is known to the steps, not to the type checker.
    return cast(Payload, {**payload, "version": VERSION})


def read(frozen: str) -> Payload:
    """The facts frozen as text, in the present shape."""
    return upgrade(json.loads(frozen))
