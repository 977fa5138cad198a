"""The pages of courses: what they show, whom they hide from, what they cost."""

import json
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from wagtail.documents import get_document_model
from wagtail.models import PageViewRestriction

from cms import addresses
from cms.pages.models import StandardPage
from courses.catalogue.registry import url_of
from courses.catalogue.states import EditionState
from courses.enrolment.states import EnrolmentState
from courses.funding import actions as funding
from tests import factories as make
from tests.cms.materials import CALLOUT, QUOTE, TEXT, VIDEO, picture
from tests.sanity import faults_of


@pytest.fixture
def full_course(course_with_page, practice):
    """A course with everything its page can show."""
    competence = make.CompetenceFactory(name_pl="Rozmowa", name_en="Talking")
    practice("Klub rozmowy", competences=[competence])
    made = course_with_page(
        competences=[competence],
        seats=2,
        venue="Lublin, ul. Diamentowa 2",
        contact_name="Ewa Zając",
        contact_email="ewa@example.org",
        page={"materials": json.dumps([TEXT, VIDEO, QUOTE, CALLOUT]), "accessibility": "Pętla indukcyjna."},
    )
    make.ModuleFactory(course=made.course, title="Podstawy", minutes=90)
    make.ModuleFactory(course=made.course, title="Ćwiczenia", minutes=180, order=1)
    make.LevelFactory(framework=competence.framework, number=2, name_pl="samodzielny")
    standard = make.StandardFactory(course=made.course)
    make.OutcomeFactory(standard=standard, competence=competence, level=2)
    made.edition.standard = standard
    made.edition.save()
    made.meeting.trainers.set([make.person(first_name="Jan", last_name="Żak")])
    make.EnrolmentFactory(edition=made.edition, state=EnrolmentState.CONFIRMED)
    return made


def test_a_course_page_tells_what_when_where_by_whom_and_how_to_get_in(client, full_course):
    html = client.get(full_course.page.url).content.decode()
    for shown in (
        "Dialog motywujący",
        "Prowadzi rozmowę motywującą.",
        "Podstawy",
        "Ćwiczenia",
        "Pracownicy socjalni",
        "Lublin, ul. Diamentowa 2",
        "Żak",
        "Ewa Zając",
        "Pętla indukcyjna.",
        "Klub rozmowy",
        "youtube-nocookie.com/embed/abcdefghijk",
        "Weź laptop.",
    ):
        assert shown in html, shown
    screen = client.get(full_course.page.url).context["screen"]
    assert screen.minutes == 270
    assert [(card.offer.places_left, card.last_day.isoformat()) for card in screen.coming] == [(1, "2026-12-03")]
    assert faults_of(html) == []


def test_other_people_are_not_named_on_a_course_page(client, full_course):
    participant = full_course.edition.enrolments.get().person
    html = client.get(full_course.page.url).content.decode()
    assert participant.last_name not in html
    assert (participant.email or "nobody") not in html


def test_cancelled_past_and_draft_editions_are_not_offered(client, course_with_page):
    made = course_with_page()
    make.EditionFactory(course=made.course, code="szkic/1", state=EditionState.DRAFT)
    past = make.NOW.date() - timedelta(days=90)
    make.EditionFactory(course=made.course, code="dawna/1", starts_on=past, ends_on=past)
    tomorrow = make.NOW.date() + timedelta(days=1)
    make.EditionFactory(
        course=made.course,
        code="odwolana/1",
        state=EditionState.CANCELLED,
        starts_on=tomorrow,
        ends_on=tomorrow,
        cancelled_reason="choroba trenera",
    )
    response = client.get(made.page.url)
    html = response.content.decode()
    assert [card.edition for card in response.context["screen"].coming] == [made.edition]
    assert "szkic/1" not in html
    assert "dawna/1" not in html
    assert "choroba trenera" in html


@pytest.mark.parametrize("rows", [1, 3])
def test_a_course_page_costs_the_same_with_any_number_of_editions(
    client, full_course, practice, rows, django_assert_num_queries
):
    chosen = []
    for number in range(1, rows):
        edition = make.EditionFactory(course=full_course.course, standard=full_course.edition.standard)
        meeting = make.MeetingFactory(edition=edition, starts_at=make.NOW + timedelta(days=30 + number))
        meeting.trainers.set([make.person(), make.person()])
        edition.starts_on = edition.ends_on = meeting.starts_at.date()
        edition.save()
        make.RecruitmentFactory(edition=edition)
        make.OutcomeFactory(standard=edition.standard)
        make.ModuleFactory(course=full_course.course)
        practice(f"Praktyka {number}", competences=list(full_course.course.competences.all()))
        chosen.append(practice(f"Wybrana {number}", image=picture()))
    source = funding.save_source(
        name="FERS", sentence="Dofinansowano.", strip=picture(), strip_alt="UE", actor=make.ACTOR
    )
    for edition in full_course.course.editions.all():
        funding.set_funding(edition=edition, sources=[source], actor=make.ACTOR)
    paper = get_document_model().objects.create(title="Plan", file=ContentFile(b"plan", name="plan.txt"))
    drawn = [{"type": "picture", "value": {"image": {"image": picture().pk}, "caption": ""}} for _ in range(rows)]
    papers = [{"type": "document", "value": {"document": paper.pk, "description": ""}}] * rows
    page = full_course.page
    page.image = picture()
    page.materials = json.dumps([TEXT, VIDEO, QUOTE, CALLOUT, *drawn, *papers])
    page.practices = json.dumps([{"type": "practice", "value": practice.pk} for practice in chosen])
    page.save()
    client.get(page.url)
    # Wagtail finds the page and asks who may read it in six; the others are ours, and what stands in the text.
    with django_assert_num_queries(13):
        response = client.get(page.url)
    assert len(response.context["screen"].coming) == rows
    assert [practice.title for practice in response.context["practices"][: rows - 1]] == [
        practice.title for practice in chosen
    ]


