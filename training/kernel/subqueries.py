"""Counts beside a row, each a subquery of its own.

``Count`` over a relation joins it; over two relations the joins multiply each
other – a meeting of thirty people with thirty marks becomes nine hundred rows
– and every column of the row is grouped by.  A subquery counts by an index,
and Django leaves it out where a page only wants to know how many rows there are.
"""

from typing import Any

from django.db.models import Count, Expression, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce


def count_of(rows: QuerySet[Any], key: str, outer: str = "pk", count: Expression | None = None) -> Coalesce:
    """How many of ``rows`` have in ``key`` what the outer row has in ``outer``; 0 when none.

    ``count`` is an aggregate over these rows, such as ``Count("person", distinct=True)``; all are counted without it.
    """
    fitting = rows.filter(**{key: OuterRef(outer)}).order_by().values(key)
    return Coalesce(Subquery(fitting.annotate(counted_=count or Count("pk")).values("counted_")), 0)
