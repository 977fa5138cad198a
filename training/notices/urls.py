from django.urls import path

from training.notices import views

urlpatterns = [
    path("wiadomosci/", views.messages, name="messages"),
    path("wiadomosci/przeczytane/", views.messages_read, name="messages_read"),
    path("wiadomosci/<int:pk>/", views.message, name="message"),
    path("wiadomosci/<int:pk>/nieprzeczytana/", views.message_unread, name="message_unread"),
    path("wiadomosci/zalacznik/<int:pk>/", views.attachment, name="message_attachment"),
]
