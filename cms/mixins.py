"""What Kompas's pages do, for a site's own page models.

    class CoursePage(CoursePageMixin, MyBasePage):
        template = "kompas_cms/course_page.html"
        content_panels = MyBasePage.content_panels + CoursePageMixin.kompas_panels
        search_fields = MyBasePage.search_fields + CoursePageMixin.kompas_search_fields
        api_fields = CoursePageMixin.kompas_api_fields

A mixin stands before the base page.  It does not set ``template``: Wagtail
reads that from the concrete class only.
"""

from django import forms
from django.conf import settings
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.api import APIField
from wagtail.fields import StreamField
from wagtail.images import get_image_model_string
from wagtail.models import Locale
from wagtail.search import index

from cms import contexts
from cms.addresses import models_of
from cms.api import CompetencesField, CourseField, OrganisationField
from cms.blocks import ContentBlock
from cms.forms import CopiedPageForm, PracticePageForm
from cms.languages import has_language_trees
from training.kernel import time
from training.kernel.stems import search_column


class SearchedMixin(models.Model):
    """Keeps everything a visitor may look for in one folded column, so both databases find it alike."""

    # Of the page that the mixin is for.
    title: str
    locale: Locale
    search_text = models.TextField(editable=False, blank=True, default="")
    # Names of fields that hold text, StreamFields among them; and of those that hold names, which have no other forms.
    searched: tuple[str, ...] = ("title",)
    searched_names: tuple[str, ...] = ()
    copy_form_class = CopiedPageForm

    class Meta:
        abstract = True

    @property
    def own_language(self) -> str:
        """What the page is written in, for readers whose screen speaks another."""
        if has_language_trees():
            return self.locale.language_code
        return settings.LANGUAGE_CODE.split("-")[0]

    def searched_words(self, fields: tuple[str, ...]) -> list[str]:
        words = []
        for name in fields:
            value = getattr(self, name)
            if hasattr(value, "stream_block"):
                words += [str(part) for part in value.stream_block.get_searchable_content(value)]
            elif value:
                words.append(str(value))
        return words

    def save(self, *args, **kwargs):
        self.search_text = self.search_column()
        super().save(*args, **kwargs)

    def search_column(self) -> str:
        """What the page is found by, as it says it now."""
        names = " ".join(self.searched_words(self.searched_names))
        return search_column(" ".join(self.searched_words(self.searched)), names=names)


class HeadedMixin(SearchedMixin):
    """A heading and lead of the page's own language, with words of ours for readers of another."""

    lead = models.TextField(_("lead"), blank=True, help_text=_("Empty: the words that come with Kompas."))
    default_heading: str | Promise = ""
    default_lead: str | Promise = ""

    class Meta:
        abstract = True

    @property
    def is_in_own_language(self) -> bool:
        own = self.own_language
        return (get_language() or own).split("-")[0] == own.split("-")[0]

    @property
    def heading(self) -> str:
        return self.title if self.is_in_own_language else str(self.default_heading or self.title)

    @property
    def lead_words(self) -> str:
        return self.lead if self.lead and self.is_in_own_language else str(self.default_lead)


class ListMixin(HeadedMixin):
    """A page whose children are of one kind: a child is found with what its page shows, in one query."""

    # As ``kompas_kind`` of the children says, and the relations that their pages read.
    children_kind: str
    children_relations: tuple[str, ...]

    class Meta:
        abstract = True

    def route(self, request, path_components):
        if len(path_components) == 1:
            for model in models_of(self.children_kind):
                # Of this very type: a child of a type made from it is found as such, or by Wagtail.
                children = model.objects.exact_type(model).child_of(self)
                children = children.select_related("locale", *self.children_relations)
                if page := children.filter(slug=path_components[0]).first():
                    return page.route(request, [])
        return super().route(request, path_components)


