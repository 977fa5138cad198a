"""What the room does when it hears from those below."""

from collections.abc import Sequence
from typing import Any

from certificates.register import actions


def on_completed(sender: Any, completion_ids: Sequence[int], **kwargs: Any) -> None:
    """The course is closed; whoever is entitled gets a prepared certificate."""
    actions.prepare(completion_ids=completion_ids)
