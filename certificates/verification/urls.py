from django.urls import path

from certificates.verification import views

urlpatterns = [
    path("sprawdz/", views.verify_form, name="verify_form"),
    path("sprawdz/<str:token>/", views.verify, name="verify"),
]
