"""How the walk asks one address as one role, and says in a letter what came back."""

import re
from collections.abc import Iterator
from http.cookies import SimpleCookie
from types import SimpleNamespace
from urllib.parse import urlsplit

from django.core.cache import cache
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.test.client import MULTIPART_CONTENT
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.walk.world import ROLES

_LINE = re.compile(r"^(?:(POST) )?([\w:.-]+)\(([^)]*)\)(\?\S+)?\s+(\S+)$")
OPENS, GOES_ON, SIGNS_IN, REFUSED, NOT_FOUND, NO_SUCH_METHOD, NOT_NOW = "o", ">", "s", "x", ".", "-", "!"
LETTERS = {403: REFUSED, 404: NOT_FOUND, 405: NO_SUCH_METHOD, 400: NOT_NOW, 409: NOT_NOW, 410: NOT_NOW, 422: NOT_NOW}


class Line:
    """One line of the written table: an address with real objects, and a letter for each role."""

    def __init__(self, text: str) -> None:
        match = _LINE.match(text.strip())
        assert match, f"This line of the table cannot be read: {text!r}"
        method, self.name, args, self.query, self.letters = match.groups()
        self.method = method or "GET"
        self.args = [arg.strip() for arg in args.split(",") if arg.strip()]
        assert len(self.letters) == len(ROLES), f"{self} has {len(self.letters)} letters for {len(ROLES)} roles."

    def __str__(self) -> str:
        return f"{self.method} {self.name}({', '.join(self.args)}){self.query or ''}"

    def expected(self, role: str) -> str:
        return self.letters[ROLES.index(role)]

    def url(self, world: SimpleNamespace) -> str:
        query = re.sub(r"{([\w.]+)}", lambda match: str(value_of(world, match[1])), self.query or "")
        return reverse(self.name, args=[value_of(world, arg) for arg in self.args]) + query


def value_of(world: SimpleNamespace, words: str) -> object:
    """``edition.meeting`` is the key of that object; ``'word'`` is itself."""
    if words.startswith("'"):
        return words.strip("'")
    value = world
    for name in words.split("."):
        value = value[int(name)] if name.isdigit() else getattr(value, name)
    return getattr(value, "pk", value)


def read(table: str) -> list[Line]:
    lines = (line.split("#")[0].strip() for line in table.splitlines())
    return [Line(line) for line in lines if line]


def clients(world: SimpleNamespace) -> dict[str, Client]:
    made = {}
    for role in ROLES:
        made[role] = Client()
        if role in world.users:
            made[role].force_login(world.users[role])
    return made


def ask(
    client: Client, method: str, url: str, data: dict | str | bytes | None = None, content_type: str = MULTIPART_CONTENT
) -> HttpResponse:
    """The answer; whatever the request changed is taken back."""
    cache.clear()
    cookies = client.cookies.output(header="", sep=";")
    with transaction.atomic():
        answer = client.get(url) if method == "GET" else client.post(url, data or {}, content_type)
        transaction.set_rollback(True)
    # Also signing out, and the choice of a language.
    client.cookies = SimpleCookie(cookies)
    return answer


def letter(answer: HttpResponse) -> str:
    if answer.status_code in (301, 302, 303):
        where = urlsplit(answer["Location"]).path.removeprefix("/en")
        if where == reverse("kompas_training:sign_in").removeprefix("/en") or where == reverse("wagtailadmin_login"):
            return SIGNS_IN
        # The admin refuses by going back to its front page, with a message.
        admin = reverse("wagtailadmin_home")
        return REFUSED if where == admin and answer.wsgi_request.path.startswith(admin) else GOES_ON
    if answer.status_code == 200:
        return OPENS
    return LETTERS.get(answer.status_code, f"[{answer.status_code}]")


def addresses() -> Iterator[tuple[str, str, object]]:
    """Every named address of the site: name, pattern, view."""
    yield from _walk(get_resolver().url_patterns, (), "")


def _walk(patterns: list, spaces: tuple[str, ...], route: str) -> Iterator[tuple[str, str, object]]:
    for pattern in patterns:
        here = route + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern.url_patterns, (*spaces, pattern.namespace) if pattern.namespace else spaces, here)
        elif isinstance(pattern, URLPattern):
            yield ":".join((*spaces, pattern.name or "")), here, pattern.callback
