"""Background work of accounts."""

from django_tasks import task

from training.accounts import actions


@task
def write_letters() -> int:
    """Write the letters that visitors asked for."""
    return actions.write_letters()