class CourseIndexPageMixin(ListMixin):
    """The catalogue: every edition to come, with filters that live in the address."""

    kompas_kind = "course_index"
    per_page = 20
    default_heading = _("Courses")
    children_kind = "course"
    children_relations = ("course", "image")
    default_lead = _("Courses for staff of social services.")
    searched = ("title", "lead")
    kompas_panels = [FieldPanel("lead")]
    kompas_search_fields = [index.SearchField("lead")]
    kompas_api_fields = ["lead"]

    class Meta:
        abstract = True

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        return context | contexts.course_index(request, per_page=self.per_page, now=time.now())


class CoursePageMixin(SearchedMixin):
    """A course and its offer.  The words about it are the course's; the page adds materials."""

    kompas_kind = "course"
    course = models.ForeignKey(
        "kompas_courses.Course", on_delete=models.PROTECT, related_name="+", verbose_name=_("course")
    )
    image = models.ForeignKey(
        get_image_model_string(),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("image"),
    )
    image_alt = models.CharField(
        _("image described in words"), max_length=250, blank=True, help_text=_("Empty: the image is only decoration.")
    )
    provided = models.TextField(
        _("what the organiser pays for"), blank=True, help_text=_("For example meals, lodging, materials.")
    )
    accessibility = models.TextField(
        _("accessibility"), blank=True, help_text=_("Ramp, induction loop, sign-language interpreter …")
    )
    materials = StreamField(ContentBlock(), blank=True, verbose_name=_("materials"))
    searched = ("title", "provided", "accessibility", "materials")
    kompas_panels = [
        FieldPanel("course"),
        MultiFieldPanel([FieldPanel("image"), FieldPanel("image_alt")], heading=_("Image")),
        FieldPanel("provided"),
        FieldPanel("accessibility"),
        FieldPanel("materials"),
    ]
    kompas_search_fields = [
        index.SearchField("provided"),
        index.SearchField("accessibility"),
        index.SearchField("materials"),
        index.RelatedFields(
            "course",
            [index.SearchField("title", boost=2), index.SearchField("summary"), index.SearchField("audience")],
        ),
        index.FilterField("course"),
    ]
    kompas_api_fields = [
        APIField("course", serializer=CourseField()),
        "image",
        "image_alt",
        "provided",
        "accessibility",
        "materials",
    ]

    class Meta:
        abstract = True

    @property
    def own_language(self) -> str:
        return super().own_language if has_language_trees() else self.course.language

    def chosen_practices(self) -> list[int]:
        """Keys of the good practices an editor chose for this course, in their order."""
        return []

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        return context | contexts.course_page(self, request, now=time.now())


class PracticeIndexPageMixin(ListMixin):
    """Good practices, by domain and competence."""

    kompas_kind = "practice_index"
    per_page = 18
    default_heading = _("Good practices")
    children_kind = "practice"
    children_relations = ("organisation", "image")
    default_lead = _("What works in the region's institutions, described by those who do it.")
    searched = ("title", "lead")
    kompas_panels = [FieldPanel("lead")]
    kompas_search_fields = [index.SearchField("lead")]
    kompas_api_fields = ["lead"]

    class Meta:
        abstract = True

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        return context | contexts.practice_index(request, per_page=self.per_page)


