from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class FrameworkState(models.TextChoices):
    DRAFT = "draft", _("draft")
    PUBLISHED = "published", _("published")
    RETIRED = "retired", _("retired")


class LineChange(models.TextChoices):
    """What a version does to a competence of the version before it."""

    SAME = "same", pgettext_lazy("a competence between two versions", "same")
    RENAMED = "renamed", pgettext_lazy("a competence between two versions", "renamed")
    MOVED = "moved", pgettext_lazy("a competence between two versions", "moved to another domain")
    SPLIT = "split", pgettext_lazy("a competence between two versions", "split")
    MERGED = "merged", pgettext_lazy("a competence between two versions", "merged")
    DROPPED = "dropped", pgettext_lazy("a competence between two versions", "dropped")
    NEW = "new", pgettext_lazy("a competence between two versions", "new")


NEXT = {
    FrameworkState.DRAFT: {FrameworkState.PUBLISHED},
    FrameworkState.PUBLISHED: {FrameworkState.RETIRED},
    FrameworkState.RETIRED: set(),
}
