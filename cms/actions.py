"""What is written to pages beside their own forms."""

from cms.addresses import IN_FOOTER, models_of

KINDS = ("course", "practice", "text", *IN_FOOTER, "home", "course_index", "practice_index")


def rebuild_search() -> int:
    """Write the search column of every page again, without a new revision; how many there are."""
    count = 0
    for kind in KINDS:
        for model in models_of(kind):
            for page in model.objects.order_by("pk").iterator(chunk_size=200):
                model.objects.filter(pk=page.pk).update(search_text=page.search_column())
                count += 1
    return count
