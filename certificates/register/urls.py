from django.urls import path

from certificates.register import views

urlpatterns = [
    path("zaswiadczenia/", views.my_certificates, name="my_certificates"),
    path("zaswiadczenia/<int:pk>/pobierz/", views.download, name="download"),
]
