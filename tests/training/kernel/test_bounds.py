"""Days and numbers that people type reach no further than a database and a time zone can bear."""

from datetime import UTC, date, datetime

import django_filters
import pytest
from django import forms
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django_filters.fields import RangeField

from tests import factories as make
from tests.walk.steps import addresses
from training.kernel import bounds

OURS = ("training", "courses", "certificates", "cms")
# Columns that nobody types.
BY_THE_CLOCK = "the moment at which the server wrote it"
COUNTED = "counted by an action"
NOT_TYPED = {
    "kompas_courses.Enrolment.arrival": COUNTED,
    "kompas_courses.EditionRecord.version": COUNTED,
    "kompas_courses.Edition.taught_since": "copied from a meeting, which has bounds",
    "kompas_courses.Invitation.sequence": COUNTED,
    "kompas_courses.MarkChange.old_minutes_missed": "copied from a mark, which has bounds",
    "kompas_courses.MarkChange.new_minutes_missed": "copied from a mark, which has bounds",
    "kompas_certificates.Certificate.file_size": COUNTED,
    "kompas_certificates.Series.last_number": COUNTED,
    "kompas_training.StaffImport.rows_total": COUNTED,
    "kompas_training.StaffImport.rows_done": COUNTED,
    "kompas_training.StaffImportRow.number": COUNTED,
    "kompas_training.StaffImportRow.same_as": "the number of a row",
    "kompas_training.StaffImportRow.line": COUNTED,
    "kompas_training.StaffImport.attempts": COUNTED,
    "kompas_training.AttemptCount.number": COUNTED,
    "kompas_training.AttemptCount.ends_at": BY_THE_CLOCK,
    "kompas_courses.Edition.own_didactic_hour": "copied from the course, which has bounds",
    "kompas_training.Notice.attempts": COUNTED,
    "kompas_courses.Completion.minutes_taught": COUNTED,
    "kompas_courses.Completion.minutes_attended": COUNTED,
    "kompas_courses.Completion.minutes_required": COUNTED,
    "kompas_courses.Completion.threshold": "copied from the course, which has bounds",
    "kompas_courses.Completion.outcomes_required": COUNTED,
    "kompas_courses.Completion.outcomes_met": COUNTED,
    "kompas_pages.TextVersion.page": "the key of a page",
    "kompas_pages.TextVersion.number": COUNTED,
}
# Moments of the server's clock, by the names that the models give them.
CLOCKS = {"at", "last_login", "date_joined", "next_attempt_at", "expires_at"}


def is_clock(field) -> bool:
    typed = {"starts_at", "ends_at", "opens_at", "closes_at", "offer_expires_at"}
    return isinstance(field, models.DateTimeField) and (
        field.name in CLOCKS or (field.name.endswith("_at") and field.name not in typed)
    )


def bounded_columns(model) -> set[str]:
    """Names that some constraint of the table keeps from above."""
    columns = set()

    def walk(q):
        for child in q.children:
            if isinstance(child, models.Q):
                walk(child)
            elif child[0].endswith("__lte") and not hasattr(child[1], "resolve_expression"):
                columns.add(child[0].removesuffix("__lte"))

    for constraint in model._meta.constraints:
        if isinstance(constraint, models.CheckConstraint):
            walk(constraint.condition)
    return columns


def test_every_column_that_somebody_types_has_a_constraint_on_how_far_it_goes():
    kinds = (models.DateField, models.DateTimeField, models.IntegerField, models.DecimalField, models.FloatField)
    without = []
    for model in apps.get_models():
        if not model._meta.label.startswith("kompas_"):
            continue
        bounded = bounded_columns(model)
        for field in model._meta.local_fields:
            label = f"{model._meta.label}.{field.name}"
            if not isinstance(field, kinds) or field.primary_key or label in NOT_TYPED or is_clock(field):
                continue
            if field.name not in bounded:
                without.append(label)
    assert not without, f"Bound these with kernel.bounds, or say why nobody types them: {without}"


def test_nothing_is_excused_that_is_no_more():
    there = {f"{model._meta.label}.{field.name}" for model in apps.get_models() for field in model._meta.local_fields}
    assert sorted(set(NOT_TYPED) - there) == []


