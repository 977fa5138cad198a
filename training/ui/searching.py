"""Searching rows by words: each word in any of the fields, Polish letters typed or not."""

from django.db.models import Q, QuerySet

from training.kernel.polish import fold


def search_rows(
    queryset: QuerySet, text: str, *, fields: tuple[str, ...] = (), folded: tuple[str, ...] = ()
) -> QuerySet:
    """Rows that hold every word of ``text``; ``folded`` fields keep text without Polish letters."""
    for word in text.split():
        found = Q()
        for field in fields:
            found |= Q(**{f"{field}__icontains": word})
        for field in folded:
            found |= Q(**{f"{field}__contains": fold(word)})
        queryset = queryset.filter(found)
    return queryset


class FoldedSearchMixin:
    """For a list of the admin: finds ``Łęczna`` by ``leczna``.  Say ``folded_fields`` beside ``search_fields``."""

    folded_fields: tuple[str, ...] = ()

    @property
    def is_searchable(self) -> bool:
        return bool(self.index_results_url)

    def search_queryset(self, queryset: QuerySet) -> QuerySet:
        if not self.is_searching:
            return queryset
        return search_rows(
            queryset, self.search_query, fields=tuple(self.search_fields or ()), folded=self.folded_fields
        )
