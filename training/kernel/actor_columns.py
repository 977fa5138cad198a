"""The columns that keep who did something."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from training.kernel.actors import Actor
from training.kernel.integrity import Fault


class Acted(models.Model):
    """Mixin of history rows: the actor's kind, name, account and person at that moment."""

    actor_kind = models.CharField(_("kind of actor"), max_length=10)
    actor_name = models.CharField(_("who"), max_length=200)
    actor_user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("account"),
    )

    class Meta:
        abstract = True

    def acted_for(self, person: Any) -> bool:
        """Whether somebody else than ``person`` wrote the row: a clerk, for what a list on paper says.

        By account while both have one; else by the name, which is all that is left of a deleted account.
        """
        if self.actor_user_id and person.user_id:
            return self.actor_user_id != person.user_id
        return self.actor_name != person.full_name[:200]


def acted(actor: Actor) -> dict[str, Any]:
    """The actor as keyword arguments of an ``Acted`` row."""
    return {"actor_kind": actor.kind, "actor_name": actor.name[:200], "actor_user_id": actor.user_id}


def check_actors() -> Iterator[Fault]:
    """For ``kompas_check``: every row of history names somebody."""
    for model in apps.get_models():
        if issubclass(model, Acted):
            for pk in model._base_manager.filter(actor_name="").order_by("pk").values_list("pk", flat=True)[:100]:
                yield Fault("actors", "a row of history does not say who acted", {str(model._meta.model_name): pk})
