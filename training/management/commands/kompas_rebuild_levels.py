"""Compute held levels again from the ledger."""

from django.core.management.base import BaseCommand

from training.assessments import actions


class Command(BaseCommand):
    help = "Rebuild held levels from the ledger of assessments; gives the same rows as recording did."

    def handle(self, *args, **options):
        self.stdout.write(f"{actions.rebuild_levels()} steps")
