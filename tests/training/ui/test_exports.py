"""Lists leave as files row by row, without an object for each where the database can answer; the words are the same."""

import pytest
from django.db.models import BooleanField, Case, Value, When
from django.utils import translation

from tests import factories as make
from training.people.models import Employment, Person
from training.ui import exports

pytestmark = pytest.mark.django_db

PATHS = [
    "person.last_name",
    "person.get_identity_display",
    "person.user",
    "organisation",
    "position",
    "valid_from",
    "valid_until",
    "recorded_at",
    "is_here",
]


def from_objects(queryset, paths):
    getters = [exports._getter(path) for path in paths]
    return [[read(row) for read in getters] for row in exports._rows_at_a_time(queryset)]


def plain(rows):
    """As cells hold them: words for related rows."""
    return [[exports.sheets.plain(value) for value in row] for row in rows]


@pytest.fixture
def posts():
    make.employed(last_name="Żak", user=make.user())
    make.employed(last_name="Ćwik", organisation=make.organisation(name="Dom Pomocy Społecznej"))
    make.employed(last_name="Zając")
    marked = Case(When(person__last_name="Żak", then=Value(True)), default=False, output_field=BooleanField())
    return Employment.objects.select_related("person__user", "organisation", "position").annotate(is_here=marked)


@pytest.mark.parametrize("language", ["pl", "en"])
def test_rows_of_the_database_say_what_objects_say(posts, language):
    with translation.override(language):
        straight = list(exports._straight(posts.order_by("-pk"), PATHS))
        assert plain(straight) == plain(from_objects(posts.order_by("-pk"), PATHS))
    assert len(straight) == 3


def test_a_related_row_is_read_once_for_all_that_name_it(posts, django_assert_num_queries):
    office = make.organisation()
    for _ in range(5):
        make.employed(organisation=office)
    with django_assert_num_queries(2):
        assert len(list(exports._straight(posts, ["organisation", "valid_from"]))) == 8


def test_batches_join_without_a_gap(posts, monkeypatch):
    monkeypatch.setattr(exports, "_BATCH", 2)
    names = [row[0] for row in exports._straight(posts.order_by("pk"), ["person.last_name"])]
    assert names == ["Żak", "Ćwik", "Zając"]


@pytest.mark.parametrize("path", ["person.list_name", "person.is_merged_into_nothing", "no_such", "person.employments"])
def test_what_only_an_object_knows_is_left_to_objects(posts, path):
    assert exports._straight(posts, [path]) is None


def test_rows_that_others_columns_would_change_are_left_to_objects():
    make.employed(last_name="Nowak")
    make.employed(last_name="Nowak")
    namesakes = Person.objects.filter(employments__isnull=False)
    # DISTINCT over the surname alone would make one person of two.
    assert exports._straight(namesakes.distinct(), ["last_name"]) is None
    assert len(list(exports._straight(namesakes, ["last_name"]))) == 2
