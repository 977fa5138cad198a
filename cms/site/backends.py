"""How accounts of the reference site sign in and what they may do."""

from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import Q

from training.accounts.backends import SignInBackend


class AccountBackend(SignInBackend):
    """Kompas's limit of wrong passwords, and permissions in one query.

    Django asks for a user's permissions and for those of the groups separately.
    """

    def get_all_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        if not user_obj.is_active or user_obj.is_anonymous or user_obj.is_superuser or obj is not None:
            return super().get_all_permissions(user_obj, obj)
        if not hasattr(user_obj, "_perm_cache"):
            granted = Permission.objects.filter(Q(user=user_obj) | Q(group__user=user_obj)).order_by().distinct()
            names = granted.values_list("content_type__app_label", "codename")
            user_obj._perm_cache = {f"{label}.{codename}" for label, codename in names}
        return user_obj._perm_cache
