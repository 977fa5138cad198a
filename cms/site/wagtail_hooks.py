"""The home of the reference site's admin: the work of the day, without counts nobody acts on."""

from wagtail import hooks
from wagtail.documents.wagtail_hooks import DocumentsSummaryItem
from wagtail.images.wagtail_hooks import ImagesSummaryItem


@hooks.register("construct_homepage_summary_items", order=900)
def no_counts_of_files(request, items):
    items[:] = [item for item in items if not isinstance(item, DocumentsSummaryItem | ImagesSummaryItem)]
