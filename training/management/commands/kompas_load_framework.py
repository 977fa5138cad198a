"""Load a competence framework: the shipped one, or a file of the same shape."""

import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from training.competences import loader
from training.kernel.actors import Actor
from training.kernel.refusals import Refusal


class Command(BaseCommand):
    help = "Write and publish a competence framework with the profiles of posts; safe to run again."

    def add_arguments(self, parser):
        parser.add_argument("file", nargs="?", type=Path, help="JSON; without it, the framework that Kompas ships")
        parser.add_argument("--code", default=loader.CODE, help="the framework's code; needed for a file of one's own")
        parser.add_argument("--name", default="", help="its Polish name")

    def handle(self, *args, file=None, code, name, **options):
        if file and code == loader.CODE:
            raise CommandError(f"--code {loader.CODE} is the shipped framework; give yours a code of its own.")
        names = (name, "") if name else loader.NAMES
        try:
            document = loader.read(file)
            framework = loader.load(document, actor=Actor.command("kompas_load_framework"), code=code, names=names)
        except (
            OSError,
            json.JSONDecodeError,
            KeyError,
            ValueError,
            TypeError,
            AttributeError,
            RecursionError,
        ) as fault:
            raise CommandError(f"{file} is no framework: {fault}") from fault
        except Refusal as refusal:
            raise CommandError(refusal.sentence) from refusal
        self.stdout.write(f"{framework}: {framework.competences.count()} competences")
