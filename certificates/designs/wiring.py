"""What the room plugs in: the design that comes with Kompas."""

from django.utils.translation import gettext_lazy as _

from certificates.designs.documents import render_classic
from certificates.designs.registry import Design, designs


def register() -> None:
    designs.register("classic", Design(_("classic"), render_classic), order=0)
