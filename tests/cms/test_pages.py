"""Course, practice, front page, search and errors: what they show, whom they hide from, what they cost."""

import json
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.images.models import Filter
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import PageViewRestriction

from cms import addresses, pictures
from cms.pages.models import StandardPage
from courses.catalogue.registry import url_of
from courses.catalogue.states import EditionState
from courses.enrolment.states import EnrolmentState
from courses.funding import actions as funding
from tests import factories as make
from tests.sanity import faults_of

VIDEO = {
    "type": "video",
    "value": {"title": "Jak słuchać", "address": "https://youtu.be/abcdefghijk", "description": "Z napisami."},
}
TEXT = {"type": "text", "value": "<h3>Do pracy</h3><p>Zeszyt <b>ćwiczeń</b> z Łęcznej.</p>"}
QUOTE = {"type": "quote", "value": {"text": "Działa.", "author": "Anna Nowak", "role": "OPS Łuków"}}
CALLOUT = {"type": "callout", "value": {"tone": "warn", "title": "Uwaga", "text": "<p>Weź laptop.</p>"}}


def picture():
    """An image whose renditions are there: drawing them is Wagtail's, and slow."""
    image = get_image_model().objects.create(title="Rysunek", file=get_test_image_file())
    for spec in (pictures.COVER, pictures.STRIP, pictures.TEASER, pictures.WIDE, pictures.BODY):
        key = Filter(spec=spec).get_cache_key(image)
        image.renditions.create(filter_spec=spec, focal_point_key=key, file=image.file.name, width=64, height=48)
    return image


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
    page.practices = json.dumps([{"type": "practice", "value": one.pk} for one in chosen])
    page.save()
    client.get(page.url)
    # Wagtail's part is seven: site, front page, catalogue, page, restrictions; pictures and documents in the text.
    with django_assert_num_queries(15):
        response = client.get(page.url)
    assert len(response.context["screen"].coming) == rows
    assert [one.title for one in response.context["practices"][: rows - 1]] == [one.title for one in chosen]


def test_a_meeting_with_two_trainers_is_one_meeting(client, full_course):
    trainers = [make.person(first_name="Ewa", last_name="Żak"), make.person(first_name="Ola", last_name="Ćwik")]
    full_course.meeting.trainers.set(trainers)
    (card,) = client.get(full_course.page.url).context["screen"].coming
    assert (card.meetings, card.minutes) == ([full_course.meeting], full_course.meeting.minutes)
    assert card.trainers == ["Ola Ćwik", "Ewa Żak"]


def test_a_practice_that_an_editor_chose_stays_behind_its_password(client, full_course, practice):
    hidden, shown = practice("Tajna praktyka"), practice("Jawna praktyka")
    PageViewRestriction.objects.create(page=hidden, restriction_type=PageViewRestriction.PASSWORD, password="sezam")
    full_course.page.practices = json.dumps([{"type": "practice", "value": one.pk} for one in (hidden, shown)])
    full_course.page.save()
    practices = client.get(full_course.page.url).context["practices"]
    assert [one.title for one in practices] == ["Jawna praktyka", "Klub rozmowy"]


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


# ---- good practices ---------------------------------------------------------------------------------------------


def test_practices_are_filtered_by_domain_competence_and_words(client, kompas, practice):
    management = kompas.framework.domains.get(code="D2")
    talking = make.CompetenceFactory(framework=kompas.framework, code="K1", name_pl="Rozmowa")
    leading = make.CompetenceFactory(framework=kompas.framework, code="K2", name_pl="Kierowanie", domain=management)
    practice("Klub seniora", competences=[talking], organisation=make.organisation(name="Dom w Łęcznej"))
    practice("Narady na stojąco", competences=[leading, talking])
    practice("Szkic").unpublish()

    def found(**query):
        return [page.title for page in client.get("/dobre-praktyki/", query).context["practices"]]

    assert found() == ["Narady na stojąco", "Klub seniora"]
    assert found(obszar="D2") == ["Narady na stojąco"]
    assert found(kompetencja="K1") == ["Narady na stojąco", "Klub seniora"]
    assert found(szukaj="lecznej") == ["Klub seniora"]
    assert found(szukaj="kierowanie") == ["Narady na stojąco"]
    assert found(szukaj="nic-takiego") == []


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_of_practices_costs_the_same_at_any_length(client, practice, rows, django_assert_num_queries):
    for number in range(rows):
        practice(f"Praktyka {number}", competences=[make.CompetenceFactory()], organisation=make.organisation())
    client.get("/dobre-praktyki/")
    with django_assert_num_queries(9):
        assert client.get("/dobre-praktyki/").context["count"] == rows


