"""Addresses of ``training``: one include per room. Nothing is mounted by itself."""

from django.urls import include, path

from training.ui import health
from training.ui.requests import clean_urls

app_name = "kompas_training"
urlpatterns = clean_urls(
    [
        path("", include("training.notices.urls")),
        path("", include("training.accounts.urls")),
        path("", include("training.desk.urls")),
        path("stan/", health.all_is_well, name="health"),
        path("stan/www/", health.serves_pages, name="health_of_pages"),
    ]
)