def test_a_meeting_with_two_trainers_is_one_meeting(client, full_course):
    trainers = [make.person(first_name="Ewa", last_name="Żak"), make.person(first_name="Ola", last_name="Ćwik")]
    full_course.meeting.trainers.set(trainers)
    (card,) = client.get(full_course.page.url).context["screen"].coming
    assert (card.meetings, card.minutes) == ([full_course.meeting], full_course.meeting.minutes)
    assert card.trainers == ["Ola Ćwik", "Ewa Żak"]


def test_a_practice_that_an_editor_chose_stays_behind_its_password(client, full_course, practice):
    hidden, shown = practice("Tajna praktyka"), practice("Jawna praktyka")
    PageViewRestriction.objects.create(page=hidden, restriction_type=PageViewRestriction.PASSWORD, password="sezam")
    full_course.page.practices = json.dumps(
        [{"type": "practice", "value": practice.pk} for practice in (hidden, shown)]
    )
    full_course.page.save()
    practices = client.get(full_course.page.url).context["practices"]
    assert [practice.title for practice in practices] == ["Jawna praktyka", "Klub rozmowy"]


@pytest.mark.parametrize("depth", [0, 1, 2])
def test_a_password_on_a_page_or_above_it_is_asked_for(client, kompas, course_with_page, depth):
    made = course_with_page()
    page = (made.page, kompas.courses, kompas.home)[depth]
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.PASSWORD, password="sezam")
    html = client.get(made.page.url).content.decode()
    assert "Rozmowa, która zmienia." not in html
    assert 'type="password"' in html


def test_a_page_that_mirrors_another_asks_for_the_password_of_that_one(client, kompas, course_with_page):
    made = course_with_page()
    mirror = made.page.create_alias(update_slug="lustro")
    PageViewRestriction.objects.create(page=made.page, restriction_type=PageViewRestriction.PASSWORD, password="sezam")
    html = client.get(mirror.url).content.decode()
    assert "Rozmowa, która zmienia." not in html
    assert 'type="password"' in html


def test_pages_of_another_kind_below_the_front_page_are_found_too(client, kompas):
    text = kompas.home.add_child(instance=StandardPage(title="O nas", slug="o-nas", summary="Kim jesteśmy."))
    below = text.add_child(instance=StandardPage(title="Zespół", slug="zespol-rops", summary="Kto tu pracuje."))
    text.add_child(instance=StandardPage(title="Szkic", slug="szkic", live=False))
    assert "Kto tu pracuje." in client.get(below.url).content.decode()
    assert client.get(f"{text.url}szkic/").status_code == 404


def test_a_title_cannot_break_out_of_the_structured_data(client, course_with_page):
    made = course_with_page("Zły </script><script>alert(1)</script> & 'tytuł'")
    html = client.get(made.page.url).content.decode()
    assert "<script>alert" not in html
    assert faults_of(html) == []


def test_search_engines_are_told_of_the_course_and_its_dates(client, full_course):
    html = client.get(full_course.page.url).content.decode()
    data = json.loads(html.partition('<script type="application/ld+json">')[2].partition("</script>")[0])
    assert (data["@type"], data["name"], data["teaches"]) == ("Course", "Dialog motywujący", ["Rozmowa"])
    assert data["url"].endswith(full_course.page.url)
    assert [instance["startDate"] for instance in data["hasCourseInstance"]] == ["2026-12-13"]


def test_lower_rooms_learn_the_address_of_a_course(course_with_page):
    made = course_with_page()
    assert url_of(made.course) == made.page.url == f"/szkolenia/kurs-{made.course.pk}/"
    made.page.unpublish()
    assert url_of(made.course) is None


def test_a_page_behind_a_password_is_neither_listed_nor_found_nor_addressed(client, course_with_page, practice):
    made = course_with_page("Tajny kurs")
    hidden = practice("Tajna praktyka")
    for page in (made.page, hidden):
        PageViewRestriction.objects.create(
            page=page, restriction_type=PageViewRestriction.PASSWORD, password="sezamie-otworz"
        )
    addresses.forget()
    assert url_of(made.course) is None
    assert client.get("/szukaj/", {"szukaj": "tajn"}).context["count"] == 0
    assert client.get("/dobre-praktyki/").context["count"] == 0


# ---- front page, search, errors ---------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["", "/en"])
@pytest.mark.parametrize(
    "path", ["/", "/szkolenia/", "/szkolenia/?szukaj=nic&od=zle&tryb=remote", "/dobre-praktyki/", "/szukaj/"]
)
def test_public_pages_have_no_faults_a_reader_would_meet(client, full_course, language, path):
    response = client.get(language + path)
    assert response.status_code == 200
    assert faults_of(response.content.decode()) == []
    policy = response.headers["Content-Security-Policy"]
    assert "unsafe-inline" not in policy
