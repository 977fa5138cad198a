"""What the desk's screens draw, made from what its queries found."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from laces.components import Component

from training.assessments.queries import Growth, Held
from training.assessments.rules import Step
from training.assessments.states import AssessmentKind
from training.competences.models import Competence
from training.desk import registry
from training.desk.panels.agenda import estimates_owed
from training.desk.queries import Development, Team, version_in_words
from training.desk.registry import Closing, NextStep, PanelContext
from training.desk.rules import Shortfall, closed, helped
from training.people.models import Person
from training.ui.charts import (
    LEVELS,
    Figure,
    GrowthFigure,
    HeatCell,
    HeatColumn,
    HeatRow,
    HeatTable,
    LevelChange,
    LevelLine,
    bullet,
    bullet_legend,
)
from training.ui.formatting import seats

# So many competences stand open in the growth over time; the rest are folded.
OPEN_LINES = 2
# A list of everything that anybody lacks would say nothing; the map above holds it all.
MOST_NEEDS = 6
# Beside each gap; the catalogue has the others.
MOST_COURSES, MOST_TEAM_COURSES = 2, 3


@dataclass(frozen=True)
class CourseLink:
    """A course beside a gap, and what its title does not say."""

    closing: Closing
    notes: tuple[str, ...]


def own_steps(development: Development) -> list[NextStep]:
    """What the desk itself proposes: estimate what nobody assessed, apply where a course closes a gap or lessens it."""
    steps = estimates_owed(development.unknown)
    for gap in sorted(development.portrait.gaps, key=lambda gap: -(gap.missing or 0)):
        free = [each for each in development.closings.get(gap.competence.line_id, ()) if not each.is_full]
        if gap.missing and free:
            best = free[0]
            facts = {"course": best.title, "competence": gap.competence.name}
            if best.level >= gap.required:
                text = _("See the course “%(course)s”: it closes a gap in “%(competence)s”") % facts
            else:
                text = _("See the course “%(course)s”: it lessens a gap in “%(competence)s”") % facts
            steps.append(NextStep(text, best.url, due=best.apply_until, order=90))
            break
    return steps


def _seat_notes(closing: Closing) -> list[str]:
    if not closing.is_full:
        return []
    return [seats(0, reserve=closing.waiting is not None, waiting=closing.waiting or 0)[0]]


def _link(closing: Closing, required: int) -> CourseLink:
    """For the one person whose gap it is."""
    notes = _seat_notes(closing)
    if closing.level < required:
        facts = {"level": closing.level, "required": required}
        notes = [_("leads to level %(level)d of the %(required)d required") % facts, *notes]
    return CourseLink(closing, tuple(notes))


def _team_link(closing: Closing, shortfalls: Mapping[int, Shortfall]) -> CourseLink:
    """For a team, whose people lack more or less."""
    notes = _seat_notes(closing)
    gaps = helped(closing.level, shortfalls, closing.taken_by)
    count = len(closed(closing.level, gaps))
    facts = {"level": closing.level, "closed": count, "helped": len(gaps)}
    if not count:
        notes = [_("leads only to level %(level)d") % facts, *notes]
    elif count < len(gaps):
        text = _("leads to level %(level)d: closes the gap of %(closed)d of %(helped)d people")
        notes = [text % facts, *notes]
    return CourseLink(closing, tuple(notes))


def beside_gaps(context: PanelContext, development: Development) -> dict[int, list[Component]]:
    """What other rooms offer where no course closes a gap, by the competence's line."""
    offered: dict[int, list[Component]] = defaultdict(list)
    if gaps := development.without_course:
        for offer in registry.beside_gaps:
            for line_id, component in offer(context, gaps).items():
                offered[line_id].append(component)
    return offered


def rows(development: Development, beside: Mapping[int, list[Component]]) -> list[dict[str, Any]]:
    """The required competences as rows of the table, with one word of the result each."""
    gap_rows = []
    for gap in development.portrait.gaps:
        if gap.is_unknown:
            words, tone = _("not assessed"), ""
        elif gap.is_met:
            words, tone = _("meets the requirement"), "ok"
        else:
            missing = gap.missing or 0
            words = ngettext("%(count)d level missing", "%(count)d levels missing", missing)
            words, tone = words % {"count": missing}, "bad" if missing > 1 else "warn"
        gap_rows.append(
            {
                "gap": gap,
                "version": version_in_words(gap.competence, development.ended),
                "bullet": bullet(gap.level, gap.required, top=_top(gap.competence, development)),
                "level": _level(gap.level, gap.competence, development),
                "required": _level(gap.required, gap.competence, development),
                "words": words,
                "tone": tone,
                "courses": [
                    _link(closing, gap.required)
                    for closing in development.closings.get(gap.competence.line_id, ())[:MOST_COURSES]
                ],
                "attribution": _attribution(gap.held, development),
                "beside": beside.get(gap.competence.line_id, ()),
            }
        )
    return gap_rows


def other_rows(development: Development) -> list[dict[str, Any]]:
    """Levels held beyond what the post requires."""
    return [
        {
            "competence": competence,
            "version": version_in_words(competence, development.ended),
            "held": held,
            "attribution": _attribution(held, development),
            "bullet": bullet(held.level, None, top=_top(competence, development)),
            "level": _level(held.level, competence, development),
        }
        for competence, held in development.portrait.others
    ]


