"""People who apply in a browser: each with an account and a session, one after another or many at once."""

import http.client
import logging
import queue
import threading
import uuid
from concurrent.futures import ThreadPoolExecutor

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.handlers.wsgi import WSGIHandler
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
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

    def apply_at_once(self, number: int) -> None:
        """Everybody, ``number`` at a time, over connections that are kept open, as browsers and proxies do."""
        logging.getLogger("django.server").setLevel(logging.ERROR)
        server = ThreadedWSGIServer(("127.0.0.1", 0), WSGIRequestHandler)
        server.set_app(WSGIHandler())
        serving = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        serving.start()
        try:
            with ThreadPoolExecutor(number) as pool:
                for done in [pool.submit(self._click, server.server_port) for _ in range(number)]:
                    done.result()
        finally:
            server.shutdown()
            server.server_close()

    def _click(self, port: int) -> None:
        connection = http.client.HTTPConnection("localhost", port, timeout=60)
        while True:
            try:
                session = self.sessions.get_nowait()
            except queue.Empty:
                break
            headers = {
                "Content-Type": "application/x-www-form-urlencoded",
                "Cookie": f"{settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={_TOKEN}",
            }
            connection.request("POST", self.address, body=f"csrfmiddlewaretoken={_TOKEN}", headers=headers)
            response = connection.getresponse()
            response.read()
            assert response.status == 302, f"{self.address} answered {response.status}"
        connection.close()


def _signed_in(person: Person) -> str:
    """The key of a session of an account made for the person."""
    user = get_user_model().objects.create(username=f"bench-{uuid.uuid4().hex[:12]}")
    Person.objects.filter(pk=person.pk).update(user=user)
    client = Client(headers={"host": "localhost"})
    client.force_login(user)
    return client.cookies[settings.SESSION_COOKIE_NAME].value
