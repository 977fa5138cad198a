from django.urls import path

from training.accounts import views

urlpatterns = [
    path("konto/", views.account, name="account"),
    path("konto/zaloguj/", views.SignInView.as_view(), name="sign_in"),
    path("konto/niewyslane/", views.kept_form, name="kept_form"),
    path("konto/wyloguj/", views.SignOutView.as_view(), name="sign_out"),
    path("konto/aktywacja/", views.claim, name="claim"),
    path("konto/aktywacja/<str:token>/", views.claim_link, name="claim_link"),
    path("konto/kod/", views.claim_code, name="claim_code"),
    path("konto/rejestracja/", views.register, name="register"),
    path("konto/haslo/", views.PasswordView.as_view(), name="password_change"),
    path("konto/haslo/nowe/", views.password_reset, name="password_reset"),
    path(
        "konto/haslo/nowe/<str:uidb64>/<str:token>/",
        views.PasswordResetView.as_view(),
        name="password_reset_confirm",
    ),
    path("konto/e-mail/wycofaj/", views.email_withdraw, name="email_withdraw"),
    path("konto/e-mail/<str:token>/", views.email_confirm, name="email_confirm"),
    path("konto/kody/", views.codes, name="codes"),
    path("konto/kody/<int:pk>/", views.codes_of, name="codes_of"),
]
