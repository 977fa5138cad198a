"""Steps of the catalogue in Wagtail's history, for verbs that no form of the admin records by itself."""

from typing import Any

from django.contrib.auth import get_user_model
from django.db import models
from wagtail.log_actions import log

from training.kernel.actors import Actor


def note(instance: models.Model, title: Any, *, actor: Actor, reason: str = "") -> None:
    """Write one line of history, in the transaction of its cause."""
    user = get_user_model().objects.filter(pk=actor.user_id).first() if actor.user_id else None
    said = reason if user else ", ".join(part for part in (reason, actor.name) if part)
    log(instance=instance, action="kompas.acted", user=user, data={"title": str(title), "reason": said})
