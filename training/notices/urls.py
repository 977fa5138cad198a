from django.urls import path

from training.notices import views

urlpatterns = [
    path("wiadomosci/", views.outbox, name="outbox"),
    path("wiadomosci/zalacznik/<int:pk>/", views.attachment, name="outbox_attachment"),
]
