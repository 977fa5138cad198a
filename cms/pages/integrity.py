"""What ``kompas_check`` asks of versions of texts."""

from collections.abc import Iterator

from cms.addresses import models_of
from cms.pages import queries
from cms.pages.versions import TextVersion
from training.kernel.integrity import Fault


def texts_are_kept() -> Iterator[Fault]:
    """A live privacy notice, or live terms, stand in their newest version, word for word."""
    for kind in queries.VERSIONED:
        for model in models_of(kind):
            for page in model.objects.live():
                if not queries.is_kept(page, queries.versions_of(page)):
                    yield Fault("versions of texts", "a published text is not kept as a version", {"page": page.pk})


def versions_are_as_written() -> Iterator[Fault]:
    for version in TextVersion.objects.iterator():
        if version.fingerprint() != version.content_hash:
            yield Fault("versions of texts", "a version was changed", {"version": version.pk})
