"""Who writes which pages."""

from io import StringIO

import pytest
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.urls import reverse
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission
from wagtail.rich_text import RichText

from cms.pages import permissions
from cms.site.files import policy_of_files
from courses.catalogue.forms import EditionForm
from courses.funding.models import FundingSource
from tests import factories as make
from training.accounts.actions import group_of
from training.accounts.models import GivenPermission
from training.accounts.queries import is_rops
from training.accounts.registry import GROUPS


@pytest.fixture
def groups(db):
    # A transactional test before this one may have emptied what migrations made.
    if Collection.get_first_root_node() is None:
        Collection.add_root(name="Root")
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


def test_what_rops_took_away_does_not_come_back_with_a_migration(db):
    """And a right of a later version is given, once."""
    group = Group.objects.get(name=GROUPS["coordinator"])
    taken = group.permissions.get(codename="change_person")
    group.permissions.remove(taken)
    GroupPagePermission.objects.filter(group=group).delete()
    GroupCollectionPermission.objects.filter(group=group).delete()
    GivenPermission.objects.filter(role="coordinator", name="kompas_training.add_person").delete()
    group.permissions.remove(group.permissions.get(codename="add_person"))
    call_command("migrate", verbosity=0)
    assert set(group.permissions.filter(codename__in=("add_person", "change_person")).values_list("codename")) == {
        ("add_person",)
    }
    assert not GroupPagePermission.objects.filter(group=group).exists()
    assert not GroupCollectionPermission.objects.filter(group=group).exists()


def test_a_group_that_was_renamed_is_the_group_of_its_role(db, kompas):
    group = Group.objects.get(name=GROUPS["practice_editor"])
    group.name = "Redakcja dobrych praktyk"
    group.save()
    taken = group.permissions.first()
    group.permissions.remove(taken)
    before = Group.objects.count()
    call_command("migrate", verbosity=0)
    assert Group.objects.count() == before
    assert not group.permissions.filter(pk=taken.pk).exists()
    assert is_rops(member(group))
    # A list of good practices made later is open to it.
    new = type(kompas.practices)(title="Praktyki z powiatów", slug="praktyki-z-powiatow")
    kompas.home.add_child(instance=new)
    assert GroupPagePermission.objects.filter(group=group, page=new).count() == 3


def test_a_renamed_group_of_coordinators_still_leads_editions(db):
    Group.objects.filter(name=GROUPS["coordinator"]).update(name="Dział szkoleń")
    user = member(group_of("coordinator"))
    assert user in EditionForm().fields["coordinator"].queryset


@pytest.mark.parametrize("role", GROUPS)
def test_a_group_that_was_deleted_stays_deleted_until_it_is_wanted(db, role):
    group = Group.objects.get(name=GROUPS[role])
    rights = set(group.permissions.values_list("codename", flat=True))
    pages, files = group.page_permissions.count(), group.collection_permissions.count()
    group.delete()
    call_command("migrate", verbosity=0)
    assert group_of(role) is None
    assert not Group.objects.filter(name=GROUPS[role]).exists()
    call_command("kompas_restore_group", role, stdout=StringIO())
    again = Group.objects.get(name=GROUPS[role])
    assert set(again.permissions.values_list("codename", flat=True)) == rights
    assert (again.page_permissions.count(), again.collection_permissions.count()) == (pages, files)


def test_a_group_that_stands_is_not_restored_over(db):
    group = group_of("analyst")
    group.permissions.clear()
    output = StringIO()
    call_command("kompas_restore_group", "analyst", stdout=output)
    assert "nothing" in output.getvalue()
    assert not group.permissions.exists()


# ---- pictures --------------------------------------------------------------------------------------------------


def picture(owner, title="Belka"):
    with get_test_image_file() as file:
        return get_image_model().objects.create(title=title, file=file, uploaded_by_user=owner)


def change(client, image):
    """Rename, which the page does in the way it replaces the file; then delete."""
    new = {"title": "Podmieniona", "collection": image.collection_id, "tags": "", "description": ""}
    for field in ("focal_point_x", "focal_point_y", "focal_point_width", "focal_point_height"):
        new[field] = ""
    client.post(reverse("wagtailimages:edit", args=[image.pk]), new)
    client.post(reverse("wagtailimages:delete", args=[image.pk]))
    kept = type(image).objects.filter(pk=image.pk).first()
    return None if kept is None else kept.title


