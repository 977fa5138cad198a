"""Forms of Wagtail's own that the site sets in its settings."""

from typing import Any

from django.core.exceptions import ValidationError
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm


class PictureField(WagtailImageField):
    """Says that a picture is damaged, also when only its first bytes are whole; Wagtail's falls over it."""

    def to_python(self, data: Any) -> Any:
        try:
            return super().to_python(data)
        except (OSError, ValueError) as error:
            raise ValidationError(self.error_messages["invalid_image"], code="invalid_image") from error


class PictureForm(BaseImageForm):
    """Set as ``WAGTAILIMAGES_IMAGE_FORM_BASE``."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Wagtail makes this field itself; and the form of many pictures has none.
        if "file" in self.fields:
            self.fields["file"].__class__ = PictureField
