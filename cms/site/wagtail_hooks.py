"""The home of the reference site's admin: the work of the day, without counts nobody acts on."""

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.documents.wagtail_hooks import DocumentsSummaryItem
from wagtail.images.wagtail_hooks import ImagesSummaryItem

from training.accounts.queries import rights_of


@hooks.register("construct_homepage_summary_items", order=900)
def no_counts_of_files(request, items):
    items[:] = [item for item in items if not isinstance(item, DocumentsSummaryItem | ImagesSummaryItem)]


@hooks.register("register_account_menu_item")
def password(request):
    """Kompas's page, with its limit of attempts, in place of Wagtail's panel."""
    return {
        "url": reverse("kompas_training:password_change"),
        "label": _("Change the password"),
        "help_text": _("The old password and a new one."),
    }


def _has_more_rights(request, user):
    return not rights_of(request.user).cover(rights_of(user))


@hooks.register("before_edit_user")
@hooks.register("before_delete_user")
def accounts_with_more_rights_are_left_alone(request, user):
    """Nobody sets the address, the name or the password of an account that may do more than their own."""
    if _has_more_rights(request, user):
        raise PermissionDenied


@hooks.register("before_bulk_action")
def so_are_several_at_once(request, action_type, objects, action_class_instance):
    if any(isinstance(item, get_user_model()) and _has_more_rights(request, item) for item in objects):
        raise PermissionDenied
