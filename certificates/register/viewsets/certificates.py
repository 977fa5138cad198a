"""The register in the Wagtail admin: what was issued."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column, StatusTagColumn, TitleColumn
from wagtail.admin.widgets.button import Button

from certificates.register import actions as register
from certificates.register import queries
from certificates.register.filters import CertificateFilterSet
from certificates.register.forms import ReplaceForm, RevokeForm
from certificates.register.models import Certificate
from certificates.register.states import CertificateStatus
from certificates.register.views import document
from courses.records import queries as records
from training.kernel.actors import Actor
from training.ui.admin import AdminAction, KompasIndexView, KompasViewSet, LocalInspectView, WhenColumn
from training.ui.policies import policy_of
from training.ui.requests import with_clean_request
from training.ui.searching import FoldedSearchMixin

TEMPLATES = "kompas_certificates/register/admin"


class CertificateIndexView(FoldedSearchMixin, KompasIndexView):
    folded_fields = (
        "name_fold",
        "person__name_fold",
        "enrolment__edition__own_title_fold",
        "enrolment__edition__course__title_fold",
    )
    number_fields = ("number_key",)
    search_fields = ["number"]

    def get_base_queryset(self) -> QuerySet[Certificate]:
        certificates = super().get_base_queryset().select_related("enrolment__edition__course")
        # The institution of the edition's record: a later name does not reach the register.
        return certificates.annotate(
            institution=F("enrolment__completion__institution"), open_since=records.open_since("enrolment__edition")
        )


class CertificateInspectView(LocalInspectView):
    page_title = gettext_lazy("Certificate")
    template_name = f"{TEMPLATES}/certificate.html"

    def get_field_display_value(self, field_name: str, field: Any) -> Any:
        if field_name == "enrolment":
            return f"{self.object.name}, {self.object.enrolment.edition}"
        value = super().get_field_display_value(field_name, field)
        return "–" if value in (None, "") else value

    @property
    def header_more_buttons(self) -> list[Any]:
        url = reverse("kompas_certificate:document", args=[self.object.pk])
        return [*super().header_more_buttons, Button(_("Download"), url=url, icon_name="download", priority=10)]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        certificate = self.object
        return super().get_context_data(
            **kwargs,
            events=certificate.events.all(),
            edition=certificate.enrolment.edition,
            corrected=records.being_corrected(certificate.enrolment.edition),
            is_to_correct=certificate.status == CertificateStatus.VALID and queries.differs_from_record(certificate),
            successor=Certificate.objects.filter(replaces=certificate).first(),
            verify_url=reverse("kompas_certificates:verify", args=[certificate.token]),
        )


class CertificateViewSet(KompasViewSet):
    """What was issued.  Nothing is edited: a mistake is revoked, or replaced by a new certificate."""

    model = Certificate
    name = "kompas_certificate"
    url_prefix = "kompas/certificates"
    menu_name = "kompas-certificates"
    menu_label = gettext_lazy("Register of certificates")
    icon = "list-ol"
    add_enabled = edit_enabled = False
    index_view_class = CertificateIndexView
    inspect_view_class = CertificateInspectView
    filterset_class = CertificateFilterSet
    ordering = ["-issued_at", "-pk"]
    list_display = [
        TitleColumn(
            "number",
            label=gettext_lazy("Number"),
            sort_key="ordinal",
            width="16%",
            get_url=lambda certificate: reverse("kompas_certificate:inspect", args=[certificate.pk]),
        ),
        Column("name", label=gettext_lazy("Full name"), sort_key="name_fold"),
        Column("title", label=gettext_lazy("Course")),
        Column("kind", label=gettext_lazy("Kind"), accessor="get_kind_display", sort_key="kind"),
        WhenColumn("issued_on", label=gettext_lazy("Issued on"), sort_key="issued_on"),
        StatusTagColumn(
            "status",
            label=gettext_lazy("Status"),
            accessor="get_status_display",
            sort_key="status",
            primary=lambda certificate: certificate.status == CertificateStatus.VALID,
        ),
    ]
    list_export = [
        "number",
        "name",
        "get_kind_display",
        "title",
        "enrolment.edition.code",
        "institution",
        "issued_on",
        "issued_by",
        "get_status_display",
        "status_at",
        "status_reason",
        "file_hash",
        "open_since",
    ]
    export_headings = {
        "open_since": gettext_lazy("Edition open for a correction since"),
        "get_kind_display": gettext_lazy("Kind"),
        "enrolment.edition.code": gettext_lazy("Edition"),
        "institution": gettext_lazy("Sending institution"),
        "get_status_display": gettext_lazy("Status"),
        "file_hash": "SHA-256",
    }
    inspect_view_fields = [
        "number",
        "kind",
        "name",
        "title",
        "enrolment",
        "issued_on",
        "issued_by",
        "status",
        "status_at",
        "status_reason",
        "replaces",
        "file_hash",
    ]
    actions = [
        AdminAction(
            "replace",
            gettext_lazy("Replace"),
            act=lambda certificate, form, actor: reverse(
                "kompas_certificate:inspect",
                args=[register.replace(certificate=certificate, actor=actor, **form.cleaned_data).pk],
            ),
            form_class=ReplaceForm,
            explain=gettext_lazy(
                "A new certificate with a new number takes its place; course, outcomes and hours stay as they "
                "were, or are those of the edition's record when it was corrected. This one stays in the register "
                "as replaced."
            ),
            icon="rotate",
            is_offered=lambda certificate: certificate.status != CertificateStatus.REPLACED,
        ),
        AdminAction(
            "revoke",
            gettext_lazy("Revoke"),
            act=lambda certificate, form, actor: (
                register.revoke(certificate=certificate, actor=actor, **form.cleaned_data) and None
            ),
            form_class=RevokeForm,
            explain=gettext_lazy(
                "The certificate is no longer valid; its number stays taken. The person is told by e-mail. "
                "This cannot be taken back."
            ),
            icon="cross",
            is_offered=lambda certificate: certificate.status == CertificateStatus.VALID,
            is_serious=True,
        ),
    ]

    def document_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The stored document for staff; that they took it is kept."""
        policy = policy_of(Certificate)
        if not policy.user_has_any_permission(request.user, {"view", "change"}):
            raise PermissionDenied
        certificate = get_object_or_404(Certificate, pk=pk)
        register.note_download(certificate=certificate, actor=Actor.of_user(request.user))
        return document(certificate)

    def get_urlpatterns(self) -> list[Any]:
        return [
            *super().get_urlpatterns(),
            path("document/<int:pk>/", with_clean_request(self.document_view), name="document"),
        ]
