"""Queries of versions of texts: which there are, and which is in force."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.http import Http404
from wagtail.models import Page

from cms.addresses import models_of
from cms.languages import readers_language_first
from cms.pages.versions import TextVersion, fingerprint_of
from cms.visibility import public_pages
from training.accounts.registry import PublishedText
from training.kernel import time
from training.kernel.input_text import number_of

VERSIONED = ("privacy", "terms")


def versions_of(page: Page) -> list[TextVersion]:
    """The published texts of a page, the newest first."""
    return list(TextVersion.objects.filter(page=page.pk).order_by("-number"))


def in_force(versions: Iterable[TextVersion], on: date) -> TextVersion | None:
    """Of versions with the newest first, the one that is in force on a day."""
    return next((version for version in versions if version.valid_from <= on), None)


def is_kept(page: Any, versions: Iterable[TextVersion]) -> bool:
    """Whether the newest version says what the page says."""
    newest = next(iter(versions), None)
    return newest is not None and newest.content_hash == fingerprint_of(page.title, page.text, page.valid_from)


def published_text(kind: str, on: date) -> PublishedText | None:
    """The version in force of the first public page of this kind, in the reader's language where there is one."""
    for model in models_of(kind):
        for page in readers_language_first(public_pages(model)):
            if version := in_force(versions_of(page), on):
                return PublishedText(
                    key=version.pk,
                    number=version.number,
                    title=version.title,
                    valid_from=version.valid_from,
                    url=f"{page.get_url()}?wersja={version.number}",
                )
    return None


def version_context(page: Page, request: Any) -> dict[str, Any]:
    """What a page of a versioned text shows: the version asked for, else the newest.

    Raises:
        Http404: no such version.
    """
    versions = versions_of(page)
    if request.is_preview or not versions:
        # A draft is no version yet.
        return {"versions": versions}
    version, asked = versions[0], request.GET.get("wersja")
    if asked is not None:
        by_number = {version.number: version for version in versions}
        if (number := number_of(asked)) not in by_number:
            raise Http404
        version = by_number[number]
    return {
        "versions": versions,
        "version": version,
        "in_force": in_force(versions, time.today()),
        "shown_title": version.title,
        "shown_text": version.text,
        "is_old": version != versions[0],
    }
