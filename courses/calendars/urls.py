from django.urls import path

from courses.calendars import views

urlpatterns = [
    path("kalendarz/", views.my_calendar, name="my_calendar"),
    path("kalendarz/adres/", views.make_feed, name="make_feed"),
    path("kalendarz/nowy-adres/", views.renew_feed, name="renew_feed"),
    path("kalendarz/bez-adresu/", views.revoke_feed, name="revoke_feed"),
    path("kalendarz/edycja/<int:pk>.ics", views.edition_calendar, name="edition_calendar"),
    path("kalendarz/<str:token>.ics", views.feed, name="feed"),
]