def test_a_practice_leads_to_courses_on_the_same_competences(client, course_with_page, practice):
    shared = make.CompetenceFactory()
    made = course_with_page("Mediacje", competences=[shared])
    course_with_page("Pierwsza pomoc")
    closed = course_with_page(
        "Zamknięte",
        competences=[shared],
        meeting={"starts_at": make.NOW + timedelta(days=2)},
        recruitment={"closes_at": make.NOW - timedelta(hours=1)},
    )
    page = practice("Narady", competences=[shared], body=json.dumps([TEXT]), contact_name="Jan Lis")
    response = client.get(page.url)
    assert [card.edition for card in response.context["cards"]] == [made.edition, closed.edition]
    assert "Jan Lis" in response.content.decode()
    assert faults_of(response.content.decode()) == []


@pytest.mark.parametrize("rows", [1, 3])
def test_a_practice_costs_the_same_with_any_number_of_courses(
    client, course_with_page, practice, rows, django_assert_num_queries
):
    shared = make.CompetenceFactory()
    for number in range(rows):
        course_with_page(f"Mediacje {number}", competences=[shared])
        practice(f"Inna {number}", competences=[shared], image=picture())
    page = practice("Narady", competences=[shared], image=picture(), organisation=make.organisation())
    client.get(page.url)
    with django_assert_num_queries(11):
        response = client.get(page.url)
    assert (len(response.context["cards"]), len(response.context["practices"])) == (rows, rows)


# ---- front page, search, errors ---------------------------------------------------------------------------------


@pytest.mark.parametrize("rows", [1, 5])
def test_the_front_page_shows_what_is_open_and_costs_the_same_with_more(
    client, course_with_page, practice, rows, django_assert_num_queries
):
    for number in range(rows):
        competence = make.CompetenceFactory()
        course_with_page(f"Dialog {number}", competences=[competence])
        practice(f"Praktyka {number}", competences=[competence])
    course_with_page("Zamknięty", recruitment={"closes_at": make.NOW - timedelta(hours=1)})
    client.get("/")
    with django_assert_num_queries(9):
        response = client.get("/")
    assert response.context["open_count"] == rows
    titles = sorted(card.course.title for card in response.context["cards"])
    assert titles == [f"Dialog {n}" for n in range(min(rows, 4))]
    assert response.context["numbers"].courses == rows + 1


def test_the_front_page_begins_with_what_still_has_a_place(client, course_with_page):
    full = course_with_page("Pełny", seats=1)
    make.EnrolmentFactory(edition=full.edition, state=EnrolmentState.CONFIRMED)
    later = course_with_page("Wolny", meeting={"starts_at": make.NOW + timedelta(days=60)})
    cards = client.get("/").context["cards"]
    assert [(card.edition, card.offer.places_left) for card in cards] == [(later.edition, 10), (full.edition, 0)]


def test_numbers_of_the_front_page_count_people_once(client, course_with_page):
    made = course_with_page()
    past = make.NOW - timedelta(days=30)
    organisation = make.organisation()
    person = make.person()
    for code in ("dawna/1", "dawna/2"):
        edition = make.EditionFactory(
            course=made.course, code=code, starts_on=past.date(), ends_on=past.date(), state=EditionState.CLOSED
        )
        make.EnrolmentFactory(edition=edition, person=person, organisation=organisation)
        make.EnrolmentFactory(edition=edition, state=EnrolmentState.REFUSED, ended_at=past, reason="brak miejsc")
    numbers = client.get("/").context["numbers"]
    assert (numbers.people, numbers.institutions) == (1, 1)


@pytest.mark.parametrize("typed", ["łęczna", "leczna", "Leczna  warsztat"])
def test_the_search_finds_courses_practices_and_pages_whatever_letters_are_typed(
    client, kompas, course_with_page, practice, typed
):
    course_with_page("Warsztat w terenie", venue="Łęczna, Rynek")
    course_with_page("Pierwsza pomoc", venue="Zamość")
    practice("Warsztat Łęczna", summary="Warsztat, Łęczna")
    practice("Szkic warsztat Łęczna").unpublish()
    kompas.home.add_child(instance=StandardPage(title="Dojazd", body=json.dumps([TEXT]), summary="Warsztat, Łęczna"))
    response = client.get("/szukaj/", {"szukaj": typed})
    assert [(hit.kind, hit.title) for hit in response.context["listed"]] == [
        ("practice", "Warsztat Łęczna"),
        ("course", "Warsztat w terenie"),
        ("page", "Dojazd"),
    ]
    assert faults_of(response.content.decode()) == []


