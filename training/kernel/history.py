"""Lines of Wagtail's history: what a verb did to a row, who did it and why.

Every verb that takes an ``actor`` and has no journal of its own writes one
line here, in the transaction of its cause.  Screens write none.
"""

import uuid
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry

from training.kernel import time
from training.kernel.actors import Actor, account_name
from training.kernel.date_texts import moment_text, short_day_text
from training.kernel.model_fields import field_of, related_model_of

ACTION = "kompas.acted"


def _data(title: Any, reason: str, actor: Actor) -> dict[str, str]:
    # The name is kept beside the account: an account may be deleted, and a command or a task has none.
    return {"title": str(title), "reason": str(reason), "actor_kind": actor.kind, "actor_name": actor.name}


def note(
    instance: models.Model,
    title: Any,
    *,
    actor: Actor,
    reason: str = "",
    deleted: bool = False,
    now: datetime | None = None,
) -> None:
    """Write one line; before the row is deleted, when the verb deletes it.

    With ``now`` it is of that moment: a verb that supersedes a dated row and
    records nothing in its place says so at the moment of superseding.
    """
    user = get_user_model().objects.filter(pk=actor.user_id).first() if actor.user_id else None
    data = _data(title, reason, actor)
    log(instance=instance, action=ACTION, user=user, data=data, deleted=deleted, timestamp=now or time.now())


def note_saved(instance: models.Model, *, is_new: bool, actor: Actor, reason: str = "") -> None:
    """Write that a row was created or changed; ``reason`` may name the fields."""
    note(instance, _("Created") if is_new else _("Changed"), actor=actor, reason=reason)


def changes_of(row: models.Model, values: Mapping[str, Any]) -> list[str]:
    """What ``values`` would change on ``row``, in words; asked before they are set."""
    changes = []
    for name, new in values.items():
        field = field_of(type(row), name)
        if field.related_model is not None:
            old_key, new_key = getattr(row, field.attname), getattr(new, "pk", new)
            if old_key == new_key:
                continue
            old = getattr(row, field.name)
            new = (
                new
                if isinstance(new, models.Model)
                else related_model_of(type(row), name)._base_manager.filter(pk=new).first()
            )
        else:
            old = getattr(row, name)
            if old == new:
                continue
        words = {"field": capfirst(field.verbose_name), "old": _shown(field, old), "new": _shown(field, new)}
        changes.append(_("%(field)s: %(old)s → %(new)s") % words)
    return changes


def _shown(field: Any, value: Any) -> str:
    if value in (None, ""):
        return "–"
    if isinstance(value, AbstractBaseUser):
        return account_name(value)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if field.choices:
        value = dict(field.flatchoices).get(value, value)
    elif isinstance(value, datetime):
        value = moment_text(value, "SHORT_DATETIME_FORMAT")
    elif isinstance(value, date):
        value = short_day_text(value)
    return Truncator(str(value)).chars(80)


def describe(line: Any) -> dict[str, Any]:
    """A line of the history in words: ``at``, ``who``, ``what`` and ``comment``.

    Who did it is called as on that day, also when the account was renamed or
    is gone; a line that Wagtail wrote names the account.
    """
    if line.action == ACTION:
        what, who = line.data.get("title", ""), line.data.get("actor_name", "")
        return {"at": line.timestamp, "who": who, "what": what, "comment": line.data.get("reason", "")}
    return {"at": line.timestamp, "who": line.user_display_name, "what": line.message, "comment": line.comment}


def note_deleted(instance: models.Model, *, actor: Actor, reason: str = "") -> None:
    """Write that a row is deleted; called before it goes."""
    note(instance, _("Deleted"), actor=actor, reason=reason, deleted=True)


def note_many(lines: Iterable[tuple[models.Model, Any, str]], *, actor: Actor, now: datetime | None = None) -> None:
    """Write a line for each ``(instance, title, reason)`` at once; all of one model share a query."""
    lines = list(lines)
    if not lines:
        return
    kinds = ContentType.objects.get_for_models(*{type(instance) for instance, _title, _why in lines})
    batch, moment = uuid.uuid4(), now or time.now()
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
                data=_data(title, why, actor),
            )
            for instance, title, why in lines
        ],
        batch_size=500,
    )
