"""Addresses of ``training``: one include per room. Nothing is mounted by itself."""

from django.urls import include, path

app_name = "kompas_training"
urlpatterns = [
    path("", include("training.notices.urls")),
    path("", include("training.accounts.urls")),
    path("", include("training.desk.urls")),
]
