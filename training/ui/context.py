"""What every page may ask for as ``kompas``: who runs the site, menus, languages, who is signed in."""

from functools import cached_property
from typing import Any

from django.http import HttpRequest

from training.kernel import links
from training.kernel.actors import account_name
from training.kernel.conf import setting
from training.ui import addresses, navigation
from training.ui.languages import Language, languages


class Kompas:
    """Answers lazily: a page that asks for nothing costs nothing."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request
        self._languages: dict[Any, list[Language]] = {}

    @cached_property
    def organiser(self) -> dict[str, Any]:
        return setting("ORGANISER")

    @property
    def is_demo(self) -> bool:
        return bool(setting("DEMO"))

    @cached_property
    def is_signed_in(self) -> bool:
        return navigation.to_signed_in(self._request)

    @cached_property
    def person_name(self) -> str:
        """The signed-in person's name; an account without a person shows its own."""
        if not self.is_signed_in:
            return ""
        user = self._request.user
        person = getattr(user, "kompas_person", None)
        return person.full_name if person else account_name(user)

    @cached_property
    def may_enter_admin(self) -> bool:
        if not self.is_signed_in or not self.admin_url:
            return False
        return self._request.user.has_perm("wagtailadmin.access_admin")

    @cached_property
    def menu(self) -> list[navigation.Link]:
        return navigation.links(navigation.navigation, self._request)

    @cached_property
    def account_menu(self) -> list[navigation.Link]:
        return navigation.links(navigation.account_menu, self._request)

    @cached_property
    def news(self) -> int:
        """How many new things wait in the menu under the person's name."""
        return sum(link.count for link in self.account_menu)

    @cached_property
    def footer(self) -> list[navigation.Link]:
        return navigation.links(navigation.footer_links, self._request)

    @property
    def languages(self) -> list[Language]:
        """The site's languages, each with the address of this screen in it; pages of Wagtail: ``languages_of``."""
        return self.languages_of(None)

    def languages_of(self, page: Any) -> list[Language]:
        """The same for a page of Wagtail, whose translations may stand at addresses of their own."""
        key = getattr(page, "pk", None)
        if key not in self._languages:
            self._languages[key] = languages(self._request, page)
        return self._languages[key]

    @property
    def here(self) -> str:
        return self._request.get_full_path()

    @cached_property
    def home_url(self) -> str:
        return addresses.home_url()

    @property
    def sign_in_url(self) -> str:
        return links.sign_in_url()

    @property
    def sign_out_url(self) -> str:
        return addresses.address_of("kompas_training:sign_out")

    @property
    def set_language_url(self) -> str:
        return addresses.address_of("set_language")

    @property
    def admin_url(self) -> str:
        return addresses.address_of("wagtailadmin_home")


def kompas(request: HttpRequest) -> dict[str, Kompas]:
    return {"kompas": Kompas(request)}