class PracticePageMixin(SearchedMixin):
    """A good practice of an institution, tagged with competences."""

    kompas_kind = "practice"
    base_form_class = PracticePageForm
    summary = models.TextField(_("summary"), max_length=600)
    image = models.ForeignKey(
        get_image_model_string(),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("image"),
    )
    image_alt = models.CharField(
        _("image described in words"), max_length=250, blank=True, help_text=_("Empty: the image is only decoration.")
    )
    body = StreamField(ContentBlock(), blank=True, verbose_name=_("content"))
    organisation = models.ForeignKey(
        "kompas_training.Organisation",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("institution"),
    )
    competences = ParentalManyToManyField(
        "kompas_training.Competence",
        blank=True,
        related_name="+",
        verbose_name=_("competences"),
    )
    contact_name = models.CharField(_("contact person"), max_length=150, blank=True)
    contact_email = models.EmailField(_("contact e-mail"), blank=True)
    contact_phone = models.CharField(_("contact phone"), max_length=30, blank=True)
    searched = ("title", "summary", "body")
    searched_names = ("organisation",)
    kompas_panels = [
        FieldPanel("summary"),
        MultiFieldPanel([FieldPanel("image"), FieldPanel("image_alt")], heading=_("Image")),
        FieldPanel("body"),
        FieldPanel("organisation"),
        FieldPanel("competences", widget=forms.CheckboxSelectMultiple),
        MultiFieldPanel(
            [FieldPanel("contact_name"), FieldPanel("contact_email"), FieldPanel("contact_phone")],
            heading=_("Contact"),
        ),
    ]
    kompas_search_fields = [
        index.SearchField("summary"),
        index.SearchField("body"),
        index.RelatedFields("organisation", [index.SearchField("name")]),
        index.FilterField("organisation"),
    ]
    # Who to write to stands on the page; it is not given away in lists for machines.
    kompas_api_fields = [
        "summary",
        "image",
        "image_alt",
        "body",
        APIField("organisation", serializer=OrganisationField()),
        APIField("competences", serializer=CompetencesField()),
    ]

    class Meta:
        abstract = True

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        return context | contexts.practice_page(self, request, now=time.now())


class StandardPageMixin(SearchedMixin):
    """A page of text: about us, terms, accessibility statement."""

    kompas_kind = "text"
    summary = models.TextField(_("summary"), blank=True)
    body = StreamField(ContentBlock(), blank=True, verbose_name=_("content"))
    searched = ("title", "summary", "body")
    kompas_panels = [FieldPanel("summary"), FieldPanel("body")]
    kompas_search_fields = [index.SearchField("summary"), index.SearchField("body")]
    kompas_api_fields = ["summary", "body"]

    class Meta:
        abstract = True


class HomePageMixin(HeadedMixin):
    """The front page: what it is, the next courses, how it works, numbers, practices, checking a certificate."""

    kompas_kind = "home"
    hero_title = models.CharField(
        _("title of the front page"), max_length=120, blank=True, help_text=_("Empty: the words that come with Kompas.")
    )
    image = models.ForeignKey(
        get_image_model_string(),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("image"),
    )
    image_alt = models.CharField(
        _("image described in words"), max_length=250, blank=True, help_text=_("Empty: the image is only decoration.")
    )
    default_heading = _("Find the course that moves you forward")
    default_lead = _(
        "Courses for the staff of social services: from choosing a date to a competence that is really confirmed."
    )
    searched = ("title", "hero_title", "lead")
    kompas_panels = [
        FieldPanel("hero_title"),
        FieldPanel("lead"),
        MultiFieldPanel([FieldPanel("image"), FieldPanel("image_alt")], heading=_("Image")),
    ]
    kompas_search_fields = [index.SearchField("hero_title"), index.SearchField("lead")]
    kompas_api_fields = ["hero_title", "lead", "image", "image_alt"]

    class Meta:
        abstract = True

    @property
    def heading(self) -> str:
        return self.hero_title if self.hero_title and self.is_in_own_language else str(self.default_heading)

    def route(self, request, path_components):
        # A page on the way to another is only asked where to go on: what it says itself is not read.
        if len(path_components) > 1 and (child := self.get_children().filter(slug=path_components[0]).first()):
            return child.specific_deferred.route(request, path_components[1:])
        return super().route(request, path_components)

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        return context | contexts.home(self, request, now=time.now())


__all__ = [
    "CourseIndexPageMixin",
    "CoursePageMixin",
    "HomePageMixin",
    "PracticeIndexPageMixin",
    "PracticePageMixin",
    "StandardPageMixin",
]
