"""What demand does when a recruitment may have opened."""

from courses.demand import tasks


def on_edition_published(sender, *, edition, **facts) -> None:
    tasks.enqueue(edition.pk)


def on_recruitment_changed(sender, *, edition_id, **facts) -> None:
    tasks.enqueue(edition_id)
