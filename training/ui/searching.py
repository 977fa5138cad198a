"""Searching rows by words: each word in any of the fields, Polish letters typed or not."""

from collections.abc import Sequence

from django.db.models import Model, Q, QuerySet

from training.kernel.polish import fold
from training.kernel.search_terms import (
    LONGEST_SEARCH,
    certificate_number,
    digits_of,
    numbers_in,
    search_words,
    usual_signs,
    without_number_labels,
)


def search_rows(
    queryset: QuerySet,
    text: str,
    *,
    fields: tuple[str, ...] = (),
    folded: tuple[str, ...] = (),
    digits: tuple[str, ...] = (),
    numbers: tuple[str, ...] = (),
) -> QuerySet:
    """Rows that hold every word of ``text``.

    ``folded`` fields keep text without Polish letters, ``digits`` fields a
    phone or NIP as ``kernel.meant.digits_of`` writes it, ``numbers`` fields a
    number of a certificate as ``certificate_number`` does.
    """
    text = usual_signs(text[:LONGEST_SEARCH])
    rest, wanted = text, Q()
    if digits and (typed_numbers := numbers_in(text)):
        rest = without_number_labels(text)
        for number in typed_numbers:
            rest = rest.replace(number, " ")
            # A number may also stand in a name or a code as it was typed.
            wanted &= _anywhere(digits, digits_of(number)) | _every_word(number, fields, folded)
    wanted &= _every_word(rest, fields, folded)
    if numbers and (number := certificate_number(text)):
        wanted |= _anywhere(numbers, number)
    if not any(_is_many(queryset.model, path) for path in (*fields, *folded, *digits, *numbers)):
        return queryset.filter(wanted)
    # A row that fits by two of its former names is one row, without DISTINCT over all that a list shows.
    return queryset.filter(pk__in=queryset.model._base_manager.filter(wanted).values("pk"))


def _is_many(model: type[Model], path: str) -> bool:
    """Whether a path of lookups leads over a relation of one row to many."""
    for name in path.split("__"):
        field = model._meta.get_field(name)
        if field.one_to_many or field.many_to_many:
            return True
        if not isinstance(field.related_model, type):
            return False
        model = field.related_model
    return False


def _every_word(text: str, fields: tuple[str, ...], folded: tuple[str, ...]) -> Q:
    wanted = Q()
    typed = text.split()
    for word in search_words(text):
        condition = _anywhere(folded, word)
        # As it was typed, for fields that keep their Polish letters.
        for spelt in {word, *(part.strip(".,;:()") for part in typed if fold(part).strip(".,;:()") == word)}:
            for field in fields:
                condition |= Q(**{f"{field}__icontains": spelt})
        wanted &= condition
    return wanted


def _anywhere(fields: tuple[str, ...], text: str) -> Q:
    condition = Q()
    for field in fields:
        condition |= Q(**{f"{field}__contains": text})
    return condition


class FoldedSearchMixin:
    """For a list of the admin: finds ``Łęczna`` by ``leczna``.  Say ``folded_fields`` beside ``search_fields``."""

    folded_fields: tuple[str, ...] = ()
    # Phones, NIP; numbers of certificates: each compared in one form.
    digit_fields: tuple[str, ...] = ()
    number_fields: tuple[str, ...] = ()
    # Of Wagtail's list view, which this is mixed into.
    search_fields: Sequence[str] | None
    search_query: str
    is_searching: bool
    index_results_url: str | None

    @property
    def is_searchable(self) -> bool:
        return bool(self.index_results_url)

    def search_queryset(self, queryset: QuerySet) -> QuerySet:
        if not self.is_searching:
            return queryset
        return search_rows(
            queryset,
            self.search_query,
            fields=tuple(self.search_fields or ()),
            folded=self.folded_fields,
            digits=self.digit_fields,
            numbers=self.number_fields,
        )
