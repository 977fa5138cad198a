"""What “My development”, the team map and the home page of the admin show."""

from training.desk.panels.agenda import agenda, front_page_agenda
from training.desk.panels.development import (
    beside_gaps,
    growth_figure,
    legend,
    needs,
    other_rows,
    own_steps,
    rows,
    team_heat,
)
from training.desk.panels.office import to_do_today

__all__ = [
    "agenda",
    "beside_gaps",
    "front_page_agenda",
    "growth_figure",
    "legend",
    "needs",
    "other_rows",
    "own_steps",
    "rows",
    "team_heat",
    "to_do_today",
]
