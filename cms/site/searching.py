"""The search of Wagtail's own lists (pages, pictures, documents, users), for words as they are typed.

On SQLite, modelsearch puts every word between quotation marks and leaves those
inside it as they are: ``5"`` is a fault of syntax, and the page a 500.  The
index knows no quotation marks, so that nothing is lost without them.
"""

from typing import Any

from django.db import connection
from modelsearch.backends import database
from modelsearch.query import Phrase, PlainText, SearchQuery

# A word with no letters: it is found nowhere, and is no fault.
_NO_WORD = "."


def _without_marks(query: SearchQuery) -> SearchQuery:
    text = query.query_string.replace('"', " ").strip() or _NO_WORD
    return Phrase(text) if isinstance(query, Phrase) else PlainText(text, operator=query.operator)


def _plain_query_compiler(compiler: type) -> type:
    class PlainQueryCompiler(compiler):
        def build_search_query_content(self, query: SearchQuery, config: Any = None) -> Any:
            if isinstance(query, (PlainText, Phrase)):
                query = _without_marks(query)
            return super().build_search_query_content(query, config=config)

    return PlainQueryCompiler


def SearchBackend(params: dict[str, Any]) -> Any:
    """The database's own backend, with words made fit for SQLite; the name is the one that modelsearch looks for."""
    backend = database.SearchBackend(params)
    if connection.vendor == "sqlite":
        backend.query_compiler_class = _plain_query_compiler(backend.query_compiler_class)
        backend.autocomplete_query_compiler_class = _plain_query_compiler(backend.autocomplete_query_compiler_class)
    return backend
