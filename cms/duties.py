"""Pages that every public body owes its readers, for a site's own page models: privacy notice, terms.

They are used as those of ``cms.mixins``.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.rich_text import get_text_for_indexing
from wagtail.search import index

from cms.mixins import SearchedMixin

FEATURES = ["h2", "h3", "bold", "italic", "ol", "ul", "link", "document-link"]


class LegalTextMixin(SearchedMixin):
    """A text that people are shown, or accept, as it is in force on a day."""

    summary = models.TextField(_("summary"), blank=True)
    text = RichTextField(_("text"), features=FEATURES)
    valid_from = models.DateField(
        _("in force from"), help_text=_("Each change that is published is kept as a version, with this day.")
    )
    searched = ("title", "summary", "plain_text")
    kompas_panels = [FieldPanel("valid_from"), FieldPanel("summary"), FieldPanel("text")]
    kompas_search_fields = [index.SearchField("summary"), index.SearchField("text")]
    kompas_api_fields = ["valid_from", "summary", "text"]

    class Meta:
        abstract = True

    @property
    def plain_text(self) -> str:
        """Without tags, which are no words."""
        return get_text_for_indexing(self.text)

    def get_context(self, request, *args, **kwargs):
        """The text of the page alone; ``cms.pages`` adds its versions."""
        context = super().get_context(request, *args, **kwargs)
        return context | {"shown_title": self.title, "shown_text": self.text, "versions": [], "is_old": False}


class PrivacyNoticePageMixin(LegalTextMixin):
    """What is done with personal data (GDPR, art. 13 and 14)."""

    kompas_kind = "privacy"

    class Meta:
        abstract = True


class TermsPageMixin(LegalTextMixin):
    """The terms of recruitment and participation."""

    kompas_kind = "terms"

    class Meta:
        abstract = True


__all__ = ["LegalTextMixin", "PrivacyNoticePageMixin", "TermsPageMixin"]
