"""The home of the reference site's admin: the work of the day, without counts nobody acts on."""

from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.documents.wagtail_hooks import DocumentsSummaryItem
from wagtail.images.wagtail_hooks import ImagesSummaryItem


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
