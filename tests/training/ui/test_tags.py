"""What templates say: fields, pages, hours, seats, numbers."""

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace

import pytest
from django import forms
from django.apps import apps
from django.core.paginator import Paginator
from django.template import engines
from django.test import RequestFactory
from django.utils import translation

from tests.html import in_one_line
from training.ui import formatting as words
from training.ui.templatetags import kompas_ui as tags
from training.ui.widgets import DateInput


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def render(source, *, path="/", **values):
    template = engines["django"].from_string("{% load kompas_ui %}" + source)
    return template.render(values, RequestFactory().get(path))


class Form(forms.Form):
    name = forms.CharField(label="Name", help_text="As on the card.")
    mode = forms.ChoiceField(label="Mode", choices=[("a", "on site"), ("b", "remote")], widget=forms.RadioSelect)
    agree = forms.BooleanField(label="I agree")
    note = forms.CharField(label="Note", required=False, widget=forms.Textarea)


def test_a_field_ties_hint_and_error_to_its_input():
    html = in_one_line(render("{% kc_field form.name %}", form=Form({})))
    assert '<label class="kc-label" for="id_name">Name</label>' in html
    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert 'id="id_name_helptext"' in html and 'id="id_name_error"' in html
    assert 'aria-invalid="true"' in html and 'class="kc-input"' in html
    assert html.count("aria-describedby") == 1


def test_a_choice_of_one_is_a_group_with_a_legend():
    html = in_one_line(render("{% kc_field form.mode %}", form=Form()))
    assert "<fieldset" in html and "Mode</legend>" in html
    assert html.count('type="radio"') == 2 and html.count("<label") == 2


def test_a_tick_box_has_its_label_around_it_and_an_optional_question_says_so():
    html = render("{% kc_field form.agree %}{% kc_field form.note %}", form=Form())
    assert '<label class="kc-check" for="id_agree">' in html
    assert "(optional)" in html


@pytest.mark.parametrize(
    ("field", "told"),
    [
        (forms.CharField(label="First name"), "Enter: first name."),
        (forms.CharField(label="NIP of the institution"), "Enter: NIP of the institution."),
        (forms.ChoiceField(label="Institution", choices=[("", "–"), ("1", "OPS")]), "Choose: institution."),
        (forms.BooleanField(label="I agree"), "Tick “I agree”."),
        (forms.CharField(label="Code", error_messages={"required": "It is in the letter."}), "It is in the letter."),
    ],
)
def test_a_question_left_empty_says_what_to_do(field, told):
    form = type("Asking", (forms.Form,), {"asked": field})({})
    assert told in render("{% kc_field form.asked %}", form=form)
    line = f"Code: {told}" if told == "It is in the letter." else told
    assert f">{line}</a>" in render("{% kc_error_summary form %}", form=form)


def test_the_error_summary_links_each_error_to_its_question():
    form = Form({"mode": "a"})
    form.add_error(None, "The edition is full.")
    html = render("{% kc_error_summary form %}", form=form)
    assert '<a href="#id_name">Enter: name.</a>' in html
    assert '<a href="#id_agree">Tick “I agree”.</a>' in html
    assert "<li>The edition is full.</li>" in html
    assert render("{% kc_error_summary form %}", form=Form()).strip() == ""


def test_a_summary_of_a_group_leads_to_something_that_is_there():
    html = render("{% kc_error_summary form %}{% kc_field form.mode %}", form=Form({}))
    target = html.split('href="#')[2].split('"')[0]
    assert f'id="{target}"' in html


def test_a_date_input_sends_iso_values_in_every_language():
    with translation.override("pl"):
        html = DateInput().render("day", date(2026, 12, 1))
    assert 'type="date"' in html and 'value="2026-12-01"' in html


