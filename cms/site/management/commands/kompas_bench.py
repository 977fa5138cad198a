"""``manage.py kompas_bench``: builds a region and measures; what ``make bench`` runs."""

import os
import platform
import re
import subprocess
import sys
from datetime import date
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

PAGE = Path(settings.BASE_DIR) / "docs" / "benchmarks.md"
LOCAL = "postgres://postgres@127.0.0.1:5432/postgres"


class Command(BaseCommand):
    help = "Builds a region of a size on each database that is there, measures, and writes docs/benchmarks.md."

    def add_arguments(self, parser):
        parser.add_argument("--size", choices=["S", "M"], default="S")
        parser.add_argument("--only", default="", help="Part of a measure's name.")
        parser.add_argument("--here", action="store_true", help="Measure the configured database; used by itself.")
        parser.add_argument("--no-page", action="store_true", help="Do not write docs/benchmarks.md.")

    def handle(self, *args, **options):
        if options["here"]:
            self._measure_here(options)
            return
        homes = {"SQLite": (Path(settings.HOME) / f"bench-{options['size']}-sqlite", None)}
        if server := self._server():
            name = f"kompas_bench_{options['size'].lower()}"
            self._make_database(server, name)
            address = re.sub(r"/[^/]*$", f"/{name}", server)
            homes["PostgreSQL"] = (Path(settings.HOME) / f"bench-{options['size']}-postgresql", address)
        else:
            self.stdout.write("PostgreSQL: not measured, no server answers.")
        found = {}
        for database, (home, address) in homes.items():
            self.stdout.write(f"\n{database}, size {options['size']}")
            found[database] = self._measure(home, address, options)
        if not options["no_page"] and not options["only"]:
            self._write(options["size"], found)

    def _server(self) -> str | None:
        import psycopg

        server = os.environ.get("KOMPAS_BENCH_SERVER", LOCAL)
        try:
            psycopg.connect(server, connect_timeout=3).close()
        except psycopg.OperationalError:
            return None
        return server

    def _make_database(self, server: str, name: str) -> None:
        import psycopg

        with psycopg.connect(server, autocommit=True) as connection:
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
                connection.execute(f'CREATE DATABASE "{name}"')

    def _measure(self, home: Path, address: str | None, options) -> list[str]:
        environment = {
            **os.environ,
            "KOMPAS_HOME": str(home),
            "KOMPAS_DEMO": "1",
            "KOMPAS_DEBUG": "",
            "KOMPAS_BASE_URL": "http://localhost:8000",
        }
        if address:
            environment["KOMPAS_DATABASE_URL"] = address
        manage = [sys.executable, str(Path(settings.BASE_DIR) / "manage.py")]
        for command in (
            ["kompas_demo", "--size", options["size"]],
            ["kompas_bench", "--here", "--size", options["size"], "--only", options["only"]],
        ):
            quiet = {"stdout": subprocess.PIPE} if command[0] == "kompas_bench" else {}
            done = subprocess.run([*manage, *command], env=environment, text=True, check=False, **quiet)
            if done.returncode:
                raise CommandError(f"{command[0]} failed on {home}")
        self.stdout.write(done.stdout)
        return [line for line in done.stdout.splitlines() if line.startswith("|")]

    def _measure_here(self, options) -> None:
        from cms.site.bench.running import all_measures, in_a_child

        self.stdout.write("| measure | queries | median ms | peak MiB | floor ms | ratio | aim |")
        self.stdout.write("|---|---:|---:|---:|---:|---:|---|")
        for wanted in all_measures(options["only"]):
            figure = in_a_child(wanted)
            floor = f"{figure.floor:.1f}" if figure.floor is not None else ""
            ratio = f"{figure.ratio:.2f}" if figure.ratio else ""
            self.stdout.write(
                f"| {figure.name} | {figure.queries} | {figure.milliseconds:.1f} | {figure.memory:.0f} "
                f"| {floor} | {ratio} | {figure.aim} |"
            )
            self.stdout.flush()

    def _write(self, size: str, found: dict[str, list[str]]) -> None:
        """Replace the part of the page about this size; the other stays."""
        kept = PAGE.read_text() if PAGE.exists() else "# Benchmarks\n"
        head, *parts = re.split(r"(?m)^## ", kept)
        sections = {part.split("\n", 1)[0].split(":")[0]: part for part in parts}
        machine = f"Python {platform.python_version()}, {os.cpu_count()} cores"
        text = f"Size {size}: measured {date.today():%Y-%m-%d}\n\n`make bench SIZE={size}`, {machine}.\n"  # noqa: DTZ011
        for database, lines in found.items():
            text += f"\n### {database}, size {size}\n\n" + "\n".join(lines) + "\n"
        sections[f"Size {size}"] = text
        PAGE.write_text(
            head.rstrip() + "\n\n" + "\n".join("## " + sections[name].rstrip() + "\n" for name in sorted(sections))
        )
        self.stdout.write(f"written: {PAGE.relative_to(settings.BASE_DIR)}")
