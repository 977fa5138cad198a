"""Account codes in the Wagtail admin: who was given one, and whether it was used.  The codes themselves are nowhere."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, TitleColumn

from training.accounts import actions
from training.accounts.models import ClaimCode
from training.ui.admin import AdminAction, KompasIndexView, KompasViewSet, WhenColumn
from training.ui.searching import FoldedSearchMixin


class CodeIndexView(FoldedSearchMixin, KompasIndexView):
    folded_fields = ("person__name_fold", "person__email_fold", "organisation__name_fold")
    digit_fields = ("person__phone_digits",)

    def get_base_queryset(self):
        return ClaimCode.objects.select_related("person", "organisation").order_by("-created_at", "-pk")


def _what_it_opens(code: ClaimCode) -> str:
    return str(
        _(
            "The code set a new password on an account that was there. Confirm only when the person told you "
            "themselves that they used it: their self-assessments are then open to the account again."
        )
    )


def _quiet(_saved: ClaimCode) -> None:
    """The row's own page is shown after an action."""


class ClaimCodeViewSet(KompasViewSet):
    model = ClaimCode
    name = "kompas_claimcode"
    url_prefix = "kompas/account-codes"
    menu_name = "kompas-account-codes"
    menu_label = _("Account codes")
    icon = "key"
    add_enabled = False
    edit_enabled = False
    index_view_class = CodeIndexView
    search_fields: list[str] = []
    list_display = [
        TitleColumn("person", label=_("Person"), accessor="person.list_name", url_name="kompas_claimcode:inspect"),
        Column("organisation", label=_("Institution")),
        Column("sign_in_name", label=_("Sign-in name")),
        WhenColumn("created_at", label=_("Made"), sort_key="created_at"),
        WhenColumn("expires_at", label=_("Expires"), sort_key="expires_at"),
        WhenColumn("used_at", label=_("Used"), sort_key="used_at"),
    ]
    list_export = [
        "person.list_name",
        "organisation",
        "sign_in_name",
        "actor_name",
        "created_at",
        "expires_at",
        "used_at",
        "for_password",
        "confirmed_at",
    ]
    export_headings = {"person.list_name": _("Person"), "organisation": _("Institution")}
    actions = [
        AdminAction(
            "confirm",
            _("Confirm the owner"),
            act=lambda code, form, actor: _quiet(actions.confirm_code(code=code, actor=actor)),
            explain=_what_it_opens,
            icon="check",
            is_offered=lambda code: bool(code.for_password and code.used_at and not code.confirmed_at),
        ),
    ]
    inspect_view_fields = [name.split(".")[0] for name in list_export]
