"""Gathers the rooms' models for Django."""

from certificates.register.models import Certificate, CertificateEvent, Prepared, Series

__all__ = ["Certificate", "CertificateEvent", "Prepared", "Series"]
