"""What the register knows: certificates of a person, rights to one, how far an edition is."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, Max, Q, QuerySet

from certificates.register import rules
from certificates.register.models import Certificate, Prepared
from certificates.register.states import WAITS, CertificateKind, CertificateStatus, PreparedState
from courses.catalogue.models import Edition
from courses.completion.models import Completion
from courses.enrolment.models import Enrolment
from training.kernel.polish import squeeze
from training.kernel.search_terms import certificate_number
from training.people.models import Person
from training.people.queries import records_of


def of_person(person: Person) -> QuerySet[Certificate]:
    """A person's certificates, under whichever of their records; newest first."""
    return (
        Certificate.objects.filter(person__in=records_of(person))
        .select_related("replaced_by")
        .order_by("-issued_at", "-pk")
    )


def of_enrolments(enrolments: Collection[int]) -> QuerySet[Certificate]:
    """Certificates for these applications, also revoked ones; one in place of another comes alone, newest first."""
    issued = Certificate.objects.filter(enrolment__in=enrolments).exclude(status=CertificateStatus.REPLACED)
    return issued.order_by("-issued_at", "-pk")


def descriptions_of(person: Person) -> list[str]:
    """A line for each certificate of a person, for those who merge two records."""
    return [f"{row.number}, {row.name}, {row.get_status_display()}" for row in of_person(person)]


def entitled_without_prepared() -> QuerySet[Completion]:
    """Completions that give a right to a certificate which nobody prepared yet."""
    return Completion.objects.filter(result__in=list(rules.ENTITLES), enrolment__prepared_certificate__isnull=True)


def has_right() -> Q:
    """Of prepared and of issued certificates: those of the kind that the decision about their enrolment entitles to."""
    kinds = Q()
    for result, kind in rules.ENTITLES.items():
        kinds |= Q(kind=kind, enrolment__completion__result=result)
    return kinds


def decided_otherwise() -> QuerySet[Prepared]:
    """Prepared certificates that do not follow the present decision: its signal was missed.

    Those that wait with another kind or name or without a right; without a
    right though there is one again; set aside as another kind.
    """
    entitled = Q(enrolment__completion__result__in=list(rules.ENTITLES))
    same_name = Q(recorded_name=F("enrolment__completion__name"))
    waits = Q(state__in=WAITS) & (Q(enrolment__completion__isnull=True) | ~has_right() | ~same_name)
    back = Q(state=PreparedState.NO_RIGHT) & entitled
    aside = Q(state=PreparedState.DROPPED) & entitled & ~has_right()
    return Prepared.objects.filter(waits | back | aside)


def right_of(enrolment: Enrolment) -> tuple[CertificateKind, str] | None:
    """The kind of certificate that the decision about an enrolment entitles to, and the name it was decided under."""
    completion = getattr(enrolment, "completion", None)
    kind = rules.kind_for(completion.result) if completion else None
    return (kind, completion.name) if completion and kind else None


def follows_decision(prepared: Prepared) -> bool:
    """Whether a prepared certificate is of the kind and the recorded name that the decision says now."""
    return right_of(prepared.enrolment) == (prepared.kind, prepared.recorded_name)


def to_correct() -> QuerySet[Certificate]:
    """Valid certificates that say something else than the edition's record, since it was corrected."""
    same = Q(ground_hash=F("enrolment__completion__ground_hash"))
    return Certificate.objects.filter(
        Q(enrolment__completion__isnull=True) | ~same | ~has_right(), status=CertificateStatus.VALID
    ).order_by("name_fold", "pk")


def differs_from_record(certificate: Certificate) -> bool:
    """Whether the edition's record says something else than this certificate, valid or not."""
    completion = Completion.objects.filter(
        enrolment=certificate.enrolment_id, ground_hash=certificate.ground_hash
    ).first()
    return completion is None or rules.kind_for(completion.result) != certificate.kind


def by_token(token: str) -> Certificate | None:
    return Certificate.objects.select_related("replaced_by").filter(token=token).first()


def by_number(number: str) -> Certificate | None:
    """The certificate of that printed number, typed with any "Nr", slashes, full stops, spaces and letter case."""
    certificates = Certificate.objects.select_related("replaced_by")
    if exact := certificates.filter(number=squeeze(number)).first():
        return exact
    similar = list(certificates.filter(number_key=certificate_number(number))[:2])
    # Numbers of two patterns may differ in a full stop only: then it has to be typed.
    return similar[0] if len(similar) == 1 else None


@dataclass(frozen=True)
class EditionCounts:
    """How far the certificates of one edition are."""

    edition: Edition
    prepared: int
    checked: int
    issued: int
    dropped: int

    @property
    def total(self) -> int:
        return self.prepared + self.checked + self.issued


def count_by_state() -> dict[str, int]:
    """How many prepared certificates are in each state, over all editions."""
    return dict(Prepared.objects.order_by().values_list("state").annotate(count=Count("pk")))


def counts(edition: Edition) -> EditionCounts:
    states = dict(
        Prepared.objects.filter(enrolment__edition=edition).order_by().values_list("state").annotate(count=Count("pk"))
    )
    return EditionCounts(
        edition,
        prepared=states.get(PreparedState.PREPARED, 0),
        checked=states.get(PreparedState.CHECKED, 0),
        issued=states.get(PreparedState.ISSUED, 0),
        dropped=states.get(PreparedState.DROPPED, 0),
    )


def last_issued_at(edition: Edition) -> datetime | None:
    return Certificate.objects.filter(enrolment__edition=edition).aggregate(last=Max("issued_at"))["last"]


def prepared_of(edition: Edition) -> QuerySet[Prepared]:
    """Prepared certificates of an edition in the order of names, with the institutions: both as its record has them."""
    return (
        Prepared.objects.filter(enrolment__edition=edition)
        .select_related("enrolment__person", "enrolment__completion")
        .order_by("enrolment__completion__name_sort_key", "pk")
    )