# ---- forms -------------------------------------------------------------------------------------------------------


def form_classes():
    """Every form of ours, and the forms of every list's filters."""
    loaded = list(addresses())  # with their forms
    assert loaded
    seen, waiting = set(), [forms.BaseForm]
    while waiting:
        for cls in waiting.pop().__subclasses__():
            if cls not in seen:
                seen.add(cls)
                waiting.append(cls)
                if cls.__module__.split(".")[0] in OURS:
                    yield cls


def unbounded(field: forms.Field) -> bool:
    """Takes a value that no column keeps."""
    if isinstance(field, RangeField):
        return any(unbounded(part) for part in field.fields)
    if isinstance(field, forms.DateTimeField):
        extremes = ["0001-01-01 00:00", "9999-12-31 23:59"]
    elif isinstance(field, forms.DateField):
        extremes = ["0001-01-01", "1899-12-31", "2101-01-01", "9999-12-31"]
    else:
        return False
    for value in extremes:
        try:
            field.clean(value)
        except ValidationError:
            continue
        return True
    return False


@pytest.mark.django_db
def test_every_day_of_every_form_has_bounds():
    wrong = [
        f"{cls.__module__}.{cls.__name__}.{name}"
        for cls in form_classes()
        for name, field in cls.base_fields.items()
        if unbounded(field)
    ]
    assert not wrong, f"Use training.ui.fields: {wrong}"


@pytest.mark.django_db
def test_every_day_of_every_filter_has_bounds():
    assert list(addresses())
    waiting, wrong = [django_filters.FilterSet], []
    while waiting:
        for cls in waiting.pop().__subclasses__():
            waiting.append(cls)
            if cls.__module__.split(".")[0] in OURS:
                wrong += [
                    f"{cls.__module__}.{cls.__name__}.{name}"
                    for name, each in cls.base_filters.items()
                    if issubclass(each.field_class, (forms.DateField, RangeField)) and unbounded(each.field_class())
                ]
    assert not wrong, f"Use training.ui.fields: {wrong}"


# ---- the database ------------------------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("opens_at", datetime(1, 1, 2, tzinfo=UTC)),
        ("closes_at", datetime(9999, 12, 30, tzinfo=UTC)),
        ("withdraw_until", datetime(1, 1, 2, tzinfo=UTC)),
        ("confirmation_hours", 99_999_999),
        ("seats", 10_001),
    ],
)
def test_the_database_itself_refuses_terms_that_would_stop_the_front_page(column, value):
    recruitment = make.RecruitmentFactory(edition=make.EditionFactory())
    with pytest.raises(IntegrityError), transaction.atomic():
        type(recruitment).objects.filter(pk=recruitment.pk).update(**{column: value})


@pytest.mark.django_db
def test_the_first_and_the_last_day_are_still_kept():
    person = make.person()
    employment = make.EmploymentFactory(person=person, valid_from=bounds.FIRST_DAY, valid_until=bounds.LAST_DAY)
    employment.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        type(employment).objects.filter(pk=employment.pk).update(valid_from=date(1899, 12, 31))


@pytest.mark.django_db
def test_rows_from_before_the_bounds_are_reported():
    from django.db import connection

    assert list(bounds.check_bounds()) == []
    table = make.RecruitmentFactory(edition=make.EditionFactory())
    model = type(table)
    wrong = [
        constraint
        for constraint in model._meta.constraints
        if constraint.name.endswith(("confirmation_hours_within", "seats_within"))
    ]
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA ignore_check_constraints = ON")
            cursor.execute(f"UPDATE {model._meta.db_table} SET confirmation_hours = 99999999, seats = 20000")
            cursor.execute("PRAGMA ignore_check_constraints = OFF")
    else:
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # a table with waiting checks cannot be altered
        with connection.schema_editor() as editor:
            for constraint in wrong:
                editor.remove_constraint(model, constraint)
        model.objects.update(confirmation_hours=99_999_999, seats=20_000)
    faults = [(fault.sentence.split()[0], fault.keys) for fault in bounds.check_bounds()]
    assert sorted(faults) == [
        ("confirmation_hours", {"kompas_courses.recruitment": table.pk}),
        ("seats", {"kompas_courses.recruitment": table.pk}),
    ]
