"""``manage.py kompas_demo``: a whole region to look at; what ``make demo`` runs."""

import gc
import json
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction

from training.kernel import time as clock
from training.kernel.conf import setting

NOTE = "demo.json"
# Migrated before the rest.  With each step Django makes every model anew that is related to the changed one, and the
# models of Kompas are related to nearly all of Wagtail's: in the order of names, Wagtail's steps take thrice as long.
WAGTAIL = (
    "wagtailcore", "wagtailusers", "wagtaildocs", "wagtailredirects", "wagtailsearch", "wagtailimages", "taggit",
    "wagtailforms",
)  # fmt: skip


@contextmanager
def _seldom_collected() -> Iterator[None]:
    """Python looks for garbage more seldom: a quarter of the time of migrating and building goes into looking."""
    usual = gc.get_threshold()
    gc.set_threshold(20_000, 20, 50)
    try:
        yield
    finally:
        gc.set_threshold(*usual)


class Command(BaseCommand):
    help = "Migrates and builds the demo region (once), then prints the address and a login for each role."

    def add_arguments(self, parser):
        parser.add_argument("--size", choices=["S", "M"], default="S")
        parser.add_argument("--port", help="Where it will be served; refused when something answers there already.")
        parser.add_argument("--day", type=date.fromisoformat, help="The day the region stands on; default: today.")

    def handle(self, *args, **options):
        self._refuse_other_sites()
        if options["port"]:
            self._refuse_a_taken_port(options["port"])
        try:
            with _seldom_collected():
                self._prepare(options)
        except KeyboardInterrupt:
            raise CommandError("Stopped. Nothing of the region was kept: the next run begins it again.") from None

    def _prepare(self, options) -> None:
        from cms.site.demo import ownership

        note = Path(settings.HOME) / NOTE
        built: dict[str, Any] = json.loads(note.read_text()) if note.exists() else {}
        if built and built["size"] != options["size"]:
            raise CommandError(
                f"{settings.HOME} holds a demo of size {built['size']}. "
                f"For size {options['size']} name another folder (KOMPAS_HOME=…) or remove this one."
            )
        started = time.monotonic()
        # The note is written just before the region is committed; a build that
        # was stopped between the two left a note and no region.
        is_built = ownership.is_demo(built.get("front_page", ""))
        if not is_built and (kept := ownership.kept_by_others()):
            raise CommandError(
                f"This database ({settings.DATABASES['default']['NAME']}) holds what kompas_demo did not make: "
                f"{', '.join(kept)}. A demo replaces all pages and makes accounts with a known password, so it is "
                "built only into a new database: leave KOMPAS_DATABASE_URL out and name a new folder (KOMPAS_HOME=…)."
            )
        self._migrate()
        if is_built:
            self._say(f"· the demo of {built['day']} (size {built['size']}) is there")
            if built["day"] != clock.today().isoformat():
                self._say(f"  Its calendar stands on that day; for a region of today remove {settings.HOME}.")
        else:
            with transaction.atomic():
                built = self._build(options)
                note.write_text(json.dumps(built, ensure_ascii=False))
        self._say(f"· ready in {time.monotonic() - started:.0f} s\n")
        self._tell(built)

    def _refuse_other_sites(self) -> None:
        """A database that was only migrated looks like a new one; the settings tell a site that people will use."""
        if not setting("DEMO"):
            raise CommandError(
                "These are not the settings of a demo, and a demo makes accounts with a known password. "
                "Run `make demo`, or set KOMPAS_DEMO=1 with a KOMPAS_HOME and a database of its own."
            )

    def _refuse_a_taken_port(self, port: str) -> None:
        """Before minutes of building, not after."""
        host = urlsplit(settings.BASE_URL).hostname or "127.0.0.1"
        with socket.socket() as listener:
            # As the server does: a port that was left a moment ago is free.
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                listener.bind((host, int(port)))
            except (OSError, ValueError, OverflowError) as why:
                raise CommandError(f"Port {port} cannot be had ({why}). Choose another: make demo PORT=8080") from None

    def _migrate(self) -> None:
        started = time.monotonic()
        for app in WAGTAIL:
            call_command("migrate", app, verbosity=0, interactive=False)
        call_command("migrate", verbosity=0, interactive=False)
        self._say(f"· {'database':<34} {connection.vendor:<38} {time.monotonic() - started:6.1f} s")

    def _build(self, options) -> dict:
        from cms.site.demo import ownership
        from cms.site.demo.accounts import PASSWORD
        from cms.site.demo.build import build

        day = options["day"] or clock.today()
        logins = build(size=options["size"], day=day, report=self._say)
        return {
            "size": options["size"],
            "day": day.isoformat(),
            "front_page": ownership.mark(),
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
