"""Verbs of pages."""

from wagtail.models import Site

from cms.pages import actions as pages
from cms.pages.models import TermsPage
from tests.actors.scenario import NOW, TODAY, scenario


@scenario("cms.pages.actions.keep_version")
def _(w, actor):
    root = Site.objects.get(is_default_site=True).root_page
    page = root.add_child(instance=TermsPage(title="Regulamin", slug="zasady", text="<p>§ 1</p>", valid_from=TODAY))
    assert pages.keep_version(page=page, actor=actor, now=NOW)
