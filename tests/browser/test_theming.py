"""Colours and sizes that a site sets for itself, in every version of the colours (docs/reference/templates.md)."""

from itertools import product
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PAGE = """<!doctype html><html lang="pl"><head><title>x</title>{styles}</head>
<body class="kc"><main class="kc-main"><h1>x</h1><a class="kc-btn" href="/">x</a></main></body></html>"""
OURS = {"light": "rgb(18, 73, 122)", "dark": "rgb(140, 194, 245)", "contrast": "rgb(255, 255, 0)"}
GROUND = {"light": "rgb(255, 255, 255)", "dark": "rgb(16, 22, 29)", "contrast": "rgb(0, 0, 0)"}
# Two colours of a site, and one of its sizes.
OWN = "--kc-brand: light-dark(rgb(1, 2, 3), rgb(4, 5, 6)); --kc-radius: 3px;"
THEIRS = {"light": "rgb(1, 2, 3)", "dark": "rgb(4, 5, 6)", "contrast": "rgb(255, 255, 0)"}
# What the reader's system asks for, what the reader chose, and what is shown.
VERSIONS = [
    ("light", "", "light"),
    ("dark", "", "dark"),
    ("light", "dark", "dark"),
    ("dark", "light", "light"),
    ("light", "contrast", "contrast"),
    ("dark", "contrast", "contrast"),
]


@pytest.fixture
def shown(chromium):
    """``shown(host, first=…)`` is a function: how a button and the page look for a system and a choice.

    ``first`` puts the stylesheet of the site before ours.
    """
    context = chromium.new_context()
    kompas = Path(finders.find("kompas_ui/kompas.css")).read_text(encoding="utf-8")

    def opened(host="", *, first=False):
        page = context.new_page()
        stylesheets = [host, kompas] if first else [kompas, host]
        page.set_content(PAGE.format(styles="".join(f"<style>{stylesheet}</style>" for stylesheet in stylesheets)))

        def look(system, chosen="", media="screen"):
            page.emulate_media(color_scheme=system, media=media)
            page.evaluate("theme => document.documentElement.setAttribute('data-kc-theme', theme)", chosen)
            return page.evaluate(
                """() => {
                    const button = getComputedStyle(document.querySelector('.kc-btn'));
                    const ground = getComputedStyle(document.body).backgroundColor;
                    return { brand: button.backgroundColor, radius: button.borderRadius, ground };
                }"""
            )

        return look

    yield opened
    context.close()


def test_the_system_chooses_between_light_and_dark_until_the_reader_does(shown):
    look = shown()
    for system, chosen, version in VERSIONS:
        expected = {"brand": OURS[version], "radius": "8px", "ground": GROUND[version]}
        assert look(system, chosen) == expected, (system, chosen)


def test_what_a_site_sets_counts_in_light_and_dark_and_leaves_the_contrast(shown):
    for place, first in product([":root", "html", ".kc"], [False, True]):
        look = shown(f"{place} {{ {OWN} }}", first=first)
        for system, chosen, version in VERSIONS:
            expected = {"brand": THEIRS[version], "radius": "3px", "ground": GROUND[version]}
            assert look(system, chosen) == expected, (place, first, system, chosen)


def test_a_single_colour_is_used_in_light_and_in_dark(shown):
    look = shown(":root { --kc-brand: rgb(1, 2, 3); }")
    assert [look(system)["brand"] for system in ("light", "dark")] == ["rgb(1, 2, 3)"] * 2
    assert look("dark", "contrast")["brand"] == OURS["contrast"]


def test_a_site_without_a_dark_version_stays_light_until_the_reader_asks(shown):
    look = shown(".kc { color-scheme: light; }")
    assert look("dark") == {"brand": OURS["light"], "radius": "8px", "ground": GROUND["light"]}
    assert look("dark", "dark")["ground"] == GROUND["dark"]


def test_paper_takes_the_light_colours_of_the_site(shown):
    look = shown(f":root {{ {OWN} }}")
    for chosen in ("", "dark", "contrast"):
        expected = {"brand": THEIRS["light"], "radius": "3px", "ground": GROUND["light"]}
        assert look("dark", chosen, media="print") == expected, chosen
