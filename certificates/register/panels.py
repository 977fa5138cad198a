"""Certificates on other rooms' pages: my development, an edition in the admin, the office's work."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from django.db.models import OuterRef, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from laces.components import Component

from certificates.register import queries
from certificates.register.models import Certificate, Prepared
from certificates.register.states import WAITS, CertificateStatus, PreparedState
from courses.catalogue.models import Edition
from courses.completion import queries as completion
from courses.completion.models import Verification
from courses.enrolment.models import Enrolment
from courses.enrolment.registry import Document
from courses.transcripts.rules import IssuedCertificate
from training.desk.registry import OfficeTask
from training.people.models import Person
from training.ui.policies import policy_of


def evidence_texts(keys: Collection[str]) -> dict[str, str]:
    """For the growth of a person: the course, and the certificate that was issued for it; in place of completion's."""
    wanted = completion.verification_keys(keys)
    valid = Certificate.objects.filter(enrolment=OuterRef("enrolment"), status=CertificateStatus.VALID)
    rows = (
        Verification.objects.filter(pk__in=set(wanted.values()))
        .select_related("enrolment__edition__course")
        .annotate(number=Subquery(valid.order_by("-issued_at", "-pk").values("number")[:1]))
    )
    texts = {row.pk: _evidence(row.enrolment.edition.title, row.number) for row in rows}
    return {key: texts[pk] for key, pk in wanted.items() if pk in texts}


def _evidence(course: str, number: str | None) -> str:
    if not number:
        return _("course “%(course)s”") % {"course": course}
    return _("course “%(course)s”, certificate no. %(number)s") % {"course": course, "number": number}


def transcript_certificates(person: Person) -> dict[int, IssuedCertificate]:
    """For the training transcript: the last certificate of each enrolment, also when it was revoked."""
    not_replaced = queries.of_person(person).exclude(status=CertificateStatus.REPLACED)
    return {
        certificate.enrolment_id: IssuedCertificate(
            number=certificate.number,
            kind=certificate.get_kind_display(),
            issued_on=certificate.issued_on,
            address=reverse("kompas_certificates:download", args=[certificate.pk]),
            status="" if certificate.status == CertificateStatus.VALID else certificate.get_status_display(),
        )
        for certificate in reversed(not_replaced)
    }


class OwnCertificate(Component):
    """On the page of one's own application: the certificate to download, or that it is being prepared."""

    template_name = "kompas_certificates/register/own_certificate.html"

    def __init__(self, certificate: Certificate | None) -> None:
        self.certificate = certificate

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        return {"certificate": self.certificate}


def own_certificate(enrolment: Enrolment) -> Component | None:
    if certificate := queries.of_enrolments([enrolment.pk]).first():
        return OwnCertificate(certificate)
    return OwnCertificate(None) if Prepared.objects.filter(enrolment=enrolment, state__in=WAITS).exists() else None


def course_documents(enrolments: Collection[int]) -> dict[int, Document]:
    """For lists of applications: certificates that stand in the register."""
    valid = queries.of_enrolments(enrolments).filter(status=CertificateStatus.VALID)
    return {
        certificate.enrolment_id: Document(
            certificate.get_kind_display(), reverse("kompas_certificates:download", args=[certificate.pk])
        )
        for certificate in reversed(valid)
    }


class EditionCertificates(Component):
    """How far the certificates of an edition are."""

    template_name = "kompas_certificates/register/admin/edition_panel.html"

    def __init__(self, counts: queries.EditionCounts, to_correct: list[Certificate]) -> None:
        self.counts, self.to_correct = counts, to_correct

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        return {"counts": self.counts, "to_correct": self.to_correct}


def edition_certificates(request: Any, edition: Edition) -> Component | None:
    if not policy_of(Certificate).user_has_any_permission(request.user, {"view", "change"}):
        return None
    counts = queries.counts(edition)
    if not counts.total and not counts.dropped:
        return None
    return EditionCertificates(counts, list(queries.to_correct().filter(enrolment__edition=edition)))


def office_tasks(user: Any, now: datetime) -> Iterable[OfficeTask]:
    """Certificates to replace or revoke after a correction, names to check, then certificates to issue."""
    if user.has_perm("kompas_certificates.change_certificate"):
        count = queries.to_correct().count()
        text = ngettext(
            "Replace or revoke %(count)d certificate after a correction",
            "Replace or revoke %(count)d certificates after a correction",
            count,
        )
        url = f"{reverse('kompas_certificate:index')}?correction=open"
        yield OfficeTask(text % {"count": count}, url, count, icon="warning")
    if not user.has_perm("kompas_certificates.change_prepared"):
        return
    states = queries.count_by_state()
    count = states.get(PreparedState.PREPARED, 0)
    text = ngettext("Check the name on %(count)d certificate", "Check the names on %(count)d certificates", count)
    address = reverse("kompas_prepared:index")
    yield OfficeTask(text % {"count": count}, f"{address}?state={PreparedState.PREPARED}", count, icon="edit")
    count = states.get(PreparedState.CHECKED, 0)
    text = ngettext("Issue %(count)d checked certificate", "Issue %(count)d checked certificates", count)
    url = f"{address}?state={PreparedState.CHECKED}"
    yield OfficeTask(text % {"count": count}, url, count, icon="doc-full-inverse")
