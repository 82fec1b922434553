"""The gauge: one figure of Plotly's, drawn by the server from that very figure and by Plotly over it."""

import re
from dataclasses import replace
from decimal import Decimal

import plotly.graph_objects as go
import pytest
from dash import dcc

from dashboards.components.targets.gauge import gauge_drawing, gauge_figure
from dashboards.markup import Pictured, markup
from metrics.reading.target import target_view


@pytest.fixture
def target(warehouse):
    """143 of at least 100."""
    return target_view(warehouse.snapshot(), "above", None).target


def arcs(figure):
    """The paths of a drawing with their colours, in the order in which they cover each other."""
    return re.findall(r'd="([^"]+)" style="stroke:var\(--([\w-]+)\)', markup(gauge_drawing(figure))[0])


def test_the_gauge_is_an_indicator_of_actual_against_target(target):
    indicator = gauge_figure(target).data[0]
    assert isinstance(indicator, go.Indicator)
    assert (indicator.value, indicator.gauge.threshold.value) == (143, 100)
    assert indicator.gauge.axis.range == pytest.approx((0, 157.3))


def test_the_server_draws_what_the_figure_says_and_nothing_beside_it(target):
    figure = gauge_figure(target)
    track, bar, line = arcs(figure)
    assert (track[1], bar[1], line[1]) == ("track", "status-achieved", "ink")
    figure.data[0].value = figure.data[0].gauge.axis.range[1]
    figure.data[0].gauge.bar.color = figure.data[0].gauge.threshold.line.color
    figure.data[0].gauge.threshold.value = None
    assert arcs(figure) == [track, (track[0], "ink")]
    figure.update_layout(width=480, margin={"l": 0, "r": 0})
    assert arcs(figure)[0] != track


def test_a_range_is_a_band_and_no_line(target):
    held = replace(target, target_value=None, target_low=Decimal(50), target_high=Decimal(60))
    assert [colour for _, colour in arcs(gauge_figure(held))] == ["track", "line-strong", "status-achieved"]


def test_below_zero_the_arc_begins_at_zero(target):
    fallen = gauge_figure(replace(target, actual_value=Decimal(-100)))
    _, bar, _ = arcs(fallen)
    assert fallen.data[0].gauge.axis.range == pytest.approx((-110, 110))
    assert bar[0].endswith(" 120.00 27.50")


def test_unit_and_target_page_have_it_live_and_overviews_the_drawing_alone(page_of, components_of):
    def live(path):
        return [node for node in components_of(page_of(path).content) if isinstance(node, Pictured)]

    for path in ("/unit/lead", "/target/above"):
        assert live(path), path
        for gauge in live(path):
            assert isinstance(gauge.children, dcc.Graph)
            assert isinstance(gauge.children.figure.data[0], go.Indicator)
    for path in ("/", "/centres"):
        assert not live(path), path
    assert 'class="gauge"' in markup(page_of("/").content)[0]
    # Where there is no figure nothing is drawn that could pass for one.
    assert not live("/target/empty")


@pytest.mark.parametrize(
    ("path", "is_live"), [("/", False), ("/target/empty", False), ("/unit/lead", True), ("/target/above", True)]
)
def test_scripts_of_dash_come_where_something_lives_and_nowhere_else(server, path, is_live):
    page = server.test_client().get(path).get_data(as_text=True)
    assert ("/_dash-component-suites/" in page) == is_live
    assert ('class="place is-pictured"' in page) == is_live
    # Whatever lives, the drawing is there before it.
    assert page.count('class="gauge"') >= page.count("is-pictured")


SEEN = """[...document.querySelectorAll('.gauge-arc')].map(arc => ['.value-arc path', '.gauge path:nth-child(2)'].map(
    path => { const box = arc.querySelector(path).getBoundingClientRect(); return [box.right, box.bottom]; }))"""


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.parametrize("path", ["/unit/sc-chengdu", "/target/cdm-technology-contract-turnover"])
def test_plotly_covers_the_drawing_line_by_line_and_paper_keeps_it(open_page, path):
    page = open_page(path, theme="dark")
    kinds = page.evaluate("[...document.querySelectorAll('.gauge-arc .js-plotly-plot')].map(plot => plot.data[0].type)")
    assert set(kinds) == {"indicator"}
    for live, drawn in page.evaluate(SEEN):
        # An arc of Plotly's is a shape, one of ours a stroke: half its width of 15 more, and less at its end.
        assert live == pytest.approx(drawn, abs=8.5)
    colour = "getComputedStyle(document.querySelector('.value-arc path')).fill"
    drawn = "getComputedStyle(document.querySelector('.gauge path:nth-child(2)')).stroke"
    assert page.evaluate(colour) == page.evaluate(drawn)
    picture, graph = page.locator(".gauge").first, page.locator(".is-pictured > .dash-graph").first
    assert (picture.is_visible(), graph.is_visible()) == (False, True)
    page.emulate_media(media="print")
    assert (picture.is_visible(), graph.is_visible()) == (True, False)