def test_a_query_changes_one_key_and_keeps_the_rest_escaped():
    html = render("{% kc_querystring page=2 mode=None %}", path="/?q=a%26b&mode=x&page=1")
    assert html == "?q=a%26b&amp;page=2"
    assert render("{% kc_querystring q='' %}", path="/?q=a") == "?"


def test_pages_of_a_list_are_links_except_the_one_shown():
    page = Paginator(range(100), 10).page(5)
    html = render("{% kc_pagination page %}", path="/?q=a", page=page)
    assert 'href="?q=a&amp;page=4" rel="prev"' in html and 'href="?q=a&amp;page=6" rel="next"' in html
    assert 'aria-current="page"' in html and html.count("kc-pages__gap") == 2
    assert render("{% kc_pagination page %}", page=Paginator([1], 10).page(1)).strip() == ""


def test_breadcrumbs_end_with_this_page():
    html = render("{% kc_breadcrumbs 'Start' '/' here %}", here="<Course>")
    assert '<a href="/">Start</a>' in html and '<span aria-current="page">&lt;Course&gt;</span>' in html


def test_steps_say_which_is_current():
    html = render("{% kc_steps steps 2 %}", steps=["One", "Two", "Three"])
    assert html.count('aria-current="step"') == 1 and html.count("kc-steps__done") == 1


def test_an_icon_is_silent_beside_words_and_named_without_them():
    assert 'aria-hidden="true"' in tags.kc_icon("search")
    assert 'role="img" aria-label="Szukaj &lt;x&gt;"' in tags.kc_icon("search", "Szukaj <x>")
    with pytest.raises(FileNotFoundError):
        tags.kc_icon("no-such-icon")


@pytest.mark.parametrize(
    ("number", "places", "polish", "english"),
    [
        (7, 1, "7", "7"),
        (7.5, 1, "7,5", "7.5"),
        (7.0, 1, "7", "7"),
        (1234, 1, "1234", "1234"),
        (12345, 1, "12\u00a0345", "12\u00a0345"),
        (-2.5, 1, "−2,5", "−2.5"),
        (0, 1, "0", "0"),
    ],
)
def test_numbers_are_written_as_the_language_writes_them(number, places, polish, english):
    with translation.override("pl"):
        assert words.in_words(number, places) == polish
    with translation.override("en"):
        assert words.in_words(number, places) == english


def test_not_known_is_a_dash_and_zero_is_zero():
    assert [tags.kc_number(None), tags.kc_number(""), tags.kc_number(0)] == ["–", "–", "0"]
    assert [tags.kc_hours(None), tags.kc_hours(0)] == ["–", "0 didactic hours"]
    assert tags.kc_percent(82.5) == "82%"


def test_a_change_carries_its_sign():
    assert [words.signed(2), words.signed(-1.5), words.signed(0)] == ["+2", "−1.5", "0"]


def test_minutes_become_didactic_hours_of_the_courses_own_length():
    with translation.override("en"):
        assert words.didactic_hours(45) == "1 didactic hour"
        assert words.didactic_hours(90) == "2 didactic hours"
        assert words.didactic_hours(330) == "7.3 didactic hours"
        assert words.didactic_hours(120, 60) == "2 didactic hours"


def test_only_is_said_where_others_are_taken():
    with translation.override("en"):
        assert [words.seats(free, total=3)[0] for free in (3, 2)] == ["3 free places", "Only 2 places left"]
        assert words.seats(1, total=1) == ("1 free place", "ok")


def test_minutes_become_clock_hours():
    assert [words.clock_hours(minutes) for minutes in (0, 45, 120, 135)] == ["0 min", "45 min", "2 h", "2 h 15 min"]


