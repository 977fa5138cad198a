"""Figures: honest about what is not known, readable without colour, clean under a strict policy."""

import re
from datetime import date

import pytest
from django.utils import translation

from training.ui.charts import (
    HIDDEN,
    LUBELSKIE_GRID,
    GrowthFigure,
    HeatCell,
    HeatColumn,
    HeatRow,
    HeatTable,
    LevelChange,
    LevelLine,
    Tile,
    bars,
    bullet,
    pre_post,
    tile_map,
)

LEVELS = {1: "basic", 2: "independent", 3: "advanced", 4: "expert"}
UNTIL = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def cells(figure):
    return [[text for _word, text in row["cells"]] for row in figure.rows]


def line_of(name, *changes, mark="superior", text="superior's <u>word</u>"):
    return LevelLine(name, [LevelChange(day, level, mark, text) for day, level in changes])


def every_figure():
    growth = [
        line_of("Dialog <i>", (date(2024, 1, 1), 1), (date(2025, 1, 1), 3)),
        line_of("Prawo", (date(2025, 5, 1), 2)),
    ]
    heat_row = HeatRow("Anna <b>", [HeatCell(1, 3), HeatCell(None, 2)])
    return [
        GrowthFigure("a", "Growth <b>", "It grew.", growth, until=UNTIL, levels=LEVELS, base="2 of 12 competences"),
        tile_map("b", "Map <b>", "Most: x.", {"0663": 5, "0602": HIDDEN, "0603": 0}, LUBELSKIE_GRID, base="5 people"),
        pre_post("c", "Change <b>", "", [("<i>", 1.5, 2.5, 7), ("none", None, None, HIDDEN)], scale=(1, 4), places=1),
        bars("d", "Bars <b>", "", [("<i>", 3, "/x/"), ("b", 0), ("c", None), ("d", HIDDEN)]),
        HeatTable("e", "Team <b>", [HeatColumn("One <i>"), HeatColumn("Two")], [heat_row]),
    ]


@pytest.mark.parametrize("number", range(5))
def test_a_figure_is_escaped_names_itself_and_needs_no_inline_style(number):
    html = every_figure()[number].render_html({})
    assert "<b>" not in html and "&lt;b&gt;" in html and "<i>" not in html
    assert " style=" not in html and "<script" not in html
    assert "<caption" in html and 'scope="row"' in html
    assert not re.search(r"%\([a-z_]+\)[sd]", html)


def test_a_figure_says_its_finding_its_denominator_and_its_numbers():
    html = every_figure()[0].render_html({})
    assert "It grew." in html and "2 of 12 competences" in html and "<details" in html
    assert "3 – advanced" in html


def test_only_our_admin_pages_carry_our_styles():
    assert str(every_figure()[0].media).count("<link") == 2


# ---- growth ------------------------------------------------------------------------------------------------------


def drawn(*changes, until=date(2027, 1, 1), **more):
    figure = GrowthFigure("x", "t", "f", [line_of("A", *changes)], until=until, **more)
    return figure, str(figure.open[0]["svg"])


def test_a_level_changes_on_the_day_of_its_assessment_not_in_between():
    _figure, svg = drawn((date(2025, 1, 1), 1), (date(2026, 1, 1), 3))
    lines = re.findall(r'class="kc-line kc-s1" x1="([\d.%]+)" x2="([\d.%]+)" y1="([\d.]+)" y2="([\d.]+)"', svg)
    assert [(x1, x2) for x1, x2, _y1, _y2 in lines] == [("0%", "50%"), ("50%", "50%"), ("50%", "100%")]
    assert all(x1 == x2 or y1 == y2 for x1, x2, y1, y2 in lines)


def test_a_line_breaks_where_the_level_is_not_known():
    figure, svg = drawn((date(2025, 1, 1), 2), (date(2025, 7, 1), None), (date(2026, 1, 1), 3))
    assert svg.count('class="kc-line') == 2
    assert ["A", "1 July 2025", "not assessed"] in [list(map(str, row[:3])) for row in figure.rows]


