"""Make the group of a role again after it was deleted."""

from django.core.management.base import BaseCommand

from training.accounts.actions import group_of, restore_group
from training.accounts.registry import GROUPS


class Command(BaseCommand):
    help = "Make the group of a role of ROPS staff again, with all its rights, after it was deleted."

    def add_arguments(self, parser):
        parser.add_argument("role", choices=list(GROUPS))

    def handle(self, *args, **options):
        role = options["role"]
        if restore_group(role):
            self.stdout.write(f"{group_of(role)}: made again")
        else:
            self.stdout.write(f"{group_of(role)}: exists, nothing was done")
