"""Before issuing: how numbers look, who is entitled to what, and names checked by ROPS."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from certificates.designs.registry import check_design
from certificates.register import queries, rules
from certificates.register.models import Prepared, Series
from certificates.register.refusals import AlreadyIssued, NameChangedMeanwhile, SeriesInUse
from certificates.register.states import NEXT_PREPARED, PreparedState
from courses.completion.models import Completion
from training.kernel import time
from training.kernel.actors import Actor
from training.kernel.history import changes_of, note, note_saved
from training.kernel.printing import printable, printable_name
from training.kernel.states import check_move
from training.people.queries import resolve

# ---- series ----------------------------------------------------------------------------------------------------


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
        series = Series.objects.select_for_update().get(pk=series.pk)
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


# ---- preparing -------------------------------------------------------------------------------------------------


@transaction.atomic
def prepare(*, completion_ids: Iterable[int], now: datetime | None = None) -> int:
    """Prepare a certificate for everybody whom the result of a course entitles; return how many are new.

    Doing it again is harmless; a result that was decided anew changes the
    kind of a certificate not yet issued.
    """
    now = now or time.now()
    rows = []
    completions = Completion.objects.filter(pk__in=list(completion_ids)).select_related(
        "enrolment__person", "enrolment__prepared_certificate"
    )
    for completion in completions:
        kind = rules.kind_for(completion.result)
        prepared = getattr(completion.enrolment, "prepared_certificate", None)
        if prepared is None and kind is not None:
            person = resolve(completion.enrolment.person)
            rows.append(Prepared(enrolment=completion.enrolment, kind=kind, name=person.full_name, prepared_at=now))
        elif prepared is not None and kind != prepared.kind:
            _change_kind(prepared, kind)
    # A second listener at the same moment finds the enrolment taken.
    Prepared.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def _change_kind(prepared: Prepared, kind: str | None) -> None:
    open_one = Prepared.objects.filter(
        pk=prepared.pk, state__in=[PreparedState.PREPARED, PreparedState.CHECKED, PreparedState.DROPPED]
    )
    if kind is None:
        open_one.update(state=PreparedState.DROPPED)
    else:
        open_one.update(kind=kind, state=PreparedState.PREPARED)


def prepare_leftovers() -> int:
    """Prepare what was missed when a course was closed; part of ``kompas_catch_up``."""
    missing = list(queries.entitled_without_prepared().values_list("pk", flat=True)[:5000])
    return prepare(completion_ids=missing) if missing else 0


def lock_prepared(prepared: Prepared) -> Prepared:
    return (
        Prepared.objects.select_for_update(of=("self",))
        .select_related("enrolment__person", "enrolment__edition__course", "enrolment__completion")
        .get(pk=prepared.pk)
    )


@transaction.atomic
def check_name(
    *,
    prepared: Prepared,
    actor: Actor,
    name: str | None = None,
    seen: str | None = None,
    now: datetime | None = None,
) -> Prepared:
    """Say that the name is as it should be printed; ``name`` corrects it.

    ``seen`` is the name that was read when deciding; nobody overwrites a
    correction they have not seen.

    Raises:
        AlreadyIssued: the certificate stands in the register.
        NameChangedMeanwhile: it is neither the name that was seen nor the wanted one.
        NameIsEmpty, NameIsTooLong, CannotBeDrawn: it cannot be printed.
    """
    prepared = lock_prepared(prepared)
    if prepared.state == PreparedState.ISSUED:
        raise AlreadyIssued()
    wanted = rules.checked_name(printable_name(prepared.name if name is None else name, field="name"))
    if seen is not None and prepared.name not in {seen, wanted}:
        raise NameChangedMeanwhile(name=prepared.name)
    if prepared.state == PreparedState.CHECKED and wanted == prepared.name:
        return prepared
    if prepared.state != PreparedState.CHECKED:
        check_move(PreparedState(prepared.state), PreparedState.CHECKED, NEXT_PREPARED)
    prepared.name, prepared.state = wanted, PreparedState.CHECKED
    prepared.checked_by, prepared.checked_at = actor.name[:200], now or time.now()
    prepared.save()
    note(prepared, _("Name checked"), actor=actor, reason=wanted)
    return prepared


@transaction.atomic
def drop(*, prepared: Prepared, actor: Actor, now: datetime | None = None) -> Prepared:
    """Set a prepared certificate aside: it will not be issued.

    Raises:
        AlreadyIssued: it stands in the register; revoke it instead.
    """
    return _move_prepared(prepared, PreparedState.DROPPED, actor, now)


@transaction.atomic
def take_back(*, prepared: Prepared, actor: Actor, now: datetime | None = None) -> Prepared:
    """Undo the check of a name, or take up a certificate that was set aside."""
    return _move_prepared(prepared, PreparedState.PREPARED, actor, now)


def _move_prepared(prepared: Prepared, state: PreparedState, actor: Actor, now: datetime | None) -> Prepared:
    prepared = lock_prepared(prepared)
    if prepared.state == state:
        return prepared
    if prepared.state == PreparedState.ISSUED:
        raise AlreadyIssued()
    check_move(PreparedState(prepared.state), state, NEXT_PREPARED)
    prepared.state, prepared.checked_by, prepared.checked_at = state, actor.name[:200], now or time.now()
    prepared.save()
    note(prepared, _("Set aside") if state == PreparedState.DROPPED else _("Taken up again"), actor=actor)
    return prepared
