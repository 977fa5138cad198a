"""Pages of a site with its own base page, made of Kompas's mixins as the guide says."""

from cms import mixins
from tests.host.basepage.models import BasePage


class HomePage(mixins.HomePageMixin, BasePage):
    template = "kompas_cms/home_page.html"
    content_panels = BasePage.content_panels + mixins.HomePageMixin.kompas_panels
    search_fields = BasePage.search_fields + mixins.HomePageMixin.kompas_search_fields
    api_fields = mixins.HomePageMixin.kompas_api_fields


class CourseIndexPage(mixins.CourseIndexPageMixin, BasePage):
    template = "kompas_cms/course_index_page.html"
    content_panels = BasePage.content_panels + mixins.CourseIndexPageMixin.kompas_panels
    search_fields = BasePage.search_fields + mixins.CourseIndexPageMixin.kompas_search_fields
    api_fields = mixins.CourseIndexPageMixin.kompas_api_fields


class CoursePage(mixins.CoursePageMixin, BasePage):
    template = "kompas_cms/course_page.html"
    content_panels = BasePage.content_panels + mixins.CoursePageMixin.kompas_panels
    search_fields = BasePage.search_fields + mixins.CoursePageMixin.kompas_search_fields
    api_fields = mixins.CoursePageMixin.kompas_api_fields


class PracticeIndexPage(mixins.PracticeIndexPageMixin, BasePage):
    template = "kompas_cms/practice_index_page.html"
    content_panels = BasePage.content_panels + mixins.PracticeIndexPageMixin.kompas_panels
    search_fields = BasePage.search_fields + mixins.PracticeIndexPageMixin.kompas_search_fields
    api_fields = mixins.PracticeIndexPageMixin.kompas_api_fields


class PracticePage(mixins.PracticePageMixin, BasePage):
    template = "kompas_cms/practice_page.html"
    content_panels = BasePage.content_panels + mixins.PracticePageMixin.kompas_panels
    search_fields = BasePage.search_fields + mixins.PracticePageMixin.kompas_search_fields
    api_fields = mixins.PracticePageMixin.kompas_api_fields


class TextPage(mixins.StandardPageMixin, BasePage):
    template = "kompas_cms/standard_page.html"
    content_panels = BasePage.content_panels + mixins.StandardPageMixin.kompas_panels
    search_fields = BasePage.search_fields + mixins.StandardPageMixin.kompas_search_fields
    api_fields = mixins.StandardPageMixin.kompas_api_fields
