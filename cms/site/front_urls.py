"""Screens that only the reference site has."""

from django.urls import path

from cms.site import views

app_name = "kompas_site"
urlpatterns = [
    path("szukaj/", views.search, name="search"),
]
