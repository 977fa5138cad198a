"""``manage.py kompas_bench``: builds a region and measures; what ``make bench`` runs."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from cms.site.bench.page import NOT_MET
from training.kernel import time

PAGE = Path(settings.BASE_DIR) / "docs" / "benchmarks.md"
LOCAL = "postgres://postgres@127.0.0.1:5432/postgres"


class Command(BaseCommand):
    help = "Builds a region of a size on each database that is there, measures, and writes docs/benchmarks.md."

    def add_arguments(self, parser):
        parser.add_argument("--size", choices=["S", "M"], default="S")
        parser.add_argument("--only", default="", help="Part of a measure's name.")
        parser.add_argument("--here", action="store_true", help="Measure the configured database; used by itself.")
        parser.add_argument("--no-page", action="store_true", help="Do not write docs/benchmarks.md.")
        parser.add_argument("--report-only", action="store_true", help="Do not fail when an aim is not met.")
        parser.add_argument("--fresh", action="store_true", help="Build the regions again, though they are there.")

    def handle(self, *args, **options):
        if options["here"]:
            self._measure_here(options["only"])
            return
        size = options["size"]
        homes = {"SQLite": (Path(settings.HOME) / f"bench-{size}-sqlite", None)}
        if server := self._server():
            home = Path(settings.HOME) / f"bench-{size}-postgresql"
            homes["PostgreSQL"] = (home, re.sub(r"/[^/]*$", f"/kompas_bench_{size.lower()}", server))
        else:
            self.stdout.write("PostgreSQL: not measured, no server answers.")
        sections = {}
        for database, (home, address) in homes.items():
            self.stdout.write(f"\n{database}, size {size}")
            if options["fresh"] or not (home / "demo.json").exists():
                # Half a region, or one of another day's code, measures nothing.
                shutil.rmtree(home, ignore_errors=True)
                if address:
                    self._make_database(server, address.rsplit("/", 1)[1])
            lines = self._measure(home, address, options)
            version = next((line[2:] for line in lines if line.startswith("# ")), database)
            sections[version] = [line for line in lines if line.startswith("|")]
        if not options["no_page"] and not options["only"]:
            self._write(size, sections)
        unmet = [
            f"{version}: {line.split('|')[1].strip()}"
            for version, lines in sections.items()
            for line in lines
            if NOT_MET in line
        ]
        if unmet and not options["report_only"]:
            raise CommandError("These do not meet their aims:\n" + "\n".join(unmet))

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
            connection.execute(f'DROP DATABASE IF EXISTS "{name}"')
            connection.execute(f'CREATE DATABASE "{name}"')

    def _measure(self, home: Path, address: str | None, options) -> list[str]:
        """Build when nothing is there, then measure in a process with that home; its lines, told as they come."""
        environment = {
            **os.environ,
            "KOMPAS_HOME": str(home),
            "KOMPAS_DEMO": "1",
            "KOMPAS_DEBUG": "",
            "KOMPAS_BASE_URL": "http://localhost:8000",
            # The home decides, not what this command itself was started with.
            "KOMPAS_DATABASE_URL": address or f"sqlite:///{home / 'kompas.sqlite3'}",
        }
        manage = [sys.executable, str(Path(settings.BASE_DIR) / "manage.py")]
        built = subprocess.run([*manage, "kompas_demo", "--size", options["size"]], env=environment, check=False)
        if built.returncode:
            raise CommandError(f"The region could not be built in {home}. Once mended: make bench FRESH=1")
        lines = []
        command = [*manage, "kompas_bench", "--here", "--only", options["only"]]
        with subprocess.Popen(command, env=environment, text=True, stdout=subprocess.PIPE) as running:
            for line in running.stdout or ():
                lines.append(line.rstrip("\n"))
                self.stdout.write(lines[-1])
                self.stdout.flush()
        if running.returncode:
            raise CommandError(f"A measure failed on {home}.")
        return lines

    def _measure_here(self, only: str) -> None:
        from django.db import connection

        from cms.site.bench.page import row, table_head
        from cms.site.bench.running import all_measures, in_a_child

        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                # As autovacuum does some minutes after so much was written.
                cursor.execute("ANALYZE")
                cursor.execute("SHOW server_version_num")
                version = "PostgreSQL " + ".".join(str(part) for part in divmod(int(cursor.fetchone()[0]), 10_000))
            else:
                cursor.execute("SELECT sqlite_version()")
                version = f"SQLite {cursor.fetchone()[0]}"
        self.stdout.write(f"# {version}")
        self.stdout.write("\n".join(table_head()))
        for wanted in all_measures(only):
            self.stdout.write(row(in_a_child(wanted)))
            self.stdout.flush()

    def _write(self, size: str, sections: dict[str, list[str]]) -> None:
        from cms.site.bench.page import section, with_section

        before = PAGE.read_text(encoding="utf-8") if PAGE.exists() else ""
        PAGE.write_text(with_section(before, size, section(size, sections, time.today())), encoding="utf-8")
        self.stdout.write(f"written: {PAGE.relative_to(settings.BASE_DIR)}")
