"""Template tags of Kompas's screens: icons, fields, pages, dates, hours, seats, numbers."""

import re
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlencode

from django import template
from django.core.paginator import Page
from django.forms import BoundField, CheckboxInput, CheckboxSelectMultiple, Form, RadioSelect, Select
from django.http import QueryDict
from django.utils import formats
from django.utils.dateformat import format as date_words
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext

from training.kernel import time
from training.kernel.date_texts import day_text, days_text, deadline_text, moment_text, near_day_text
from training.kernel.quotes import nest_quotes
from training.ui import formatting as words
from training.ui.form_errors import errors_of, what_to_fill_in
from training.ui.languages import Language

register = template.Library()

ICONS = Path(__file__).parent.parent / "svg"
_SVG = mark_safe('<svg class="kc-icon" width="16" height="16" viewBox="0 0 16 16"')
_TONES = {
    "ok": "check-circle-fill",
    "warn": "exclamation-triangle-fill",
    "bad": "exclamation-circle-fill",
    "info": "info-circle-fill",
}


# ---- icons -----------------------------------------------------------------------------------------------------


@cache
def _inner(name: str) -> str:
    drawing = (ICONS / f"{name}.svg").read_text(encoding="utf-8")
    inside = re.search(r"<svg[^>]*>(.*)</svg>", drawing, re.S)
    return mark_safe(inside.group(1).strip() if inside else "")


@register.simple_tag
def kc_icon(name: str, label: str = "") -> SafeString:
    """A drawing beside its words; with ``label`` it stands for them.

    Inline, because an external sprite fails when static files are on another origin; with a size of its own, because
    without our stylesheet it would be as wide as its parent.
    """
    if label:
        return format_html('{} role="img" aria-label="{}">{}</svg>', _SVG, label, _inner(name))
    return format_html('{} aria-hidden="true" focusable="false">{}</svg>', _SVG, _inner(name))


@register.simple_tag(takes_context=True)
def kc_languages(context: template.Context) -> list[Language]:
    """The site's languages with the address of what is shown in each: a page of Wagtail, or a screen of ours."""
    kompas = context.get("kompas")
    return kompas.languages_of(context.get("page")) if kompas else []


@register.simple_tag
def kc_tone_icon(tone: str) -> SafeString:
    """The icon of an alert: ``ok``, ``warn``, ``bad``; anything else is information."""
    return kc_icon(_TONES.get(tone, _TONES["info"]))


@register.filter
def kc_tone(message_tags: str) -> str:
    """Django's message level as one of our tones."""
    tags = (message_tags or "").split()
    for level, tone in (("error", "bad"), ("warning", "warn"), ("success", "ok")):
        if level in tags:
            return tone
    return "info"


@register.simple_tag(takes_context=True)
def kc_figure(context: template.Context, figure: Any) -> SafeString:
    """A figure of ``training.ui.charts``; nothing when there is none."""
    return mark_safe(figure.render_html(context) if figure else "")


# ---- languages and links ---------------------------------------------------------------------------------------


@register.simple_tag
def kc_lang(language: str = "", *, within: str = "") -> SafeString:
    """The attribute ``lang`` of text in ``language``, empty for the page's own; nothing where it says nothing new.

    ``within`` is the language of the part around it: ``{% kc_lang within=course.language %}`` leads back to the page's.
    """
    own = get_language() or ""
    language, around = language or own, within or own
    return format_html(' lang="{}"', language) if language != around else mark_safe("")


@register.simple_tag
def kc_link(label: Any, url: str | None = "") -> SafeString:
    """The label as a link, or alone where there is nowhere to go."""
    text = formats.localize(label)
    return format_html('<a href="{}">{}</a>', url, text) if url else format_html("{}", text)


# ---- forms -----------------------------------------------------------------------------------------------------


