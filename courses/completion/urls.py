from django.urls import path

from courses.completion import views

urlpatterns = [
    path("weryfikacja-efektow/", views.editions, name="editions_to_verify"),
    path("weryfikacja-efektow/<int:pk>/", views.SheetView.as_view(), name="verify_edition"),
    path("weryfikacja-efektow/<int:pk>/osoba/<int:enrolment_pk>/", views.verify_person, name="verify_person"),
    path("weryfikacja-efektow/<int:pk>/zamkniecie/", views.close_edition, name="close_edition"),
    path("weryfikacja-efektow/<int:pk>/otwarcie/", views.reopen_edition, name="reopen_edition"),
    path("weryfikacja-efektow/<int:pk>/zapis/<int:version>/", views.edition_record, name="edition_record"),
]