def test_nothing_assessed_draws_nothing():
    figure = GrowthFigure("x", "t", "f", [LevelLine("A", [])], until=UNTIL)
    assert (figure.open, figure.folded, figure.rows, figure.marks) == ([], [], [], [])
    assert "<svg" not in figure.render_html({})


def test_a_single_assessment_today_is_drawn():
    figure, svg = drawn((UNTIL, 2), until=UNTIL)
    assert "kc-mark--superior" in svg
    assert figure.open[0]["levels"] == "2"


def test_what_moved_a_level_stands_beside_its_line_on_its_mark_and_in_the_table():
    line = LevelLine(
        "A",
        [
            LevelChange(date(2024, 5, 1), 1, "own", "self-assessment"),
            LevelChange(date(2025, 5, 1), 3, "course", "course “Mediation”"),
        ],
    )
    figure = GrowthFigure("x", "t", "f", [line], until=UNTIL)
    html = figure.render_html({})
    assert "1 → 3" in html
    assert "<title>3: course “Mediation”, 1 May 2025</title>" in html
    assert 'aria-label="A: 1, 1 May 2024: self-assessment; 3, 1 May 2025: course “Mediation”"' in html
    assert html.count("course “Mediation”, 1 May 2025</span>") == 1
    assert figure.rows[1] == ["A", "1 May 2025", "3", "course “Mediation”"]
    assert [words for _key, words in figure.marks] == ["course", "self-assessment"]


def test_a_fall_says_why():
    figure, _svg = drawn((date(2025, 1, 1), 3), (date(2026, 1, 1), 2))
    html = " ".join(figure.render_html({}).split())
    assert "From 3 down to 2 on 1 January 2026: superior&#x27;s &lt;u&gt;word&lt;/u&gt;" in html
    assert "kc-muted kc-small" not in html  # said once
    assert drawn((date(2025, 1, 1), 2), (date(2026, 1, 1), 2))[0].open[0]["falls"] == []


def test_lines_that_do_not_stand_open_are_folded_with_their_number():
    lines = [line_of(f"S{number}", (date(2026, 1, 1), 2)) for number in range(7)]
    figure = GrowthFigure("x", "t", "f", lines, until=UNTIL, shown=3)
    html = " ".join(figure.render_html({}).split())
    assert "4 more competences" in html
    assert [len(figure.open), len(figure.folded), len(figure.rows)] == [3, 4, 7]
    assert all(f"<strong>S{number}</strong>" in html for number in range(7))


# ---- levels ------------------------------------------------------------------------------------------------------


def test_not_assessed_is_drawn_as_not_known_and_never_as_a_gap():
    assert "kc-unknown" in bullet(None, 3) and "kc-short" not in bullet(None, 3) and "kc-on" not in bullet(None, 3)
    assert bullet(2, 3).count("kc-on") == 2 and "kc-short" in bullet(2, 3)
    assert "kc-short" not in bullet(4, 3) and bullet(4, 3).count('class="kc-bt') == 4
    assert "kc-req" not in bullet(2, None) and "kc-short" not in bullet(2, None)


# ---- amounts -----------------------------------------------------------------------------------------------------


def test_zero_no_data_and_hidden_are_three_different_words():
    figure = bars("x", "t", "f", [("a", 0), ("b", None), ("c", HIDDEN), ("d", 10)])
    assert cells(figure) == [["0"], ["no data"], ["hidden (fewer than 5)"], ["10"]]


def test_the_change_is_the_difference_of_the_numbers_as_printed():
    # 48.6 → 72.4 is +23.8; printed 49 → 72 the reader's own subtraction says +23.
    figure = pre_post("x", "t", "f", [("a", 48.6, 72.4, 61)])
    assert cells(figure) == [["49", "72", "+23", "61"]]


def test_a_change_of_something_not_known_is_not_a_number():
    figure = pre_post("x", "t", "f", [("a", None, 2.5, 3)], scale=(1, 4), places=1)
    assert cells(figure) == [["no data", "2.5", "no data", "3"]]
    assert "kc-pre" not in figure.rows[0]["svg"]


def test_a_change_of_something_hidden_says_so_because_a_dash_could_mean_zero():
    figure = pre_post("x", "t", "f", [("a", HIDDEN, HIDDEN, HIDDEN)], scale=(1, 4), places=2)
    assert cells(figure) == [["hidden (fewer than 5)"] * 4]