def test_a_place_where_a_course_was_held_once_finds_nothing(client, course_with_page):
    made = course_with_page("Warsztat w terenie", venue="Zamość, Rynek")
    past = make.NOW.date() - timedelta(days=90)
    make.EditionFactory(course=made.course, code="dawna/1", venue="Łęczna", starts_on=past, ends_on=past)
    assert client.get("/szukaj/", {"szukaj": "leczna"}).context["count"] == 0
    (hit,) = client.get("/szukaj/", {"szukaj": "zamosc"}).context["listed"]
    assert (hit.place, hit.day) == ("Zamość, Rynek", made.edition.starts_on)
    (hit,) = client.get("/szukaj/", {"szukaj": "warsztat"}).context["listed"]
    assert (hit.place, hit.day) == ("", None)


@pytest.mark.parametrize(
    "typed", ["", "%", "_", "\0", "' OR 1=1 --", "<script>alert(1)</script>", "a" * 4000, "\ud800"]
)
def test_hostile_words_are_only_words(client, course_with_page, typed):
    course_with_page()
    response = client.get("/szukaj/", {"szukaj": typed.encode("utf-8", "surrogatepass")})
    assert response.status_code == 200
    assert response.context["count"] == 0
    assert "<script>alert" not in response.content.decode()


def test_the_search_costs_the_same_at_any_length(client, course_with_page, practice, django_assert_num_queries):
    course_with_page("Dialog pierwszy")
    practice("Dialog")
    client.get("/szukaj/", {"szukaj": "dialog"})
    with django_assert_num_queries(7):
        assert client.get("/szukaj/", {"szukaj": "dialog"}).context["count"] == 2
    course_with_page("Dialog drugi")
    practice("Dialog w zespole")
    addresses.addresses()
    with django_assert_num_queries(7):
        assert client.get("/szukaj/", {"szukaj": "dialog"}).context["count"] == 4


@pytest.mark.parametrize("path", ["/nie-ma/", "/en/nie-ma/", "/szkolenia/nie-ma/"])
def test_a_missing_page_offers_the_way_out(client, kompas, path):
    response = client.get(path)
    html = response.content.decode()
    assert response.status_code == 404
    assert 'action="/en/szukaj/"' in html or 'action="/szukaj/"' in html
    assert faults_of(html) == []


def test_the_page_of_a_fault_needs_nothing_that_could_be_at_fault(rf):
    from django.views.defaults import server_error

    assert faults_of(server_error(rf.get("/")).content.decode()) == []


def test_robots_are_kept_from_personal_screens(client, db):
    text = client.get("/robots.txt").content.decode()
    assert "Disallow: /konto/" in text
    assert "Disallow: /en/zespol/" in text
    assert client.get("/favicon.ico").status_code == 302


@pytest.mark.parametrize(
    ("path", "is_open"),
    [
        ("/kalendarz/edycja/3.ics", True),
        ("/kalendarz/abc.ics", True),
        ("/en/kalendarz/abc.ics", True),
        ("/kalendarz/", False),
        ("/kalendarz/adres/", False),
        ("/konto/", False),
        ("/", True),
    ],
)
def test_robots_of_calendars_reach_the_calendars(client, db, path, is_open):
    """RFC 9309, 2.2.2: the longest rule that matches holds."""
    import re

    rules = re.findall(r"^(Allow|Disallow): (.+)$", client.get("/robots.txt").content.decode(), re.M)
    fitting = [
        (len(rule), kind)
        for kind, rule in rules
        if re.match(re.escape(rule).replace(r"\*", ".*").replace(r"\$", "$"), path)
    ]
    assert (max(fitting, default=(0, "Allow"))[1] == "Allow") is is_open


def test_documents_are_not_given_by_the_view_of_pictures(client, db, settings):
    from pathlib import Path

    secret = Path(settings.MEDIA_ROOT) / "documents" / "lista.txt"
    secret.parent.mkdir(parents=True)
    secret.write_text("Anna Nowak")
    for path in ("documents/lista.txt", "images/../documents/lista.txt", "images/%2e%2e/documents/lista.txt"):
        assert client.get(f"/media/{path}").status_code == 404


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