@pytest.mark.parametrize(
    ("free", "reserve", "waiting", "text", "tone"),
    [
        (None, False, 0, "Places without a limit", "ok"),
        (9, False, 0, "9 free places", "ok"),
        (1, True, 0, "Only 1 place left", "warn"),
        (3, False, 0, "Only 3 places left", "warn"),
        (0, False, 0, "No free places", "bad"),
        (0, True, 0, "No free places; the reserve list is open", "warn"),
        (0, True, 1, "No free places; 1 person on the reserve list", "warn"),
        (0, True, 7, "No free places; 7 people on the reserve list", "warn"),
        (-1, True, 0, "No free places; the reserve list is open", "warn"),
    ],
)
def test_places_are_said_in_words(free, reserve, waiting, text, tone):
    with translation.override("en"):
        assert words.seats(free, reserve=reserve, waiting=waiting) == (text, tone)
        assert f'<span class="kc-tag kc-tag--{tone}">{text}</span>' == tags.kc_seats(
            free, reserve=reserve, waiting=waiting
        )


def test_moments_are_shown_in_the_organisers_zone_whatever_zone_is_active():
    moment = datetime(2026, 7, 1, 22, 30, tzinfo=UTC)
    with translation.override("pl"):
        assert tags.kc_moment(moment) == "2 lipca 2026, 00:30"
        assert tags.kc_day(moment) == "2 lipca 2026"
        assert tags.kc_clock(moment) == "00:30"
        block = render("{% kc_date_block moment %}", moment=moment)
    assert 'datetime="2026-07-02"' in block and "lip" in block
    assert [tags.kc_day(None), tags.kc_moment(None), tags.kc_clock(None)] == ["–", "–", "–"]


def test_a_state_is_escaped_and_its_tone_only_colours_it():
    assert tags.kc_status("<x>") == '<span class="kc-tag">&lt;x&gt;</span>'
    assert [tags.kc_tone(level) for level in ("error", "warning", "success", "", "extra info")] == [
        "bad",
        "warn",
        "ok",
        "info",
        "info",
    ]


def test_every_icon_that_a_template_asks_for_is_there():
    floors = [Path(app.path) for app in apps.get_app_configs() if app.label.startswith("kompas_")]
    asked = {
        name
        for floor in floors
        for template in floor.rglob("templates/**/*.html")
        for name in re.findall(r'kc_icon "([^"]+)"', template.read_text())
    }
    assert len(asked) > 10
    assert {name for name in asked if not (tags.ICONS / f"{name}.svg").exists()} == set()


# ---- languages and links ---------------------------------------------------------------------------------------


def test_text_in_the_language_of_the_page_says_nothing_about_it():
    assert render('<p{% kc_lang "en" %}>') == "<p>"


def test_text_in_another_language_names_it_and_the_words_of_the_page_within_it_lead_back():
    html = render("<div{% kc_lang language %}><h2{% kc_lang within=language %}>", language="pl")
    assert html == '<div lang="pl"><h2 lang="en">'


def test_words_of_the_page_within_text_of_the_same_language_say_nothing():
    assert render("<h2{% kc_lang within=language %}>", language="en") == "<h2>"


def test_a_link_that_leads_nowhere_is_its_label_alone():
    assert render("{% kc_link label url %}", label="A & B", url="/x/?a=1&b=2") == (
        '<a href="/x/?a=1&amp;b=2">A &amp; B</a>'
    )
    assert render("{% kc_link label url %}", label="A & B", url="") == "A &amp; B"
    assert render("{% kc_link label nothing %}", label=Decimal("1.5")) == "1.5"


# ---- how long --------------------------------------------------------------------------------------------------


def test_a_meeting_says_from_when_to_when_it_lasts_in_the_zone_of_the_organiser():
    meeting = SimpleNamespace(
        starts_at=datetime(2026, 5, 4, 8, tzinfo=UTC), ends_at=datetime(2026, 5, 4, 10, 30, tzinfo=UTC)
    )
    with translation.override("pl"):
        assert render("{{ meeting|kc_clock_range }}", meeting=meeting) == "10:00–12:30"
        assert render("{{ meeting|kc_moment_range }}", meeting=meeting) == "4 maja 2026, 10:00–12:30"
