"""``manage.py kompas_load_dictionaries``: counties, kinds of institutions, posts."""

from django.core.management.base import BaseCommand

from training.kernel.actors import Actor
from training.people.loader import load_dictionaries


class Command(BaseCommand):
    help = "Adds the counties, kinds of institutions and posts that Kompas ships; what is there already stays as it is."

    def handle(self, *args, **options):
        new = load_dictionaries(actor=Actor.command("kompas_load_dictionaries"))
        self.stdout.write(f"new counties: {new.counties}, kinds of institutions: {new.kinds}, posts: {new.positions}")
