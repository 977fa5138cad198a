"""The pages in the admin: made with forms, previewed, guarded against wrong addresses."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.log_actions import log
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from cms.blocks import video_of
from cms.pages.models import CoursePage, PracticePage
from tests import factories as make


@pytest.fixture
def admin(client, kompas):
    client.force_login(get_user_model().objects.create_superuser("admin", "admin@example.org", "password-1"))
    return client


def course_form(course, **changes):
    video = {"title": "Jak słuchać", "address": "https://vimeo.com/76979871", "description": ""}
    return nested_form_data(
        {
            "title": "Dialog",
            "slug": "dialog",
            "course": course.pk,
            "image": "",
            "image_alt": "",
            "provided": "Obiad",
            "accessibility": "",
            "seo_title": "",
            "search_description": "",
            "materials": streamfield(
                [
                    ("video", video | changes),
                    ("text", rich_text("<p>Zeszyt</p>")),
                    ("quote", {"text": "Tak", "author": "", "role": ""}),
                ]
            ),
            "practices": streamfield([]),
            "action-publish": "1",
        }
    )


def test_a_course_page_is_made_and_published_in_the_admin(admin, kompas):
    course = make.CourseFactory(title="Dialog")
    address = reverse("wagtailadmin_pages:add", args=["kompas_pages", "coursepage", kompas.courses.pk])
    assert admin.get(address).status_code == 200
    response = admin.post(address, course_form(course))
    assert response.status_code == 302, response.context["form"].errors
    page = CoursePage.objects.get(slug="dialog")
    assert (page.live, page.course) == (True, course)
    assert "zeszyt" in page.search_text
    assert "player.vimeo.com/video/76979871" in admin.get(page.url).content.decode()


def test_the_page_of_a_course_begins_as_a_draft_from_the_course(admin, kompas):
    course = make.CourseFactory(title="Żółty dialog – kurs")
    shown = admin.get(reverse("kompas_course:inspect", args=[course.pk])).content.decode()
    begin = reverse("kompas_course_page", args=[course.pk])
    assert begin in shown
    assert admin.get(begin).status_code == 200
    assert not CoursePage.objects.exists()
    response = admin.post(begin)
    page = CoursePage.objects.get(course=course)
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert response.url == edit
    assert (page.title, page.slug, page.live) == ("Żółty dialog – kurs", "zolty-dialog-kurs", False)
    assert page.get_parent().specific == kompas.courses
    # Twice, from another tab: the same page.
    assert admin.post(begin).url == edit
    assert CoursePage.objects.count() == 1
    assert edit in admin.get(reverse("kompas_course:inspect", args=[course.pk])).content.decode()


def test_a_preview_knows_the_practices_chosen_and_not_saved_yet(kompas, practice):
    chosen = practice("Narady")
    assert CoursePage(title="Dialog", practices=[("practice", chosen)]).chosen_practices() == [chosen.pk]


def test_who_may_not_add_pages_is_not_sent_to_make_one(client, kompas, django_user_model):
    course = make.CourseFactory()
    user = django_user_model.objects.create_user("planner", "planner@example.org", "password-1", is_staff=True)
    names = ["access_admin", "view_course", "change_course"]
    user.user_permissions.set(Permission.objects.filter(codename__in=names))
    client.force_login(user)
    begin = reverse("kompas_course_page", args=[course.pk])
    assert begin not in client.get(reverse("kompas_course:inspect", args=[course.pk])).content.decode()
    response = client.post(begin)
    assert "no_catalogue_for_pages" in [error.code for error in response.context["form"].non_field_errors().data]
    assert not CoursePage.objects.exists()


def test_a_film_from_elsewhere_is_refused_beside_its_field(admin, kompas):
    address = reverse("wagtailadmin_pages:add", args=["kompas_pages", "coursepage", kompas.courses.pk])
    response = admin.post(address, course_form(make.CourseFactory(), address="https://example.org/film"))
    assert response.status_code == 200
    assert not CoursePage.objects.exists()
    assert "materials" in response.context["form"].errors


def test_a_practice_is_made_with_its_competences(admin, kompas):
    competence = make.CompetenceFactory(framework=kompas.framework)
    address = reverse("wagtailadmin_pages:add", args=["kompas_pages", "practicepage", kompas.practices.pk])
    data = nested_form_data(
        {
            "title": "Narady",
            "slug": "narady",
            "summary": "Krótko.",
            "image": "",
            "image_alt": "",
            "organisation": "",
            "contact_name": "",
            "contact_email": "",
            "contact_phone": "",
            "seo_title": "",
            "search_description": "",
            "body": streamfield([]),
            "action-publish": "1",
        }
    )
    assert admin.post(address, data | {"competences": [competence.pk]}).status_code == 302
    assert list(PracticePage.objects.get(slug="narady").competences.all()) == [competence]


@pytest.mark.parametrize("kind", ["homepage", "courseindexpage", "practiceindexpage", "standardpage"])
def test_every_page_type_has_a_form(admin, kompas, kind):
    parent = kompas.home if kind != "homepage" else kompas.home.get_parent()
    response = admin.get(reverse("wagtailadmin_pages:add", args=["kompas_pages", kind, parent.pk]))
    assert response.status_code in (200, 302)  # one front page is enough


def test_the_admin_carries_our_name_and_icons(admin, kompas):
    html = admin.get(reverse("wagtailadmin_home")).content.decode()
    assert "kompas_ui/kompas.svg" in html
    sprite = admin.get(reverse("wagtailadmin_sprite")).content.decode()
    assert 'id="icon-kompas-mortarboard"' in sprite


@pytest.mark.parametrize(
    ("address", "player"),
    [
        ("https://www.youtube.com/watch?v=abcdefghijk&t=3", "https://www.youtube-nocookie.com/embed/abcdefghijk"),
        ("https://youtu.be/abcdefghijk", "https://www.youtube-nocookie.com/embed/abcdefghijk"),
        ("https://m.youtube.com/shorts/abcdefghijk", "https://www.youtube-nocookie.com/embed/abcdefghijk"),
        ("https://vimeo.com/channels/x/76979871", "https://player.vimeo.com/video/76979871?dnt=1"),
        ("https://youtube.com.example.org/watch?v=abcdefghijk", None),
        ('https://www.youtube.com/watch?v="><script>', None),
        ("javascript:alert(1)//youtube.com/watch?v=abcdefghijk", None),
        ("https://vimeo.com/", None),
        ("", None),
    ],
)
def test_only_films_of_known_places_are_played(address, player):
    video = video_of(address)
    assert (video and video.player) == player


def test_wagtails_report_of_what_was_done_leads_to_rows_that_are_only_shown(admin):
    """It would look for the address of editing them, which is none."""
    enrolment = make.EnrolmentFactory()
    log(instance=enrolment, action="wagtail.edit", user=None, title="Zapis")
    for name in ("site_history", "site_history_results"):
        answer = admin.get(reverse(f"wagtailadmin_reports:{name}"))
        assert reverse("kompas_applicants:inspect", args=[enrolment.pk]) in answer.content.decode()


@pytest.mark.parametrize("name", ["new_title", "new_slug"])
def test_a_copy_of_a_page_with_a_name_too_long_is_refused_in_the_form(admin, kompas, name):
    page = kompas.courses
    names = {"new_title": "Kopia", "new_slug": "kopia", "new_parent_page": page.get_parent().pk}
    answer = admin.post(reverse("wagtailadmin_pages:copy", args=[page.pk]), names | {name: "a" * 300})
    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == [name]


@pytest.mark.parametrize("content", [b"\x89PNG", b"\xff\xd8\xff", b"GIF89a", b"BM", b""])
def test_a_damaged_picture_is_refused_in_the_form(admin, content):
    extension = {b"\x89": "png", b"\xff": "jpg", b"G": "gif"}.get(content[:1], "png")
    file = SimpleUploadedFile(f"x.{extension}", content)
    answer = admin.post(reverse("wagtailimages:add"), {"title": "X", "file": file})
    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == ["file"]
