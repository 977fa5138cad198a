"""A picture or document in use is changed and deleted only by those who may change what shows it.

Wagtail lets everybody who may add files replace or delete their own.  Once a
course, the material of one or a strip of a funder shows one, it is no longer only theirs.
"""

from collections.abc import Iterator
from typing import Any, TypeAlias

from django.db.models import PROTECT, Model
from wagtail import VERSION
from wagtail.documents import get_document_model
from wagtail.documents.models import AbstractDocument
from wagtail.images import get_image_model
from wagtail.images.models import AbstractImage, AbstractRendition
from wagtail.models import Page, ReferenceIndex
from wagtail.permission_policies.collections import CollectionOwnershipPermissionPolicy

File: TypeAlias = "AbstractImage | AbstractDocument"
CHANGING = frozenset({"change", "delete"})


class FilesInUsePolicy(CollectionOwnershipPermissionPolicy):
    def user_has_any_permission_for_instance(self, user: Any, actions: Any, instance: File) -> bool:
        allowed = super().user_has_any_permission_for_instance(user, actions, instance)
        if not allowed or not CHANGING.intersection(actions):
            return allowed
        # The database would refuse it, with a fault in place of an answer.
        if set(actions) == {"delete"} and any(_rows(instance, protected=True)):
            return False
        if self._check_perm(user, ["change"], collection=instance.collection):
            return True
        return all(_may_change(user, thing) for thing in _shown_by(instance))


def _rows(file: File, *, protected: bool = False) -> Iterator[Model]:
    """Rows of the database that point at the file."""
    # Most have no name for the way back (``related_name="+"``).
    for relation in file._meta.get_fields(include_hidden=True):
        model = relation.related_model
        if (not relation.one_to_many and not relation.one_to_one) or issubclass(model, AbstractRendition):
            continue
        if not relation.auto_created or relation.concrete:
            continue
        if not protected or relation.on_delete is PROTECT:
            yield from model._base_manager.filter(**{relation.field.name: file})


def _shown_by(file: File) -> Iterator[Model]:
    """What shows the file: by a column, or in the parts of a page."""
    yield from _rows(file)
    for source, _where in ReferenceIndex.get_grouped_references_to(file):
        yield source


def _may_change(user: Any, thing: Model) -> bool:
    return isinstance(thing, Page) and thing.permissions_for_user(user).can_edit()


def register_policies() -> None:
    """Let the admin of Wagtail ask these policies about pictures and documents."""
    images = policy_of_files(get_image_model(), "wagtailimages.Image")
    documents = policy_of_files(get_document_model(), "wagtaildocs.Document")
    if VERSION < (8, 0):
        # Before the registry each of the two apps kept its policy in a module, which its views import later than this.
        from wagtail.documents import permissions as document_permissions
        from wagtail.images import permissions as image_permissions

        image_permissions.permission_policy = images
        document_permissions.permission_policy = documents
        return
    from wagtail.permissions import register_permission_policy

    for policy in (images, documents):
        # For this class alone, so that it holds whichever app is ready first.
        register_permission_policy(policy.model, policy, exact_class=True)


def policy_of_files(model: type[Model], rights: str) -> FilesInUsePolicy:
    return FilesInUsePolicy(model, auth_model=rights, owner_field_name="uploaded_by_user")
