"""Screens that only the reference site has."""

from django.urls import path  # noqa: F401

app_name = "kompas_site"
urlpatterns = []
