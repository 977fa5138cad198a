"""Addresses of ``certificates``: one include per room. Nothing is mounted by itself."""

from django.urls import include, path

app_name = "kompas_certificates"
urlpatterns = [
    path("", include("certificates.register.urls")),
    path("", include("certificates.verification.urls")),
]
