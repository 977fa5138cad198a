"""What the certificates add to the Wagtail admin.  Only registers; rooms define."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.viewsets.model import ModelViewSetGroup

from certificates.register.viewsets import CertificateViewSet, PreparedViewSet, SeriesViewSet


class CertificatesGroup(ModelViewSetGroup):
    menu_label = _("Certificates")
    menu_name = "kompas-certificates-group"
    menu_icon = "doc-full-inverse"
    menu_order = 170
    items = (PreparedViewSet(), CertificateViewSet(), SeriesViewSet())


@hooks.register("register_admin_viewset")
def register():
    return CertificatesGroup()
