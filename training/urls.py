"""Addresses of ``training``: one include per room. Nothing is mounted by itself."""

from django.urls import include, path

from training.ui.requests import clean_urls

app_name = "kompas_training"
urlpatterns = clean_urls(
    [
        path("", include("training.notices.urls")),
        path("", include("training.accounts.urls")),
        path("", include("training.desk.urls")),
    ]
)
