"""The growth report, and the lists of people behind its figures."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from training.accounts.queries import sees_names
from training.competences.queries import competences_as_called, longest_scale, versions_since, versions_until
from training.competences.rules import FEWEST_LEVELS
from training.kernel import time
from training.kernel.conf import setting
from training.kernel.date_texts import day_text
from training.kernel.input_text import number_of
from training.kernel.sheets import WorksheetColumn
from training.people.models import Employment, Person
from training.people.queries import family_of
from training.reports.forms import BY, GrowthForm, periods
from training.reports.queries import PeopleBehind, growth_table, growth_total, things_named
from training.reports.reports.base import Answer, Cell, Report
from training.reports.rules import By, ShownRow, shown_rows
from training.ui.charts import HIDDEN, LUBELSKIE_GRID, bars, pre_post, shown, tile_map
from training.ui.formatting import in_words

WHAT = {
    "people": gettext_lazy("people in scope"),
    "assessed": gettext_lazy("people assessed"),
    "both": gettext_lazy("people assessed on both days"),
    "rose": gettext_lazy("people who rose"),
}
PERMISSION = "kompas_training.view_heldlevel"


def _percent(value: Any) -> str:
    return shown(value, lambda number: f"{in_words(number, 0)}%")


def _level(value: Any) -> str:
    return shown(value, lambda number: in_words(number, 2, fixed=True))


class GrowthReport(Report):
    page_title = gettext_lazy("Growth of competences")
    header_icon = "list-ul"
    permission = PERMISSION
    url_name = "kompas_growth_report"
    form_class = GrowthForm
    file_name = "growth"

    def answer(self, form: GrowthForm) -> Answer:
        question = form.question()
        rows = growth_table(**question)
        names = sees_names(self.request.user)
        listed = shown_rows(rows, small=0 if names else setting("SMALL_GROUP"))
        by, on, since = question["by"], question["on"], question["since"]
        words = {
            "by": dict(BY)[by.value],
            "on": day_text(on),
            "since": day_text(since),
        }
        called = called_as(question) if by == By.COMPETENCE or question["scope"].line else []
        return Answer(
            facts=self._facts(question, listed, names),
            figures=self._figures(listed, by, words, names),
            head=[
                str(words["by"]).capitalize(),
                _("People in scope"),
                _("Assessed on %(on)s") % words,
                _("Assessed on both days"),
                _("Rose"),
                _("Rose, % of assessed on both days"),
                _("Mean level on %(since)s") % words,
                _("Mean level on %(on)s") % words,
            ],
            rows=[self._cells(row, names) for row in listed],
            worksheet_head=[
                WorksheetColumn(str(words["by"]).capitalize(), 45),
                _("From"),
                _("To"),
                _("People in scope"),
                _("Assessed on the last day"),
                _("Assessed on both days"),
                _("Rose"),
                _("Mean level on the first day"),
                _("Mean level on the last day"),
            ],
            worksheet_rows=[
                [
                    row.label,
                    since,
                    on,
                    *(_plain(value) for value in (row.people, row.assessed, row.both, row.rose)),
                    *(_plain(value, 2) for value in (row.before, row.after)),
                ]
                for row in listed
            ],
            definitions=[
                *definitions(words),
                *((_("Only"), chosen) for chosen in form.chosen()),
                *((_("Names"), sentence) for sentence in called),
            ],
            stamp=_("As of %(on)s, compared with %(since)s.") % words,
            periods=self._periods(),
            notes=[*form.chosen(), *self._notes(question, names), *called],
        )

    def _periods(self) -> list[tuple[Any, str]]:
        """The same question about other periods."""
        asked = {name: value for name, value in self.request.GET.items() if name not in ("on", "since", "export")}
        return [
            (words, "?" + urlencode({**asked, "since": since, "on": on})) for words, since, on in periods(time.today())
        ]

    def _facts(self, question: Mapping[str, Any], rows: list[ShownRow], names: bool) -> list[tuple[str, Any, str]]:
        """Totals count each person once, so they are asked for, not added up."""
        rows_of_all = totals(question, names)
        if not rows_of_all:
            return []
        (total,) = rows_of_all

        def led(what: str) -> str:
            value = getattr(total, what)
            return self._url(None, what) if names and value and value is not HIDDEN else ""

        return [
            (_("People in scope"), shown(total.people), led("people")),
            (_("Assessed on both days"), shown(total.both), led("both")),
            (_("Rose in at least one competence"), shown(total.rose), led("rose")),
            (_("Share who rose, of those assessed on both days"), _percent(total.share), ""),
        ]

    def _figures(self, rows: list[ShownRow], by: By, words: dict, names: bool) -> list:
        drawn = [row for row in rows if row.both is HIDDEN or row.both]

        def led(row: ShownRow, what: str) -> str:
            value = getattr(row, what)
            return self._url(row, what) if names and value and value is not HIDDEN else ""

        base = _("Of people assessed on both %(since)s and %(on)s; self-assessments do not count.") % words
        figures = []
        if by == By.COUNTY:
            values = {row.code: None if row.both in (None, 0) else row.share for row in rows}
            figures.append(
                tile_map(
                    "growth-map",
                    _("Share of people who rose, by county"),
                    _finding(rows),
                    values,
                    LUBELSKIE_GRID,
                    base=base,
                    measure=_("Rose"),
                    form=lambda value: f"{in_words(value, 0)}%",
                    urls={row.code: address for row in rows if (address := led(row, "rose"))},
                )
            )
        else:
            figures.append(
                bars(
                    "growth-share",
                    _("Share of people who rose by at least one level"),
                    _finding(rows),
                    [(row.label, row.share, led(row, "rose")) for row in drawn],
                    base=base,
                    what=str(words["by"]).capitalize(),
                    measure=_("Rose"),
                    form=lambda value: f"{in_words(value, 0)}%",
                    limit=100,
                )
            )
        figures.append(
            pre_post(
                "growth-levels",
                _("Mean level on both days"),
                _mean_finding(rows),
                [(row.label, row.before, row.after, row.both, led(row, "both")) for row in drawn],
                base=base,
                what=str(words["by"]).capitalize(),
                scale=(1, max(longest_scale(), FEWEST_LEVELS)),
                places=2,
                before=words["since"],
                after=words["on"],
                counted=_("People"),
            )
        )
        return figures

    def _url(self, row: ShownRow | None, what: str) -> str:
        """The people behind a figure of a row; without one, of everybody in scope."""
        query: dict[str, Any] = {name: value for name, value in self.request.GET.items() if name != "export"}
        query |= {"key": row.key if row else "all", "what": what}
        return f"{reverse('kompas_growth_people')}?{urlencode(query)}"

    def _cells(self, row: ShownRow, names: bool) -> list[Cell]:
        cells = [Cell(row.label, is_number=False)]
        for what in ("people", "assessed", "both", "rose"):
            value = getattr(row, what)
            url = self._url(row, what) if names and value and value is not HIDDEN else ""
            cells.append(Cell(shown(value, lambda number: in_words(number, 0)), url))
        return [*cells, Cell(_percent(row.share)), Cell(_level(row.before)), Cell(_level(row.after))]

    def _notes(self, question: Mapping[str, Any], names: bool) -> list[str]:
        notes = []
        if question["recorded_until"] is not None:
            notes.append(_("As it was known at the end of that day: later entries and corrections are left out."))
        if not names:
            text = _("Groups of fewer than %(count)d people are hidden; where it would be one, the next smallest too.")
            notes.append(text % {"count": setting("SMALL_GROUP")})
            text = _("Numbers are rounded to %(count)d, means to one place; days are ends of quarters, as known then.")
            notes.append(text % {"count": setting("SMALL_GROUP")})
        return notes


def called_as(question: Mapping[str, Any]) -> list[str]:
    """Which version a past day's names come from, where another is in force now."""
    words = _("Competences are called as in %(then)s, in force on %(on)s. Now %(now)s is in force.")
    on = day_text(question["on"])
    changed = versions_since(versions_until(question["on"], question["recorded_until"]))
    return [words % {"then": then, "now": now, "on": on} for then, now in changed]


