"""What the room plugs in: the link to it at the foot of each page."""

from django.utils.translation import gettext_lazy as _

from training.ui.navigation import NavItem, footer_links


def register() -> None:
    footer_links.register("verify", NavItem(_("Check a certificate"), "kompas_certificates:verify_form"), order=20)
