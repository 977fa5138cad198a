from django.urls import path

from training.desk import views

urlpatterns = [
    path("moj-rozwoj/", views.my_development, name="my_development"),
    path("samoocena/", views.estimates, name="estimates"),
    path("samoocena/udostepnianie/", views.estimates_sharing, name="estimates_sharing"),
    path("zespol/", views.team_map, name="team"),
    path("zespol/arkusz/", views.team_xlsx, name="team_xlsx"),
    path("zespol/<int:pk>/ocena/", views.team_assess, name="team_assess"),
]
