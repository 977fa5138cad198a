"""``manage.py kompas_demo``: a whole region to look at; what ``make demo`` runs."""

import json
import sys
import time
from datetime import date
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from training.kernel import time as clock

NOTE = "demo.json"


class Command(BaseCommand):
    help = "Migrates and builds the demo region (once), then prints the address and a login for each role."

    def add_arguments(self, parser):
        parser.add_argument("--size", choices=["S", "M"], default="S")
        parser.add_argument("--port", default="8000")
        parser.add_argument("--day", type=date.fromisoformat, help="The day the region stands on; default: today.")

    def handle(self, *args, **options):
        note = Path(settings.HOME) / NOTE
        started = time.monotonic()
        if note.exists():
            built = json.loads(note.read_text())
            if built["size"] != options["size"]:
                raise CommandError(
                    f"{settings.HOME} holds a demo of size {built['size']}. "
                    f"For size {options['size']} name another folder (KOMPAS_HOME=…) or remove this one."
                )
            self._migrate()
            self.stdout.write(f"· the demo of {built['day']} (size {built['size']}) is there")
        else:
            self._migrate()
            self._refuse_foreign_data()
            built = self._build(options)
            note.write_text(json.dumps(built, ensure_ascii=False))
        self.stdout.write(f"· ready in {time.monotonic() - started:.0f} s\n")
        self._tell(built, options["port"])

    def _migrate(self) -> None:
        started = time.monotonic()
        call_command("migrate", verbosity=0, interactive=False)
        self._say(f"· {'database':<34} {connection.vendor:<38} {time.monotonic() - started:6.1f} s")

    def _refuse_foreign_data(self) -> None:
        from training.people.models import Person

        if Person.objects.exists():
            raise CommandError("This database already holds people: the demo is built only into an empty one.")

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

    def _tell(self, built: dict, port: str) -> None:
        address = getattr(settings, "BASE_URL", f"http://127.0.0.1:{port}")
        self.stdout.write(f"  Kompas:  {address}/\n")
        self.stdout.write(f"  Everybody's password: {built['password']}\n")
        for username, role, path in built["logins"]:
            self.stdout.write(f"  {username:<12} {role:<28} {address}{path}")
        self.stdout.write("\n  Stop with Ctrl+C; `make demo` again starts in seconds.\n")
        self.stdout.flush()
