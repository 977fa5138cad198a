"""Lists leave as files in batches: related rows are read once, and translated labels are the reader's."""

import pytest
from django.db.models import BooleanField, Case, Value, When
from django.utils import translation

from tests import factories as make
from training.people.models import Employment
from training.ui import exports

pytestmark = pytest.mark.django_db


def read(queryset, *paths):
    getters = [exports._getter(path) for path in paths]
    return [[exports.sheets.plain(read(row)) for read in getters] for row in exports._rows_at_a_time(queryset)]


@pytest.fixture
def posts():
    make.employed(last_name="Żak", user=make.user())
    make.employed(last_name="Ćwik", organisation=make.organisation(name="Dom Pomocy Społecznej"))
    make.employed(last_name="Zając")
    marked = Case(When(person__last_name="Żak", then=Value(True)), default=False, output_field=BooleanField())
    return Employment.objects.select_related("person__user", "organisation", "position").annotate(is_here=marked)


@pytest.mark.parametrize(
    ("language", "label", "yes", "no"),
    [("pl", "na liście pracowników", "tak", "nie"), ("en", "on a staff list", "yes", "no")],
)
def test_cells_hold_words_of_the_reader_and_annotations(posts, language, label, yes, no):
    with translation.override(language):
        rows = read(posts.order_by("pk"), "person.last_name", "person.get_identity_display", "person.user", "is_here")
    assert [row[0] for row in rows] == ["Żak", "Ćwik", "Zając"]
    assert {row[1] for row in rows} == {label}
    assert [bool(row[2]) for row in rows] == [True, False, False]
    assert [row[3] for row in rows] == [yes, no, no]


def test_a_related_row_is_read_once_for_all_that_name_it(posts, django_assert_num_queries):
    office = make.organisation()
    for _ in range(5):
        make.employed(organisation=office)
    # The posts, their people with accounts, institutions and positions.
    with django_assert_num_queries(5):
        assert len(read(posts, "organisation", "valid_from")) == 8


def test_batches_join_without_a_gap(posts, monkeypatch):
    monkeypatch.setattr(exports, "_BATCH", 2)
    assert [row[0] for row in read(posts.order_by("pk"), "person.last_name")] == ["Żak", "Ćwik", "Zając"]
