"""The menu of the admin: Kompas is a guest in it."""

from django.urls import reverse
from wagtail.admin.menu import admin_menu

from tests import factories as make


def test_kompas_takes_four_entries_of_the_menu(client, db):
    client.force_login(make.superuser())
    request = client.get(reverse("wagtailadmin_home")).wsgi_request
    ours = [item.name for item in admin_menu.menu_items_for_request(request) if item.name.startswith("kompas")]
    assert sorted(ours) == [
        "kompas-certificates-group",
        "kompas-competence-group",
        "kompas-courses-group",
        "kompas-people-group",
    ]