def test_an_editor_of_practices_adds_and_chooses_pictures_and_leaves_those_of_others(groups, client):
    editor, coordinator = member(groups["practice_editor"]), member(groups["coordinator"])
    strip = picture(coordinator)
    FundingSource.objects.create(name="FERS", sentence="Współfinansowane", strip=strip)
    client.force_login(editor)
    assert client.get(reverse("wagtailimages:add")).status_code == 200
    policy = policy_of_files(get_image_model(), "wagtailimages.Image")
    assert list(policy.instances_user_has_permission_for(editor, "choose")) == [strip]
    assert change(client, strip) == "Belka"
    own = picture(editor, "Własna")
    assert change(client, own) is None


def test_a_picture_of_an_editor_that_a_course_shows_is_no_longer_only_theirs(groups, client, kompas, course_with_page):
    editor = member(groups["practice_editor"])
    used, strip = picture(editor, "Kurs"), picture(editor, "Belka")
    course_with_page(page={"image": used})
    FundingSource.objects.create(name="FERS", sentence="Współfinansowane", strip=strip)
    client.force_login(editor)
    assert (change(client, used), change(client, strip)) == ("Kurs", "Belka")
    client.force_login(member(groups["coordinator"]))
    assert change(client, used) is None
    # A strip that a funder's texts go with is replaced; the database keeps it while it is in use.
    assert change(client, strip) == "Podmieniona"


# ---- documents -------------------------------------------------------------------------------------------------


def document(owner, title="Materiały"):
    file = ContentFile(title.encode(), name=f"{title}.txt")
    return get_document_model().objects.create(title=title, file=file, uploaded_by_user=owner)


def replace(client, kept):
    """Give the document another file, then delete it, also among several; what is left of it."""
    new = {
        "title": kept.title,
        "collection": kept.collection_id,
        "tags": "",
        "file": ContentFile(b"!", name="inny.txt"),
    }
    client.post(reverse("wagtaildocs:edit", args=[kept.pk]), new)
    unchanged = type(kept).objects.get(pk=kept.pk)
    with unchanged.file.open() as stored:
        content = stored.read().decode()
    client.post(reverse("wagtaildocs:delete", args=[kept.pk]))
    many = reverse("wagtail_bulk_action", args=["wagtaildocs", "document", "delete"])
    client.post(f"{many}?id={kept.pk}")
    return content if type(kept).objects.filter(pk=kept.pk).exists() else None


def shown_in(page, field, kept, *, where):
    """A part of the page, or a link in its text: only Wagtail's index of references knows either."""
    if where == "part":
        parts = [("document", {"document": kept, "description": ""})]
    else:
        parts = [("text", RichText(f'<p><a linktype="document" id="{kept.pk}">Materiały</a></p>'))]
    setattr(page, field, parts)
    page.save()


def test_an_editor_of_practices_adds_and_chooses_documents_and_leaves_those_of_others(groups, client):
    editor, coordinator = member(groups["practice_editor"]), member(groups["coordinator"])
    material = document(coordinator)
    client.force_login(editor)
    assert client.get(reverse("wagtaildocs:add")).status_code == 200
    policy = policy_of_files(get_document_model(), "wagtaildocs.Document")
    assert list(policy.instances_user_has_permission_for(editor, "choose")) == [material]
    assert replace(client, material) == "Materiały"
    assert replace(client, document(editor, "Własny")) is None


@pytest.mark.parametrize("where", ["part", "link"])
def test_a_document_of_an_editor_that_a_course_shows_is_no_longer_only_theirs(
    groups, client, course_with_page, practice, where
):
    editor = member(groups["practice_editor"])
    material, of_practice = document(editor, "Kurs"), document(editor, "Praktyka")
    shown_in(course_with_page().page, "materials", material, where=where)
    shown_in(practice(), "body", of_practice, where=where)
    client.force_login(editor)
    assert replace(client, material) == "Kurs"
    # What only good practices show, which they write, stays theirs.
    assert replace(client, of_practice) is None
    client.force_login(member(groups["coordinator"]))
    assert replace(client, material) is None
