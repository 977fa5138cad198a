"""Figures drawn on the server: SVG and tables, no script, no inline style; they print and follow the theme.

Every figure has a title, one sentence that states the finding, the
denominator (``base``: of how many, and of what), and its numbers as a table.
What is not known is drawn as not known, never as zero.  Each is a Laces
component: ``{% load kompas_ui %}{% kc_figure figure %}`` on our pages, Wagtail's
``{% component figure %}`` in the admin.
"""

from training.ui.charts.amounts import bars, pre_post
from training.ui.charts.base import HIDDEN, LEVELS, Figure, TableChart, shown
from training.ui.charts.counties import tile_map
from training.ui.charts.grids import LUBELSKIE_GRID, Tile
from training.ui.charts.growth import GrowthFigure, LevelChange, LevelLine, bullet, bullet_legend
from training.ui.charts.heat import HeatCell, HeatColumn, HeatRow, HeatTable

__all__ = [
    "HIDDEN",
    "LEVELS",
    "LUBELSKIE_GRID",
    "Figure",
    "GrowthFigure",
    "HeatCell",
    "HeatColumn",
    "HeatRow",
    "HeatTable",
    "LevelChange",
    "LevelLine",
    "TableChart",
    "Tile",
    "bars",
    "bullet",
    "bullet_legend",
    "pre_post",
    "shown",
    "tile_map",
]