@register.inclusion_tag("kompas_ui/parts/field.html")
def kc_field(
    bound: BoundField, *, label: str = "", hint: str = "", short: bool = False, hide_label: bool = False
) -> dict:
    """One question: label, hint, error and input, tied together for screen readers."""
    widget = bound.field.widget
    hint = hint or str(bound.help_text)
    described = []
    if hint:
        described.append(f"{bound.auto_id}_helptext")
    if bound.errors:
        described.append(f"{bound.auto_id}_error")
    attrs: dict[str, Any] = {}
    if described:
        attrs["aria-describedby"] = " ".join(described)
    is_group = isinstance(widget, RadioSelect | CheckboxSelectMultiple)
    is_check = isinstance(widget, CheckboxInput) and not is_group
    if not (is_group or is_check):
        given = widget.attrs.get("class", "")
        attrs["class"] = " ".join(filter(None, ["kc-input", "kc-input--short" if short else "", given]))
    return {
        "field": bound,
        "errors": errors_of(bound),
        "label": label or bound.label,
        "hint": hint,
        "input": bound.as_widget(attrs=attrs) if not is_group else "",
        "is_group": is_group,
        "is_check": is_check,
        "is_select": isinstance(widget, Select) and not is_group,
        "described": " ".join(described),
        "hide_label": hide_label,
        "optional": not bound.field.required,
    }


# What screens call the forms that they show.
_FORMS = ("form", "filter_form", "name_form")


@register.simple_tag(takes_context=True)
def kc_title_error(context: template.Context) -> str:
    """What the title of a page begins with when something typed on it was refused: the first thing that is read out."""
    forms = filter(None, map(context.get, _FORMS))
    return gettext("Error:") + " " if any(form.errors for form in forms) else ""


@register.inclusion_tag("kompas_ui/parts/error_summary.html")
def kc_error_summary(form: Form, *more: Form) -> dict:
    """Everything wrong, at the top, each line a link to its question."""
    lines: list[tuple[str, str]] = []
    for bound_form in (form, *more):
        if bound_form is None or not bound_form.is_bound:
            continue
        lines += [("", str(error)) for error in bound_form.non_field_errors()]
        for bound in bound_form:
            target = bound.id_for_label or bound.auto_id
            # What was left empty names the question itself.
            empty = what_to_fill_in(bound)
            lines += [(target, e if e == empty else f"{bound.label}: {e}") for e in errors_of(bound)]
    return {"lines": lines}


# ---- addresses and pages ---------------------------------------------------------------------------------------


@register.simple_tag(takes_context=True)
def kc_querystring(context: template.Context, **changes: Any) -> str:
    """This page's query with some keys changed; ``None`` or an empty text takes a key out."""
    request = context.get("request")
    query = request.GET.copy() if request is not None else QueryDict(mutable=True)
    for name, value in changes.items():
        if value in (None, ""):
            query.pop(name, None)
        elif isinstance(value, list | tuple):
            query.setlist(name, [str(item) for item in value])
        else:
            query[name] = str(value)
    encoded = query.urlencode()
    return f"?{encoded}" if encoded else "?"


@register.inclusion_tag("kompas_ui/parts/pagination.html", takes_context=True)
def kc_pagination(context: template.Context, page: Page, *, name: str = "page") -> dict:
    """Links to the pages of a list; ``name`` is the query key."""
    numbers = []
    if page.paginator.num_pages > 1:
        for number in page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1):
            is_gap = not isinstance(number, int)
            numbers.append(
                {"number": number, "is_gap": is_gap, "url": "" if is_gap else kc_querystring(context, **{name: number})}
            )
    return {
        "page": page,
        "numbers": numbers,
        "previous": kc_querystring(context, **{name: page.previous_page_number()}) if page.has_previous() else "",
        "next": kc_querystring(context, **{name: page.next_page_number()}) if page.has_next() else "",
    }


@register.inclusion_tag("kompas_ui/parts/breadcrumbs.html")
def kc_breadcrumbs(*labels_and_urls: str) -> dict:
    """``{% kc_breadcrumbs label url label url … here %}``: the last label, without an address, is this page."""
    pairs = [labels_and_urls[i : i + 2] for i in range(0, len(labels_and_urls), 2)]
    return {"crumbs": [{"label": pair[0], "url": pair[1] if len(pair) == 2 else ""} for pair in pairs]}


@register.inclusion_tag("kompas_ui/parts/steps.html")
def kc_steps(steps: list[str], current: int) -> dict:
    """A row of steps; ``current`` counts from one."""
    return {
        "steps": [
            {"label": label, "is_done": number < current, "is_current": number == current}
            for number, label in enumerate(steps, start=1)
        ]
    }


@register.filter
def kc_tel(phone: str) -> str:
    """The address of a telephone number as somebody typed it; what follows the number, as “ext. 12”, is left out."""
    digits = re.match(r"[\s(]*\+?[\d\s()./-]*", phone)
    return "tel:" + re.sub(r"[^\d+]", "", digits.group(0) if digits else "")


