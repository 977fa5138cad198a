from django.urls import path

from courses.demand import views

urlpatterns = [
    path("zyczenia/kurs/<int:pk>/", views.CourseWishView.as_view(), name="wish_course"),
    path("zyczenia/kompetencja/<int:line>/<int:level>/", views.LevelWishView.as_view(), name="wish_level"),
    path("zyczenia/<int:pk>/wycofanie/", views.WithdrawWishView.as_view(), name="withdraw_wish"),
]
