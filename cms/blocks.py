"""Parts that editors compose pages from.  A host may use them in StreamFields of its own."""

import re
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock

RICH_TEXT = ["h3", "h4", "bold", "italic", "ol", "ul", "link", "document-link"]
_YOUTUBE = re.compile(r"^[A-Za-z0-9_-]{11}$")
_VIMEO = re.compile(r"^\d{5,12}$")


@dataclass(frozen=True)
class Video:
    """A film elsewhere: the address to visit and the one that plays without cookies."""

    provider: str
    page: str
    player: str


def video_of(address: str) -> Video | None:
    """The film behind an address of YouTube or Vimeo; nothing when it is neither."""
    parts = urlsplit(address or "")
    host = (parts.hostname or "").removeprefix("www.").removeprefix("m.")
    path = [piece for piece in parts.path.split("/") if piece]
    if parts.scheme not in ("http", "https") or not (path or parts.query):
        return None
    if host in ("youtube.com", "youtube-nocookie.com", "youtu.be"):
        if host == "youtu.be":
            key = path[0] if path else ""
        elif path and path[0] in ("embed", "shorts", "live") and len(path) > 1:
            key = path[1]
        else:
            key = parse_qs(parts.query).get("v", [""])[0]
        if _YOUTUBE.match(key):
            return Video(
                "YouTube",
                f"https://www.youtube.com/watch?v={key}",
                f"https://www.youtube-nocookie.com/embed/{key}",
            )
    if host in ("vimeo.com", "player.vimeo.com") and path and _VIMEO.match(path[-1]):
        return Video("Vimeo", f"https://vimeo.com/{path[-1]}", f"https://player.vimeo.com/video/{path[-1]}?dnt=1")
    return None


class Tone(models.TextChoices):
    INFO = "info", _("information")
    OK = "ok", _("good to know")
    WARN = "warn", _("take care")


class PictureBlock(blocks.StructBlock):
    image = ImageBlock(label=_("image"))
    caption = blocks.CharBlock(label=_("caption"), required=False, max_length=250)

    class Meta:
        icon = "image"
        label = _("Image")
        template = "kompas_cms/blocks/picture.html"


class DocumentBlock(blocks.StructBlock):
    document = DocumentChooserBlock(label=_("document"))
    description = blocks.CharBlock(label=_("description"), required=False, max_length=250)

    class Meta:
        icon = "doc-full"
        label = _("Document")
        template = "kompas_cms/blocks/document.html"


class VideoBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("title"), max_length=200)
    address = blocks.URLBlock(label=_("address"), help_text=_("A film on YouTube or Vimeo."))
    description = blocks.TextBlock(
        label=_("what can be seen and heard"),
        required=False,
        help_text=_("For people who cannot see or hear the film; say also whether it has captions."),
    )

    def clean(self, value):
        cleaned = super().clean(value)
        if video_of(cleaned["address"]) is None:
            problem = ValidationError(_("Give the address of a film on YouTube or Vimeo."))
            raise StructBlockValidationError(block_errors={"address": problem})
        return cleaned

    def get_context(self, value, parent_context=None):
        return super().get_context(value, parent_context) | {"video": video_of(value.get("address", ""))}

    class Meta:
        icon = "media"
        label = _("Video link")
        template = "kompas_cms/blocks/video.html"


class QuoteBlock(blocks.StructBlock):
    text = blocks.TextBlock(label=_("text"))
    author = blocks.CharBlock(label=_("who said it"), required=False, max_length=150)
    role = blocks.CharBlock(label=_("post, institution"), required=False, max_length=200)

    class Meta:
        icon = "openquote"
        label = _("Quote")
        template = "kompas_cms/blocks/quote.html"


class CalloutBlock(blocks.StructBlock):
    tone = blocks.ChoiceBlock(label=_("tone"), choices=Tone.choices, default=Tone.INFO)
    title = blocks.CharBlock(label=_("title"), required=False, max_length=150)
    text = blocks.RichTextBlock(label=_("text"), features=["bold", "italic", "ul", "link"])

    class Meta:
        icon = "info-circle"
        label = _("Callout")
        template = "kompas_cms/blocks/callout.html"


class ContentBlock(blocks.StreamBlock):
    """The body of a page and the materials of a course."""

    text = blocks.RichTextBlock(
        label=_("Text"), features=RICH_TEXT, icon="pilcrow", template="kompas_cms/blocks/text.html"
    )
    picture = PictureBlock()
    document = DocumentBlock()
    video = VideoBlock()
    quote = QuoteBlock()
    callout = CalloutBlock()
