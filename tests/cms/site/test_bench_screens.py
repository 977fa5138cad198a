"""Every list and page is in ``make bench``: a new address that nobody measures is a fault."""

import pytest
from django.views.generic import View
from wagtail.models import get_page_models

from cms.site.bench import screen_measures, screens
from cms.site.bench.running import all_measures
from tests.walk.steps import addresses
from training.ui.admin_actions import ActionView


def kompas():
    return [(name, view) for name, _route, view in addresses() if "kompas" in name]


def test_every_address_of_kompas_is_measured_or_named_with_a_reason():
    assert len(kompas()) > 250
    assert screen_measures.forgotten(kompas()) == []
    assert sorted(dict(screen_measures.addresses())) == sorted(dict(kompas()))


@pytest.mark.parametrize("name", ["kompas_room:map", "kompas_courses:new_list", "kompas_new_report"])
def test_a_new_screen_that_nobody_measures_is_found(name):
    assert screen_measures.forgotten([*kompas(), (name, View.as_view())]) == [name]


def test_a_new_list_of_the_admin_is_measured_by_itself():
    (screen,) = screen_measures.screens_of("kompas_room:index", View.as_view())
    assert (screen.kind, screen.user) == (screens.LIST, screens.OFFICE)
    assert screen_measures.screens_of("kompas_room:end", ActionView.as_view()) == []
    assert (
        screen_measures.forgotten([("kompas_room:index", View.as_view()), ("kompas_room:end", ActionView.as_view())])
        == []
    )


def test_what_is_written_names_addresses_that_are_there_and_nothing_twice():
    named = dict(kompas())
    written = [screen.name for screen in screens.WRITTEN]
    assert [name for name in (*written, *screens.EXEMPT) if name not in named] == []
    assert not set(written) & set(screens.EXEMPT)
    assert all(screens.EXEMPT.values()), "An exempt address has a reason."
    titles = [screen_measure.name for screen_measure in screen_measures.screen_measures()]
    assert len(titles) == len(set(titles))


def test_every_kind_of_page_is_measured():
    ours = {model for model in get_page_models() if model.__module__ == "cms.pages.models"}
    assert ours <= {page.model for page in screen_measures.site_pages()}
    assert ours


def test_the_bench_runs_each_screen_with_an_aim_for_time_and_queries():
    ran = [measure for measure in all_measures() if issubclass(measure, screen_measures.ScreenMeasure)]
    assert [measure.name for measure in ran] == [
        screen_measure.name for screen_measure in screen_measures.screen_measures()
    ]
    assert all(measure.most_milliseconds and measure.most_queries for measure in ran)
    assert len(ran) > 150


@pytest.mark.django_db
def test_a_screen_is_asked_for_whole_and_anything_but_the_page_fails(client):
    measure = next(
        screen_measure
        for screen_measure in screen_measures.screen_measures()
        if screen_measure.name == "kompas_certificates:verify_form"
    )()
    measure.prepare()
    assert measure.run() > 1000
    measure.client.logout()
    measure.address = "/zaswiadczenia/"
    with pytest.raises(AssertionError):
        measure.run()
