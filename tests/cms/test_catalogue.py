"""The course index: what it lists, how its filters narrow it, what it costs."""

from datetime import timedelta

import pytest
from django.utils import translation

from courses.catalogue.states import EditionState, Mode
from courses.enrolment.states import EnrolmentState
from tests import factories as make

INDEX = "/szkolenia/"


def titles(response):
    return [card.course.title for card in response.context["cards"]]


def test_editions_to_come_are_listed_by_date_and_others_are_not(client, course_with_page):
    later = make.NOW + timedelta(days=40)
    course_with_page("Mediacje", meeting={"starts_at": later})
    course_with_page("Pierwsza pomoc")
    course_with_page("Szkic", state=EditionState.DRAFT)
    course_with_page("Odwołany", state=EditionState.CANCELLED)
    course_with_page("Miniony", meeting={"starts_at": make.NOW - timedelta(days=3)})
    response = client.get(INDEX)
    assert titles(response) == ["Pierwsza pomoc", "Mediacje"]
    assert "2 terminy" in response.content.decode()


def test_what_one_can_apply_for_comes_first_then_what_opens_later_then_what_only_goes_on(client, course_with_page):
    day, now = timedelta(days=1), make.NOW
    over = {"opens_at": now - 9 * day, "closes_at": now - 2 * day}
    begun = course_with_page("Trwa", meeting={"starts_at": now - day}, recruitment=over).edition
    begun.ends_on += 3 * day
    begun.save()
    course_with_page("Po naborze", meeting={"starts_at": now + 5 * day}, recruitment=over)
    course_with_page("Bez naboru", meeting={"starts_at": now + 20 * day}, recruitment=False)
    ahead = {"opens_at": now + day, "closes_at": now + 30 * day}
    course_with_page("Nabór później", meeting={"starts_at": now + 40 * day}, recruitment=ahead)
    open_now = {"opens_at": now - day, "closes_at": now + 30 * day}
    course_with_page("Nabór trwa", meeting={"starts_at": now + 60 * day}, recruitment=open_now)
    assert titles(client.get(INDEX)) == ["Nabór trwa", "Bez naboru", "Nabór później", "Trwa", "Po naborze"]


@pytest.mark.parametrize("typed", ["łęczna", "leczna", "LECZNA", "Łęczna mediac"])
def test_text_is_found_without_polish_letters_and_by_place(client, course_with_page, typed):
    course_with_page("Mediacje", venue="Łęczna, ul. Krasnystawska 52")
    course_with_page("Pierwsza pomoc", venue="Zamość, Rynek 1")
    assert titles(client.get(INDEX, {"szukaj": typed})) == ["Mediacje"]


def test_text_is_found_in_the_names_of_competences(client, course_with_page):
    wanted = make.CompetenceFactory(name_pl="Wywiad środowiskowy", name_en="Community interview")
    course_with_page("Mediacje", competences=[wanted])
    course_with_page("Pierwsza pomoc")
    assert titles(client.get(INDEX, {"szukaj": "srodowiskowy"})) == ["Mediacje"]


def test_a_course_with_two_competences_of_a_domain_comes_once(client, kompas, course_with_page):
    domain = kompas.framework.domains.get(code="D2")
    both = [make.CompetenceFactory(domain=domain, framework=kompas.framework) for _ in range(2)]
    course_with_page("Mediacje", competences=both)
    course_with_page("Pierwsza pomoc", competences=[make.CompetenceFactory(framework=kompas.framework)])
    assert titles(client.get(INDEX, {"obszar": "D2"})) == ["Mediacje"]


def test_mode_county_and_days_narrow_the_list(client, course_with_page):
    chelm = make.CountyFactory(code="0662", name="Chełm")
    course_with_page("Zdalnie", mode=Mode.REMOTE)
    course_with_page("W Chełmie", county=chelm, meeting={"starts_at": make.NOW + timedelta(days=50)})
    assert titles(client.get(INDEX, {"tryb": "remote"})) == ["Zdalnie"]
    assert titles(client.get(INDEX, {"powiat": "0662"})) == ["W Chełmie"]
    assert titles(client.get(INDEX, {"od": "2027-01-01"})) == ["W Chełmie"]
    assert titles(client.get(INDEX, {"do": "2026-12-31"})) == ["Zdalnie"]


def test_for_whom_keeps_courses_meant_for_nobody_in_particular(client, course_with_page):
    ops, dps = make.KindFactory(code="OPS"), make.KindFactory(code="DPS", name_pl="dom pomocy społecznej")
    post = make.PositionFactory(code="asystent", name_pl="asystent rodziny")
    course_with_page("Dla OPS").course.kinds.set([ops])
    course_with_page("Dla DPS").course.kinds.set([dps])
    course_with_page("Dla asystentów").course.positions.set([post])
    course_with_page("Dla wszystkich")
    assert titles(client.get(INDEX, {"instytucja": "DPS"})) == ["Dla asystentów", "Dla DPS", "Dla wszystkich"]
    assert titles(client.get(INDEX, {"stanowisko": "asystent"})) == [
        "Dla asystentów",
        "Dla DPS",
        "Dla OPS",
        "Dla wszystkich",
    ]


def test_only_with_free_places_leaves_out_the_full_the_closed_and_the_unannounced(client, course_with_page):
    full = course_with_page("Pełny", seats=1)
    make.EnrolmentFactory(edition=full.edition, state=EnrolmentState.CONFIRMED)
    waiting = course_with_page("Z czekającym", seats=1)
    make.EnrolmentFactory(edition=waiting.edition, state=EnrolmentState.WAITING)
    course_with_page("Zamknięty", recruitment={"closes_at": make.NOW - timedelta(hours=1)})
    course_with_page("Bez naboru", recruitment=False)
    assert titles(client.get(INDEX, {"wolne": "on"})) == ["Z czekającym"]


