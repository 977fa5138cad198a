"""How somebody claims an account: addresses, the link in the letter, a password."""

import re

from django.urls import reverse

from training.notices.models import Notice

PASSWORD = "bez-trudu-42-kawki"


def url(name, *args):
    return reverse(f"kompas_training:{name}", args=args)


def link_in_the_letter(*address):
    letters = Notice.objects.filter(address__in=address) if address else Notice.objects
    return re.search(r"http://\S+?(/konto/\S+)", letters.latest("pk").body)[1]


def choose_password(client, path, password=PASSWORD):
    return client.post(path, {"password1": password, "password2": password})
