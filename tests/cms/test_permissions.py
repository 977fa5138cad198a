"""Who writes which pages."""

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from wagtail.models import GroupPagePermission

from cms.pages import permissions
from tests import factories as make
from training.accounts.roles import GROUPS


@pytest.fixture
def groups(db):
    made = {role: Group.objects.get_or_create(name=name)[0] for role, name in GROUPS.items()}
    permissions.prepare(made)
    return made


def member(group):
    user = make.user()
    user.groups.add(group)
    return type(user).objects.get(pk=user.pk)


def test_an_editor_of_practices_writes_practices_and_nothing_else(groups, kompas, practice, course_with_page):
    user = member(groups["practice_editor"])
    written = practice().permissions_for_user(user)
    assert (written.can_edit(), written.can_publish()) == (True, True)
    assert kompas.practices.permissions_for_user(user).can_add_subpage()
    for page in (kompas.home, kompas.courses, course_with_page().page):
        foreign = page.permissions_for_user(user)
        assert (foreign.can_edit(), foreign.can_publish(), foreign.can_add_subpage()) == (False, False, False)


def test_a_coordinator_writes_every_page_and_an_analyst_none(groups, kompas, course_with_page):
    page = course_with_page().page
    assert page.permissions_for_user(member(groups["coordinator"])).can_publish()
    assert not page.permissions_for_user(member(groups["analyst"])).can_edit()


def test_preparing_twice_gives_nothing_twice(groups, kompas):
    before = GroupPagePermission.objects.count()
    permissions.prepare(groups)
    assert GroupPagePermission.objects.count() == before


def test_a_migrated_site_has_the_groups_with_their_pages(db):
    assert GroupPagePermission.objects.filter(group__name=GROUPS["coordinator"]).count() == 3
    call_command("migrate", verbosity=0)
    assert GroupPagePermission.objects.filter(group__name=GROUPS["coordinator"]).count() == 3
