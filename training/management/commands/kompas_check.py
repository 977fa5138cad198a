"""``manage.py kompas_check``: does this database keep the promises of the house?"""

import json
import time

from django.core.management.base import BaseCommand

from training.kernel import integrity


class Command(BaseCommand):
    help = "Verifies the database against the promises of Kompas; exit code 1 and a list of keys when one is broken."

    def add_arguments(self, parser):
        parser.add_argument("checks", nargs="*", help="Names of checks; all when none is given.")
        parser.add_argument("--json", action="store_true", help="One JSON list of faults.")
        parser.add_argument("--list", action="store_true", help="Only name the checks.")

    def handle(self, *args, **options):
        entries = integrity.checks.entries()
        if options["list"]:
            for entry in entries:
                self.stdout.write(entry.name)
            return
        names = {entry.name for entry in entries}
        if unknown := sorted(set(options["checks"]) - names):
            self.stderr.write(f"No such check: {', '.join(unknown)}. Known: {', '.join(sorted(names))}.")
            raise SystemExit(2)
        faults = []
        for entry in entries:
            if options["checks"] and entry.name not in options["checks"]:
                continue
            started = time.monotonic()
            of_entry = list(entry.value())
            faults += of_entry
            if options["verbosity"] > 1:
                self.stderr.write(f"{entry.name}: {len(of_entry)} ({time.monotonic() - started:.2f} s)")
        if options["json"]:
            listed = [{"promise": f.promise, "sentence": str(f.sentence), "keys": f.keys} for f in faults]
            self.stdout.write(json.dumps(listed, ensure_ascii=False, default=str))
        else:
            for fault in faults:
                self.stdout.write(str(fault))
        if faults:
            raise SystemExit(1)
