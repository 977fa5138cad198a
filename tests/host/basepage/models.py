"""The base of all pages of a site that chose its own (``WAGTAIL_PAGE_MODEL``): without meta descriptions and menus."""

from django.db import models
from wagtail.models import AbstractPage


class BasePage(AbstractPage):
    category = models.CharField(max_length=100, blank=True)

    promote_panels = [*AbstractPage.promote_panels, "category"]
