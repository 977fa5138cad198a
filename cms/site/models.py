"""The reference site's own user: a name to sign in with, e-mail only where it is the person's own."""

from django.contrib.auth.models import AbstractUser


class User(AbstractUser):
    """Sign-in name: the e-mail when one person alone uses it, else the name printed on the code sheet."""
