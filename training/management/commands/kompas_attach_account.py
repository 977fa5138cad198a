"""Tie an account that exists to a person, so that its owner has *My development* and the rest."""

from django.core.management.base import BaseCommand, CommandError

from training.accounts import actions
from training.accounts.queries import user_model
from training.kernel.actors import Actor
from training.kernel.refusals import Refusal
from training.people.models import Person


class Command(BaseCommand):
    help = "Tie an account that exists to a person: to one on record, or to a new one of the given name."

    def add_arguments(self, parser):
        parser.add_argument("account", help="What the account signs in with.")
        parser.add_argument("--person", type=int, metavar="KEY", help="A person on record; else a new one is made.")
        parser.add_argument("--first-name", default="", help="Of a new person; without it the account's own.")
        parser.add_argument("--last-name", default="", help="Of a new person; without it the account's own.")

    def handle(self, *args, **options):
        user = user_model.named(options["account"])
        if user is None:
            raise CommandError(f"No account signs in as {options['account']!r}.")
        person = None
        if options["person"] is not None:
            person = Person.objects.filter(pk=options["person"]).first()
            if person is None:
                raise CommandError(f"No person has the key {options['person']}.")
        try:
            attached = actions.attach_account(
                user=user,
                person=person,
                first_name=options["first_name"],
                last_name=options["last_name"],
                actor=Actor.command("kompas_attach_account"),
            )
        except Refusal as refusal:
            raise CommandError(refusal.sentence) from refusal
        self.stdout.write(f"{options['account']}: {attached.full_name} ({attached.pk})")
