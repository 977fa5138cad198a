"""The walk's world with pages and what Wagtail itself keeps; its clients answer with a 500 instead of raising."""

import logging

import pytest
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.forms.formsets import BaseFormSet
from django.test import client as test_client
from wagtail.admin.menu import Menu
from wagtail.admin.models import EditingSession
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Collection, Page, PageViewRestriction, Site, Task, UploadedFile, Workflow

from cms import addresses
from cms.pages.models import (
    CourseIndexPage,
    CoursePage,
    HomePage,
    PracticeIndexPage,
    PracticePage,
    StandardPage,
)
from tests import factories as make
from tests.test_walk import _home, world  # noqa: F401  fixtures of the walk


@pytest.fixture(scope="module")
def site(world):  # noqa: F811
    _pages(world)
    _wagtails_own(world)
    for client in world.clients.values():
        client.raise_request_exception = False
    # Thousands of answers 404, each with its address of thousands of letters.
    logging.disable(logging.CRITICAL)
    with pytest.MonkeyPatch.context() as patch:
        # Nobody looks at the contexts of thousands of pages; copying them is a third of the time.
        patch.setattr(test_client, "store_rendered_templates", lambda *args, **kwargs: None)
        # A number of rows beyond all bounds is cut to a thousand by Django; rendering so many asks nothing that
        # twenty do not, and was more than half of the time.
        rows = BaseFormSet.total_form_count
        patch.setattr(BaseFormSet, "total_form_count", lambda self: min(rows(self), 20))
        # No value of a request reaches the admin's menu.
        patch.setattr(Menu, "render_component", lambda self, request: [])
        yield world
    logging.disable(logging.NOTSET)


def _pages(world) -> None:  # noqa: F811
    root = Page.objects.get(depth=1)
    world.home = root.add_child(instance=HomePage(title="Strona główna", slug="strona-glowna"))
    Site.objects.filter(is_default_site=True).update(root_page=world.home)
    Site.clear_site_root_paths_cache()
    world.catalogue = world.home.add_child(instance=CourseIndexPage(title="Szkolenia", slug="szkolenia"))
    for course in (world.open.course, world.coming.course):
        world.course_page = world.catalogue.add_child(
            instance=CoursePage(title=course.title, slug=f"kurs-{course.pk}", course=course)
        )
    world.practices = world.home.add_child(instance=PracticeIndexPage(title="Dobre praktyki", slug="dobre-praktyki"))
    world.practice_page = world.practices.add_child(
        instance=PracticePage(title="Klub seniora", slug="klub", summary="Spotkania.", first_published_at=make.NOW)
    )
    world.standard_page = world.home.add_child(instance=StandardPage(title="O nas", slug="o-nas", summary="Kim."))
    addresses.forget()


def _wagtails_own(world) -> None:  # noqa: F811
    world.page, world.user = world.course_page, world.users["learner"]
    boss = world.users["superuser"]
    world.revision = world.page.save_revision(user=boss)
    world.image = Image.objects.create(title="Obraz", file=get_test_image_file())
    world.document = Document.objects.create(title="Plik", file=ContentFile(b"%PDF-", "plik.pdf"))
    world.upload = UploadedFile.objects.create(file=ContentFile(b"x", "x.png"), uploaded_by_user=boss)
    world.collection = Collection.get_first_root_node().add_child(instance=Collection(name="Zbiór"))
    world.redirect = Redirect.objects.create(old_path="/stare", redirect_link="/")
    world.restriction = PageViewRestriction.objects.create(
        page=world.standard_page, restriction_type=PageViewRestriction.PASSWORD, password="x"
    )
    world.workflow, world.task = Workflow.objects.first(), Task.objects.first()
    world.workflow_state = world.workflow.start(world.page, boss)
    world.task_state = world.workflow_state.current_task_state
    world.site, world.group = Site.objects.get(), Group.objects.first()
    world.session = EditingSession.objects.create(
        user=boss,
        content_type=ContentType.objects.get_for_model(Page),
        object_id=str(world.page.pk),
        last_seen_at=make.NOW,
    )
