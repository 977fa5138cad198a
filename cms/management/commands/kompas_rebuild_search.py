"""Write what courses and pages are found by again, from what they say now."""

from django.core.management.base import BaseCommand

from cms import actions
from courses.catalogue import actions as catalogue


class Command(BaseCommand):
    help = "Rebuild the search columns of courses and pages; needed after an upgrade only where its notes say so."

    def handle(self, *args, **options):
        self.stdout.write(f"{catalogue.rebuild_search()} courses, {actions.rebuild_search()} pages")
