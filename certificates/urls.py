"""Addresses of ``certificates``: one include per room. Nothing is mounted by itself."""

from django.urls import include, path

from training.ui.requests import clean_urls

app_name = "kompas_certificates"
urlpatterns = clean_urls(
    [
        path("", include("certificates.register.urls")),
        path("", include("certificates.verification.urls")),
    ]
)