@register.filter
def kc_map_url(place: str) -> str:
    """Where a place is found on OpenStreetMap: a plain link, nothing is loaded from there."""
    return "https://www.openstreetmap.org/search?" + urlencode({"query": place})


# ---- days, hours, seats, numbers --------------------------------------------------------------------------------


def _day(value: date | datetime) -> date:
    return time.today(value) if isinstance(value, datetime) else value


@register.inclusion_tag("kompas_ui/parts/date_block.html")
def kc_date_block(value: date | datetime) -> dict:
    """The month, day and weekday of a meeting, in the organiser's zone; the year when it is not this one."""
    day = _day(value)
    year = "" if day.year == time.today().year else str(day.year)
    return {"day": day, "month": date_words(day, "M"), "weekday": date_words(day, "D"), "year": year}


@register.filter
def kc_number(value: Any, places: int = 1) -> str:
    """A number in the reader's way; what is not known is a dash, never zero."""
    if value is None or value == "":
        return "–"
    return words.in_words(value, places)


@register.filter
def kc_percent(value: Any) -> str:
    """A percentage, given as 0–100, to the whole point."""
    if value is None or value == "":
        return "–"
    return words.percent(value)


@register.filter
def kc_hours(minutes: int | None, hour: int | None = None) -> str:
    return "–" if minutes is None else words.didactic_hours(minutes, hour)


@register.filter
def kc_hours_in_words(count: Decimal) -> str:
    """Didactic hours, counted already."""
    return words.hours_in_words(count)


@register.filter
def kc_clock_hours(minutes: int | None) -> str:
    return "–" if minutes is None else words.clock_hours(minutes)


@register.filter
def kc_day(value: date | datetime | None, form: str = "DATE_FORMAT") -> str:
    """A day in words in the organiser's zone; empty is a dash."""
    return day_text(value, form) if value else "–"


@register.simple_tag
def kc_days(first: date | None, last: date | None) -> str:
    """From the first day to the last, in words; empty is a dash."""
    return days_text(first, last) if first and last else "–"


@register.filter
def kc_nest_quotes(text: str) -> str:
    """The text with quotations within quotations marked as such: a title with marks of its own."""
    return nest_quotes(str(text))


@register.filter
def kc_moment(value: datetime | None, form: str = "DATETIME_FORMAT") -> str:
    """A moment in words in the organiser's zone, whatever zone is active."""
    return moment_text(value, form) if value else "–"


@register.filter
def kc_near_day(value: date | datetime) -> str:
    """A day that is looked forward to, as seen from today: “today”, “Monday, 30 November”."""
    return near_day_text(value, time.today())


@register.filter
def kc_deadline(value: date | datetime | None) -> str:
    """Until when, to stand after “until”: “30 November, 16:00”; midnight is the end of the day before."""
    return deadline_text(value, time.today()) if value else "–"


@register.filter
def kc_clock(value: datetime | None) -> str:
    """Only the clock time of a moment, in the organiser's zone."""
    return moment_text(value, "TIME_FORMAT") if value else "–"


class _Spanning(Protocol):
    """A meeting, an entry of a calendar: whatever begins and ends."""

    starts_at: datetime
    ends_at: datetime


@register.filter
def kc_clock_range(meeting: _Spanning) -> str:
    """From when to when by the clock: ``10:00–12:30``."""
    return f"{kc_clock(meeting.starts_at)}–{kc_clock(meeting.ends_at)}"


@register.filter
def kc_moment_range(meeting: _Spanning) -> str:
    """The day, and from when to when by the clock."""
    return f"{kc_moment(meeting.starts_at)}–{kc_clock(meeting.ends_at)}"


@register.simple_tag
def kc_status(text: Any, tone: str = "") -> SafeString:
    """A state in its words; the tone only colours it."""
    return format_html('<span class="kc-tag{}">{}</span>', f" kc-tag--{tone}" if tone else "", text)


@register.simple_tag
def kc_seats(free: int | None, *, total: int | None = None, reserve: bool = False, waiting: int = 0) -> SafeString:
    """How many of ``total`` places are left, in words; ``None`` means there is no limit of places."""
    text, tone = words.seats(free, total=total, reserve=reserve, waiting=waiting)
    return kc_status(text, tone)
