"""``manage.py kompas_demo``: a whole region to look at; what ``make demo`` runs."""

import json
import socket
import sys
import time
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction

from training.kernel import time as clock

NOTE = "demo.json"


class Command(BaseCommand):
    help = "Migrates and builds the demo region (once), then prints the address and a login for each role."

    def add_arguments(self, parser):
        parser.add_argument("--size", choices=["S", "M"], default="S")
        parser.add_argument("--port", help="Where it will be served; refused when something answers there already.")
        parser.add_argument("--day", type=date.fromisoformat, help="The day the region stands on; default: today.")

    def handle(self, *args, **options):
        if options["port"]:
            self._refuse_a_taken_port(options["port"])
        try:
            self._prepare(options)
        except KeyboardInterrupt:
            raise CommandError("Stopped. Nothing of the region was kept: the next run begins it again.") from None

    def _prepare(self, options) -> None:
        from training.people.models import Person

        note = Path(settings.HOME) / NOTE
        built = json.loads(note.read_text()) if note.exists() else None
        if built and built["size"] != options["size"]:
            raise CommandError(
                f"{settings.HOME} holds a demo of size {built['size']}. "
                f"For size {options['size']} name another folder (KOMPAS_HOME=…) or remove this one."
            )
        started = time.monotonic()
        self._migrate()
        # The note is written just before the region is committed; a build that
        # was stopped between the two left a note and nobody.
        if built and Person.objects.exists():
            self._say(f"· the demo of {built['day']} (size {built['size']}) is there")
            if built["day"] != clock.today().isoformat():
                self._say(f"  Its calendar stands on that day; for a region of today remove {settings.HOME}.")
        elif Person.objects.exists():
            raise CommandError("This database already holds people: the demo is built only into an empty one.")
        else:
            with transaction.atomic():
                built = self._build(options)
                note.write_text(json.dumps(built, ensure_ascii=False))
        self._say(f"· ready in {time.monotonic() - started:.0f} s\n")
        self._tell(built)

    def _refuse_a_taken_port(self, port: str) -> None:
        """Before minutes of building, not after."""
        host = urlsplit(settings.BASE_URL).hostname or "127.0.0.1"
        with socket.socket() as one:
            # As the server does: a port that was left a moment ago is free.
            one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                one.bind((host, int(port)))
            except (OSError, ValueError, OverflowError) as why:
                raise CommandError(f"Port {port} cannot be had ({why}). Choose another: make demo PORT=8080") from None

    def _migrate(self) -> None:
        started = time.monotonic()
        call_command("migrate", verbosity=0, interactive=False)
        self._say(f"· {'database':<34} {connection.vendor:<38} {time.monotonic() - started:6.1f} s")

    def _build(self, options) -> dict:
        from cms.site.demo.build import build
        from cms.site.demo.cast import PASSWORD

        day = options["day"] or clock.today()
        logins = build(size=options["size"], day=day, tell=self._say)
        return {
            "size": options["size"],
            "day": day.isoformat(),
            "password": PASSWORD,
            "logins": [[login.username, login.role, login.address] for login in logins],
        }

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()
        sys.stdout.flush()

    def _tell(self, built: dict) -> None:
        address = settings.BASE_URL
        self.stdout.write(f"  Kompas:  {address}/\n")
        self.stdout.write(f"  Everybody's password: {built['password']}\n")
        for username, role, path in built["logins"]:
            self.stdout.write(f"  {username:<12} {role:<28} {address}{path}")
        self.stdout.write("\n  Stop with Ctrl+C; `make demo` again starts in seconds.\n")
        self.stdout.flush()
