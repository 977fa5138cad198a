"""The site of somebody else's with a base page of its own; its pages are made of Kompas's mixins."""

from tests.host.settings import *

INSTALLED_APPS = ["tests.host.basepage", "tests.host.ownpages", *INSTALLED_APPS]
if not os.environ.get("HOST_WITH_PAGES"):
    INSTALLED_APPS.remove("cms.pages")
WAGTAIL_PAGE_MODEL = "basepage.BasePage"
