from django.urls import path

from courses.attendance import reports, views

urlpatterns = [
    path("zajecia/", views.today, name="today"),
    path("zajecia/<int:pk>/", views.RosterView.as_view(), name="roster"),
    path("zajecia/<int:pk>/zapis/", views.save, name="roster_save"),
    path("zajecia/<int:pk>/cofnij/", views.undo, name="roster_undo"),
    path("zajecia/<int:pk>/zamkniecie/", views.close_meeting, name="close_meeting"),
    path("zajecia/<int:pk>/otwarcie/", views.reopen_meeting, name="reopen_meeting"),
    path("zajecia/<int:pk>/historia/", views.history, name="roster_history"),
    path("zajecia/<int:pk>/lista-obecnosci.pdf", reports.attendance_list_pdf, name="attendance_list_pdf"),
    path("zajecia/edycja/<int:pk>/dziennik.pdf", reports.register_pdf, name="register_pdf"),
    path("zajecia/edycja/<int:pk>/dziennik.xlsx", reports.register_xlsx, name="register_xlsx"),
    path("zajecia/moja-obecnosc/<int:pk>/", views.my_attendance, name="my_attendance"),
]
