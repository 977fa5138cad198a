"""Lines of Wagtail's history for what is done to people and institutions."""

import uuid
from collections.abc import Iterable
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.db import models
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry

from training.kernel import time
from training.kernel.actors import Actor

ACTION = "kompas.acted"


def _reason(reason: str, actor: Actor) -> str:
    # An account is named by the entry itself; a command or a task is not.
    return reason if actor.user_id else ", ".join(part for part in (reason, actor.name) if part)


def note(instance: models.Model, title: Any, *, actor: Actor, reason: str = "") -> None:
    """Write one line, in the transaction of its cause."""
    user = get_user_model().objects.filter(pk=actor.user_id).first() if actor.user_id else None
    log(instance=instance, action=ACTION, user=user, data={"title": str(title), "reason": _reason(reason, actor)})


def note_many(lines: Iterable[tuple[models.Model, Any, str]], *, actor: Actor) -> None:
    """Write a line for each ``(instance, title, reason)`` at once; all of one model share a query."""
    lines = list(lines)
    if not lines:
        return
    kinds = ContentType.objects.get_for_models(*{type(instance) for instance, _title, _why in lines})
    batch, moment = uuid.uuid4(), time.now()
    ModelLogEntry.objects.bulk_create(
        [
            ModelLogEntry(
                content_type=kinds[type(instance)],
                object_id=str(instance.pk),
                label=str(instance)[:200],
                action=ACTION,
                timestamp=moment,
                uuid=batch,
                user_id=actor.user_id,
                data={"title": str(title), "reason": _reason(why, actor)},
            )
            for instance, title, why in lines
        ],
        batch_size=500,
    )
