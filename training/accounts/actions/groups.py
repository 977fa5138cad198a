"""The groups of ROPS staff: made once per role, given once what rooms grant in ``registry``.

What ROPS takes away later stays away.  A group is known by its role: ROPS may rename it, and one that was deleted
stays deleted until ``kompas_restore_group``.
"""

from typing import Any

from django.apps import apps
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import connections, transaction

from training.accounts.models import GivenPermission, RoleGroup
from training.accounts.registry import GROUPS, grants, prepares


def give_once(role: str, name: str, *, using: str = "default") -> bool:
    """Whether the group of ``role`` is to be given ``name`` now: once, for ROPS may have taken it away since."""
    _given, is_new = GivenPermission.objects.using(using).get_or_create(role=role, name=name)
    return is_new


def group_of(role: str, *, using: str = "default") -> Group | None:
    """The group that has ``role``, whatever its name is now; none after it was deleted."""
    return Group.objects.using(using).filter(kompas_role__role=role).first()


def _made_group(role: str, using: str) -> Group | None:
    """The group of ``role``, made when the role never had one."""
    if not RoleGroup.objects.using(using).filter(role=role).exists():
        group, _made = Group.objects.using(using).get_or_create(name=GROUPS[role])
        RoleGroup.objects.using(using).create(role=role, group=group)
    return group_of(role, using=using)


def restore_group(role: str) -> bool:
    """Make the group of ``role`` again after it was deleted, with every right; whether there was a need."""
    if group_of(role) is not None:
        return False
    with transaction.atomic():
        RoleGroup.objects.filter(role=role).delete()
        GivenPermission.objects.filter(role=role).delete()
        for app_config in apps.get_app_configs():
            create_groups(app_config)
    return True


def create_groups(app_config: Any, using: str = "default", **kwargs: Any) -> None:
    """After a migration of any app: the groups exist, and were given once what is granted on that app's models."""
    wanted = [(role, name) for role, name in grants if name.partition(".")[0] == app_config.label]
    if not wanted or GivenPermission._meta.db_table not in connections[using].introspection.table_names():
        return
    # Django makes the permissions in a receiver of its own that may come after this one.
    create_permissions(app_config, verbosity=0, interactive=False, using=using)
    made = {role: _made_group(role, using) for role in GROUPS}
    groups = {role: group for role, group in made.items() if group is not None}
    permissions = {
        permission.codename: permission
        for permission in Permission.objects.using(using).filter(content_type__app_label=app_config.label)
    }
    for role, group in groups.items():
        codes = {name.partition(".")[2] for its, name in wanted if its == role}
        if unknown := codes - permissions.keys():
            raise LookupError(f"{app_config.label} has no permission {', '.join(sorted(unknown))}")
        offered = {f"{app_config.label}.{code}": permissions[code] for code in sorted(codes)}
        offered["wagtailadmin.access_admin"] = _entering_the_admin(using)
        group.permissions.add(
            *(permission for name, permission in offered.items() if give_once(role, name, using=using))
        )
    for prepare in prepares:
        prepare(groups)


def _entering_the_admin(using: str) -> Permission:
    # Made by a migration of Wagtail; a flushed database has lost it.
    kind, _made = ContentType.objects.db_manager(using).get_or_create(app_label="wagtailadmin", model="admin")
    permission, _made = Permission.objects.using(using).get_or_create(
        content_type=kind, codename="access_admin", defaults={"name": "Can access Wagtail admin"}
    )
    return permission