def test_levels_in_a_column_keep_their_places():
    figure = pre_post("x", "t", "f", [("a", 1.78, 2, 9), ("b", 2, 2, 9)], scale=(1, 4), places=2)
    assert cells(figure) == [["1.78", "2.00", "+0.22", "9"], ["2.00", "2.00", "0.00", "9"]]


def test_every_number_on_a_narrow_screen_carries_its_heading():
    html = pre_post("x", "t", "f", [("a", 1, 2, 3)], scale=(1, 4)).render_html({})
    assert re.findall(r'data-label="([^"]+)"', html) == ["Before", "After", "Change", "People"]


# ---- counties ----------------------------------------------------------------------------------------------------


def test_the_grid_holds_the_24_counties_each_on_its_own_square():
    assert len({tile.code for tile in LUBELSKIE_GRID}) == 24
    assert len({(tile.column, tile.row) for tile in LUBELSKIE_GRID}) == 24


def test_a_map_tells_zero_no_data_and_hidden_apart_without_colour():
    grid = (Tile("1", 0, 0, "Ą", "Ą"), Tile("2", 1, 0, "B", "B"), Tile("3", 2, 0, "C", "C"), Tile("4", 3, 0, "D", "D"))
    figure = tile_map("x", "t", "f", {"1": 0, "2": None, "3": HIDDEN, "4": 12}, grid)
    assert re.findall(r'class="kc-tv[^"]*" x="\d+" y="\d+">([^<]+)<', figure.svg) == ["0", "?", "&lt;5", "12"]
    assert re.findall(r"kc-tile (kc-q\w)", figure.svg) == ["kc-q0", "kc-qn", "kc-qh", "kc-q5"]
    words = {row[0]: row[1] for row in figure.rows}
    assert words == {"Ą": "0", "B": "no data", "C": "hidden (fewer than 5)", "D": "12"}


def test_a_county_that_the_grid_lacks_is_not_lost():
    figure = tile_map("x", "t", "f", {"9999": 3}, LUBELSKIE_GRID)
    assert ["9999", "3"] in figure.rows


def test_the_table_of_a_map_is_in_polish_order():
    names = [row[0] for row in tile_map("x", "t", "f", {}, LUBELSKIE_GRID).rows]
    assert names.index("łęczyński") > names.index("lubelski")
    assert names.index("świdnicki") < names.index("tomaszowski") < names.index("włodawski")


# ---- a team ------------------------------------------------------------------------------------------------------


def team():
    columns = [HeatColumn("One"), HeatColumn("Two"), HeatColumn("Three")]
    rows = [
        HeatRow("Żaneta", [HeatCell(1, 3), HeatCell(None, 2), HeatCell(2, None)]),
        HeatRow("Adam", [HeatCell(3, 3), HeatCell(1, 2), HeatCell(None, None)]),
    ]
    return HeatTable("x", "Team", columns, rows)


def test_a_team_keeps_the_order_it_is_given_and_counts_its_columns():
    heat = team()
    html = heat.render_html({})
    assert html.index("Żaneta") < html.index("Adam")
    assert (heat.below, heat.unknown, heat.required) == ([1, 1, 0], [0, 1, 0], [2, 2, 0])
    assert [(row.below, row.unknown) for row in heat.rows] == [(1, 1), (1, 0)]


@pytest.mark.parametrize(
    ("held", "required", "text", "css"),
    [
        (1, 4, "−3", "kc-gap2"),
        (2, 3, "−1", "kc-gap1"),
        (4, 3, "✓", "kc-gap0"),
        (None, 3, "?", "kc-gapx"),
        (2, None, "·", "kc-gapna"),
    ],
)
def test_a_cell_says_the_same_in_signs_and_in_words(held, required, text, css):
    cell = HeatCell(held, required)
    assert (cell.text, cell.css) == (text, css)
    assert cell.words


def test_the_legend_explains_every_sign():
    html = team().render_html({})
    for sign in ("−2", "−1", "✓", "?", "·"):
        assert re.search(rf'kc-key [\w-]+" aria-hidden="true">{re.escape(sign)}</span>\w', html)
