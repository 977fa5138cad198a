"""One database in a process of its own: ``build`` fills a new one, ``upgrade`` brings an earlier one to now.

Both answer with JSON.  The clock stands at the tests' day, so that a stored
database does not grow old: nothing in it falls due because years went by.
"""

import json
import sys
from datetime import timedelta
from unittest import mock

import django


def build() -> dict:
    """A migrated database with a row of everything, and what must stay true of it."""
    from django.core.management import call_command

    from tests import factories
    from tests.histories import world

    call_command("migrate", verbosity=0)
    world.build()
    factories.person_with_account(first_name="Ewa", last_name="Zalogowana", email="ewa@example.org")
    _pages()
    return _facts()


def _pages() -> None:
    """Pages with blocks: what they hold is migrated too."""
    from wagtail.models import Page, Site

    from cms.pages.models import CourseIndexPage, CoursePage, HomePage
    from courses.catalogue.models import Course

    root = Page.objects.get(depth=1)
    home = root.add_child(instance=HomePage(title="Strona główna", slug="kompas-start"))
    site = Site.objects.get(is_default_site=True)
    site.root_page = home
    site.save()
    courses = home.add_child(instance=CourseIndexPage(title="Szkolenia", slug="szkolenia"))
    for course in Course.objects.order_by("pk"):
        page = courses.add_child(instance=CoursePage(title=course.title, slug=f"kurs-{course.pk}", course=course))
        page.save_revision().publish()


def upgrade() -> dict:
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    to_apply = [str(migration) for migration, _back in executor.migration_plan(executor.loader.graph.leaf_nodes())]
    call_command("migrate", verbosity=0)
    return {"applied": to_apply, **_facts()}


def _facts() -> dict:
    from tests.upgrade import facts

    return {
        "faults": facts.faults(),
        "triggers missing": facts.missing_triggers(),
        "rewritten": facts.rewritten(),
        "unsearchable": facts.unsearchable(),
        "pages": facts.pages(),
        "figures": facts.figures(),
    }


def main(verb: str) -> None:
    django.setup()
    from django.core.signals import request_started
    from django.utils import timezone, translation

    from tests import factories

    # A request starts no thread here: what would be done beside it is another test's business.
    request_started.disconnect(dispatch_uid="kompas_training.background")
    moment = factories.NOW if verb == "build" else factories.NOW + timedelta(days=30)
    with mock.patch.object(timezone, "now", lambda: moment), translation.override("pl"):
        answer = {"build": build, "upgrade": upgrade}[verb]()
    json.dump(answer, sys.stdout, ensure_ascii=False, indent=1, sort_keys=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
