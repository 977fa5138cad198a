from django.apps import AppConfig


class OwnPagesConfig(AppConfig):
    name = "tests.host.ownpages"
    label = "ownpages"
    default_auto_field = "django.db.models.BigAutoField"