def totals(question: Mapping[str, Any], names: bool) -> list[ShownRow]:
    """Everybody in scope as one row, each person counted once."""
    total = growth_total(**{name: value for name, value in question.items() if name != "by"})
    return shown_rows([total], small=0 if names else setting("SMALL_GROUP")) if total else []


def definitions(words: Mapping[str, Any]) -> list[tuple[str, str]]:
    top = {"top": max(longest_scale(), FEWEST_LEVELS)}
    return [
        (_("People in scope"), _("People with a post in the chosen institutions on %(on)s.") % words),
        (
            _("Assessed"),
            _("People with a level given by a course, a document or a superior; self-assessments do not count."),
        ),
        (_("Assessed on both days"), _("People with such a level in the same competence on both days.")),
        (_("Rose"), _("Of those assessed on both days: people whose level in at least one competence is higher.")),
        (
            _("Mean level"),
            _("The mean over pairs of a person and a competence known on both days; levels are 1 to %(top)d.") % top,
        ),
    ]


def _plain(value: Any, places: int | None = None) -> Any:
    """A number for the workbook; hidden and unknown in words, because an empty cell would say neither."""
    if value is HIDDEN or value is None:
        return shown(value)
    return round(Decimal(value), places) if places is not None else value


def _worth_naming(rows: list[ShownRow]) -> list[ShownRow]:
    """A handful of people is no finding about a group, unless there are only such groups."""
    return [row for row in rows if row.both >= setting("SMALL_GROUP")] or rows


