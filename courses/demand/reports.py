"""What courses and levels people wish for, in the Wagtail admin."""

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.demand import queries
from courses.demand.forms import DemandForm
from courses.demand.queries import Subject
from training.accounts.queries import sees_names
from training.kernel.conf import setting
from training.kernel.date_texts import day_text
from training.kernel.rounding import rounded
from training.kernel.sheets import WorksheetColumn
from training.kernel.time import today
from training.reports.reports import Answer, Cell, Report
from training.reports.rules import hidden_keys
from training.ui.charts import HIDDEN, shown

PERMISSION = "kompas_courses.view_course"


class DemandReport(Report):
    """Numbers for whoever plans courses; for who sees names, each leads to the people."""

    page_title = gettext_lazy("Demand for courses")
    header_icon = "list-ul"
    permission = PERMISSION
    url_name = "kompas_demand_report"
    form_class = DemandForm
    file_name = "demand"

    def answer(self, form: DemandForm) -> Answer:
        asked, names = form.cleaned_data, sees_names(self.request.user)
        wishes = queries.wishes_on(asked["on"], county=asked["county"], of=asked["of"])
        subjects, people = queries.demand_by_subject(wishes), queries.people_in(wishes)
        small = 0 if names else setting("SMALL_GROUP")
        hidden = hidden_keys({subject.key: subject.people for subject in subjects}, small=small)

        def number(subject: Subject, count: int) -> Any:
            return HIDDEN if subject.key in hidden else _rounded(count, small)

        counted = [
            (subject, [number(subject, count) for count in (subject.people, subject.institutions, subject.counties)])
            for subject in subjects
        ]
        head = [_("Wished for"), _("Kind"), _("People"), _("Institutions"), _("Counties"), _("First asked on")]
        return Answer(
            facts=[
                (_("People"), _total(people, small), self._people_url(form) if names and people else ""),
                (_("Courses wished for"), sum(1 for subject in subjects if subject.course), ""),
                (_("Levels of competences wished for"), sum(1 for subject in subjects if subject.competence), ""),
            ],
            head=head if names else head[:-1],
            rows=[
                [
                    Cell(subject.words, is_number=False),
                    Cell(_kind(subject), is_number=False),
                    Cell(shown(numbers[0], str), self._people_url(form, subject) if names else ""),
                    *(Cell(shown(count, str)) for count in numbers[1:]),
                    *([Cell(day_text(subject.since), is_number=False)] if names else []),
                ]
                for subject, numbers in counted
            ],
            worksheet_head=[
                WorksheetColumn(head[0], 50),
                head[1],
                _("Level"),
                *(head[2:] if names else head[2:-1]),
            ],
            worksheet_rows=[
                [
                    subject.name,
                    _kind(subject),
                    subject.level,
                    *(shown(count) if count is HIDDEN else count for count in numbers),
                    *([today(subject.since)] if names else []),
                ]
                for subject, numbers in counted
            ],
            definitions=[
                (_("People"), _("People whose wish is neither withdrawn nor answered; each counts once.")),
                (_("Institutions"), _("Where they worked when they asked; so are counties.")),
                (_("Answered"), _("Recruitment opened for the course, or for one that leads to the level.")),
                *((_("Only"), chosen) for chosen in form.chosen()),
            ],
            stamp=_("As of %(on)s.") % {"on": day_text(asked["on"])},
            notes=[*form.chosen(), *_notes(small)],
        )

    def _people_url(self, form: DemandForm, subject: Subject | None = None) -> str:
        """The people behind a number."""
        asked = form.cleaned_data
        course, line, level = subject.key if subject else (None, None, None)
        query = {
            "open_on": asked["on"],
            "county": asked["county"].pk if asked["county"] else None,
            "of": asked["of"],
            "course": course,
            "line": line,
            "level": level,
        }
        return f"{reverse('kompas_wish:index')}?{urlencode({name: value for name, value in query.items() if value})}"


def _kind(subject: Subject) -> str:
    return _("course") if subject.course else _("competence")


def _rounded(count: int, small: int) -> int:
    return rounded(count, small) if small else count


def _total(people: int, small: int) -> str:
    return shown(HIDDEN if 0 < people < small else _rounded(people, small), str)


def _notes(small: int) -> list[str]:
    if not small:
        return []
    return [
        _("Groups of fewer than %(count)d people are hidden; where it would be one, the next smallest too.")
        % {"count": small},
        _("Numbers are rounded to %(count)d; the day is the end of a quarter.") % {"count": small},
    ]
