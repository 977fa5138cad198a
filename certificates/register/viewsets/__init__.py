"""The register in the Wagtail admin."""

from certificates.register.viewsets.certificates import CertificateViewSet
from certificates.register.viewsets.prepared import PreparedViewSet
from certificates.register.viewsets.series import SeriesViewSet

__all__ = ["CertificateViewSet", "PreparedViewSet", "SeriesViewSet"]
