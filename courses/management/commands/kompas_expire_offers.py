"""Passes on the places that nobody accepted in time; run it every few minutes (kompas_catch_up does it too)."""

from django.core.management.base import BaseCommand
from django.utils.translation import ngettext

from courses.enrolment import actions as enrolment
from training.kernel.actors import Actor


class Command(BaseCommand):
    help = "Expire unanswered offers and offer the places to the next people on the reserve lists."

    def handle(self, *args, **options):
        count = enrolment.expire_offers(actor=Actor.command("kompas_expire_offers"))
        self.stdout.write(ngettext("%(count)d offer expired.", "%(count)d offers expired.", count) % {"count": count})
