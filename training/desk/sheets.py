"""The team map as a workbook: one worksheet as on the screen, one with a row per person and competence."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from training.assessments.states import AssessmentKind
from training.desk.queries import Team
from training.kernel.sheets import WorksheetColumn, write_xlsx


def _posts(member) -> str:
    return ", ".join(str(post) for post in member.posts)


def _map_rows(team: Team) -> Iterator[list]:
    for member in team.members:
        cells: list[Any] = []
        for competence in team.competences:
            required, held = member.required.get(competence.line_id), member.held.get(competence.line_id)
            if required is None:
                cells.append("–")
            elif held is None:
                cells.append(_("not assessed"))
            else:
                cells.append(held.level - required if held.level < required else 0)
        yield [member.person.list_name, _posts(member), *cells]


def _detail_rows(team: Team) -> Iterator[list]:
    for member in team.members:
        for competence in team.competences:
            required = member.required.get(competence.line_id)
            if required is None:
                continue
            held = member.held.get(competence.line_id)
            yield [
                member.person.list_name,
                _posts(member),
                competence.code,
                team.name_of(competence),
                required,
                held.level if held else None,
                max(0, required - held.level) if held else None,
                AssessmentKind(held.kind).label if held else _("not assessed"),
                held.since if held else None,
            ]


def team_xlsx(team: Team) -> bytes:
    """Levels below the required one are negative, met is 0, a dash means the post does not require it."""
    person, post = WorksheetColumn(_("Person"), 30), WorksheetColumn(_("Post"), 30)
    return write_xlsx(
        [person, post, *(f"{competence.code} {team.name_of(competence)}" for competence in team.competences)],
        _map_rows(team),
        title=_("Team competences"),
        more=[
            (
                _("Levels"),
                [
                    person,
                    post,
                    _("Code"),
                    WorksheetColumn(_("Competence"), 45),
                    _("Required level"),
                    _("Current level"),
                    _("Missing levels"),
                    WorksheetColumn(_("Source"), 28),
                    _("Since"),
                ],
                _detail_rows(team),
            )
        ],
    )
