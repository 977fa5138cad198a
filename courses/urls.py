"""Addresses of ``courses``: one include per room. Nothing is mounted by itself."""

from django.urls import include, path

from training.ui.requests import clean_urls

app_name = "kompas_courses"
urlpatterns = clean_urls(
    [
        path("", include("courses.calendars.urls")),
        path("", include("courses.enrolment.urls")),
        path("", include("courses.demand.urls")),
        path("", include("courses.attendance.urls")),
        path("", include("courses.completion.urls")),
        path("", include("courses.transcripts.urls")),
    ]
)
