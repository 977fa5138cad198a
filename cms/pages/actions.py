"""Keeping the versions of published texts."""

from datetime import datetime
from typing import Any

from django.db import transaction
from wagtail.models import Page

from cms.addresses import models_of
from cms.pages import queries
from cms.pages.versions import TextVersion, fingerprint_of
from training.kernel import time
from training.kernel.actor_columns import acted
from training.kernel.actors import Actor


@transaction.atomic
def keep_version(*, page: Any, actor: Actor, now: datetime | None = None) -> TextVersion | None:
    """Keep what the page says as its next version; nothing when the newest version says the same."""
    # Two may publish at once: the page's row is the one that both have.
    Page.objects.select_for_update(no_key=True).get(pk=page.pk)
    versions = queries.versions_of(page)
    if queries.is_kept(page, versions):
        return None
    return TextVersion.objects.create(
        page=page.pk,
        kind=page.kompas_kind,
        number=versions[0].number + 1 if versions else 1,
        language=page.own_language,
        title=page.title,
        text=page.text,
        valid_from=page.valid_from,
        published_at=now or time.now(),
        content_hash=fingerprint_of(page.title, page.text, page.valid_from),
        **acted(actor),
    )


def keep_missing() -> int:
    """For ``kompas_catch_up``: published texts that came into the tree without being published, as by a script."""
    actor = Actor.task("versions of texts")
    pages = [page for kind in queries.VERSIONED for model in models_of(kind) for page in model.objects.live()]
    return sum(keep_version(page=page, actor=actor) is not None for page in pages)


def on_published(instance: Any, revision: Any = None, **kwargs: Any) -> None:
    """Receiver: a page was published, now or as planned."""
    user = revision.user if revision is not None else None
    keep_version(page=instance, actor=Actor.of_user(user) if user else Actor.task("publishing"))
