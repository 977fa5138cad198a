"""Concrete pages, a few lines each; what they do lives in ``cms.mixins``."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import FieldPanel
from wagtail.blocks import PageChooserBlock, StreamBlock
from wagtail.fields import StreamField
from wagtail.models import Page

from cms.accessibility import AccessibilityStatementPageMixin
from cms.duties import PrivacyNoticePageMixin, TermsPageMixin
from cms.help import HelpPageMixin
from cms.mixins import (
    CourseIndexPageMixin,
    CoursePageMixin,
    HomePageMixin,
    PracticeIndexPageMixin,
    PracticePageMixin,
    StandardPageMixin,
)
from cms.pages.queries import version_context
from cms.pages.versions import TextVersion
from training.kernel import bounds


class KompasPage(Page):
    """The link to the page has a name of its own: a site often has a ``HomePage`` too."""

    page_ptr = models.OneToOneField(
        Page,
        on_delete=models.CASCADE,
        parent_link=True,
        auto_created=True,
        primary_key=True,
        serialize=False,
        related_name="%(app_label)s_%(class)s",
    )

    class Meta:
        abstract = True


class HomePage(HomePageMixin, KompasPage):
    template = "kompas_cms/home_page.html"
    content_panels = Page.content_panels + HomePageMixin.kompas_panels
    search_fields = Page.search_fields + HomePageMixin.kompas_search_fields
    api_fields = HomePageMixin.kompas_api_fields
    max_count = 1
    page_description = _("The front page of the site.")

    class Meta:
        verbose_name = _("front page")
        verbose_name_plural = _("front pages")


class CourseIndexPage(CourseIndexPageMixin, KompasPage):
    template = "kompas_cms/course_index_page.html"
    content_panels = Page.content_panels + CourseIndexPageMixin.kompas_panels
    search_fields = Page.search_fields + CourseIndexPageMixin.kompas_search_fields
    api_fields = CourseIndexPageMixin.kompas_api_fields
    subpage_types = ["kompas_pages.CoursePage"]
    page_description = _("The catalogue: all editions to come, with filters.")

    class Meta:
        verbose_name = _("course catalogue")
        verbose_name_plural = _("course catalogues")


class CoursePage(CoursePageMixin, KompasPage):
    practices = StreamField(
        StreamBlock([("practice", PageChooserBlock(page_type="kompas_pages.PracticePage", label=_("Good practice")))]),
        blank=True,
        verbose_name=_("related good practices"),
        help_text=_("Practices on the same competences are added by themselves."),
    )
    template = "kompas_cms/course_page.html"
    content_panels = Page.content_panels + CoursePageMixin.kompas_panels + [FieldPanel("practices")]
    search_fields = Page.search_fields + CoursePageMixin.kompas_search_fields
    api_fields = [*CoursePageMixin.kompas_api_fields, "practices"]
    parent_page_types = ["kompas_pages.CourseIndexPage"]
    subpage_types: list[str] = []
    page_description = _("A course: programme, outcomes, dates, materials.")

    class Meta:
        verbose_name = _("course page")
        verbose_name_plural = _("course pages")

    def chosen_practices(self) -> list[int]:
        return [block["value"] for block in self.practices.raw_data if block.get("value")]


class PracticeIndexPage(PracticeIndexPageMixin, KompasPage):
    template = "kompas_cms/practice_index_page.html"
    content_panels = Page.content_panels + PracticeIndexPageMixin.kompas_panels
    search_fields = Page.search_fields + PracticeIndexPageMixin.kompas_search_fields
    api_fields = PracticeIndexPageMixin.kompas_api_fields
    subpage_types = ["kompas_pages.PracticePage"]
    page_description = _("All good practices, with filters.")

    class Meta:
        verbose_name = _("list of good practices")
        verbose_name_plural = _("lists of good practices")


class PracticePage(PracticePageMixin, KompasPage):
    template = "kompas_cms/practice_page.html"
    content_panels = Page.content_panels + PracticePageMixin.kompas_panels
    search_fields = Page.search_fields + PracticePageMixin.kompas_search_fields
    api_fields = PracticePageMixin.kompas_api_fields
    parent_page_types = ["kompas_pages.PracticeIndexPage"]
    subpage_types: list[str] = []
    page_description = _("A good practice of an institution.")

    class Meta:
        verbose_name = _("good practice")
        verbose_name_plural = _("good practices")


class StandardPage(StandardPageMixin, KompasPage):
    template = "kompas_cms/standard_page.html"
    content_panels = Page.content_panels + StandardPageMixin.kompas_panels
    search_fields = Page.search_fields + StandardPageMixin.kompas_search_fields
    api_fields = StandardPageMixin.kompas_api_fields
    page_description = _("A page of text.")

    class Meta:
        verbose_name = _("text page")
        verbose_name_plural = _("text pages")


class PrivacyNoticePage(PrivacyNoticePageMixin, KompasPage):
    template = "kompas_cms/legal_text_page.html"
    content_panels = Page.content_panels + PrivacyNoticePageMixin.kompas_panels
    search_fields = Page.search_fields + PrivacyNoticePageMixin.kompas_search_fields
    api_fields = PrivacyNoticePageMixin.kompas_api_fields
    subpage_types: list[str] = []
    page_description = _("What is done with personal data; every published text is kept as a version.")

    class Meta:
        verbose_name = _("privacy notice")
        verbose_name_plural = _("privacy notices")
        constraints = [*bounds.days_within("kompas_pages_privacynoticepage", "valid_from")]

    def get_context(self, request, *args, **kwargs):
        return super().get_context(request, *args, **kwargs) | version_context(self, request)


class TermsPage(TermsPageMixin, KompasPage):
    template = "kompas_cms/legal_text_page.html"
    content_panels = Page.content_panels + TermsPageMixin.kompas_panels
    search_fields = Page.search_fields + TermsPageMixin.kompas_search_fields
    api_fields = TermsPageMixin.kompas_api_fields
    subpage_types: list[str] = []
    page_description = _("Terms of recruitment and participation; every published text is kept as a version.")

    class Meta:
        verbose_name = pgettext_lazy("one page", "terms")
        verbose_name_plural = pgettext_lazy("several pages", "terms")
        constraints = [*bounds.days_within("kompas_pages_termspage", "valid_from")]

    def get_context(self, request, *args, **kwargs):
        return super().get_context(request, *args, **kwargs) | version_context(self, request)


class AccessibilityStatementPage(AccessibilityStatementPageMixin, KompasPage):
    template = "kompas_cms/accessibility_statement_page.html"
    content_panels = Page.content_panels + AccessibilityStatementPageMixin.kompas_panels
    search_fields = Page.search_fields + AccessibilityStatementPageMixin.kompas_search_fields
    api_fields = AccessibilityStatementPageMixin.kompas_api_fields
    subpage_types: list[str] = []
    page_description = _("How accessible the website is, in the form that the act of 4 April 2019 asks for.")

    class Meta:
        verbose_name = _("accessibility statement")
        verbose_name_plural = _("accessibility statements")
        constraints = [
            *bounds.days_within(
                "kompas_pages_accessibility", "published_on", "updated_on", "prepared_on", "reviewed_on"
            )
        ]


class HelpPage(HelpPageMixin, KompasPage):
    template = "kompas_cms/help_page.html"
    content_panels = Page.content_panels + HelpPageMixin.kompas_panels
    search_fields = Page.search_fields + HelpPageMixin.kompas_search_fields
    api_fields = HelpPageMixin.kompas_api_fields
    subpage_types: list[str] = []
    page_description = _("The guide that comes with Kompas, under words of your own.")

    class Meta:
        verbose_name = _("page of help")
        verbose_name_plural = _("pages of help")


__all__ = [
    "AccessibilityStatementPage",
    "CourseIndexPage",
    "CoursePage",
    "HelpPage",
    "HomePage",
    "PracticeIndexPage",
    "PracticePage",
    "PrivacyNoticePage",
    "StandardPage",
    "TermsPage",
    "TextVersion",
]
