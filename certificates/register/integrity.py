"""Whether the register keeps its promise: numbers without gaps, frozen facts, files as they were issued."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from django.core.files.storage import Storage
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery

from certificates.designs.payload import upgrade
from certificates.designs.registry import designs
from certificates.register import files, queries
from certificates.register.models import Certificate, CertificateEvent, Prepared, Series
from certificates.register.states import CertificateKind, CertificateStatus, EventKind, PreparedState
from courses.catalogue.queries import editions_with_late_standard
from courses.completion.queries import enrolments_with_fallen_levels, fallen_levels
from courses.records.models import EditionRecord
from training.kernel.canonical_json import canonical, sha256
from training.kernel.integrity import Fault, unprintable
from training.kernel.polish import fold
from training.kernel.search_terms import certificate_number

NUMBERS, FILES, FACTS, ONE_VALID, CHAIN, HISTORY, LATE_STANDARD, DESIGNS, DECISIONS, LEVELS = (
    "certificate numbers",
    "certificate files",
    "certificate facts",
    "one valid certificate",
    "replaced certificates",
    "history of certificates",
    "standard before teaching",
    "designs of certificates",
    "right to a certificate",
    "levels of certificates",
)


def check_numbers() -> Iterator[Fault]:
    """Each series runs from its first number to its last without a gap or a repetition."""
    given: dict[int, list[int]] = {}
    for series_id, ordinal in Certificate.objects.order_by("series_id", "ordinal").values_list("series_id", "ordinal"):
        given.setdefault(series_id, []).append(ordinal)
    for series in Series.objects.order_by("pk"):
        numbers = given.get(series.pk, [])
        if series.last_number is None and not numbers:
            continue
        keys = {"series": str(series)}
        last = series.last_number if series.last_number is not None else series.first_number - 1
        wanted = set(range(series.first_number, max([last, *numbers]) + 1))
        if missing := sorted(wanted - set(numbers)):
            yield Fault(
                NUMBERS, "Numbers were given, but no certificate has them.", {**keys, "numbers": _some(missing)}
            )
        if twice := sorted(number for number, count in Counter(numbers).items() if count > 1):
            yield Fault(NUMBERS, "Two certificates have the same number.", {**keys, "numbers": _some(twice)})
        if below := [number for number in numbers if number < series.first_number]:
            yield Fault(NUMBERS, "A number lies before the first of its series.", {**keys, "numbers": _some(below)})
        if numbers and max(numbers) != last:
            yield Fault(
                NUMBERS,
                "The series remembers another last number than its certificates have.",
                {**keys, "remembered": series.last_number, "given": max(numbers)},
            )


def _some(numbers: list[int]) -> str:
    shown = ", ".join(map(str, numbers[:10]))
    return shown + ", …" if len(numbers) > 10 else shown


def check_files() -> Iterator[Fault]:
    """Every certificate has its file, and the file is the one that was issued."""
    storage = files.storage()
    rows = Certificate.objects.order_by("pk").values("number", "file_name", "file_hash", "file_size")
    for row in rows.iterator(chunk_size=2000):
        if fault := _file_fault(storage, row):
            yield fault


def _file_fault(storage: Storage, row: Mapping[str, Any]) -> Fault | None:
    keys = {"number": row["number"], "file": row["file_name"]}
    try:
        with storage.open(row["file_name"]) as file:
            content = file.read()
    except OSError:
        return Fault(FILES, "The document is not in the storage.", keys)
    if sha256(content) != row["file_hash"] or len(content) != row["file_size"]:
        return Fault(FILES, "The stored document is not the one that was issued.", keys)
    return None


def check_facts() -> Iterator[Fault]:
    """The frozen facts are those that were hashed, and the columns say the same."""
    columns = ("number", "name", "name_fold", "kind", "title", "ordinal", "issued_on", "token")
    rows = Certificate.objects.order_by("pk").values(
        *columns, "payload", "payload_hash", "number_key", "replaces__number"
    )
    for row in rows.iterator(chunk_size=2000):
        keys = {"number": row["number"]}
        if sha256(row["payload"].encode()) != row["payload_hash"]:
            yield Fault(FACTS, "The frozen facts are not those that were hashed.", keys)
            continue
        facts = json.loads(row["payload"])
        if canonical(facts).decode() != row["payload"]:
            yield Fault(FACTS, "The frozen facts are not in their canonical form.", keys)
        try:
            facts = upgrade(facts)
        except (ValueError, KeyError, TypeError):
            yield Fault(FACTS, "The frozen facts are of a version that this release cannot read.", keys)
            continue
        payload_values = {
            "number": facts["number"],
            "number_key": certificate_number(facts["number"]),
            "name": facts["name"],
            "name_fold": fold(facts["name"]),
            "kind": facts["kind"],
            "title": facts["course"]["title"],
            "ordinal": facts["ordinal"],
            "issued_on": facts["issued_on"],
            "replaces": facts["replaces"],
        }
        column_values = {
            key: row[key] for key in ("number", "number_key", "name", "name_fold", "kind", "title", "ordinal")
        }
        column_values |= {"issued_on": row["issued_on"].isoformat(), "replaces": row["replaces__number"] or ""}
        if differing := sorted(key for key in payload_values if payload_values[key] != column_values[key]):
            yield Fault(FACTS, "The register says something else than the document.", {**keys, "columns": differing})
        if f"/{row['token']}/" not in facts["verification_url"]:
            yield Fault(FACTS, "The QR code leads to another certificate.", keys)


def check_competence() -> Iterator[Fault]:
    """A valid certificate of competence rests on a standard that was locked before teaching."""
    late = Certificate.objects.filter(
        kind=CertificateKind.COMPETENCE,
        status=CertificateStatus.VALID,
        enrolment__edition__in=editions_with_late_standard().values("pk"),
    )
    for number, edition_id in late.order_by("pk").values_list("number", "enrolment__edition_id"):
        yield Fault(
            LATE_STANDARD,
            "A certificate of competence against a standard locked after the first meeting began; revoke it.",
            {"number": number, "edition": edition_id},
        )


def check_decisions() -> Iterator[Fault]:
    """What is valid and what waits is of the kind that the edition's decision gives a right to.

    A certificate issued before the last closing may say something else: it is
    listed to replace or revoke.  One issued since, or on the very ground that
    was decided, may not.
    """
    closed = EditionRecord.objects.filter(edition=OuterRef("enrolment__edition")).order_by("-version")
    valid = Certificate.objects.filter(status=CertificateStatus.VALID).annotate(
        closed_at=Subquery(closed.values("closed_at")[:1])
    )
    unfounded = Q(enrolment__completion__isnull=True) | ~queries.has_right()
    same_ground = Q(ground_hash=F("enrolment__completion__ground_hash"))
    wrong = valid.filter(unfounded).filter(Q(issued_at__gte=F("closed_at")) | same_ground)
    for number, kind, result in wrong.order_by("pk").values_list("number", "kind", "enrolment__completion__result"):
        keys = {"number": number, "kind": kind, "decided": result or ""}
        yield Fault(DECISIONS, "The edition's decision gives no right to this certificate; replace or revoke it.", keys)
    waiting = queries.decided_otherwise().order_by("pk")
    for pk, kind, result in waiting.values_list("pk", "kind", "enrolment__completion__result"):
        facts = {"prepared": pk, "kind": kind, "decided": result or ""}
        yield Fault(DECISIONS, "Prepared otherwise than the edition decided; kompas_catch_up changes it.", facts)


def check_levels() -> Iterator[Fault]:
    """Levels that a valid certificate proves did not fall with a revoked one, or were recorded again."""
    concerned = enrolments_with_fallen_levels().filter(certificates__status=CertificateStatus.VALID)
    for enrolment in concerned.select_related("edition").order_by("pk"):
        for row in fallen_levels(enrolment, enrolment.edition):
            keys = {"enrolment": enrolment.pk, "assessment": row.pk}
            yield Fault(LEVELS, "A valid certificate proves a level that fell with a revoked one; replace it.", keys)


def check_printed_names() -> Iterator[Fault]:
    """The name on a certificate that waits can be printed."""
    yield from unprintable(Prepared, "name")


def check_designs() -> Iterator[Fault]:
    """The design that a series names is there: without it no certificate of the year can be issued or replaced."""
    for series in Series.objects.order_by("pk"):
        if series.design not in designs:
            keys = {"series": str(series), "design": series.design}
            yield Fault(DESIGNS, "A series names a design that nobody registered.", keys)


def check_validity() -> Iterator[Fault]:
    """At most one valid certificate of an enrolment; issued means that one exists; successors follow the replaced."""
    crowded = (
        Certificate.objects.filter(status=CertificateStatus.VALID)
        .order_by()
        .values("enrolment_id")
        .annotate(count=Count("pk"))
        .filter(count__gt=1)
    )
    for row in crowded:
        yield Fault(ONE_VALID, "Several valid certificates of one enrolment.", {"enrolment": row["enrolment_id"]})
    lost = Prepared.objects.filter(state=PreparedState.ISSUED, enrolment__certificates__isnull=True)
    for pk in lost.order_by("pk").values_list("pk", flat=True):
        yield Fault(ONE_VALID, "Marked as issued, but there is no certificate.", {"prepared": pk})
    yield from _prepared_otherwise()
    orphans = Certificate.objects.filter(status=CertificateStatus.REPLACED, replaced_by__isnull=True)
    for number in orphans.order_by("pk").values_list("number", flat=True):
        yield Fault(CHAIN, "Replaced, but by no certificate.", {"number": number})
    yield from _history_lacks(EventKind.ISSUED, Certificate.objects.all())
    yield from _history_lacks(EventKind.REVOKED, Certificate.objects.filter(status=CertificateStatus.REVOKED))
    yield from _history_lacks(EventKind.REPLACED, Certificate.objects.filter(status=CertificateStatus.REPLACED))
    still_valid = Certificate.objects.filter(replaces__status=CertificateStatus.VALID)
    for number, old in still_valid.order_by("pk").values_list("number", "replaces__number"):
        yield Fault(CHAIN, "It took the place of one that is still valid.", {"number": number, "replaces": old})


def _prepared_otherwise() -> Iterator[Fault]:
    """What was prepared and issued says the name and kind of the certificate that it became, and who checked it."""
    first = Certificate.objects.filter(enrolment=OuterRef("enrolment"), replaces__isnull=True).order_by("-pk")
    issued = Prepared.objects.filter(state=PreparedState.ISSUED).annotate(
        as_named=Subquery(first.values("name")[:1]), as_kind=Subquery(first.values("kind")[:1])
    )
    other = issued.filter(~Q(name=F("as_named")) | ~Q(kind=F("as_kind")) | Q(checked_by="") | Q(checked_at=None))
    for pk in other.order_by("pk").values_list("pk", flat=True):
        yield Fault(ONE_VALID, "What was prepared is not what was issued.", {"prepared": pk})


def _history_lacks(event: EventKind, certificates: QuerySet[Certificate]) -> Iterator[Fault]:
    events = CertificateEvent.objects.filter(certificate=OuterRef("pk"), event=event)
    for number in certificates.filter(~Exists(events)).order_by("pk").values_list("number", flat=True):
        yield Fault(
            HISTORY, "The history does not say how it came to its status.", {"number": number, "lacks": event.value}
        )
