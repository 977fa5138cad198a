"""Texts that people are shown or accept, as upper floors publish them."""

from datetime import date

from training.accounts.registry import PublishedText, published_texts
from training.kernel import time


def text_in_force(kind: str, on: date | None = None) -> PublishedText | None:
    """The privacy notice (``"privacy"``) or the terms (``"terms"``) in force; nothing where none are published."""
    day = on or time.today()
    return next((text for answer in published_texts if (text := answer(kind, day))), None)