def test_only_with_open_applications_leaves_out_what_opens_later_and_what_is_over(client, course_with_page):
    course_with_page("Otwarty", seats=1)
    course_with_page("Po naborze", recruitment={"closes_at": make.NOW - timedelta(hours=1)})
    course_with_page("Nabór później", recruitment={"opens_at": make.NOW + timedelta(hours=1)})
    course_with_page("Bez naboru", recruitment=False)
    response = client.get(INDEX, {"nabor": "on"})
    assert titles(response) == ["Otwarty"]
    assert [chip.label for chip in response.context["chips"]] == ["Tylko z otwartym naborem"]


def test_the_front_page_leads_to_as_many_open_dates_as_it_says(client, course_with_page):
    course_with_page("Otwarty")
    course_with_page("Pełny, z listą rezerwową", seats=0)
    course_with_page("Po naborze", recruitment={"closes_at": make.NOW - timedelta(hours=1)})
    front = client.get("/")
    assert front.context["open_count"] == 2
    assert f'href="{INDEX}?nabor=on"' in front.content.decode()
    assert client.get(INDEX, {"nabor": "on"}).context["count"] == 2


def test_a_last_day_before_the_first_is_said_beside_the_field_and_left_out(client, course_with_page):
    course_with_page("Wcześniej", meeting={"starts_at": make.NOW + timedelta(days=10)})
    course_with_page("Później", meeting={"starts_at": make.NOW + timedelta(days=50)})
    response = client.get(INDEX, {"od": "2027-01-01", "do": "2026-12-31"})
    said = "Ten dzień jest wcześniejszy niż 1 stycznia 2027, od którego szukasz."
    assert response.context["filter_form"].errors == {"do": [said]}
    assert titles(response) == ["Później"]
    assert [chip.url for chip in response.context["chips"]] == ["?do=2026-12-31"]
    # Beside the field, and above the results: on a phone the filters are folded.
    assert response.content.decode().count(said) == 2


def test_one_day_is_from_it_until_it(client, course_with_page):
    course_with_page("Tego dnia", meeting={"starts_at": make.NOW + timedelta(days=50)})
    day = (make.NOW + timedelta(days=50)).date().isoformat()
    assert titles(client.get(INDEX, {"od": day, "do": day})) == ["Tego dnia"]


def test_chips_name_each_filter_and_lead_to_the_list_without_it(client, course_with_page):
    course_with_page()
    response = client.get(INDEX, {"szukaj": "dialog", "tryb": "on_site", "strona": "1"})
    assert [chip.url for chip in response.context["chips"]] == ["?tryb=on_site", "?szukaj=dialog"]


def test_an_empty_list_says_why_and_offers_the_way_out(client, kompas, course_with_page):
    html = client.get(INDEX, {"szukaj": "nic-takiego"}).content.decode()
    assert "kc-empty" in html
    assert f'href="{INDEX}"' in html


def test_the_last_day_to_apply_is_the_day_before_a_midnight(client, course_with_page):
    midnight = make.datetime(2026, 12, 4, tzinfo=make.WARSAW)
    course_with_page(recruitment={"closes_at": midnight})
    card = client.get(INDEX).context["cards"][0]
    assert (card.last_day.isoformat(), card.days_left) == ("2026-12-03", 10)


def test_pages_of_the_list_keep_the_filters(client, course_with_page, monkeypatch):
    from cms.mixins import CourseIndexPageMixin

    monkeypatch.setattr(CourseIndexPageMixin, "per_page", 1)
    course_with_page("Dialog pierwszy")
    course_with_page("Dialog drugi")
    html = client.get(INDEX, {"szukaj": "dialog", "strona": "2"}).content.decode()
    assert "?szukaj=dialog&amp;strona=1" in html


@pytest.mark.parametrize(
    "query",
    [
        "szukaj=%00",
        "szukaj=" + "a" * 5000,
        "szukaj=%25%5C_'%22%3Cscript%3Ealert(1)%3C/script%3E",
        "obszar=nie-ma&tryb=xx&powiat='--&instytucja=%00&stanowisko=1",
        "od=31.12.2024&do=9999-99-99",
        "strona=-1",
        "strona=99999999999999999999",
        "strona=abc&wolne=maybe",
        "szukaj=%FF%FE",
        "&".join(f"x{n}=1" for n in range(500)),
    ],
)
def test_hostile_addresses_get_a_page(client, course_with_page, query):
    course_with_page()
    response = client.get(f"{INDEX}?{query}")
    assert response.status_code == 200
    assert "<script>alert" not in response.content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_at_any_length(client, course_with_page, rows, django_assert_num_queries):
    for number in range(rows):
        made = course_with_page(f"Dialog {number}", competences=[make.CompetenceFactory()])
        make.EnrolmentFactory(edition=made.edition)
    client.get(INDEX)
    with django_assert_num_queries(14):
        response = client.get(INDEX)
    assert len(response.context["cards"]) == rows


def test_the_english_address_speaks_english(client, course_with_page):
    course_with_page()
    with translation.override("pl"):
        response = client.get("/en" + INDEX)
    assert '<html lang="en">' in response.content.decode()
    assert response.context["cards"][0].url.startswith("/en/szkolenia/")
