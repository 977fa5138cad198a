"""Make the group of a role again after it was deleted."""

from django.core.management.base import BaseCommand

from training.accounts import roles


class Command(BaseCommand):
    help = "Make the group of a role of ROPS staff again, with all its rights, after it was deleted."

    def add_arguments(self, parser):
        parser.add_argument("role", choices=list(roles.GROUPS))

    def handle(self, *args, **options):
        role = options["role"]
        if roles.restore_group(role):
            self.stdout.write(f"{roles.group_of(role)}: made again")
        else:
            self.stdout.write(f"{roles.group_of(role)}: stands, nothing was done")
