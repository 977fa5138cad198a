"""The accessibility statement of a public body, for a site's own page models.

Act of 4 April 2019 on digital accessibility of websites and mobile applications of public bodies, art. 10–12; shape
and ``a11y-…`` ids: "Warunki techniczne publikacji i struktura dokumentu elektronicznego deklaracji dostępności", 2.0,
of 31 July 2024.  Programs of the ministry read the ids.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.rich_text import get_text_for_indexing
from wagtail.search import index

from cms.mixins import SearchedMixin
from training.kernel import time

FEATURES = ["bold", "italic", "ol", "ul", "link", "document-link"]


class Compliance(models.TextChoices):
    FULL = "full", _("compliant")
    PARTIAL = "partial", _("partially compliant")
    NONE = "none", _("not compliant")


class Method(models.TextChoices):
    SELF = "self", _("self-assessment by the public body")
    AUDIT = "audit", _("assessment by somebody else")


def is_written(html: str | None) -> bool:
    """Whether a rich text says anything: the editor may leave empty paragraphs."""
    return bool(strip_tags(html or "").replace("\N{NO-BREAK SPACE}", " ").strip())


class AccessibilityStatementPageMixin(SearchedMixin):
    """One statement for one website; fields without which it may not be published are asked for."""

    kompas_kind = "accessibility"
    entity = models.CharField(_("public body"), max_length=250, help_text=_("The full name, as in the statute."))
    website_name = models.CharField(_("name of the website"), max_length=250)
    website_url = models.URLField(_("address of the website"))
    published_on = models.DateField(_("website published on"))
    updated_on = models.DateField(
        _("last important change of the website on"), help_text=_("Of its look, structure or content; not of one page.")
    )
    compliance = models.CharField(_("compliance with the act"), max_length=10, choices=Compliance)
    not_compliant = RichTextField(
        _("what does not comply"),
        features=FEATURES,
        blank=True,
        help_text=_("Contents that do not meet the annex of the act, and why."),
    )
    burden = RichTextField(
        _("disproportionate burden"),
        features=FEATURES,
        blank=True,
        help_text=_("What was left out because it would cost too much (art. 8); attach the assessment."),
    )
    exempt = RichTextField(
        _("contents that the act does not cover"),
        features=FEATURES,
        blank=True,
        help_text=_("For example recordings published before 23 September 2020 (art. 3)."),
    )
    prepared_on = models.DateField(_("statement prepared on"))
    reviewed_on = models.DateField(
        _("statement reviewed on"),
        null=True,
        blank=True,
        help_text=_("Each year until 31 March; empty before the first review."),
    )
    method = models.CharField(_("prepared on the grounds of"), max_length=10, choices=Method)
    auditor = models.CharField(_("who assessed it"), max_length=250, blank=True)
    report_url = models.URLField(_("address of the report"), blank=True)
    facilities = RichTextField(_("facilities, limits, other information"), features=FEATURES, blank=True)
    shortcuts = RichTextField(
        _("keyboard shortcuts"),
        features=FEATURES,
        blank=True,
        help_text=_("Empty: the website has the usual shortcuts of browsers."),
    )
    contact_name = models.CharField(_("contact: person or unit"), max_length=250)
    contact_email = models.EmailField(_("contact: e-mail"))
    contact_phone = models.CharField(_("contact: telephone"), max_length=50)
    complaints = RichTextField(
        _("where complaints are sent"), features=FEATURES, help_text=_("Who receives them; address and e-mail.")
    )
    applications = RichTextField(
        _("mobile applications"), features=FEATURES, blank=True, help_text=_("Empty: there are none.")
    )
    architecture = RichTextField(
        _("accessibility of the building"),
        features=FEATURES,
        help_text=_("Entrances, stairs, lifts, toilets, parking, assistance dogs, induction loops, interpreters."),
    )
    architecture_url = models.URLField(_("address of a longer description of the building"), blank=True)
    communication = RichTextField(
        _("accessibility of information and communication"),
        features=FEATURES,
        help_text=_("How people can get in touch: interpreter of sign language, text messages, plain language."),
    )
    searched = ("title", "entity", "website_name", "plain_text")
    kompas_panels = [
        MultiFieldPanel(
            [FieldPanel(name) for name in ("entity", "website_name", "website_url", "published_on", "updated_on")],
            heading=_("Website"),
        ),
        MultiFieldPanel(
            [FieldPanel(name) for name in ("compliance", "not_compliant", "burden", "exempt")],
            heading=_("Digital accessibility"),
        ),
        MultiFieldPanel(
            [FieldPanel(name) for name in ("prepared_on", "reviewed_on", "method", "auditor", "report_url")],
            heading=_("Preparation"),
        ),
        MultiFieldPanel([FieldPanel(name) for name in ("facilities", "shortcuts")], heading=_("Facilities")),
        MultiFieldPanel(
            [FieldPanel(name) for name in ("contact_name", "contact_email", "contact_phone", "complaints")],
            heading=_("Contact and complaints"),
        ),
        MultiFieldPanel(
            [FieldPanel(name) for name in ("applications", "architecture", "architecture_url", "communication")],
            heading=_("Other information"),
        ),
    ]
    kompas_search_fields = [index.SearchField("entity"), index.SearchField("plain_text")]
    kompas_api_fields = ["entity", "website_name", "website_url", "compliance", "prepared_on", "reviewed_on"]

    class Meta:
        abstract = True

    @property
    def summary(self) -> str:
        """For lists of found pages."""
        return self.entity

    @property
    def plain_text(self) -> str:
        texts = (self.not_compliant, self.burden, self.exempt, self.facilities, self.architecture, self.communication)
        return " ".join(get_text_for_indexing(text) for text in texts if text)

    @property
    def has_inaccessible(self) -> bool:
        return any(map(is_written, (self.not_compliant, self.burden, self.exempt)))

    def clean(self) -> None:
        super().clean()
        faults = dict(self._faults(time.today()))
        if faults:
            raise ValidationError(faults)

    def _faults(self, on: date) -> Iterator[tuple[str, Any]]:
        if self.compliance in (Compliance.PARTIAL, Compliance.NONE) and not self.has_inaccessible:
            yield "not_compliant", _("Say what is not accessible, or why the act does not ask for it.")
        for field in ("complaints", "architecture", "communication"):
            if (text := getattr(self, field)) and not is_written(text):
                yield field, _("This field cannot be left empty.")
        if self.method == Method.AUDIT and not self.auditor:
            yield "auditor", _("Name who assessed the website.")
        for field in ("published_on", "updated_on", "prepared_on", "reviewed_on"):
            if (day := getattr(self, field)) and day > on:
                yield field, _("This day is still to come.")
        if self.published_on and self.updated_on and self.updated_on < self.published_on:
            yield "updated_on", _("Before the website was published.")
        if self.prepared_on and self.reviewed_on and self.reviewed_on < self.prepared_on:
            yield "reviewed_on", _("Before the statement was prepared.")


__all__ = ["AccessibilityStatementPageMixin"]
