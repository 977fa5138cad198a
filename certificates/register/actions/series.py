"""Series of numbers: how those of a year look, where they begin, and which is next."""

from django.db import transaction

from certificates.designs.registry import check_design
from certificates.register import rules
from certificates.register.models import Series
from certificates.register.refusals import SeriesInUse
from courses.enrolment.models import Enrolment
from training.kernel.actors import Actor
from training.kernel.conf import setting
from training.kernel.history import changes_of, note_saved
from training.kernel.printing import printable


@transaction.atomic
def save_series(
    *,
    code: str,
    year: int,
    pattern: str,
    first_number: int = 1,
    design: str = "classic",
    actor: Actor,
    series: Series | None = None,
) -> Series:
    """Set how the numbers of a year look and where they begin, before the first is given.

    Raises:
        DesignIsMissing: nobody registered that design.
        PatternIsWrong: the pattern makes no numbers of its own for each certificate and year.
        SeriesInUse: a number has been given.
    """
    if series is not None:
        series = Series.objects.select_for_update(no_key=True).get(pk=series.pk)
        if series.last_number is not None:
            raise SeriesInUse(series=series)
    values = {
        "code": printable(code.strip(), field="code"),
        "year": year,
        "pattern": rules.check_pattern(printable(pattern, field="pattern")),
        "first_number": first_number,
        "design": check_design(design),
    }
    is_new = series is None
    series = series or Series()
    changes = [] if is_new else changes_of(series, values)
    for name, value in values.items():
        setattr(series, name, value)
    series.save()
    if is_new or changes:
        note_saved(series, is_new=is_new, actor=actor, reason="; ".join(changes))
    return series


def lock_series(year: int) -> Series:
    """The year's series, locked.  The lock makes numbers consecutive; a rollback gives its number back."""
    configured = setting("CERTIFICATE_SERIES")
    locked = Series.objects.select_for_update(no_key=True)
    series = locked.filter(code=configured["code"], year=year).first()
    if series is None:
        Series.objects.get_or_create(
            code=configured["code"],
            year=year,
            defaults={
                "pattern": rules.check_pattern(configured["pattern"]),
                "first_number": configured["first_number"],
                "design": check_design(configured["design"]),
            },
        )
        series = locked.get(code=configured["code"], year=year)
    return series


def printed_number(series: Series, ordinal: int, enrolment: Enrolment) -> str:
    edition = enrolment.edition
    return rules.number(
        series.pattern,
        ordinal=ordinal,
        series=series.code,
        year=series.year,
        course=edition.course.code,
        edition=edition.code,
    )
