"""What the page parts plug into the admin."""

from wagtail import hooks

from cms import course_pages
from training.ui.requests import clean_urls

ICONS = (
    "award",
    "bar-chart-steps",
    "building",
    "calendar-event",
    "clipboard-check",
    "compass",
    "lightbulb",
    "mortarboard",
    "patch-check",
    "people",
)


@hooks.register("register_icons")
def register_icons(icons):
    return icons + [f"kompas_cms/icons/kompas-{name}.svg" for name in ICONS]


@hooks.register("register_admin_urls")
def admin_urls():
    return clean_urls(course_pages.admin_urls())
