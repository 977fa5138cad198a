"""Do what was left undone: unsent messages, what rooms register, tasks of killed workers."""

import time

from django.core.management.base import BaseCommand, CommandError
from django.db import close_old_connections

from training.notices.actions import catching_up as leftovers


class Command(BaseCommand):
    help = "Deliver leftovers of the outbox, do what was left undone, free tasks of killed workers."

    def add_arguments(self, parser):
        parser.add_argument("--every", type=int, metavar="SECONDS", help="do it again and again, until stopped")

    def handle(self, *args, every=None, **options):
        while True:
            failures = 0
            for done in leftovers.catch_up():
                self.stdout.write(f"{done.name}: {done.failure or done.count}")
                failures += bool(done.failure)
            if not every:
                break
            time.sleep(every)
            # As before a request: a connection that broke, because the database was away, is replaced.
            close_old_connections()
        if failures:
            raise CommandError("Some of the work could not be done; the log says why.")
