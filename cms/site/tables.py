"""Tables of the reference site that no model describes."""

from typing import Any

from django.core.management import call_command


def make_cache_tables(using: str, **kwargs: Any) -> None:
    """The table of a cache in the database, when settings name one; nothing when it is there."""
    call_command("createcachetable", database=using, verbosity=0)
