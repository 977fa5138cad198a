"""The outbox in the Wagtail admin: what was written to whom, and whether it arrived."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, StatusTagColumn, TitleColumn

from training.notices import actions as notices
from training.notices import registry
from training.notices.filters import NoticeFilterSet
from training.notices.forms import ResendForm
from training.notices.models import Notice
from training.notices.states import DeliveryState
from training.ui.admin import AdminAction, KompasIndexView, KompasViewSet, LocalInspectView, WhenColumn
from training.ui.searching import FoldedSearchMixin

ON_ITS_WAY = {DeliveryState.QUEUED, DeliveryState.SENDING}


class NoticeIndexView(FoldedSearchMixin, KompasIndexView):
    folded_fields = ("person__name_fold", "person__email_fold")
    digit_fields = ("person__phone_digits",)
    search_fields = ["subject", "address"]

    def get_base_queryset(self) -> QuerySet[Notice]:
        return super().get_base_queryset().select_related("person").defer("body")


class NoticeInspectView(LocalInspectView):
    """The message as it went; its secrets stay with the addressee."""

    template_name = "kompas_training/notices/admin/notice.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        notice = self.object
        return super().get_context_data(
            **kwargs,
            is_private=notice.kind in registry.private_kinds,
            files=notice.attachments.defer("content"),
        )


class NoticeViewSet(KompasViewSet):
    model = Notice
    name = "kompas_notice"
    url_prefix = "kompas/notices"
    menu_name = "kompas-notices"
    menu_label = _("Notices")
    icon = "mail"
    add_enabled = edit_enabled = False
    index_view_class = NoticeIndexView
    inspect_view_class = NoticeInspectView
    filterset_class = NoticeFilterSet
    ordering = ["-created_at", "-pk"]
    list_display = [
        TitleColumn(
            "subject",
            label=_("Subject"),
            get_url=lambda notice: reverse("kompas_notice:inspect", args=[notice.pk]),
        ),
        Column("person", label=_("Person"), accessor=lambda notice: notice.person or "–", sort_key="person__sort_key"),
        Column("address", label=_("Address"), accessor=lambda notice: notice.address or "–", sort_key="address"),
        WhenColumn("created_at", label=_("Written"), sort_key="created_at"),
        WhenColumn("sent_at", label=_("Sent"), sort_key="sent_at"),
        StatusTagColumn(
            "state",
            label=_("State"),
            accessor="get_state_display",
            sort_key="state",
            primary=lambda notice: notice.state in {DeliveryState.FAILED, DeliveryState.NO_ADDRESS},
        ),
    ]
    list_export = [
        "subject",
        "person",
        "address",
        "get_state_display",
        "attempts",
        "failure",
        "created_at",
        "sent_at",
        "message_id",
    ]
    export_headings = {"get_state_display": _("State")}
    inspect_view_fields = [
        "subject",
        "person",
        "address",
        "language",
        "state",
        "created_at",
        "sent_at",
        "attempts",
        "next_attempt_at",
        "failure",
        "message_id",
    ]
    actions = [
        AdminAction(
            "resend",
            _("Send again"),
            act=lambda notice, form, actor: reverse(
                "kompas_notice:inspect",
                args=[notices.resend(notice=notice, actor=actor, address=form.cleaned_data["address"]).pk],
            ),
            form_class=ResendForm,
            explain=_("One that never left is tried again; one that was sent goes once more as a copy."),
            icon="mail",
            is_offered=lambda notice: notice.state not in ON_ITS_WAY,
        )
    ]
