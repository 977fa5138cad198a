"""The menu: rooms register their entries in ``AppConfig.ready()``.

    from training.ui.navigation import NavItem, navigation

    navigation.register("team", NavItem(_("Team competences"), "kompas_training:team", is_shown=…), order=30)

``navigation`` is the main menu, ``account_menu`` the one under the person's
name with everything of one's own, ``footer_links`` the list at the bottom of each page.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise

from training.kernel.registry import Registry


def _always(request: HttpRequest) -> bool:
    return True


def to_signed_in(request: HttpRequest) -> bool:
    """For ``is_shown``: somebody is signed in. Adds no query of its own."""
    user = getattr(request, "user", None)
    return bool(user is not None and user.is_authenticated)


def to_people(request: HttpRequest) -> bool:
    """For ``is_shown``: the signed-in account is somebody's who is on record; others have nothing of their own."""
    return to_signed_in(request) and getattr(request.user, "kompas_person", None) is not None


@dataclass(frozen=True)
class NavItem:
    """One entry.  ``address`` wins over ``url_name``: for pages whose address is data, not a route.

    An entry whose address does not resolve in this site is left out, so a
    host that mounts only some floors has no dead links.
    """

    label: str | Promise
    url_name: str = ""
    is_shown: Callable[[HttpRequest], bool] = _always
    address: Callable[[HttpRequest], str | None] | None = None
    icon: str = ""
    # How many new things wait behind the entry.
    count: Callable[[HttpRequest], int] | None = None

    def url(self, request: HttpRequest) -> str | None:
        if self.address is not None:
            return self.address(request)
        try:
            return reverse(self.url_name)
        except NoReverseMatch:
            return None


@dataclass(frozen=True)
class Link:
    """An entry as the template prints it."""

    label: str
    url: str
    icon: str = ""
    is_current: bool = False
    # The very page, or only a page above the one shown.
    current: str = ""
    count: int = 0


navigation: Registry[NavItem] = Registry("entries of the main menu")
account_menu: Registry[NavItem] = Registry("entries of the menu under the person's name")
footer_links: Registry[NavItem] = Registry("links at the bottom of every page")


def _homes() -> set[str]:
    return {"/"} | {f"/{code}/" for code, _ in settings.LANGUAGES}


def links(items: Registry[NavItem], request: HttpRequest) -> list[Link]:
    """The entries shown to this request, the one it stands under marked as current."""
    shown = []
    for item in items:
        if item.is_shown(request) and (url := item.url(request)):
            shown.append((item, url))
    # The longest address that begins this one: /zajecia/ is not current on /zajecia-archiwum/.
    under = [url for _, url in shown if request.path == url or (url.endswith("/") and request.path.startswith(url))]
    nearest = max(under, key=len, default=None)
    if nearest in _homes() and nearest != request.path:
        nearest = None  # the home page is above everything; it is current only on itself
    return [
        Link(
            label=str(item.label),
            url=url,
            icon=item.icon,
            is_current=url == nearest,
            current=("page" if url == request.path else "true") if url == nearest else "",
            count=item.count(request) if item.count else 0,
        )
        for item, url in shown
    ]
