"""People who apply in a browser: each with an account and a session, one after another or many at once."""

import http.client
import queue
import uuid
from concurrent.futures import ThreadPoolExecutor

from django.conf import settings
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse

from cms.site.bench.base import edition_of
from training.people.models import Person

# Any will do, as long as form and cookie have the same.
_TOKEN = "a" * 32


class Visitors:
    """So many people with a job who have not applied yet, and an edition with a place for each."""

    def __init__(self, number: int) -> None:
        self.edition = edition_of(number)
        self.address = reverse("kompas_courses:apply", args=[self.edition.pk])
        self.sessions: queue.SimpleQueue[str] = queue.SimpleQueue()
        people = Person.objects.filter(employments__isnull=False, user__isnull=True, merged_into__isnull=True)
        for person in people.exclude(email="").distinct().order_by("pk")[: number * 2]:
            # Some work in several institutions and would be asked which.
            if self.sessions.qsize() < number and person.employments.values("organisation").distinct().count() == 1:
                self.sessions.put(_signed_in(person))
        assert self.sessions.qsize() == number, "too few people to apply"
        self.client = Client(headers={"host": "localhost"})

    def apply(self) -> None:
        """One person, from request to response; without the way over the network."""
        self.client.cookies[settings.SESSION_COOKIE_NAME] = self.sessions.get_nowait()
        response = self.client.post(self.address)
        assert response.status_code == 302, response.content

    def open_the_page_at_once(self, port: int, number: int) -> None:
        """Nobody applies yet: each process of the server reads its code and templates at its first request."""
        session = self.sessions.get_nowait()
        self.sessions.put(session)
        with ThreadPoolExecutor(number) as pool:
            for done in [pool.submit(self._ask, port, "GET", session) for _turn in range(number * 4)]:
                assert done.result() == 200

    def apply_at_once(self, port: int, number: int) -> None:
        """Everybody, ``number`` at a time, each over a connection of their own."""
        with ThreadPoolExecutor(number) as pool:
            for done in [pool.submit(self._ask, port, "POST") for _person in range(self.sessions.qsize())]:
                assert done.result() == 302

    def _ask(self, port: int, method: str, session: str = "") -> int:
        """The status of the answer."""
        session = session or self.sessions.get_nowait()
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Cookie": f"{settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={_TOKEN}",
        }
        body = f"csrfmiddlewaretoken={_TOKEN}" if method == "POST" else None
        connection = http.client.HTTPConnection("localhost", port, timeout=60)
        connection.request(method, self.address, body=body, headers=headers)
        response = connection.getresponse()
        response.read()
        connection.close()
        return response.status


def _signed_in(person: Person) -> str:
    """The key of a session of an account made for the person."""
    user = get_user_model().objects.create(username=f"bench-{uuid.uuid4().hex[:12]}")
    Person.objects.filter(pk=person.pk).update(user=user)
    client = Client(headers={"host": "localhost"})
    client.force_login(user)
    return client.cookies[settings.SESSION_COOKIE_NAME].value