def _attribution(held: Held | None, development: Development) -> str:
    """Who assessed, and who entered it when that was somebody else; self-assessments name only the latter."""
    author = development.attributions.get(held.assessment_id) if held else None
    if held is None or author is None or not author.assessor:
        return ""
    names = {"assessor": author.assessor, "recorder": author.recorder}
    if held.is_own_estimate:
        return _("entered by %(recorder)s") % names if author.recorder else ""
    if author.recorder:
        return _("assessed by %(assessor)s, entered by %(recorder)s") % names
    return _("assessed by %(assessor)s") % names


def _top(competence: Competence, development: Development) -> int:
    """Where the scale of the competence ends."""
    return max(development.scales.get(competence.framework_id, ()), default=LEVELS)


def _level(level: int | None, competence: Competence, development: Development) -> str:
    if level is None:
        return ""
    name = development.scales.get(competence.framework_id, {}).get(level)
    return f"{level}\u00a0–\u00a0{name}" if name else str(level)


def legend() -> list[tuple[str, str]]:
    return bullet_legend()


_MARKS = {
    AssessmentKind.VALIDATED: "course",
    AssessmentKind.DOCUMENT: "document",
    AssessmentKind.SUPERVISOR: "superior",
    AssessmentKind.SELF: "own",
}


def growth_figure(development: Development, *, until: date) -> Figure | None:
    """Each assessed competence as a line with what moved it, those that changed most first."""
    lines = sorted(
        development.portrait.growth, key=lambda line: (-line.gained, -len(line.steps), line.competence.order)
    )
    if not lines:
        return None
    grown = sum(line.gained > 0 for line in lines)
    finding = ngettext(
        "%(grown)d of %(count)d assessed competence has grown.",
        "%(grown)d of %(count)d assessed competences have grown.",
        len(lines),
    ) % {"grown": grown, "count": len(lines)}
    # Two frameworks may name their levels differently: then the table has numbers only.
    scales = {line.competence.framework_id for line in lines}
    return GrowthFigure(
        "growth",
        _("Growth over time"),
        finding,
        [LevelLine(line.competence.name, _changes(line, development)) for line in lines],
        until=until,
        levels=development.scales.get(*scales) if len(scales) == 1 else None,
        top=max(_top(line.competence, development) for line in lines),
        shown=OPEN_LINES,
    )


def _changes(line: Growth, development: Development) -> list[LevelChange]:
    changes: list[LevelChange] = []
    for number, step in enumerate(line.steps):
        kind = AssessmentKind(step.kind)
        changes.append(LevelChange(step.since, step.level, _MARKS[kind], _moved_by(step, development)))
        following = line.steps[number + 1].since if number + 1 < len(line.steps) else None
        if step.until is not None and step.until != following:
            # From that day nothing is known.
            changes.append(LevelChange(step.until, None, _MARKS[kind], _("taken back")))
    return changes


def _moved_by(step: Step, development: Development) -> str:
    """The course, the superior, the document or the self-assessment that a level came from."""
    source = str(AssessmentKind(step.kind).label)
    author = development.attributions.get(step.assessment_id)
    if author is None or step.kind == AssessmentKind.SELF:
        return source
    if author.evidence:
        return author.evidence
    return f"{source} ({author.assessor})" if author.assessor else source


def team_heat(team: Team, *, manager: Person) -> HeatTable:
    """People in Polish order by competences in the framework's; an address leads to the superior's assessment."""
    heat_rows = []
    for member in team.members:
        cells = []
        for competence in team.competences:
            held = member.held.get(competence.line_id)
            cells.append(HeatCell(held=held.level if held else None, required=member.required.get(competence.line_id)))
        url = "" if member.person == manager else reverse("kompas_training:team_assess", args=[member.person.pk])
        posts = ", ".join(str(post) for post in member.posts)
        heat_rows.append(HeatRow(member.person.list_name, cells, note=posts, url=url))
    columns = [HeatColumn(team.name_of(competence)) for competence in team.competences]
    caption = _("Competences of the people of %(institution)s") % {"institution": team.organisation}
    return HeatTable("team-map", caption, columns, heat_rows)


def needs(team: Team) -> list[dict[str, Any]]:
    """Competences that people lack, the most people first, with the open courses that close them."""
    shortages: list[dict[str, Any]] = []
    for competence in team.competences:
        shortfalls = team.shortfalls.get(competence.line_id, {})
        lacking = len(shortfalls)
        if lacking:
            words = ngettext(
                "%(count)d person below the required level", "%(count)d people below the required level", lacking
            )
            shortages.append(
                {
                    "competence": competence,
                    "lacking": lacking,
                    "words": words % {"count": lacking},
                    "courses": [
                        _team_link(closing, shortfalls)
                        for closing in team.closings.get(competence.line_id, ())[:MOST_TEAM_COURSES]
                    ],
                }
            )
    return sorted(shortages, key=lambda need: -need["lacking"])[:MOST_NEEDS]
