"""``manage.py kompas_load_dictionaries``: counties, kinds of institutions, posts, synonyms of the search."""

from django.core.management.base import BaseCommand

from training.kernel.actors import Actor
from training.people.loader import load_dictionaries
from training.synonyms.loader import load_synonyms


class Command(BaseCommand):
    help = "Adds the counties, kinds of institutions and posts that Kompas ships; what is there already stays as it is."

    def handle(self, *args, **options):
        actor = Actor.command("kompas_load_dictionaries")
        new, synonyms = load_dictionaries(actor=actor), load_synonyms(actor=actor)
        self.stdout.write(
            f"new counties: {new.counties}, kinds of institutions: {new.kinds}, posts: {new.positions}, "
            f"synonyms: {synonyms}"
        )
