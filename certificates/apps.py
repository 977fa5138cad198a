"""Composition root of the certificates: what this floor plugs into those below."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class CertificatesConfig(AppConfig):
    name = "certificates"
    label = "kompas_certificates"
    verbose_name = _("Kompas: certificates")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from certificates.designs import wiring as designs
        from certificates.register import wiring as register
        from certificates.verification import wiring as verification
        from training.kernel import triggers

        designs.register()
        register.register()
        verification.register()
        post_migrate.connect(triggers.install, sender=self, dispatch_uid="kompas_certificates.triggers")
