"""Addresses of ``courses``: one include per room. Nothing is mounted by itself."""

from django.urls import path  # noqa: F401

app_name = "kompas_courses"
urlpatterns = []
