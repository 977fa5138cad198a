"""Walks the site of somebody else's; prints what it found as JSON. Run as a program of its own by ``test_host.py``."""

import json
import re
import sys
from io import StringIO

import django

django.setup()

from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.test import Client
from django.test.utils import override_settings, setup_test_environment
from django.urls import URLResolver, get_resolver, reverse

OURS = ("kompas_training", "kompas_courses", "kompas_certificates")
SAMPLES = {"int": 1, "str": "x", "slug": "x", "uuid": "00000000-0000-0000-0000-000000000000", "path": "x"}
PASSWORD = "bez-trudu-42-kawki"
# An address of Kompas without the prefix, in what a page links to, sends or loads.
BARE = re.compile(
    r'(?:href|action|src|data-[a-z-]+)="(/(?:konto|moj-rozwoj|zespol|samoocena|zgloszenia|zajecia|'
    r'weryfikacja-efektow|kalendarz|zaswiadczenia|sprawdz|wiadomosci)/[^"]*)"'
)


def screens():
    """Every address of the front trees, with made-up keys, by its name."""
    for name in OURS:
        for resolver in get_resolver().url_patterns:
            if isinstance(resolver, URLResolver) and resolver.namespace == name:
                yield from _patterns(resolver, name)


def _patterns(resolver, namespace):
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from _patterns(pattern, namespace)
        else:
            keys = {key: SAMPLES[_kind(converter)] for key, converter in pattern.pattern.converters.items()}
            yield f"{namespace}:{pattern.name}", reverse(f"{namespace}:{pattern.name}", kwargs=keys)


def _kind(converter):
    return type(converter).__name__.removesuffix("Converter").removeprefix("String").lower() or "str"


def visitor():
    """Where a visitor ends who asks for each screen: the way there and the last answer."""
    visited = {}
    for name, address in screens():
        client = Client(raise_request_exception=False)
        answer = client.get(address, follow=True)
        visited[name] = [address, [where for where, _code in answer.redirect_chain], answer.status_code]
    return visited


def boss():
    """From ``createsuperuser`` to one's own page and out again."""
    get_user_model().objects.create_superuser("boss@example.org", PASSWORD)
    call_command(
        "kompas_attach_account", "boss@example.org", "--first-name", "Anna", "--last-name", "Nowak", stdout=StringIO()
    )
    client = Client(raise_request_exception=True)
    mine = reverse("kompas_training:my_development")
    steps = {"asked": client.get(mine).headers["Location"]}
    form = client.get(steps["asked"])
    steps["form"] = [form.status_code, "Sign in" in form.content.decode()]
    entered = client.post(steps["asked"], {"username": "boss@example.org", "password": PASSWORD})
    steps["entered"] = [entered.status_code, entered.headers["Location"]]
    page = client.get(mine)
    steps["mine"] = [page.status_code, "Anna Nowak" in page.content.decode(), BARE.findall(page.content.decode())]
    direct = Client().post(reverse("kompas_training:sign_in"), {"username": "boss@example.org", "password": PASSWORD})
    steps["direct"] = direct.headers["Location"]
    steps["admin"] = {
        name: client.get(reverse(name)).status_code
        for name in (
            "wagtailadmin_home",
            "kompas_person:index",
            "kompas_edition:add",
            "kompas_certificate:index",
            "kompas_claimcode:index",
            "wagtailusers_users:index",
        )
    }
    pages = {name: client.get(address) for name, address in screens() if address != reverse("kompas_training:sign_out")}
    steps["signed_in"] = {name: page.status_code for name, page in pages.items()}
    texts = {name: page.content.decode("utf-8", "ignore") for name, page in pages.items() if not page.streaming}
    steps["bare"] = {name: bare for name, text in texts.items() if (bare := BARE.findall(text))}
    left = client.post(reverse("kompas_training:sign_out"), follow=True)
    steps["left"] = [left.redirect_chain[-1][0], left.status_code]
    steps["after"] = client.get(mine).status_code
    return steps


def claims():
    """Accounts made by Kompas: by a letter, and refused where there is no address to call them by."""
    from training.accounts import actions
    from training.kernel.actors import Actor
    from training.notices.models import Notice
    from training.people.actions import save_person

    actor = Actor.command("test")
    owner = save_person(first_name="Ewa", last_name="Lis", email="Ewa.Lis@example.org", actor=actor)
    actions.send_claim_link(email=owner.email)
    link = re.search(r"https?://[^/\s]+(/\S+)", Notice.objects.latest("pk").body)[1]
    client = Client(raise_request_exception=True)
    asked = client.get(link)
    done = client.post(link, {"password1": PASSWORD, "password2": PASSWORD})
    owner.refresh_from_db()
    steps = {
        "link": link,
        "asked": asked.status_code,
        "done": [done.status_code, done.headers.get("Location", "")],
        "account": [owner.user.email, owner.user.first_name, owner.user.last_name],
    }
    without = save_person(first_name="Jan", last_name="Kos", actor=actor)
    try:
        actions.make_codes(people=[without], actor=actor)
    except Exception as refusal:
        steps["without"] = [type(refusal).__name__, str(refusal)]
    return steps


def own_sign_in():
    """The same site after it has named a sign-in of its own: each way leads there, and nothing to Kompas's."""
    from training.kernel.actors import Actor
    from training.notices.models import Notice
    from training.people import actions as people

    with override_settings(LOGIN_URL="/members/in/"):
        ends, links = {}, {}
        for name, address in screens():
            answer = Client(raise_request_exception=False).get(address)
            text = "" if answer.streaming else answer.content.decode("utf-8", "ignore")
            ends[name] = answer.headers.get("Location", "")
            links[name] = ["/members/in/" in text, "konto/zaloguj" in text]
        kept, merged = (
            get_user_model().objects.first().kompas_person,
            people.save_person(
                first_name="Anna", last_name="Nowak", email="other@example.org", actor=Actor.command("test")
            ),
        )
        people.merge_people(kept=kept, merged=merged, actor=Actor.command("test"), reason="one person")
        letter = Notice.objects.filter(kind="account_merged").latest("pk").body
        left = Client().get(reverse("kompas_training:sign_in")).status_code
    return {"ends": ends, "links": links, "letter": letter, "kompas_form": left}


if __name__ == "__main__":
    call_command("migrate", verbosity=0)
    setup_test_environment()
    parts = {"visitor": visitor, "boss": boss, "claims": claims, "own_sign_in": own_sign_in}
    json.dump({name: part() for name, part in parts.items()}, sys.stdout)
