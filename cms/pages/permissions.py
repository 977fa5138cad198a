"""Who of ROPS writes which pages: coordinators all of them, practice editors the good practices.

Wagtail keeps these rights at places of the page tree, not at models, so they
are given when groups are prepared and again when a list of good practices is made.
"""

from typing import Any

from django.apps import apps
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from cms.addresses import models_of
from training.accounts.actions import give_once, group_of
from training.accounts.registry import COORDINATOR, PRACTICE_EDITOR

WRITING = ("add", "change", "publish")
# "Change" is also the right to delete and to replace the file: a strip of a funder, the picture of a course.  Who may
# only add still changes what they added themselves, while nothing of others shows it.
FILES = {COORDINATOR: ("add", "change", "choose"), PRACTICE_EDITOR: ("add", "choose")}


def _permissions(model: type[Model], actions: tuple[str, ...]) -> list[Permission]:
    kind = ContentType.objects.get_for_model(model)
    names = [f"{action}_{model._meta.model_name}" for action in actions]
    permissions = list(Permission.objects.filter(content_type=kind, codename__in=names))
    if len(permissions) < len(names):
        # The first migration of a site: Django's own receiver has not come to this app yet.
        create_permissions(apps.get_app_config(model._meta.app_label), verbosity=0, interactive=False)
        permissions = list(Permission.objects.filter(content_type=kind, codename__in=names))
    return permissions


def _give_pages(role: str, group: Group, pages: list[Page]) -> None:
    for page in pages:
        for permission in _permissions(Page, WRITING):
            if give_once(role, f"page {page.pk} {permission.codename}"):
                GroupPagePermission.objects.get_or_create(group=group, page=page, permission=permission)


def _give_files(role: str, group: Group) -> None:
    root = Collection.get_first_root_node()
    if root is None:
        return
    for model in (get_image_model(), get_document_model()):
        for permission in _permissions(model, FILES[role]):
            if give_once(role, f"collection {root.pk} {permission.codename}"):
                GroupCollectionPermission.objects.get_or_create(group=group, collection=root, permission=permission)


def practice_indexes() -> list[Page]:
    keys = [pk for model in models_of("practice_index") for pk in model.objects.values_list("pk", flat=True)]
    return list(Page.objects.filter(pk__in=keys))


def prepare(groups: dict[str, Group]) -> None:
    """Give the groups what they need, once; what ROPS took away stays away."""
    pages = {COORDINATOR: Page.objects.filter(depth=1), PRACTICE_EDITOR: practice_indexes()}
    for role in groups.keys() & FILES.keys():
        _give_pages(role, groups[role], list(pages[role]))
        _give_files(role, groups[role])


def index_made(created: bool = False, **kwargs: Any) -> None:
    """Receiver: a new list of good practices is open to its editors at once."""
    if not created:
        return
    if group := group_of(PRACTICE_EDITOR):
        _give_pages(PRACTICE_EDITOR, group, practice_indexes())
