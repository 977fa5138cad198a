from django.db import models
from django.utils.translation import gettext_lazy as _


class FrameworkState(models.TextChoices):
    DRAFT = "draft", _("draft")
    PUBLISHED = "published", _("published")
    RETIRED = "retired", _("retired")


NEXT = {
    FrameworkState.DRAFT: {FrameworkState.PUBLISHED},
    FrameworkState.PUBLISHED: {FrameworkState.RETIRED},
    FrameworkState.RETIRED: set(),
}
