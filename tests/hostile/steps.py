"""How hostile requests are asked, and how a fault is told in one line."""

from collections.abc import Callable

import pytest
from django.http import HttpResponse

MARKS = [
    pytest.mark.django_db,
    # Wagtail leaves the files of its renditions to the collector.
    pytest.mark.filterwarnings("ignore:Exception ignored in:pytest.PytestUnraisableExceptionWarning"),
    pytest.mark.filterwarnings("ignore:Unclosed file:ResourceWarning"),
]


def report_of(what: str, answer: HttpResponse) -> str:
    error = getattr(answer, "exc_info", None)
    return f"{what}: {answer.status_code} {repr(error[1])[:150] if error else ''}"


def culprits(parts: list, fails: Callable[[list], bool]) -> list:
    """The fewest of the parts that still fail; all of them failed together."""
    kept = list(parts)
    for part in parts:
        rest = [item for item in kept if item is not part]
        if rest and fails(rest):
            kept = rest
    return kept
