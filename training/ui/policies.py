"""Permission policies of models, in every supported version of Wagtail."""

from typing import Any

from django.db.models import Model
from django.utils.functional import cached_property
from wagtail import VERSION
from wagtail.admin.views.generic import PermissionCheckedMixin
from wagtail.permission_policies import ModelPermissionPolicy


def policy_of(model: type[Model]) -> Any:
    """The policy that the admin asks about a model of Kompas: one that a site registered, else Wagtail's own."""
    if VERSION < (8, 0):
        # The registry came with Wagtail 8.0; before it, the viewset of every model made this policy for itself.
        return ModelPermissionPolicy(model)
    from wagtail.permissions import policy_registry

    return policy_registry.get_by_type(model)


class ModelPermissionMixin(PermissionCheckedMixin):
    """A screen of the admin that asks the policy of its ``model``.

    Wagtail 8.0 finds that policy by itself; before it, a screen that names none lets everybody of the admin in.
    """

    model: type[Model]

    @cached_property
    def permission_policy(self) -> Any:
        return policy_of(self.model)
