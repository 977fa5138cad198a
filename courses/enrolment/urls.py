from django.urls import path

from courses.enrolment import views

urlpatterns = [
    path("zgloszenia/", views.MyEnrolmentsView.as_view(), name="my_enrolments"),
    path("zgloszenia/nowe/<int:pk>/", views.ApplyView.as_view(), name="apply"),
    path("zgloszenia/<int:pk>/", views.EnrolmentView.as_view(), name="enrolment"),
    path("zgloszenia/<int:pk>/rezygnacja/", views.WithdrawView.as_view(), name="withdraw"),
    path("zgloszenia/<int:pk>/przyjecie/", views.AcceptOfferView.as_view(), name="accept_offer"),
    path("zgloszenia/<int:pk>/odmowa/", views.DeclineOfferView.as_view(), name="decline_offer"),
]