def _finding(rows: list[ShownRow]) -> str:
    nameable = _worth_naming([row for row in rows if row.share is not HIDDEN and row.share is not None])
    if not nameable:
        return _("Nobody was assessed on both days, so no change is known.")
    best = max(nameable, key=lambda row: (row.share, row.both))
    return _("Most: %(label)s, %(rose)d of %(both)d people.") % {
        "label": best.label,
        "rose": best.rose,
        "both": best.both,
    }


def _mean_finding(rows: list[ShownRow]) -> str:
    nameable = _worth_naming([row for row in rows if row.before is not HIDDEN and row.before is not None])
    if not nameable:
        return _("Nobody was assessed on both days, so no change is known.")
    best = max(nameable, key=lambda row: row.after - row.before)
    return _("Biggest change: %(label)s, from %(before)s to %(after)s.") % {
        "label": best.label,
        "before": in_words(best.before, 2, fixed=True),
        "after": in_words(best.after, 2, fixed=True),
    }


class GrowthPeople(Report):
    """The people behind one figure; only for those who may see names."""

    page_title = gettext_lazy("People behind the figure")
    permission = PERMISSION
    url_name = "kompas_growth_report"
    form_class = GrowthForm
    template_name = "kompas_training/reports/people.html"
    file_name = "growth-people"
    per_page = 100

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not sees_names(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def answer(self, form: GrowthForm) -> Answer:
        question, key = form.question(), self.request.GET.get("key", "")
        what = self.request.GET.get("what", "people")
        if what not in WHAT:
            raise Http404
        if key == "all":
            group = _("everybody in scope")
            people_behind = PeopleBehind(**{**question, "by": None}, what=what)
        else:
            group = _group(question, key)
            people_behind = PeopleBehind(**question, key=int(key), what=what)
        page = Paginator(people_behind, self.per_page).get_page(self.request.GET.get("page"))
        is_xlsx = self.request.GET.get("export") == "xlsx"
        rows = people_behind[:] if is_xlsx else list(page)
        people = Person.objects.in_bulk({row.person_id for row in rows})
        self.page, self.group, self.what = page, group, what
        posts = _posts({row.person_id for row in rows}, question)
        on, since, recorded_until = question["on"], question["since"], question["recorded_until"]
        called = competences_as_called({row.line_id for row in rows if row.line_id}, versions_until(on, recorded_until))
        name_notes = called_as(question)
        head = [
            _("Person"),
            _("Post and institution"),
            _("Competence"),
            _("Level on %(day)s") % {"day": day_text(since)},
            _("Level on %(day)s") % {"day": day_text(on)},
        ]
        table = [
            [
                people[row.person_id].list_name,
                "; ".join(posts.get(row.person_id, [])),
                called[row.line_id].name if row.line_id else None,
                row.before,
                row.after,
            ]
            for row in rows
        ]
        return Answer(
            facts=[(_("People"), people_behind.people, "")],
            head=head,
            rows=[
                [
                    Cell(str(value if value is not None else "–"), is_number=number > 2)
                    for number, value in enumerate(row)
                ]
                for row in table
            ],
            worksheet_head=[
                WorksheetColumn(head[0], 30),
                WorksheetColumn(head[1], 50),
                WorksheetColumn(head[2], 45),
                *head[3:],
            ],
            worksheet_rows=table,
            stamp=f"{group} – {WHAT[what]}",
            definitions=[(str(group), str(WHAT[what])), *((_("Names"), sentence) for sentence in name_notes)],
            notes=name_notes,
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        query = {name: value for name, value in self.request.GET.items() if name not in ("key", "what", "page")}
        context["back_url"] = f"{reverse('kompas_growth_report')}?{urlencode(query)}"
        context["page"] = getattr(self, "page", None)
        return context


def _group(question: Mapping[str, Any], key: str) -> Any:
    """What the row with this key is about, as it was called on the day of the report."""
    number = number_of(key)
    if number is None:
        raise Http404
    moment = versions_until(question["on"], question["recorded_until"])
    group = things_named(question["by"], [number], moment).get(number)
    if group is None:
        raise Http404
    return group


def _posts(people: set[int], question: Mapping[str, Any]) -> dict[int, list[str]]:
    posts: dict[int, list[str]] = {}
    family = family_of(people, question["recorded_until"])
    rows = Employment.objects.as_of(question["on"], question["recorded_until"]).filter(person_id__in=list(family))
    for row in rows.select_related("position", "organisation").order_by("organisation__sort_key", "pk"):
        lines = posts.setdefault(family[row.person_id], [])
        if (line := f"{row.position}, {row.organisation}") not in lines:
            lines.append(line)
    return posts
