"""What the room plugs into those below: panels, checks, catching up, roles, guards of its tables."""

from django.utils.translation import gettext_lazy as _

from certificates.register import actions, integrity, panels, queries, receivers
from certificates.register.models import Certificate
from certificates.register.states import NEXT_STATUS, PreparedState
from courses.catalogue.registry import edition_panels
from courses.completion.signals import enrolment_completed
from courses.completion.states import EVIDENCE
from courses.enrolment.registry import course_documents, enrolment_panels
from courses.transcripts.registry import issued_certificates
from training.accounts import registry as roles
from training.assessments.registry import EvidenceTexts, evidence_texts
from training.desk.registry import office_tasks
from training.kernel import triggers
from training.kernel.integrity import checks
from training.notices.registry import catch_up
from training.people.registry import MergePart, merge_parts
from training.ui.navigation import NavItem, account_menu, to_people


def register() -> None:
    merge_parts.register("certificates", MergePart(_("Certificates"), queries.descriptions_of), order=50)
    enrolment_completed.connect(receivers.on_completed, dispatch_uid="kompas_certificates.prepare")
    catch_up.register("certificates", actions.prepare_leftovers, order=50)
    evidence_texts.register("certificates", EvidenceTexts(EVIDENCE, panels.evidence_texts), order=20)
    enrolment_panels.register("certificates", panels.own_certificate, order=10)
    course_documents.register("certificates", panels.course_documents)
    issued_certificates.register("certificates", panels.transcript_certificates)
    office_tasks.register("certificates", panels.office_tasks, order=40)
    edition_panels.register("certificates", panels.edition_certificates, order=80)
    roles.grant_models(roles.COORDINATOR, "kompas_certificates", "certificate", "prepared", "series")
    account_menu.register(
        "certificates",
        NavItem(_("Certificates"), "kompas_certificates:my_certificates", to_people, icon="award"),
        order=40,
    )
    _register_checks()
    _guard_tables()


def _register_checks() -> None:
    checks.register("certificate_numbers", integrity.check_numbers, order=70)
    checks.register("certificate_facts", integrity.check_facts, order=71)
    checks.register("certificates_valid", integrity.check_validity, order=72)
    checks.register("certificate_files", integrity.check_files, order=73)
    checks.register("certificates_of_competence", integrity.check_competence, order=74)
    checks.register("certificates_printed_names", integrity.check_printed_names, order=75)
    checks.register("certificate_designs", integrity.check_designs, order=76)
    checks.register("certificates_as_decided", integrity.check_decisions, order=77)
    checks.register("certificates_levels", integrity.check_levels, order=78)


def _guard_tables() -> None:
    triggers.guard(
        "kompas_certificates.Certificate",
        frozen=Certificate.FROZEN,
        # Forward only: what was revoked is not made valid again.
        moves={"status": NEXT_STATUS},
        beside=["status_at", "status_reason"],
    )
    triggers.guard("kompas_certificates.CertificateEvent")
    # What was issued was prepared so, and checked by whom it says.
    triggers.guard_locked("kompas_certificates.Prepared", lock="state", words=[PreparedState.ISSUED])
    # How the numbers of a year look, once the first is given.
    triggers.guard_locked(
        "kompas_certificates.Series",
        lock="last_number",
        columns=["code", "year", "pattern", "first_number", "design"],
    )
