"""Designs of certificates by name: a series names the one its certificates are drawn with."""

from dataclasses import dataclass
from typing import Protocol

from django.utils.functional import Promise

from certificates.designs.payload import Payload
from certificates.designs.refusals import DesignIsMissing
from training.kernel.registry import Registry


class Render(Protocol):
    """Draws a certificate; ``strip`` is the funding strip as SVG text."""

    def __call__(self, payload: Payload, *, strip: str = "") -> bytes: ...


@dataclass(frozen=True)
class Design:
    label: str | Promise
    render: Render


# A site registers its own in ``AppConfig.ready()``.
designs: Registry[Design] = Registry("designs of certificates")


def choices() -> list[tuple[str, str | Promise]]:
    """For forms: the designs that are there."""
    return [(entry.name, entry.value.label) for entry in designs.entries()]


def check_design(name: str) -> str:
    """
    Raises:
        DesignIsMissing: nobody registered a design of this name.
    """
    if name not in designs:
        raise DesignIsMissing(design=name)
    return name


def render(payload: Payload, *, strip: str = "") -> bytes:
    """The document, as the design that ``payload`` names draws it.

    Raises:
        DesignIsMissing: it is no longer there.
    """
    return designs[check_design(payload["design"])].render(payload, strip=strip)
