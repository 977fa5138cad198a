"""What a certificate says, as facts: the shape that is frozen in the register and printed by a design.

Words of the reader's language are not in it (they belong to the design);
names, titles and sentences that people wrote are.
"""

from typing import TypedDict

# Grows when the shape changes; old certificates keep theirs.
VERSION = 1


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
    """Everything on the paper.  Days are ISO 8601; ``replaces`` is the number of an earlier certificate or empty."""

    version: int
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
