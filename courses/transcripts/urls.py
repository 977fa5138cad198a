from django.urls import path

from courses.transcripts import views

urlpatterns = [
    path("moj-rozwoj/przebieg-szkolen/", views.transcript, name="transcript"),
    path("moj-rozwoj/przebieg-szkolen.pdf", views.transcript_pdf, name="transcript_pdf"),
    path("moj-rozwoj/przebieg-szkolen.xlsx", views.transcript_xlsx, name="transcript_xlsx"),
]
